/** Zeros behind the input, so that one symbol may read past its end before anybody checks: the longest needs some 20. */
const MARGIN = 64;
/** A model is a probability of 11 bits that the next bit is 0; it moves by a 32nd of the way. */
const TOTAL_BITS = 11;
const MOVE_BITS = 5;
const TOP = 1 << 24;

/** Models that nothing was learned by yet. */
export const models = (count: number): Uint16Array => new Uint16Array(count).fill(1 << (TOTAL_BITS - 1));

/**
 * The range decoder of LZMA: bits, each with its model. `range` and `code` are unsigned numbers of 32 bits kept as
 * signed ones, which V8 stores without boxing them.
 */
export class RangeDecoder {
  /** Bytes used up; more than `length` when a symbol needed bytes that are not there. */
  at = 0;
  /** Bytes of input. */
  length = 0;
  readonly #input: Uint8Array;
  #range = 0;
  #code = 0;

  /** @param most longest input there will be */
  constructor(most: number) {
    this.#input = new Uint8Array(most + MARGIN);
  }

  /** Takes new input; false when it is too short, or begins as none does. */
  begin(input: Uint8Array): boolean {
    this.#input.set(input);
    this.#input.fill(0, input.length, input.length + MARGIN);
    this.length = input.length;
    this.at = 5;
    this.#range = -1;
    this.#code = (input[1]! << 24) | (input[2]! << 16) | (input[3]! << 8) | input[4]!;
    return input.length >= 5 && input[0] === 0;
  }

  /** True when the input ends exactly here, as its encoder leaves it. */
  get finished(): boolean {
    this.#normalise();
    return this.#code === 0 && this.at === this.length;
  }

  #normalise(): void {
    if (this.#range >>> 0 >= TOP) return;
    this.#range <<= 8;
    this.#code = (this.#code << 8) | this.#input[this.at++]!;
  }

  /** One bit. */
  bit(model: Uint16Array, index: number): number {
    this.#normalise();
    const chance = model[index]!;
    const bound = Math.imul(this.#range >>> TOTAL_BITS, chance);
    if (this.#code >>> 0 < bound >>> 0) {
      this.#range = bound;
      model[index] = chance + (((1 << TOTAL_BITS) - chance) >>> MOVE_BITS);
      return 0;
    }
    this.#range = (this.#range - bound) | 0;
    this.#code = (this.#code - bound) | 0;
    model[index] = chance - (chance >>> MOVE_BITS);
    return 1;
  }

  /** A number of so many bits, the highest first. */
  tree(model: Uint16Array, base: number, bits: number): number {
    return this.#tree(model, base, bits, 0, 0);
  }

  /**
   * A byte with what it may well be: as long as its bits agree with the hint's, they have models of their own. These
   * lie 256 and 512 behind the common ones.
   */
  hinted(model: Uint16Array, base: number, hint: number): number {
    return this.#tree(model, base, 8, hint, 0x100);
  }

  /** The state stays in local variables for a whole number, and `bit` is written out: most of the time is spent here. */
  #tree(model: Uint16Array, base: number, bits: number, hinted: number, agrees: number): number {
    const input = this.#input;
    const end = 1 << bits;
    let range = this.#range;
    let code = this.#code;
    let at = this.at;
    let hint = hinted;
    let agreed = agrees;
    let node = 1;
    while (node < end) {
      hint <<= 1;
      const index = base + agreed + (hint & agreed) + node;
      if (range >>> 0 < TOP) {
        range <<= 8;
        code = (code << 8) | input[at++]!;
      }
      const chance = model[index]!;
      const bound = Math.imul(range >>> TOTAL_BITS, chance);
      if (code >>> 0 < bound >>> 0) {
        range = bound;
        model[index] = chance + (((1 << TOTAL_BITS) - chance) >>> MOVE_BITS);
        node <<= 1;
        agreed &= ~hint;
      } else {
        range = (range - bound) | 0;
        code = (code - bound) | 0;
        model[index] = chance - (chance >>> MOVE_BITS);
        node = (node << 1) | 1;
        agreed &= hint;
      }
    }
    this.#range = range;
    this.#code = code;
    this.at = at;
    return node - end;
  }

  /** A number of so many bits, the lowest first. */
  reverseTree(model: Uint16Array, base: number, bits: number): number {
    let left = this.tree(model, base, bits);
    let value = 0;
    for (let i = 0; i < bits; i++, left >>= 1) value = (value << 1) | (left & 1);
    return value;
  }

  /** A number of so many bits that are as often 0 as 1. */
  direct(bits: number): number {
    let value = 0;
    for (let i = 0; i < bits; i++) {
      this.#normalise();
      this.#range >>>= 1;
      const low = (this.#code - this.#range) >>> 31;
      this.#code = (this.#code - (this.#range & (low - 1))) | 0;
      value = (value << 1) | (1 - low);
    }
    return value;
  }
}
