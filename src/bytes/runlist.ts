import type { ByteSource, Origin } from './source.ts';
import { clip, pushOrigin, readInto } from './source.ts';

/** One run of a run list: where it lies in the source below, or `undefined` for a hole that reads as zeros. */
export interface Run {
  at: number | undefined;
  length: number;
  /** Another source than the list's own: a second disk of a volume group, a journal block read in place of its home. */
  source?: ByteSource;
}

/** Runs of another source put end to end: a file's extents, a logical volume, the free blocks of a group. */
export class RunList implements ByteSource {
  readonly size: number;
  readonly #inner: ByteSource;
  readonly #runs: Run[];
  /** Offset at which each run starts. */
  readonly #starts: number[];

  /** @param size cut or zero-filled to this many bytes; the sum of the runs when absent */
  constructor(inner: ByteSource, runs: Run[], size?: number) {
    this.#inner = inner;
    this.#runs = [];
    this.#starts = [];
    let at = 0;
    for (const run of runs) {
      if (run.length <= 0) continue;
      this.#runs.push(run);
      this.#starts.push(at);
      at += run.length;
    }
    if (size !== undefined && size > at) {
      this.#runs.push({ at: undefined, length: size - at });
      this.#starts.push(at);
    }
    this.size = size ?? at;
  }

  read(offset: number, length: number): Buffer {
    const wanted = clip(this.size, offset, length);
    if (wanted === 0) return Buffer.alloc(0);
    const pieces: Buffer[] = [];
    for (const { run, from, length: n } of this.#over(offset, wanted)) {
      const piece = run.at === undefined ? Buffer.alloc(n) : (run.source ?? this.#inner).read(run.at + from, n);
      pieces.push(piece);
      // What follows a short piece would stand at the wrong place, so a read ends where the medium does.
      if (piece.length < n) break;
    }
    return pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces);
  }

  readInto(target: Buffer, offset: number, length: number): number {
    let done = 0;
    for (const { run, from, length: n } of this.#over(offset, clip(this.size, offset, length))) {
      const part = target.subarray(done, done + n);
      const got =
        run.at === undefined ? part.fill(0).length : readInto(run.source ?? this.#inner, part, run.at + from, n);
      done += got;
      if (got < n) break;
    }
    return done;
  }

  origin(offset: number, length: number): Origin[] {
    const list: Origin[] = [];
    for (const { run, from, length: n } of this.#over(offset, clip(this.size, offset, length))) {
      if (run.at === undefined) pushOrigin(list, { offset: 0, length: n });
      else for (const o of (run.source ?? this.#inner).origin(run.at + from, n)) pushOrigin(list, o);
    }
    return list;
  }

  /** What `[offset, offset + length)` covers of each run. */
  #over(offset: number, length: number): { run: Run; from: number; length: number }[] {
    const parts: { run: Run; from: number; length: number }[] = [];
    let left = length;
    let at = offset;
    for (let i = this.#find(offset); left > 0 && i < this.#runs.length; i++) {
      const run = this.#runs[i]!;
      const from = at - this.#starts[i]!;
      const n = Math.min(left, run.length - from);
      parts.push({ run, from, length: n });
      left -= n;
      at += n;
    }
    return parts;
  }

  /** Index of the run that holds `offset`. */
  #find(offset: number): number {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}
