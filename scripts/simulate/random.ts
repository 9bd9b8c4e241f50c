/** Seeded chance: the same seed gives the same numbers on every machine. */
import { createHash } from 'node:crypto';

/** sfc32 (PractRand), seeded with the SHA-256 of a text. */
export class Random {
  readonly #seed: string;
  #a: number;
  #b: number;
  #c: number;
  #counter = 1;

  constructor(seed: string | number) {
    this.#seed = String(seed);
    const hash = createHash('sha256').update(this.#seed).digest();
    this.#a = hash.readInt32LE(0);
    this.#b = hash.readInt32LE(4);
    this.#c = hash.readInt32LE(8);
  }

  /** A stream of its own for one question, so that asking another one more does not change its answers. */
  fork(label: string | number): Random {
    return new Random(`${this.#seed}/${label}`);
  }

  /** From 0 up to, not including, 1. */
  next(): number {
    const sum = (this.#a + this.#b + this.#counter++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = (((this.#c << 21) | (this.#c >>> 11)) + sum) | 0;
    return (sum >>> 0) / 4294967296;
  }

  chance(probability: number): boolean {
    return this.next() < probability;
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.next();
  }

  /** A whole number, both ends included. */
  whole(low: number, high: number): number {
    return low + Math.floor((high - low + 1) * this.next());
  }

  pick<T>(from: readonly T[]): T {
    return from[Math.floor(from.length * this.next())]!;
  }

  /** Each of a list with a weight of its own. */
  weighted<T>(from: readonly (readonly [T, number])[]): T {
    let left = this.next() * from.reduce((sum, [, weight]) => sum + weight, 0);
    for (const [value, weight] of from) if ((left -= weight) < 0) return value;
    return from.at(-1)![0];
  }

  /** So many of a list, in a random order. */
  sample<T>(from: readonly T[], count: number): T[] {
    const all = [...from];
    for (let i = 0; i < Math.min(count, all.length); i++) {
      const j = this.whole(i, all.length - 1);
      [all[i], all[j]] = [all[j]!, all[i]!];
    }
    return all.slice(0, count);
  }

  exponential(mean: number): number {
    return -mean * Math.log(1 - this.next());
  }

  normal(mean: number, deviation: number): number {
    return mean + deviation * Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
  }

  /** Skewed to the right, as delays of people are. `spread` is the deviation of the logarithm. */
  lognormal(median: number, spread: number): number {
    return median * Math.exp(this.normal(0, spread));
  }

  poisson(mean: number): number {
    if (mean > 50) return Math.max(0, Math.round(this.normal(mean, Math.sqrt(mean))));
    let count = 0;
    for (let product = this.next(); product > Math.exp(-mean); count++) product *= this.next();
    return count;
  }

  /** Hexadecimal digits: a hash of nothing. */
  hex(digits: number): string {
    let text = '';
    while (text.length < digits) text += ((this.next() * 4294967296) >>> 0).toString(16).padStart(8, '0');
    return text.slice(0, digits);
  }
}
