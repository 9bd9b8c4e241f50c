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

/** How many moments chance puts before a time, in all. */
export interface Expected {
  before(at: number): number;
}

/** Fleets as they are when nobody coordinated anything, under one idea of chance. */
export interface Null {
  /** One fleet: packed moments, sorted. */
  draw(random: () => number, into: Float64Array): Float64Array;
  expectation(): Expected;
}

const HANDS = 2 ** 20;

/** A moment and its hand as one number that sorts by time, which is then known to the second. */
export const packed = (at: number, hand: number): number => Math.round(at / 1000) * HANDS + (hand % HANDS);
export const timeOf = (value: number): number => Math.floor(value / HANDS) * 1000;
export const handOf = (value: number): number => value - Math.floor(value / HANDS) * HANDS;

/** Moments added to each hour of the day and each day of the week, so that few of them do not shape a rhythm. */
const PRIOR = 5;

/**
 * What moments look like when they do not know of each other: each anywhere in its own window, but by the rhythm of the
 * week and the day that all of them show together (people work by day). One burst does not make a rhythm: of each
 * weekday and hour the busiest tenth of the dates is left out.
 */
export class Chance implements Null {
  readonly #moments: readonly Moment[];
  readonly #weekdays: Float64Array;
  readonly #hours: Float64Array;
  readonly #most: number;

  constructor(moments: readonly Moment[]) {
    this.#moments = moments;
    this.#weekdays = rhythm(moments, 7, (at) => Math.floor(at / DAY + 4) % 7);
    this.#hours = rhythm(moments, 24, (at) => Math.floor(at / HOUR) % 24);
    this.#most = Math.max(...this.#weekdays) * Math.max(...this.#hours);
  }

  /** One fleet by chance: packed moments, sorted. */
  draw(random: () => number, into: Float64Array): Float64Array {
    for (let i = 0; i < this.#moments.length; i++) {
      const { from, to, hand } = this.#moments[i]!;
      let at = from + random() * (to - from);
      // Windows without any likely hour end after some tries.
      for (let tries = 0; tries < 64 && random() * this.#most > this.#rate(at); tries++)
        at = from + random() * (to - from);
      into[i] = packed(at, hand);
    }
    return into.sort();
  }

  #rate(at: number): number {
    return this.#weekdays[Math.floor(at / DAY + 4) % 7]! * this.#hours[Math.floor(at / HOUR) % 24]!;
  }

  /** Moments expected up to a time, as a running sum. */
  expectation(): Expected {
    return new Expectation(this.#moments, (at) => this.#rate(at));
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
class Expectation implements Expected {
  readonly #first: number;
  readonly #step: number;
  readonly #sums: Float64Array;

  constructor(moments: readonly Moment[], rate: (at: number) => number) {
    this.#first = Math.min(...moments.map((m) => m.from));
    const last = Math.max(...moments.map((m) => m.to));
    this.#step = Math.max(HOUR, (last - this.#first) / STEPS);
    const steps = Math.ceil((last - this.#first) / this.#step) + 1;
    const density = new Float64Array(steps + 1);
    for (const { from, to } of moments) {
      const [begin, end] = [(from - this.#first) / this.#step, (to - this.#first) / this.#step];
      const each = 1 / Math.max(1, Math.ceil(end) - Math.floor(begin));
      density[Math.floor(begin)]! += each;
      density[Math.max(Math.floor(begin) + 1, Math.ceil(end))]! -= each;
    }
    this.#sums = new Float64Array(steps + 1);
    let running = 0;
    for (let i = 0; i < steps; i++) {
      running += density[i]!;
      this.#sums[i + 1] = this.#sums[i]! + Math.max(0, running) * rate(this.#first + (i + 0.5) * this.#step);
    }
    const factor = moments.length / (this.#sums[steps]! || 1);
    for (let i = 0; i <= steps; i++) this.#sums[i]! *= factor;
  }

  before(at: number): number {
    const place = Math.min(this.#sums.length - 1, Math.max(0, (at - this.#first) / this.#step));
    const whole = Math.min(this.#sums.length - 2, Math.floor(place));
    return this.#sums[whole]! + (place - whole) * (this.#sums[whole + 1]! - this.#sums[whole]!);
  }
}
