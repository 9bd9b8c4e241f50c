/** Damage inside a zstd block: thrown within these files only, and turned into data by zstd.ts. */
export class ZstdDamage extends Error {}

/** A finite state entropy table (RFC 8878, section 4.1): per state its symbol, and how the next state is made. */
export interface FseTable {
  log: number;
  symbols: Uint8Array;
  bits: Uint8Array;
  base: Uint16Array;
}

export const highBit = (n: number): number => 31 - Math.clz32(n);

/** A table that always says the same symbol and reads no bits. */
export const rleTable = (symbol: number): FseTable => ({
  log: 0,
  symbols: new Uint8Array([symbol]),
  bits: new Uint8Array(1),
  base: new Uint16Array(1),
});

/** Section 4.1.1, second half: spreads symbols over the states by their probabilities (-1 means "less than 1"). */
export function fseTable(probabilities: readonly number[], log: number): FseTable {
  const size = 1 << log;
  const symbols = new Uint8Array(size);
  const next = new Uint16Array(probabilities.length);
  let high = size;
  probabilities.forEach((p, symbol) => {
    if (p === -1) symbols[--high] = symbol;
    next[symbol] = Math.abs(p);
  });
  const step = (size >> 1) + (size >> 3) + 3;
  let at = 0;
  probabilities.forEach((p, symbol) => {
    for (let i = 0; i < p; i++) {
      symbols[at] = symbol;
      do at = (at + step) & (size - 1);
      while (at >= high);
    }
  });
  const bits = new Uint8Array(size);
  const base = new Uint16Array(size);
  for (let state = 0; state < size; state++) {
    const n = next[symbols[state]!]!++;
    bits[state] = log - highBit(n);
    base[state] = (n << bits[state]!) - size;
  }
  return { log, symbols, bits, base };
}

/** Section 4.1.1, first half: reads a table's description, which is packed forward from the lowest bit. */
export function readFse(
  data: Buffer,
  start: number,
  highestLog: number,
  highestSymbol: number,
): { table: FseTable; end: number } {
  let bit = start * 8;
  const peek = (count: number): number => {
    const at = bit >> 3;
    const word = (data[at] ?? 0) | ((data[at + 1] ?? 0) << 8) | ((data[at + 2] ?? 0) << 16);
    return (word >> (bit & 7)) & ((1 << count) - 1);
  };
  const log = peek(4) + 5;
  bit += 4;
  if (log > highestLog) throw new ZstdDamage('an entropy table is larger than allowed');
  let remaining = 1 << log;
  const probabilities: number[] = [];
  while (remaining > 0 && probabilities.length <= highestSymbol) {
    const bits = highBit(remaining + 1) + 1;
    const low = (1 << (bits - 1)) - 1;
    const threshold = (1 << bits) - 1 - (remaining + 1);
    let value = peek(bits);
    if ((value & low) < threshold) {
      bit += bits - 1;
      value &= low;
    } else {
      bit += bits;
      if (value > low) value -= threshold;
    }
    const probability = value - 1;
    probabilities.push(probability);
    remaining -= Math.abs(probability);
    if (probability !== 0) continue;
    for (let repeat = 3; repeat === 3 && probabilities.length <= highestSymbol; ) {
      repeat = peek(2);
      bit += 2;
      for (let i = 0; i < repeat; i++) probabilities.push(0);
    }
  }
  const end = (bit + 7) >> 3;
  if (remaining !== 0 || probabilities.length > highestSymbol + 1 || end > data.length)
    throw new ZstdDamage('an entropy table does not add up');
  return { table: fseTable(probabilities, log), end };
}

/** Bits of a stream that is read from its end towards its beginning; before the beginning stand zeros. */
export class BackwardBits {
  readonly #data: Buffer;
  /** Bits not read yet; negative when more were read than there are. */
  left: number;

  constructor(data: Buffer) {
    const last = data[data.length - 1];
    if (!last) throw new ZstdDamage('a bit stream has no end mark');
    this.#data = data;
    this.left = (data.length - 1) * 8 + highBit(last);
  }

  /** The next bits (up to 24) without moving on. */
  peek(count: number): number {
    const at = this.left - count;
    if (at < 0) return this.left <= 0 ? 0 : this.#word(0, this.left) << -at;
    return this.#word(at, count);
  }

  /** The next bits, up to 31. */
  read(count: number): number {
    if (count > 24) return this.read(count - 16) * 65_536 + this.read(16);
    const value = this.peek(count);
    this.left -= count;
    return value;
  }

  #word(bit: number, count: number): number {
    const at = bit >> 3;
    const data = this.#data;
    const word = data[at]! | (data[at + 1]! << 8) | (data[at + 2]! << 16) | (data[at + 3]! << 24);
    return (word >>> (bit & 7)) & ((1 << count) - 1);
  }
}
