import type { ByteSource, Origin } from './source.ts';
import { clip, readInto } from './source.ts';

/** A window on another source: a partition, a member of an uncompressed archive, a trimmed image. */
export class Slice implements ByteSource {
  readonly size: number;
  readonly #inner: ByteSource;
  readonly #start: number;

  /** @param length may reach past the inner source: `size` is what was promised, `read` gives what is there */
  constructor(inner: ByteSource, start: number, length: number) {
    this.#inner = inner;
    this.#start = start;
    this.size = Math.max(0, length);
  }

  read(offset: number, length: number): Buffer {
    return this.#inner.read(this.#start + offset, clip(this.size, offset, length));
  }

  readInto(target: Buffer, offset: number, length: number): number {
    return readInto(this.#inner, target, this.#start + offset, clip(this.size, offset, length));
  }

  origin(offset: number, length: number): Origin[] {
    return this.#inner.origin(this.#start + offset, clip(this.size, offset, length));
  }
}
