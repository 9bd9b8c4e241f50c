import type { ByteSource } from '../../bytes/index.ts';
import { type HuffmanTable, huffmanTable } from './huffman.ts';

/**
 * DEFLATE (RFC 1951), pulled piece by piece. A decoder of our own because an examiner's questions are not a browser's:
 * where exactly did the stream end, at which byte was it damaged, and can reading continue from the middle. Node's
 * zlib answers synchronously only for whole buffers, and streaming libraries do not say where they stand.
 */
export interface InflateMark {
  /** Byte in the source, and how many of its low bits are already used. */
  offset: number;
  bit: number;
  /** Up to 32 KiB of output before this place. */
  history: Buffer;
}

const WINDOW = 32 * 1024;
const STEP = 128 * 1024;
const LONGEST = 258;
const INPUT = 64 * 1024;
/** Enough input for the longest symbol pair (48 bits), and zeros to read past the end without checking each byte. */
const MARGIN = 16;
const CUT = 'the compressed data ends in the middle';

// Section 3.2.5: base and extra bits of length codes 257 to 285 and distance codes 0 to 29.
const lengthExtra = new Uint8Array([
  0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 5, 5, 5, 5, 0,
]);
const distanceExtra = new Uint8Array(30);
const lengthBase = new Uint16Array(29);
const distanceBase = new Uint16Array(30);
for (let i = 0, base = 3; i < 28; base += 1 << lengthExtra[i++]!) lengthBase[i] = base;
lengthBase[28] = LONGEST;
for (let i = 0, base = 1; i < 30; base += 1 << distanceExtra[i++]!) {
  distanceExtra[i] = i < 4 ? 0 : (i >> 1) - 1;
  distanceBase[i] = base;
}
/** Section 3.2.7: the order in which code length code lengths are stored. */
const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const fixedLengths = new Uint8Array(288).fill(8, 0, 144).fill(9, 144, 256).fill(7, 256, 280).fill(8, 280);
const fixedLiterals = huffmanTable(fixedLengths) as HuffmanTable;
const fixedDistances = huffmanTable(new Uint8Array(32).fill(5)) as HuffmanTable;

export class Inflate {
  /** Why decoding stopped early, as the end of a sentence; undefined while all is well. */
  trouble: string | undefined;
  /** True once the final block ended properly. */
  finished = false;

  readonly #source: ByteSource;
  readonly #end: number;
  /** Input held, its place in the source, and what of it is real (zeros follow at the end of the source). */
  #input = Buffer.alloc(0);
  #inputAt: number;
  #real = 0;
  #last = false;
  #at = 0;
  #hold = 0;
  #held = 0;
  #output = Buffer.allocUnsafe(WINDOW + STEP + LONGEST);
  #start = 0;
  #write = 0;
  #block: 'none' | 'stored' | 'coded' = 'none';
  #final = false;
  #stored = 0;
  #literals = fixedLiterals;
  #distances = fixedDistances;
  readonly #tables = [new Uint16Array(1 << 15), new Uint16Array(1 << 15), new Uint16Array(1 << 7)] as const;

  /** @param end the stream may not be read beyond this offset of the source */
  constructor(source: ByteSource, offset: number, end: number, mark?: InflateMark) {
    this.#source = source;
    this.#end = Math.min(end, source.size);
    this.#inputAt = mark?.offset ?? offset;
    if (!mark) return;
    this.#start = this.#write = mark.history.copy(this.#output);
    this.#fill();
    if (mark.bit > 0) this.#drop(mark.bit);
  }

