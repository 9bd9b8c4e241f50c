/** First bytes of formats whose content is compressed and therefore looks random as well. */
const COMPRESSED = [
  '1f8b',
  '1f9d',
  '425a68',
  'fd377a58',
  '28b52ffd',
  '504b0304',
  '377abcaf',
  '52617221',
  '89504e47',
  'ffd8ff',
  '47494638',
  '04224d18',
  '68737173',
  '25504446',
  '7f454c46',
  'edabeedb',
];

/**
 * Whether bytes cannot be told from random ones: every value about equally often (chi-square over 255 degrees of
 * freedom, five standard deviations), and no known compressed format. Content that was encrypted looks the same.
 */
export function looksRandom(bytes: Buffer): boolean {
  if (bytes.length < 1024 || COMPRESSED.some((magic) => bytes.subarray(0, magic.length / 2).toString('hex') === magic))
    return false;
  const counts = new Uint32Array(256);
  for (const value of bytes) counts[value]!++;
  const expected = bytes.length / 256;
  let chi = 0;
  for (const count of counts) chi += (count - expected) ** 2 / expected;
  return chi > 255 - 5 * 22.6 && chi < 255 + 5 * 22.6;
}
