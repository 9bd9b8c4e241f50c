import { BackwardBits, highBit, readFse, ZstdDamage } from './zstd-fse.ts';

/** A Huffman code for literals (RFC 8878, section 4.2): the symbol and length for each run of `log` bits. */
export interface LiteralCode {
  log: number;
  symbols: Uint8Array;
  bits: Uint8Array;
}

export interface Literals {
  bytes: Buffer;
  /** The code in force for a later block that repeats it. */
  code: LiteralCode | undefined;
  /** Offset of the sequences section. */
  end: number;
}

const MOST = 128 * 1024;

/** The literals section of a compressed block (section 3.1.1.3.1). */
export function readLiterals(block: Buffer, before: LiteralCode | undefined): Literals {
  const head = block[0]!;
  const type = head & 3;
  const format = (head >> 2) & 3;
  if (type < 2) {
    const headLength = format === 1 ? 2 : format === 3 ? 3 : 1;
    if (block.length < headLength + type) throw new ZstdDamage('the literals are cut off');
    const size = block.readUIntLE(0, headLength) >> (format === 1 || format === 3 ? 4 : 3);
    const end = headLength + (type === 1 ? 1 : size);
    if (size > MOST || end > block.length) throw new ZstdDamage('the literals are cut off');
    const bytes = type === 1 ? Buffer.alloc(size, block[headLength]!) : block.subarray(headLength, end);
    return { bytes, code: before, end };
  }
  const headLength = format < 2 ? 3 : format + 2;
  if (block.length < headLength) throw new ZstdDamage('the literals are cut off');
  const sizeBits = format < 2 ? 10 : format === 2 ? 14 : 18;
  // Up to 40 bits: beyond what bit operators hold.
  const word = block.readUIntLE(0, headLength);
  const size = Math.floor(word / 16) % 2 ** sizeBits;
  const packed = Math.floor(word / 2 ** (4 + sizeBits));
  const end = headLength + packed;
  if (size > MOST || end > block.length) throw new ZstdDamage('the literals are cut off');
  let data = block.subarray(headLength, end);
  let code = before;
  if (type === 2) {
    const read = readCode(data);
    code = read.code;
    data = data.subarray(read.end);
  }
  if (!code) throw new ZstdDamage('literals repeat a code that was never given');
  const bytes = Buffer.allocUnsafe(size);
  if (format === 0) decodeStream(code, data, bytes);
  else decodeFour(code, data, bytes);
  return { bytes, code, end };
}

function decodeFour(code: LiteralCode, data: Buffer, into: Buffer): void {
  if (data.length < 6) throw new ZstdDamage('the literal streams are cut off');
  const piece = (into.length + 3) >> 2;
  let at = 6;
  for (let i = 0; i < 4; i++) {
    const length = i < 3 ? data.readUInt16LE(i * 2) : data.length - at;
    if (length <= 0 || at + length > data.length || piece * 3 > into.length)
      throw new ZstdDamage('the literal streams are cut off');
    decodeStream(code, data.subarray(at, at + length), into.subarray(i * piece, i < 3 ? (i + 1) * piece : into.length));
    at += length;
  }
}

function decodeStream({ log, symbols, bits }: LiteralCode, data: Buffer, into: Buffer): void {
  const stream = new BackwardBits(data);
  for (let i = 0; i < into.length; i++) {
    const index = stream.peek(log);
    into[i] = symbols[index]!;
    stream.left -= bits[index]!;
  }
  if (stream.left !== 0) throw new ZstdDamage('a literal stream does not end where it should');
}

/** Section 4.2.1: weights, plain or themselves coded, of all symbols but the last, whose weight follows. */
function readCode(data: Buffer): { code: LiteralCode; end: number } {
  const head = data[0];
  if (head === undefined) throw new ZstdDamage('the literal code is cut off');
  const end = 1 + (head < 128 ? head : (head - 127 + 1) >> 1);
  if (end > data.length) throw new ZstdDamage('the literal code is cut off');
  const weights: number[] = [];
  if (head < 128) codedWeights(data.subarray(1, end), weights);
  else
    for (let i = 0; i < head - 127; i++)
      weights.push(i % 2 === 0 ? data[1 + (i >> 1)]! >> 4 : data[1 + (i >> 1)]! & 15);
  let sum = 0;
  for (const weight of weights) sum += weight > 0 ? 2 ** (weight - 1) : 0;
  const log = sum > 0 ? highBit(sum) + 1 : 0;
  const left = 2 ** log - sum;
  if (sum === 0 || log > 11 || (left & (left - 1)) !== 0) throw new ZstdDamage('the literal code does not add up');
  weights.push(highBit(left) + 1);

  const symbols = new Uint8Array(1 << log);
  const bits = new Uint8Array(1 << log);
  let at = 0;
  for (let weight = 1; weight <= log; weight++)
    weights.forEach((w, symbol) => {
      if (w !== weight) return;
      const until = at + 2 ** (weight - 1);
      symbols.fill(symbol, at, until);
      bits.fill(log + 1 - weight, at, until);
      at = until;
    });
  return { code: { log, symbols, bits }, end };
}

/** Section 4.2.1.2: two states take turns until the stream is used up; the other one still has a symbol then. */
function codedWeights(data: Buffer, weights: number[]): void {
  const { table, end } = readFse(data, 0, 6, 255);
  const stream = new BackwardBits(data.subarray(end));
  const states = [stream.read(table.log), stream.read(table.log)] as [number, number];
  for (let turn = 0; weights.length < 255; turn ^= 1) {
    const state = states[turn]!;
    weights.push(table.symbols[state]!);
    states[turn] = table.base[state]! + stream.read(table.bits[state]!);
    if (stream.left < 0) {
      weights.push(table.symbols[states[turn ^ 1]!]!);
      if (weights.length <= 255) return;
    }
  }
  throw new ZstdDamage('the literal code has too many symbols');
}
