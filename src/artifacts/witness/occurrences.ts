import { mix } from './keyed.ts';

/** Numbers a set of 64-bit names from 0 up: open addressing, no objects. */
export class NameTable {
  size = 0;
  #slots: Int32Array;
  #names: Uint32Array;

  /** @param most names at most */
  constructor(most: number) {
    let size = 1024;
    while (size < most * 2) size *= 2;
    this.#slots = new Int32Array(size);
    this.#names = new Uint32Array(2 * most);
  }

  /** The number of a name, or -1 when it is not there and not to be added. */
  of(low: number, high: number, add: boolean): number {
    const mask = this.#slots.length - 1;
    let slot = mix(low ^ Math.imul(high, 0x9e3779b1)) & mask;
    for (let n = this.#slots[slot]!; n !== 0; n = this.#slots[(slot = (slot + 1) & mask)]!)
      if (this.#names[2 * n - 2] === low && this.#names[2 * n - 1] === high) return n - 1;
    if (!add) return -1;
    this.#names[2 * this.size] = low;
    this.#names[2 * this.size + 1] = high;
    this.#slots[slot] = ++this.size;
    return this.size - 1;
  }
}

/** Where each name occurs: the events of a name stand together, in the order they were handed over. */
export class Occurrences {
  readonly items: Int32Array;
  /** How many names there are. */
  readonly count: number;
  readonly #starts: Int32Array;

  /** @param order events in the order wanted; those of name -1 are left out */
  constructor(names: Int32Array, order: Int32Array, count: number) {
    this.count = count;
    this.#starts = new Int32Array(count + 1);
    for (const i of order) if (names[i]! >= 0) this.#starts[names[i]! + 1]!++;
    for (let n = 0; n < count; n++) this.#starts[n + 1]! += this.#starts[n]!;
    this.items = new Int32Array(this.#starts[count]!);
    const next = this.#starts.slice(0, count);
    for (const i of order) if (names[i]! >= 0) this.items[next[names[i]!]!++] = i;
  }

  start(name: number): number {
    return this.#starts[name]!;
  }

  end(name: number): number {
    return this.#starts[name + 1]!;
  }

  /** Place in `items` of the first event of a name that is not before a time. */
  from(name: number, times: Float64Array, time: number): number {
    let [low, high] = [this.start(name), this.end(name)];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (times[this.items[middle]!]! < time) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

/** Places of all events that have a time, by time; equal times keep the order of the log. */
export function byTime(times: Float64Array, length: number): Int32Array {
  const order = new Int32Array(length);
  let n = 0;
  for (let i = 0; i < length; i++) if (!Number.isNaN(times[i]!)) order[n++] = i;
  const dated = order.subarray(0, n);
  let sorted = true;
  for (let k = 1; k < n && sorted; k++) sorted = times[dated[k - 1]!]! <= times[dated[k]!]!;
  return sorted ? dated : dated.sort((a, b) => times[a]! - times[b]! || a - b);
}
