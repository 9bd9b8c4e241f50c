/** A serial number of a certificate or a device without what people put between its digits: `0A:3f` as `a3f`. */
export const plainSerial = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
    .replace(/^0+(?=.)/, '');
