import { type ByteSource, clip, type Origin } from './source.ts';

/** Two sources in one space of offsets, the second behind the end of the first: for a run list that takes from both. */
export class Beside implements ByteSource {
  readonly size: number;
  readonly #first: ByteSource;
  readonly #second: ByteSource;

  constructor(first: ByteSource, second: ByteSource) {
    this.#first = first;
    this.#second = second;
    this.size = first.size + second.size;
  }

  read(offset: number, length: number): Buffer {
    const wanted = clip(this.size, offset, length);
    const { size } = this.#first;
    if (offset >= size) return this.#second.read(offset - size, wanted);
    if (offset + wanted <= size) return this.#first.read(offset, wanted);
    const head = this.#first.read(offset, size - offset);
    return head.length < size - offset ? head : Buffer.concat([head, this.#second.read(0, offset + wanted - size)]);
  }

  origin(offset: number, length: number): Origin[] {
    const wanted = clip(this.size, offset, length);
    const { size } = this.#first;
    const own = Math.max(0, Math.min(wanted, size - offset));
    return [...this.#first.origin(offset, own), ...this.#second.origin(Math.max(0, offset - size), wanted - own)];
  }
}
