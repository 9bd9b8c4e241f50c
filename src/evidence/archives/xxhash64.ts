/**
 * XXH64 with seed 0, streaming (xxHash specification 0.1.1). 64-bit words are kept as two 32-bit halves: BigInt would
 * be some thirty times slower.
 */
const P1 = [0x9e3779b1, 0x85ebca87] as const;
const P2 = [0xc2b2ae3d, 0x27d4eb4f] as const;
const P3 = [0x165667b1, 0x9e3779f9] as const;
const P4 = [0x85ebca77, 0xc2b2ae63] as const;
const P5 = [0x27d4eb2f, 0x165667c5] as const;

const mask = 0xffffffffffffffffn;
const big = ([high, low]: readonly [number, number]): bigint => (BigInt(high) << 32n) | BigInt(low);
const rotate = (x: bigint, by: bigint): bigint => ((x << by) | (x >> (64n - by))) & mask;

/** The high half of the product of two 32-bit numbers. */
function mulHigh(a: number, b: number): number {
  const al = a & 0xffff;
  const ah = a >>> 16;
  const bl = b & 0xffff;
  const bh = b >>> 16;
  const low = al * bl;
  const middle = ah * bl + (low >>> 16);
  const other = al * bh + (middle & 0xffff);
  return (ah * bh + Math.floor(middle / 65_536) + Math.floor(other / 65_536)) >>> 0;
}

export class XxHash64 {
  /** Low and high halves of the four accumulators. */
  readonly #low = new Uint32Array(4);
  readonly #high = new Uint32Array(4);
  readonly #rest = Buffer.alloc(32);
  #held = 0;
  #length = 0;

  constructor() {
    const start = [(big(P1) + big(P2)) & mask, big(P2), 0n, -big(P1) & mask];
    start.forEach((value, i) => {
      this.#low[i] = Number(value & 0xffffffffn);
      this.#high[i] = Number(value >> 32n);
    });
  }

  update(bytes: Buffer): void {
    this.#length += bytes.length;
    let at = 0;
    if (this.#held > 0) {
      at = Math.min(32 - this.#held, bytes.length);
      bytes.copy(this.#rest, this.#held, 0, at);
      this.#held += at;
      if (this.#held < 32) return;
      this.#stripe(this.#rest, 0);
      this.#held = 0;
    }
    for (; at + 32 <= bytes.length; at += 32) this.#stripe(bytes, at);
    this.#held = bytes.copy(this.#rest, 0, at);
  }

  #stripe(bytes: Buffer, at: number): void {
    for (let lane = 0; lane < 4; lane++) {
      const i = at + lane * 8;
      const inLow = (bytes[i]! | (bytes[i + 1]! << 8) | (bytes[i + 2]! << 16) | (bytes[i + 3]! << 24)) >>> 0;
      const inHigh = (bytes[i + 4]! | (bytes[i + 5]! << 8) | (bytes[i + 6]! << 16) | (bytes[i + 7]! << 24)) >>> 0;
      // accumulator += input * P2
      const productLow = Math.imul(inLow, P2[1]) >>> 0;
      const productHigh = mulHigh(inLow, P2[1]) + Math.imul(inLow, P2[0]) + Math.imul(inHigh, P2[1]);
      const sum = this.#low[lane]! + productLow;
      const low = sum >>> 0;
      const high = (this.#high[lane]! + productHigh + (sum > 0xffffffff ? 1 : 0)) >>> 0;
      // rotated left by 31
      const turnedHigh = ((high << 31) | (low >>> 1)) >>> 0;
      const turnedLow = ((low << 31) | (high >>> 1)) >>> 0;
      // times P1
      this.#low[lane] = Math.imul(turnedLow, P1[1]);
      this.#high[lane] = mulHigh(turnedLow, P1[1]) + Math.imul(turnedLow, P1[0]) + Math.imul(turnedHigh, P1[1]);
    }
  }

  /** The low 32 bits of the hash of everything so far. */
  low(): number {
    const round = (accumulator: bigint, input: bigint): bigint =>
      (rotate((accumulator + input * big(P2)) & mask, 31n) * big(P1)) & mask;
    const lanes = [0, 1, 2, 3].map((i) => big([this.#high[i]!, this.#low[i]!]));
    let hash = big(P5);
    if (this.#length >= 32) {
      hash = (rotate(lanes[0]!, 1n) + rotate(lanes[1]!, 7n) + rotate(lanes[2]!, 12n) + rotate(lanes[3]!, 18n)) & mask;
      for (const lane of lanes) hash = ((hash ^ round(0n, lane)) * big(P1) + big(P4)) & mask;
    }
    hash = (hash + BigInt(this.#length)) & mask;
    let at = 0;
    for (; at + 8 <= this.#held; at += 8)
      hash = (rotate(hash ^ round(0n, this.#rest.readBigUInt64LE(at)), 27n) * big(P1) + big(P4)) & mask;
    if (at + 4 <= this.#held) {
      hash = (rotate(hash ^ ((BigInt(this.#rest.readUInt32LE(at)) * big(P1)) & mask), 23n) * big(P2) + big(P3)) & mask;
      at += 4;
    }
    for (; at < this.#held; at++)
      hash = (rotate(hash ^ ((BigInt(this.#rest[at]!) * big(P5)) & mask), 11n) * big(P1)) & mask;
    hash = ((hash ^ (hash >> 33n)) * big(P2)) & mask;
    hash = ((hash ^ (hash >> 29n)) * big(P3)) & mask;
    return Number((hash ^ (hash >> 32n)) & 0xffffffffn);
  }
}
