import type { ByteSource, Origin } from './source.ts';
import { clip } from './source.ts';

/** Bytes held in memory, such as a decompressed member; its origin is the stored stretch it came from. */
export class MemorySource implements ByteSource {
  readonly size: number;
  readonly #bytes: Buffer;
  readonly #origin: Origin[];

  constructor(bytes: Buffer, origin: Origin[] = []) {
    this.#bytes = bytes;
    this.#origin = origin;
    this.size = bytes.length;
  }

  read(offset: number, length: number): Buffer {
    return this.#bytes.subarray(offset, offset + clip(this.size, offset, length));
  }

  /** Decompressed bytes have no place of their own: the answer is always the whole stretch they came from. */
  origin(offset: number, length: number): Origin[] {
    return clip(this.size, offset, length) === 0 ? [] : this.#origin.map((o) => ({ ...o }));
  }
}
