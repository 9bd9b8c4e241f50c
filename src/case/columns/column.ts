import { deltaPacked, hybrid, widthOf } from './encoding.ts';

/** Numbers of parquet.thrift. */
export const physical = { BOOLEAN: 0, INT64: 2, BYTE_ARRAY: 6 } as const;
export const encodings = { PLAIN: 0, RLE: 3, DELTA_LENGTH_BYTE_ARRAY: 6, RLE_DICTIONARY: 8 } as const;

/** What a column chunk holds, not yet compressed; its bytes are good until the next row is set. */
export interface Chunk {
  /** Values of the dictionary, and how many. */
  dictionary?: { bytes: Buffer; count: number };
  data: Buffer;
  encoding: number;
  nulls: number;
  /** The least and the greatest value, where they are known. */
  least?: Buffer;
  greatest?: Buffer;
}

/** Rows of one row group. */
export const groupRows = 20_480;

/** One column of the row group under way. Rows that are not set have no value. */
export interface Column {
  readonly type: number;
  /** Bytes it holds, about. */
  readonly held: number;
  /** The chunk of the first `rows` rows; the next row group begins. */
  take(rows: number): Chunk;
}

/** Definition levels: which rows have a value. @param count how many have */
function levels(present: Uint8Array, rows: number, count: number): Buffer {
  const packed = count === rows || count === 0 ? hybrid(present, 1, 1, rows) : hybrid(present, rows, 1);
  const length = Buffer.alloc(4);
  length.writeUInt32LE(packed.length);
  return Buffer.concat([length, packed]);
}

/** Characters that are collected before they become bytes: to hand over many texts at once costs a fifth of one by one. */
const PENDING = 32 * 1024;

/** Room for what stands before the texts in their page: levels and lengths. */
const HEAD = 128 * 1024;

/** Longer ones are not told as the least or the greatest of a chunk. */
const LONG = 1024;

/** Text of which every row has its own. */
export class TextColumn implements Column {
  readonly type = physical.BYTE_ARRAY;
  /** The page under way, which is used again for the next one. */
  #bytes = Buffer.allocUnsafeSlow(4 * HEAD);
  #length = HEAD;
  /** Texts that are not bytes yet, and the number of those that are. */
  #pending = '';
  #done = 0;
  /** Of what is pending in characters, of the others in bytes. */
  readonly #lengths = new Int32Array(groupRows);
  #count = 0;
  readonly #present = new Uint8Array(groupRows);
  readonly #stated: boolean;

  /** @param stated the least and the greatest value of a chunk are told, as rows that come in their order deserve */
  constructor(stated = false) {
    this.#stated = stated;
  }

  get held(): number {
    return this.#length - HEAD + this.#pending.length;
  }

  set(row: number, value: string): void {
    this.#pending += value;
    this.#lengths[this.#count++] = value.length;
    this.#present[row] = 1;
    if (this.#pending.length >= PENDING) this.#write();
  }

  #write(): void {
    const text = this.#pending;
    const wanted = this.#length + 3 * text.length;
    if (wanted > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(wanted, 2 * this.#bytes.length));
      this.#bytes.copy(larger, 0, 0, this.#length);
      this.#bytes = larger;
    }
    const written = this.#bytes.write(text, this.#length);
    if (written === text.length) this.#length += written;
    else this.#writeEach(text);
    this.#pending = '';
    this.#done = this.#count;
  }

  /** Texts that are not ASCII: how many bytes each of them takes has to be asked. */
  #writeEach(text: string): void {
    for (let i = this.#done, at = 0; i < this.#count; i++) {
      const characters = this.#lengths[i]!;
      const length = this.#bytes.write(text.slice(at, at + characters), this.#length);
      at += characters;
      this.#lengths[i] = length;
      this.#length += length;
    }
  }

