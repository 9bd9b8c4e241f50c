import type { Damage } from './damage.ts';

/** A piece of decompressed content. */
export interface Piece<Mark> {
  bytes: Buffer;
  /** Compressed bytes used up so far, from the beginning of the stream. */
  consumed: number;
  /** Asked for at once or never: a state from which the output behind this piece can be produced again. */
  mark?: () => Mark | undefined;
}

/** One compressed stream, decompressed by being pulled. It holds no state of its own: each run has its own. */
export interface Unfolding<Mark = unknown> {
  /** `gzip`: how sentences call it. */
  name: string;
  /** No honest stream of this kind unfolds to more than this many times its size. */
  highestRatio?: number;
  /**
   * Pieces in order, from the beginning or from a mark of an earlier run. Ends with what went wrong, which is nothing
   * for a sound stream. Checksums need be verified only by a run from the beginning.
   */
  run(mark?: Mark): Generator<Piece<Mark>, Damage[]>;
}
