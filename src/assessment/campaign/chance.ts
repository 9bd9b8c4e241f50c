import { Ages } from './ages.ts';
import { DAY, HOUR } from './instants.ts';

/** A moment, and when it might have been as well if it knew nothing of the others. Milliseconds. */
export interface Moment {
  at: number;
  /** Whose it is, from 0 to a million: several of one hand in one burst count once. */
  hand: number;
  from: number;
  to: number;
  /** When what went had come, when that is known. */
  came?: number;
}

const HANDS = 2 ** 20;

/** A moment and its hand as one number that sorts by time, which is then known to the second. */
export const packed = (at: number, hand: number): number => Math.round(at / 1000) * HANDS + (hand % HANDS);
export const timeOf = (value: number): number => Math.floor(value / HANDS) * 1000;
export const handOf = (value: number): number => value - Math.floor(value / HANDS) * HANDS;

/** Moments added to each hour of the day and each day of the week, so that few of them do not shape a rhythm. */
const PRIOR = 5;

/** Share of moments that fall anywhere in their window whatever the ages of others say. */
const ANYWHERE = 0.2;

/**
 * What moments look like when they do not know of each other: each anywhere in its own window, where the window begins
 * with an implant at the ages at which others go, and by the rhythm of the week and the day that all show together
 * (people work by day). One burst does not make a rhythm: of each weekday and hour the busiest tenth of the dates is
 * left out.
 */
export class Chance {
  readonly #moments: readonly Moment[];
  readonly #ages: Ages | undefined;
  readonly #weekdays: Float64Array;
  readonly #hours: Float64Array;
  readonly #most: number;

  constructor(moments: readonly Moment[]) {
    this.#moments = moments;
    const ages = moments.flatMap((m) => (m.came === undefined ? [] : [m.at - m.came]));
    this.#ages = ages.length > 0 ? new Ages(ages) : undefined;
    this.#weekdays = rhythm(moments, 7, (at) => Math.floor(at / DAY + 4) % 7);
    this.#hours = rhythm(moments, 24, (at) => Math.floor(at / HOUR) % 24);
    this.#most = Math.max(...this.#weekdays) * Math.max(...this.#hours);
  }

  /** One fleet by chance: packed moments, sorted. */
  draw(random: () => number, into: Float64Array): Float64Array {
    for (let i = 0; i < this.#moments.length; i++) {
      const moment = this.#moments[i]!;
      let at = this.#one(moment, random);
      // Windows without any likely hour end after some tries.
      for (let tries = 0; tries < 64 && random() * this.#most > this.#rate(at); tries++) at = this.#one(moment, random);
      into[i] = packed(at, moment.hand);
    }
    return into.sort();
  }

  #one({ from, to, came }: Moment, random: () => number): number {
    const ages = this.#ages;
    if (came === undefined || !ages || random() < ANYWHERE) return from + random() * (to - from);
    const [least, most] = [ages.before(from - came), ages.before(to - came)];
    return Math.max(from, Math.min(to, came + ages.by(least + random() * (most - least))));
  }

  #rate(at: number): number {
    return this.#weekdays[Math.floor(at / DAY + 4) % 7]! * this.#hours[Math.floor(at / HOUR) % 24]!;
  }

  /** Moments expected up to a time, as a running sum. */
  expectation(): Expectation {
    const first = Math.min(...this.#moments.map((m) => m.from));
    const last = Math.max(...this.#moments.map((m) => m.to));
    const expected = new Expectation(first, last);
    for (const { from, to, came } of this.#moments) {
      const ages = came === undefined ? undefined : this.#ages;
      const all = ages && came !== undefined ? ages.before(to - came) - ages.before(from - came) : 0;
      expected.add(from, to, all > 0 ? ANYWHERE : 1);
      if (!ages || came === undefined || all <= 0) continue;
      for (const p of ages.pieces(from - came, to - came))
        expected.add(came + p.from, came + p.to, ((1 - ANYWHERE) * p.share) / all);
    }
    return expected.summed((at) => this.#rate(at));
  }
}

/** Mean 1 over the cells. */
function rhythm(moments: readonly Moment[], cells: number, cellOf: (at: number) => number): Float64Array {
  const first = Math.min(...moments.map((m) => m.from));
  const last = Math.max(...moments.map((m) => m.to));
  const dates = Math.max(1, Math.ceil((last - first) / DAY / (cells === 7 ? 7 : 1)));
  const counts = Array.from({ length: cells }, () => new Map<number, number>());
  for (const { at } of moments) {
    const cell = counts[cellOf(at)]!;
    const date = Math.floor(at / DAY);
    cell.set(date, (cell.get(date) ?? 0) + 1);
  }
  const sums = counts.map((cell) => {
    const busiest = [...cell.values()].sort((a, b) => b - a);
    const kept = busiest.slice(Math.ceil(dates / 10));
    return kept.reduce((sum, n) => sum + n, 0) + PRIOR;
  });
  const mean = sums.reduce((a, b) => a + b, 0) / cells;
  return Float64Array.from(sums, (s) => s / mean);
}

/** Most hours that a running sum has; a longer time has coarser steps. */
const STEPS = 200_000;

/** How many moments chance puts before a time. */
class Expectation {
  readonly #first: number;
  readonly #step: number;
  readonly #sums: Float64Array;

  constructor(first: number, last: number) {
    this.#first = first;
    this.#step = Math.max(HOUR, (last - first) / STEPS);
    this.#sums = new Float64Array(Math.ceil((last - first) / this.#step) + 3);
  }

  /** So many moments, anywhere from one time to another: as a change of density at either end. */
  add(from: number, to: number, moments: number): void {
    const begin = Math.floor((from - this.#first) / this.#step);
    const end = Math.max(begin + 1, Math.ceil((to - this.#first) / this.#step));
    this.#sums[begin + 1]! += moments / (end - begin);
    this.#sums[end + 1]! -= moments / (end - begin);
  }

  /** Makes the running sum of what was added. */
  summed(rate: (at: number) => number): this {
    let density = 0;
    let plain = 0;
    let sum = 0;
    for (let i = 1; i < this.#sums.length; i++) {
      density = Math.max(0, density + this.#sums[i]!);
      plain += density;
      sum += density * rate(this.#first + (i - 0.5) * this.#step);
      this.#sums[i] = sum;
    }
    const factor = plain / (sum || 1);
    for (let i = 0; i < this.#sums.length; i++) this.#sums[i]! *= factor;
    return this;
  }

  before(at: number): number {
    const place = Math.min(this.#sums.length - 1, Math.max(0, (at - this.#first) / this.#step));
    const whole = Math.min(this.#sums.length - 2, Math.floor(place));
    return this.#sums[whole]! + (place - whole) * (this.#sums[whole + 1]! - this.#sums[whole]!);
  }
}

export type { Expectation };
