import { type ByteSource, clip, type Origin, pushOrigin } from '../../bytes/index.ts';

/**
 * Stripes laid round-robin over several areas of equal size. Computed, not listed: a run per stripe of a terabyte
 * would be millions of runs.
 */
export class Striped implements ByteSource {
  readonly size: number;
  readonly #areas: ByteSource[];
  readonly #stripe: number;

  /** @param stripe bytes that lie together on one area */
  constructor(areas: ByteSource[], stripe: number, size: number) {
    this.#areas = areas;
    this.#stripe = stripe;
    this.size = size;
  }

  read(offset: number, length: number): Buffer {
    const pieces: Buffer[] = [];
    for (const { area, at, length: n } of this.#over(offset, length)) {
      const piece = area.read(at, n);
      pieces.push(piece);
      if (piece.length < n) break;
    }
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  }

  origin(offset: number, length: number): Origin[] {
    const list: Origin[] = [];
    for (const { area, at, length: n } of this.#over(offset, length))
      for (const o of area.origin(at, n)) pushOrigin(list, o);
    return list;
  }

  *#over(offset: number, length: number): Generator<{ area: ByteSource; at: number; length: number }> {
    const end = offset + clip(this.size, offset, length);
    for (let here = offset; here < end; ) {
      const stripe = Math.floor(here / this.#stripe);
      const within = here - stripe * this.#stripe;
      const n = Math.min(this.#stripe - within, end - here);
      const area = this.#areas[stripe % this.#areas.length]!;
      yield { area, at: Math.floor(stripe / this.#areas.length) * this.#stripe + within, length: n };
      here += n;
    }
  }
}

/** Bytes that should be there and are not: a missing disk. Every read comes back empty and has no origin. */
export class Missing implements ByteSource {
  readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  read(): Buffer {
    return Buffer.alloc(0);
  }

  origin(): Origin[] {
    return [];
  }
}