  take(rows: number): Chunk {
    this.#write();
    const count = this.#count;
    const lengths = deltaPacked(this.#lengths, count);
    const present = levels(this.#present, rows, count);
    const begin = HEAD - lengths.length - present.length;
    this.#bytes.set(present, begin);
    this.#bytes.set(lengths, HEAD - lengths.length);
    const data = this.#bytes.subarray(begin, this.#length);
    const bounds = this.#stated ? this.#bounds() : {};
    this.#length = HEAD;
    this.#count = this.#done = 0;
    this.#present.fill(0);
    return { data, encoding: encodings.DELTA_LENGTH_BYTE_ARRAY, nulls: rows - count, ...bounds };
  }

  #bounds(): Pick<Chunk, 'least' | 'greatest'> {
    let [least, greatest]: [Buffer?, Buffer?] = [];
    for (let i = 0, at = HEAD; i < this.#count; at += this.#lengths[i++]!) {
      const value = this.#bytes.subarray(at, at + this.#lengths[i]!);
      if (!least || Buffer.compare(value, least) < 0) least = value;
      if (!greatest || Buffer.compare(value, greatest) > 0) greatest = value;
    }
    if (!least || !greatest || least.length > LONG || greatest.length > LONG) return {};
    return { least: Buffer.from(least), greatest: Buffer.from(greatest) };
  }
}

/** Longer values are not worth to be the least or the greatest of a chunk. */
const STATED = 64;

/** Text of which many rows have the same. */
export class NameColumn implements Column {
  readonly type = physical.BYTE_ARRAY;
  readonly #places = new Map<string, number>();
  readonly #indices = new Uint16Array(groupRows);
  #count = 0;
  readonly #present = new Uint8Array(groupRows);
  #last: string | undefined;
  #lastPlace = 0;
  #held = 0;

  get held(): number {
    return this.#held;
  }

  set(row: number, value: string): void {
    if (value !== this.#last) {
      this.#last = value;
      const known = this.#places.get(value);
      if (known === undefined) {
        this.#lastPlace = this.#places.size;
        this.#places.set(value, this.#lastPlace);
        this.#held += value.length + 8;
      } else this.#lastPlace = known;
    }
    this.#indices[this.#count++] = this.#lastPlace;
    this.#present[row] = 1;
  }

  take(rows: number): Chunk {
    const names = [...this.#places.keys()].map((name) => Buffer.from(name));
    const count = this.#count;
    const width = widthOf(Math.max(0, names.length - 1));
    const chunk: Chunk = {
      dictionary: { bytes: Buffer.concat(names.flatMap((name) => [lengthOf(name), name])), count: names.length },
      data: Buffer.concat([
        levels(this.#present, rows, count),
        Buffer.from([width]),
        count > 0 ? hybrid(this.#indices, count, width) : Buffer.alloc(0),
      ]),
      encoding: encodings.RLE_DICTIONARY,
      nulls: rows - count,
    };
    if (names.length > 0 && names.every((name) => name.length <= STATED)) {
      chunk.least = names.reduce((a, b) => (Buffer.compare(b, a) < 0 ? b : a));
      chunk.greatest = names.reduce((a, b) => (Buffer.compare(b, a) > 0 ? b : a));
    }
    this.#places.clear();
    this.#last = undefined;
    this.#held = this.#count = 0;
    this.#present.fill(0);
    return chunk;
  }
}

function lengthOf(name: Buffer): Buffer {
  const length = Buffer.allocUnsafe(4);
  length.writeUInt32LE(name.length);
  return length;
}

/** Whole numbers that a double holds exactly. */
export class NumberColumn implements Column {
  readonly type = physical.INT64;
  readonly #values = new Float64Array(groupRows);
  #count = 0;
  readonly #present = new Uint8Array(groupRows);

  get held(): number {
    return this.#count * 8;
  }

  set(row: number, value: number): void {
    this.#values[this.#count++] = value;
    this.#present[row] = 1;
  }

  take(rows: number): Chunk {
    const count = this.#count;
    const words = new Int32Array(2 * count);
    let [least, greatest] = [this.#values[0]!, this.#values[0]!];
    for (let i = 0; i < count; i++) {
      const value = this.#values[i]!;
      words[2 * i] = value;
      words[2 * i + 1] = Math.floor(value / 2 ** 32);
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    const data = Buffer.concat([levels(this.#present, rows, count), Buffer.from(words.buffer)]);
    this.#count = 0;
    this.#present.fill(0);
    const chunk: Chunk = { data, encoding: encodings.PLAIN, nulls: rows - count };
    return count > 0 ? { ...chunk, least: wide(least), greatest: wide(greatest) } : chunk;
  }
}

function wide(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeInt32LE(value | 0, 0);
  bytes.writeInt32LE(Math.floor(value / 2 ** 32), 4);
  return bytes;
}

const all = new Uint8Array([1]);

/** Yes or no, which every row has. */
export class FlagColumn implements Column {
  readonly type = physical.BOOLEAN;
  readonly held = 0;
  readonly #bits = Buffer.alloc(groupRows / 8);

  set(row: number, value: boolean): void {
    if (value) this.#bits[row >> 3]! |= 1 << (row & 7);
  }

  take(rows: number): Chunk {
    const bits = Buffer.from(this.#bits.subarray(0, (rows + 7) >> 3));
    this.#bits.fill(0);
    return { data: Buffer.concat([levels(all, rows, rows), bits]), encoding: encodings.PLAIN, nulls: 0 };
  }
}
