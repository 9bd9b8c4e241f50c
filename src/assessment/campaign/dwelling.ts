import { type Expected, type Moment, type Null, packed } from './chance.ts';
import { HOUR } from './instants.ts';
import { randomFrom } from './random.ts';

/** Moments drawn to learn what to expect, at least; and tries to find a time that fits into the window of a moment. */
const DRAWN = 20_000;
const TRIES = 16;

/** Times of dwelling are drawn in or out by up to this factor, so that no time repeats itself. */
const SPREAD = 2;

/**
 * The other thing that chance may be: what goes, goes some time after it came, and what came together goes about together.
 * Somebody comes into many devices in two days, and in the weeks after owners find it; that is a burst and no wave. Each
 * moment is put where the dwelling of another puts it, within its own window. What came over months and goes in a wave
 * does not bunch so.
 */
export class Dwelling implements Null {
  readonly #moments: readonly Moment[];
  readonly #dwells: number[];

  constructor(moments: readonly Moment[]) {
    this.#moments = moments;
    this.#dwells = moments.flatMap((m) => (m.came === undefined ? [] : m.at - m.came));
  }

  draw(random: () => number, into: Float64Array): Float64Array {
    for (let i = 0; i < this.#moments.length; i++) {
      const moment = this.#moments[i]!;
      into[i] = packed(this.#time(moment, random), moment.hand);
    }
    return into.sort();
  }

  #time({ from, to, came }: Moment, random: () => number): number {
    if (came !== undefined)
      for (let tries = 0; tries < TRIES; tries++) {
        const dwell = this.#dwells[Math.floor(random() * this.#dwells.length)]!;
        const at = came + dwell * SPREAD ** (2 * random() - 1);
        if (at >= from && at <= to) return at;
      }
    return from + random() * (to - from);
  }

  expectation(): Expected {
    const first = Math.min(...this.#moments.map((m) => m.from));
    const last = Math.max(...this.#moments.map((m) => m.to));
    const steps = Math.ceil((last - first) / HOUR) + 1;
    const sums = new Float64Array(steps + 1);
    const random = randomFrom(1);
    const rounds = Math.max(4, Math.ceil(DRAWN / this.#moments.length));
    for (let k = 0; k < rounds; k++)
      for (const moment of this.#moments) {
        const place = Math.floor((this.#time(moment, random) - first) / HOUR) + 1;
        sums[place] = sums[place]! + 1 / rounds;
      }
    for (let i = 1; i <= steps; i++) sums[i] = sums[i]! + sums[i - 1]!;
    return {
      before: (at) => {
        const place = Math.min(steps - 1, Math.max(0, (at - first) / HOUR));
        const whole = Math.floor(place);
        return sums[whole]! + (place - whole) * (sums[whole + 1]! - sums[whole]!);
      },
    };
  }
}