  /** Offset in the source behind the last byte of which a bit was used. */
  get position(): number {
    return Math.min(this.#inputAt + this.#at - (this.#held >> 3), this.#inputAt + this.#real);
  }

  /** A place to continue from, when decoding stands between two blocks. */
  mark(): InflateMark | undefined {
    if (this.#block !== 'none' || this.finished || this.trouble) return undefined;
    const from = Math.max(0, this.#write - WINDOW);
    const bit = (8 - (this.#held & 7)) & 7;
    const offset = this.#inputAt + this.#at - (this.#held >> 3) - (bit > 0 ? 1 : 0);
    return { offset, bit, history: Buffer.from(this.#output.subarray(from, this.#write)) };
  }

  /** The next piece of output (at most some 128 KiB; it is yours), or undefined at the end or at trouble. */
  next(): Buffer | undefined {
    while (!this.finished && !this.trouble && this.#write < WINDOW + STEP) {
      const begun = this.#write;
      if (this.#block === 'none') this.#begin();
      else if (this.#block === 'stored') this.#copy();
      else this.#decode();
      // Ending a piece with its block gives the caller a chance to take a mark.
      if (this.#block === 'none' && this.#write - this.#start >= STEP / 2 && this.#write > begun) break;
    }
    if (this.#write === this.#start) return undefined;
    const piece = Buffer.from(this.#output.subarray(this.#start, this.#write));
    if (this.#write > WINDOW) {
      this.#output.copyWithin(0, this.#write - WINDOW, this.#write);
      this.#write = WINDOW;
    }
    this.#start = this.#write;
    return piece;
  }

  /** Moves what is left of the input to the front and reads on; false at the end of the source. */
  #fill(): boolean {
    if (this.#last) return false;
    const rest = this.#input.subarray(this.#at, this.#real);
    this.#inputAt += this.#at;
    const fresh = this.#source.read(
      this.#inputAt + rest.length,
      Math.min(INPUT, Math.max(0, this.#end - this.#inputAt - rest.length)),
    );
    this.#real = rest.length + fresh.length;
    this.#last = fresh.length === 0 || this.#inputAt + this.#real >= this.#end;
    this.#input = Buffer.concat([rest, fresh, Buffer.alloc(MARGIN)]);
    this.#at = 0;
    return true;
  }

  /** True when more bits were used than there are. */
  #overrun(): boolean {
    return this.#last && this.#at * 8 - this.#held > this.#real * 8;
  }

  #need(bits: number): void {
    if (this.#at + 4 > this.#real) this.#fill();
    // Beyond the zeros behind the end nothing needs to be right: #overrun will say so.
    for (; this.#held < bits; this.#held += 8) this.#hold |= (this.#input[this.#at++] ?? 0) << this.#held;
  }

  /** The next bits, up to 16. */
  #drop(bits: number): number {
    this.#need(bits);
    const value = this.#hold & ((1 << bits) - 1);
    this.#hold >>>= bits;
    this.#held -= bits;
    return value;
  }

  /** Notes why decoding cannot go on; the block under way is over. */
  #fail(reason: string): void {
    this.trouble ??= this.#overrun() ? CUT : reason;
    this.#block = 'none';
  }

  #begin(): void {
    if (this.#final) {
      this.finished = true;
      return;
    }
    this.#final = this.#drop(1) === 1;
    const type = this.#drop(2);
    if (type === 0) {
      this.#drop(this.#held & 7);
      this.#stored = this.#drop(16);
      const complement = this.#drop(16);
      if (this.#overrun() || (this.#stored ^ 0xffff) !== complement)
        this.#fail('a stored block has a length that does not match its complement');
      else this.#block = 'stored';
    } else if (type === 1) {
      this.#literals = fixedLiterals;
      this.#distances = fixedDistances;
      this.#block = 'coded';
    } else if (type === 2) {
      const reason = this.#readCodes();
      if (reason) this.#fail(reason);
      else this.#block = 'coded';
    } else this.#fail('a block has the reserved type 3');
    if (this.#overrun()) this.#fail(CUT);
  }

  /** Section 3.2.7: the two codes of a block, themselves coded. */
  #readCodes(): string | undefined {
    const literals = this.#drop(5) + 257;
    const distances = this.#drop(5) + 1;
    const codes = this.#drop(4) + 4;
    if (literals > 286 || distances > 30) return 'a block has more codes than there are symbols';
    const small = new Uint8Array(19);
    for (let i = 0; i < codes; i++) small[order[i]!] = this.#drop(3);
    const code = huffmanTable(small, this.#tables[2]);
    if (typeof code === 'string') return code;
    const lengths = new Uint8Array(literals + distances);
    for (let i = 0; i < lengths.length; ) {
      this.#need(7);
      const entry = code.entries[this.#hold & ((1 << code.bits) - 1)]!;
      if (entry === 0 || this.#overrun()) return 'a block has a code length that is no code';
      this.#drop(entry & 15);
      const symbol = entry >> 4;
      if (symbol < 16) {
        lengths[i++] = symbol;
        continue;
      }
      const before = symbol === 16 ? lengths[i - 1] : 0;
      const repeat = symbol === 16 ? 3 + this.#drop(2) : symbol === 17 ? 3 + this.#drop(3) : 11 + this.#drop(7);
      if (before === undefined || i + repeat > lengths.length) return 'a block repeats a code length out of bounds';
      lengths.fill(before, i, i + repeat);
      i += repeat;
    }
    if (lengths[256] === 0) return 'a block has no code for its end';
    const literalTable = huffmanTable(lengths.subarray(0, literals), this.#tables[0]);
    if (typeof literalTable === 'string') return literalTable;
    const distanceTable = huffmanTable(lengths.subarray(literals), this.#tables[1]);
    if (typeof distanceTable === 'string') return distanceTable;
    this.#literals = literalTable;
    this.#distances = distanceTable;
    return undefined;
  }

  #copy(): void {
    // Whole bytes may still wait in the bit buffer.
    this.#at -= this.#held >> 3;
    this.#hold = this.#held = 0;
    if (this.#at >= this.#real) this.#fill();
    const n = Math.min(this.#stored, this.#real - this.#at, WINDOW + STEP - this.#write);
    if (n <= 0 && this.#stored > 0) {
      this.#fail(CUT);
      return;
    }
    this.#input.copy(this.#output, this.#write, this.#at, this.#at + n);
    this.#at += n;
    this.#write += n;
    this.#stored -= n;
    if (this.#stored === 0) this.#block = 'none';
  }

  /** The hot loop: symbols of a coded block until it ends or the piece is full. State lives in locals meanwhile. */
  #decode(): void {
    const { entries: literals, bits: literalBits } = this.#literals;
    const { entries: distances, bits: distanceBits } = this.#distances;
    const literalMask = (1 << literalBits) - 1;
    const distanceMask = (1 << distanceBits) - 1;
    const output = this.#output;
    let input = this.#input;
    let safe = this.#real - MARGIN;
    let at = this.#at;
    let hold = this.#hold;
    let held = this.#held;
    let write = this.#write;
    let reason: string | undefined;
    while (write < WINDOW + STEP) {
      if (at > safe && !this.#last) {
        this.#at = at;
        this.#fill();
        input = this.#input;
        safe = this.#real - MARGIN;
        at = this.#at;
      }
      const careful = at > safe;
      if (careful && at > this.#real + 8) {
        reason = CUT;
        break;
      }
      while (held < 24) {
        hold |= input[at++]! << held;
        held += 8;
      }
      const entry = literals[hold & literalMask]!;
      const used = entry & 15;
      hold >>>= used;
      held -= used;
      if (careful && at * 8 - held > this.#real * 8) {
        reason = CUT;
        break;
      }
      const symbol = entry >> 4;
      if (symbol < 256) {
        if (used === 0) {
          reason = 'a code has no meaning';
          break;
        }
        output[write++] = symbol;
        continue;
      }
      if (symbol === 256) {
        this.#block = 'none';
        break;
      }
      if (symbol > 285) {
        reason = 'a length has a reserved code';
        break;
      }
      let extra = lengthExtra[symbol - 257]!;
      const length = lengthBase[symbol - 257]! + (hold & ((1 << extra) - 1));
      hold >>>= extra;
      held -= extra;
      while (held < 24) {
        hold |= input[at++]! << held;
        held += 8;
      }
      const far = distances[hold & distanceMask]!;
      hold >>>= far & 15;
      held -= far & 15;
      if (far === 0 || far >> 4 > 29) {
        reason = 'a distance has a code without a meaning';
        break;
      }
      while (held < 16) {
        hold |= input[at++]! << held;
        held += 8;
      }
      extra = distanceExtra[far >> 4]!;
      const distance = distanceBase[far >> 4]! + (hold & ((1 << extra) - 1));
      hold >>>= extra;
      held -= extra;
      if (careful && at * 8 - held > this.#real * 8) {
        reason = CUT;
        break;
      }
      if (distance > write) {
        reason = 'a distance reaches back before the beginning';
        break;
      }
      let from = write - distance;
      const until = write + length;
      if (distance === 1) {
        output.fill(output[from]!, write, until);
        write = until;
      } else while (write < until) output[write++] = output[from++]!;
    }
    this.#at = at;
    this.#hold = hold;
    this.#held = held;
    this.#write = write;
    if (reason !== undefined) this.#fail(reason);
  }
}
