/** Room beyond the dictionary before its bytes are moved: the longest chunk of LZMA2, and as much again. */
const ROOM = 4 * 1024 * 1024;
const FIRST = 64 * 1024;

/** Output of an LZMA decoder, of which the last bytes can be copied again. It takes memory as it is filled. */
export class History {
  /** Holds the latest output, up to `end`. */
  bytes: Buffer = Buffer.allocUnsafeSlow(FIRST);
  end = 0;
  /** Bytes since the dictionary was emptied; positions are counted from there. */
  position = 0;
  readonly #kept: number;

  /** @param kept bytes of output that must stay in reach */
  constructor(kept: number) {
    this.#kept = kept;
  }

  /** How far back a copy may reach. */
  get reach(): number {
    return Math.min(this.position, this.#kept);
  }

  clear(): void {
    this.end = 0;
    this.position = 0;
  }

  /** Makes room for more output. */
  reserve(length: number): void {
    if (this.end + length <= this.bytes.length) return;
    const most = this.#kept + Math.max(ROOM, this.#kept >> 2);
    const keep = Math.min(this.end, this.#kept);
    if (this.end + length <= most) {
      const larger = Buffer.allocUnsafeSlow(Math.min(most, Math.max(2 * this.bytes.length, this.end + length)));
      this.bytes.copy(larger, 0, 0, this.end);
      this.bytes = larger;
      return;
    }
    this.bytes.copyWithin(0, this.end - keep, this.end);
    this.end = keep;
  }

  /** Takes bytes over as they are. */
  add(bytes: Buffer): void {
    this.reserve(bytes.length);
    bytes.copy(this.bytes, this.end);
    this.end += bytes.length;
    this.position += bytes.length;
  }

  /** The last bytes of output, as a copy that stays. */
  last(length: number): Buffer {
    return Buffer.from(this.bytes.subarray(this.end - length, this.end));
  }
}
