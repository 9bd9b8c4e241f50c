import type { History } from './lzma-history.ts';
import { models, RangeDecoder } from './lzma-range.ts';

/*
 * LZMA as in Igor Pavlov's specification of the LZMA SDK: literals, and copies of what stands so far back. Names of
 * models are the specification's. Each symbol is decoded with what was learned from those before it.
 */

const MIN_LENGTH = 2;
/** Four models choose a distance by how long its copy is. */
const LENGTH_CLASSES = 4;
const FIRST_DIRECT_SLOT = 4;
const FIRST_ALIGNED_SLOT = 14;
const ALIGN_BITS = 4;
/** States from here on: the symbol before was a copy. */
const FIRST_COPY_STATE = 7;
/** LZMA2 allows no more literal context bits (lc and lp together) than this. */
const MOST_CONTEXT_BITS = 4;
const POSITIONS = 16;

/** Lengths: 8 short and 8 middle ones by position, 256 long ones. */
class Lengths {
  readonly #choice = models(2);
  readonly #low = models(POSITIONS << 3);
  readonly #middle = models(POSITIONS << 3);
  readonly #high = models(256);

  next(range: RangeDecoder, position: number): number {
    if (range.bit(this.#choice, 0) === 0) return MIN_LENGTH + range.tree(this.#low, position << 3, 3);
    if (range.bit(this.#choice, 1) === 0) return MIN_LENGTH + 8 + range.tree(this.#middle, position << 3, 3);
    return MIN_LENGTH + 16 + range.tree(this.#high, 0, 8);
  }
}

/** Everything that is learned while decoding. */
class Learned {
  readonly isMatch = models(12 << 4);
  readonly isRep = models(12);
  readonly isRepG0 = models(12);
  readonly isRepG1 = models(12);
  readonly isRepG2 = models(12);
  readonly isRep0Long = models(12 << 4);
  readonly slot = models(LENGTH_CLASSES << 6);
  readonly special = models(115);
  readonly align = models(1 << ALIGN_BITS);
  readonly literal = models(0x300 << MOST_CONTEXT_BITS);
  readonly lengths = new Lengths();
  readonly repLengths = new Lengths();
}

/** A decoder of LZMA chunks, which go on with what the ones before have taught it. */
export class LzmaDecoder {
  readonly #history: History;
  readonly #range: RangeDecoder;
  /** How far back a copy may reach by what the stream says of itself; the history may keep less. */
  readonly #dictionary: number;
  #learned = new Learned();
  #state = 0;
  #rep0 = 0;
  #rep1 = 0;
  #rep2 = 0;
  #rep3 = 0;
  #lc = 0;
  #literalMask = 0;
  #positionMask = 0;

  /** @param longest bytes of the longest chunk there will be */
  constructor(history: History, dictionary: number, longest: number) {
    this.#history = history;
    this.#dictionary = dictionary;
    this.#range = new RangeDecoder(longest);
  }

  /** Sets lc, lp and pb from their byte; false when no such byte is allowed. */
  properties(byte: number): boolean {
    if (byte >= 9 * 5 * 5) return false;
    this.#lc = byte % 9;
    const lp = Math.floor(byte / 9) % 5;
    this.#literalMask = (1 << lp) - 1;
    this.#positionMask = (1 << Math.floor(byte / 45)) - 1;
    return this.#lc + lp <= MOST_CONTEXT_BITS;
  }

  /** Forgets everything learned. */
  reset(): void {
    this.#learned = new Learned();
    this.#state = this.#rep0 = this.#rep1 = this.#rep2 = this.#rep3 = 0;
  }

  /**
   * Adds the content of one chunk to the history.
   * @param size bytes it unfolds to
   * @param whole false when the input ends before the chunk does
   * @returns what is wrong with it, as the end of a sentence; what was added before stays
   */
  chunk(input: Uint8Array, size: number, whole: boolean): string | undefined {
    const range = this.#range;
    if (!range.begin(input)) return whole ? 'a chunk does not begin as LZMA does' : undefined;
    const history = this.#history;
    history.reserve(size);
    const end = history.end + size;
    while (history.end < end) {
      const before = history.end;
      const trouble = this.#symbol(end);
      // A symbol that needed more input than there is, is none.
      if (trouble === undefined && range.at <= range.length) continue;
      history.position -= history.end - before;
      history.end = before;
      if (range.at > range.length) return whole ? 'a chunk needs more bytes than it has' : undefined;
      return trouble;
    }
    return !whole || range.finished ? undefined : 'a chunk does not end where it says';
  }

  /** One literal or copy. @param end where the chunk's output ends */
  #symbol(end: number): string | undefined {
    const { isMatch, isRep } = this.#learned;
    const range = this.#range;
    const state = this.#state;
    const position = this.#history.position & this.#positionMask;
    if (range.bit(isMatch, (state << 4) + position) === 0) {
      this.#literal();
      return undefined;
    }
    let length: number;
    if (range.bit(isRep, state) === 0) {
      this.#rep3 = this.#rep2;
      this.#rep2 = this.#rep1;
      this.#rep1 = this.#rep0;
      length = this.#learned.lengths.next(range, position);
      this.#rep0 = this.#distance(length);
      this.#state = state < FIRST_COPY_STATE ? 7 : 10;
    } else {
      const again = this.#again(position);
      length = again === 0 ? this.#learned.repLengths.next(range, position) : again;
      this.#state = again === 0 ? (state < FIRST_COPY_STATE ? 8 : 11) : state < FIRST_COPY_STATE ? 9 : 11;
    }
    return this.#copy(length, end);
  }

  /** Which of the last distances is used again; 1 when it is for one byte only, 0 when a length follows. */
  #again(position: number): number {
    const { isRepG0, isRepG1, isRepG2, isRep0Long } = this.#learned;
    const range = this.#range;
    const state = this.#state;
    if (range.bit(isRepG0, state) === 0) return range.bit(isRep0Long, (state << 4) + position) === 0 ? 1 : 0;
    let distance: number;
    if (range.bit(isRepG1, state) === 0) distance = this.#rep1;
    else {
      if (range.bit(isRepG2, state) === 0) distance = this.#rep2;
      else {
        distance = this.#rep3;
        this.#rep3 = this.#rep2;
      }
      this.#rep2 = this.#rep1;
    }
    this.#rep1 = this.#rep0;
    this.#rep0 = distance;
    return 0;
  }

  #literal(): void {
    const range = this.#range;
    const history = this.#history;
    const { literal } = this.#learned;
    const { bytes, end, position } = history;
    const before = position === 0 ? 0 : bytes[end - 1]!;
    const context = ((position & this.#literalMask) << this.#lc) + (before >> (8 - this.#lc));
    const base = 0x300 * context;
    // What would have gone on being copied helps to guess.
    bytes[end] =
      this.#state >= FIRST_COPY_STATE && this.#rep0 < history.reach
        ? range.hinted(literal, base, bytes[end - this.#rep0 - 1]!)
        : range.tree(literal, base, 8);
    history.end = end + 1;
    history.position = position + 1;
    this.#state = this.#state < 4 ? 0 : this.#state < 10 ? this.#state - 3 : this.#state - 6;
  }

  #distance(length: number): number {
    const { slot: slots, special, align } = this.#learned;
    const range = this.#range;
    const slot = range.tree(slots, Math.min(length - MIN_LENGTH, LENGTH_CLASSES - 1) << 6, 6);
    if (slot < FIRST_DIRECT_SLOT) return slot;
    const bits = (slot >> 1) - 1;
    const base = ((2 | (slot & 1)) << bits) >>> 0;
    if (slot < FIRST_ALIGNED_SLOT) return base + range.reverseTree(special, base - slot, bits);
    const middle = range.direct(bits - ALIGN_BITS) * (1 << ALIGN_BITS);
    return base + middle + range.reverseTree(align, 0, ALIGN_BITS);
  }

  #copy(length: number, limit: number): string | undefined {
    const history = this.#history;
    const back = this.#rep0 + 1;
    if (back > history.reach) {
      return back <= Math.min(history.position, this.#dictionary)
        ? `it refers ${back} bytes back, further than is kept`
        : 'it refers to what is not there';
    }
    const { bytes, end } = history;
    if (end + length > limit) return 'a chunk unfolds to more than it says';
    // Most copies are short, and a call costs more than they do.
    if (length > 32 && back >= length) bytes.copyWithin(end, end - back, end - back + length);
    else for (let i = end; i < end + length; i++) bytes[i] = bytes[i - back]!;
    history.end = end + length;
    history.position += length;
    return undefined;
  }
}
