import { BackwardBits, type FseTable, fseTable, readFse, rleTable, ZstdDamage } from './zstd-fse.ts';
import { type LiteralCode, readLiterals } from './zstd-literals.ts';

/**
 * Blocks of one zstd frame (RFC 8878, section 3.1.1.2 on). A decoder of our own, because the libraries at hand neither
 * check that a block stays within its 128 KiB nor stop reading at the beginning of its bits: a few hostile bytes keep
 * them busy for seconds.
 */
const LARGEST = 128 * 1024;

/** Section 3.1.1.3.2.1.1: baselines follow from the extra bits. */
const lengthExtra = [
  ...Array(16).fill(0),
  1,
  1,
  1,
  1,
  2,
  2,
  3,
  3,
  4,
  6,
  7,
  8,
  9,
  10,
  11,
  12,
  13,
  14,
  15,
  16,
] as number[];
const matchExtra = [
  ...Array(32).fill(0),
  1,
  1,
  1,
  1,
  2,
  2,
  3,
  3,
  4,
  4,
  5,
  7,
  8,
  9,
  10,
  11,
  12,
  13,
  14,
  15,
  16,
] as number[];
const baselines = (extra: number[], from: number): number[] => {
  let next = from;
  return extra.map((bits) => (next += 2 ** bits) - 2 ** bits);
};
const lengthBase = baselines(lengthExtra, 0);
const matchBase = baselines(matchExtra, 3);

/** Section 3.1.1.3.2.2: the distributions in force unless a block brings its own. */
const defaults = {
  lengths: fseTable(
    [4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1],
    6,
  ),
  offsets: fseTable([1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1], 5),
  matches: fseTable([1, 4, 3, 2, 2, 2, 2, 2, 2, ...Array(37).fill(1), -1, -1, -1, -1, -1, -1, -1] as number[], 6),
};

export class ZstdBlocks {
  readonly #window: number;
  /** The last bytes of output, ending at `#end`; at least a window of them once there are as many. */
  #history: Buffer;
  #end = 0;
  #code: LiteralCode | undefined;
  #tables: { lengths: FseTable; offsets: FseTable; matches: FseTable } | undefined;
  #repeated: [number, number, number] = [1, 4, 8];

  /** @param window bytes a match may reach back */
  constructor(window: number) {
    this.#window = window;
    this.#history = Buffer.allocUnsafe(Math.min(2 * window, LARGEST) + LARGEST);
  }

