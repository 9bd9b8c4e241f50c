/** CRC-64 as xz uses it (ECMA-182, reflected): the two halves of each table entry, low words first. */
const low = new Uint32Array(256);
const high = new Uint32Array(256);
for (let i = 0; i < 256; i++) {
  let crc = BigInt(i);
  for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0xc96c5795d7870f42n : crc >> 1n;
  low[i] = Number(crc & 0xffffffffn);
  high[i] = Number(crc >> 32n);
}

/** CRC-64 of bytes, as the eight bytes xz stores. */
export function crc64(bytes: Uint8Array): Buffer {
  let l = 0xffffffff;
  let h = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) {
    const at = (l ^ bytes[i]!) & 0xff;
    l = (((l >>> 8) | (h << 24)) ^ low[at]!) >>> 0;
    h = ((h >>> 8) ^ high[at]!) >>> 0;
  }
  const stored = Buffer.alloc(8);
  stored.writeUInt32LE(~l >>> 0, 0);
  stored.writeUInt32LE(~h >>> 0, 4);
  return stored;
}
