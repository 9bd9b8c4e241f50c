import type { ByteSource } from '../../bytes/index.ts';

/** Bytes. */
export const windowSize = 1024 * 1024;

/** A window that slides over a source, so that a log of any size is read in constant memory. */
export class Window {
  /** The bytes now in the window. */
  bytes: Buffer = Buffer.alloc(0);
  /** Offset of the window in the source. */
  start = 0;
  readonly size: number;
  /** Index of the first zero byte at or behind `#zeroFrom`, so that no byte is asked twice. */
  #zero = 0;
  #zeroFrom = 0;
  readonly #source: ByteSource;

  constructor(source: ByteSource) {
    this.#source = source;
    this.size = source.size;
  }

  /** Offset behind the last byte in the window. */
  get end(): number {
    return this.start + this.bytes.length;
  }

  /**
   * Moves the window so that it holds `length` bytes (at most 1 MiB) from `offset`, or all there are.
   * @returns the index of `offset` in `bytes`
   */
  seek(offset: number, length: number): number {
    const inside = offset >= this.start && Math.min(this.size, offset + length) <= this.end;
    if (!inside) this.fill(offset);
    return offset - this.start;
  }

  /** Moves the window to `offset` and fills it. */
  fill(offset: number): void {
    this.bytes = this.#source.read(offset, Math.max(0, Math.min(windowSize, this.size - offset)));
    this.start = offset;
    this.#zero = -1;
    this.#zeroFrom = 0;
  }

  /** True when a zero byte lies in `bytes` from `at` to before `end`. */
  hasZero(at: number, end: number): boolean {
    if (at < this.#zeroFrom || at > this.#zero) {
      const found = this.bytes.indexOf(0, at);
      this.#zero = found < 0 ? this.bytes.length : found;
      this.#zeroFrom = at;
    }
    return this.#zero < end;
  }
}

/** Index of the first byte at or behind `from` that is not zero, or the length. */
export function behindZeros(bytes: Buffer, from: number): number {
  let at = from;
  while (at < bytes.length && bytes[at] === 0) at++;
  return at;
}
