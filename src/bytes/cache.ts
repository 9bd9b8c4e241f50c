import type { ByteSource, Origin } from './source.ts';
import { clip, readInto } from './source.ts';

/** Keeps the most recently read pages: for the many small reads of filesystem structures. Large reads pass through. */
export class CachedSource implements ByteSource {
  readonly size: number;
  readonly #inner: ByteSource;
  readonly #page: number;
  readonly #pages: number;
  readonly #kept = new Map<number, Buffer>();

  constructor(inner: ByteSource, page = 64 * 1024, pages = 96) {
    this.#inner = inner;
    this.#page = page;
    this.#pages = pages;
    this.size = inner.size;
  }

  read(offset: number, length: number): Buffer {
    const wanted = clip(this.size, offset, length);
    if (wanted === 0) return Buffer.alloc(0);
    const first = Math.floor(offset / this.#page);
    const last = Math.floor((offset + wanted - 1) / this.#page);
    if (last - first > 1) return this.#inner.read(offset, wanted);
    const start = offset - first * this.#page;
    const head = this.#get(first);
    if (first === last) return head.subarray(start, start + wanted);
    if (head.length < this.#page) return head.subarray(start);
    return Buffer.concat([head.subarray(start), this.#get(last).subarray(0, start + wanted - this.#page)]);
  }

  /** Content is read once and passes through: pages are for structures, which are read again. */
  readInto(target: Buffer, offset: number, length: number): number {
    return readInto(this.#inner, target, offset, length);
  }

  origin(offset: number, length: number): Origin[] {
    return this.#inner.origin(offset, length);
  }

  #get(page: number): Buffer {
    const kept = this.#kept.get(page);
    if (kept) {
      this.#kept.delete(page);
      this.#kept.set(page, kept);
      return kept;
    }
    const fresh = this.#inner.read(page * this.#page, this.#page);
    this.#kept.set(page, fresh);
    if (this.#kept.size > this.#pages) this.#kept.delete(this.#kept.keys().next().value!);
    return fresh;
  }
}