  /** Content of the next block; the buffer is the caller's. @throws ZstdDamage */
  next(type: number, data: Buffer, size: number): Buffer {
    if (size > LARGEST) throw new ZstdDamage(`it has ${size} bytes, more than a block may`);
    this.#makeRoom();
    const begin = this.#end;
    if (type === 0) this.#end += data.copy(this.#history, begin);
    else if (type === 1) {
      this.#history.fill(data[0]!, begin, begin + size);
      this.#end += size;
    } else this.#compressed(data);
    return Buffer.from(this.#history.subarray(begin, this.#end));
  }

  /** Room for one more block: by moving the window to the front, or by growing up to two windows. */
  #makeRoom(): void {
    if (this.#end + LARGEST <= this.#history.length) return;
    if (this.#end >= 2 * this.#window) {
      this.#history.copyWithin(0, this.#end - this.#window, this.#end);
      this.#end = this.#window;
      return;
    }
    const grown = Buffer.allocUnsafe(Math.min(2 * this.#history.length, 2 * this.#window + 2 * LARGEST));
    this.#history.copy(grown, 0, 0, this.#end);
    this.#history = grown;
  }

  #compressed(block: Buffer): void {
    if (block.length < 2) throw new ZstdDamage('it is too short');
    const literals = readLiterals(block, this.#code);
    this.#code = literals.code;
    let at = literals.end;
    let count = block[at++];
    if (count === undefined) throw new ZstdDamage('it ends before its sequences');
    if (count === 0) {
      this.#end += literals.bytes.copy(this.#history, this.#end);
      return;
    }
    if (count === 255) {
      count = (block[at] ?? 0) + ((block[at + 1] ?? 0) << 8) + 0x7f00;
      at += 2;
    } else if (count > 127) count = ((count - 128) << 8) + (block[at++] ?? 0);
    const modes = block[at++];
    if (modes === undefined || (modes & 3) !== 0) throw new ZstdDamage('its sequences have unknown modes');
    const before = this.#tables;
    const table = (
      mode: number,
      log: number,
      highest: number,
      known: FseTable,
      last: FseTable | undefined,
    ): FseTable => {
      if (mode === 0) return known;
      if (mode === 1) {
        const symbol = block[at++];
        if (symbol === undefined || symbol > highest)
          throw new ZstdDamage('its sequences repeat a code that does not exist');
        return rleTable(symbol);
      }
      if (mode === 2) {
        const read = readFse(block, at, log, highest);
        at = read.end;
        return read.table;
      }
      if (!last) throw new ZstdDamage('its sequences repeat a table that was never given');
      return last;
    };
    this.#tables = {
      lengths: table(modes >> 6, 9, 35, defaults.lengths, before?.lengths),
      offsets: table((modes >> 4) & 3, 8, 31, defaults.offsets, before?.offsets),
      matches: table((modes >> 2) & 3, 9, 52, defaults.matches, before?.matches),
    };
    this.#sequences(block.subarray(at), count, literals.bytes);
  }

  /** Section 3.1.1.4: copies literals and matches in turns. */
  #sequences(data: Buffer, count: number, literals: Buffer): void {
    const { lengths, offsets, matches } = this.#tables!;
    const stream = new BackwardBits(data);
    let lengthState = stream.read(lengths.log);
    let offsetState = stream.read(offsets.log);
    let matchState = stream.read(matches.log);
    const history = this.#history;
    const limit = this.#end + LARGEST;
    let end = this.#end;
    let used = 0;
    for (let i = 0; i < count; i++) {
      const offsetCode = offsets.symbols[offsetState]!;
      const matchCode = matches.symbols[matchState]!;
      const lengthCode = lengths.symbols[lengthState]!;
      const value = 2 ** offsetCode + stream.read(offsetCode);
      const match = matchBase[matchCode]! + stream.read(matchExtra[matchCode]!);
      const length = lengthBase[lengthCode]! + stream.read(lengthExtra[lengthCode]!);
      const offset = this.#offset(value, length);
      if (i < count - 1) {
        lengthState = lengths.base[lengthState]! + stream.read(lengths.bits[lengthState]!);
        matchState = matches.base[matchState]! + stream.read(matches.bits[matchState]!);
        offsetState = offsets.base[offsetState]! + stream.read(offsets.bits[offsetState]!);
      }
      if (stream.left < 0) throw new ZstdDamage('its sequences are cut off');
      if (used + length > literals.length || end + length + match > limit)
        throw new ZstdDamage('its sequences make more than they have');
      literals.copy(history, end, used, used + length);
      used += length;
      end += length;
      if (offset <= 0 || offset > end || offset > this.#window) throw new ZstdDamage('a match reaches back too far');
      if (offset >= match && match > 16) {
        history.copyWithin(end, end - offset, end - offset + match);
        end += match;
      } else for (const until = end + match; end < until; end++) history[end] = history[end - offset]!;
    }
    if (stream.left !== 0) throw new ZstdDamage('its sequences do not end where they should');
    if (end + literals.length - used > limit) throw new ZstdDamage('its sequences make more than they have');
    end += literals.copy(history, end, used);
    this.#end = end;
  }

  /** Section 3.1.1.5: small values name one of the last three offsets. */
  #offset(value: number, length: number): number {
    const [first, second, third] = this.#repeated;
    if (value > 3) {
      this.#repeated = [value - 3, first, second];
      return value - 3;
    }
    const which = value - (length === 0 ? 0 : 1);
    if (which === 0) return first;
    const offset = which === 1 ? second : which === 2 ? third : first - 1;
    this.#repeated = which === 1 ? [second, first, third] : [offset, first, second];
    return offset;
  }
}
