/** CRC-64 as xz uses it (ECMA-182, reflected): the two halves of each table entry, low words first. */
const low = new Uint32Array(256);
const high = new Uint32Array(256);
for (let i = 0; i < 256; i++) {
  let crc = BigInt(i);
  for (let bit = 0; bit < 8; bit++) crc = crc & 1n ? (crc >> 1n) ^ 0xc96c5795d7870f42n : crc >> 1n;
  low[i] = Number(crc & 0xffffffffn);
  high[i] = Number(crc >> 32n);
}

/** CRC-64 of bytes that come piece by piece. */
export class Crc64 {
  #low = -1;
  #high = -1;

  update(bytes: Uint8Array): void {
    let l = this.#low;
    let h = this.#high;
    for (let i = 0; i < bytes.length; i++) {
      const at = (l ^ bytes[i]!) & 0xff;
      l = ((l >>> 8) | (h << 24)) ^ low[at]!;
      h = (h >>> 8) ^ high[at]!;
    }
    this.#low = l;
    this.#high = h;
  }

  /** The eight bytes that xz stores. */
  digest(): Buffer {
    const stored = Buffer.alloc(8);
    stored.writeUInt32LE(~this.#low >>> 0, 0);
    stored.writeUInt32LE(~this.#high >>> 0, 4);
    return stored;
  }
}
