import type { LogRecord } from '../../artifacts/index.ts';
import { MINUTE } from './place.ts';
import { firstAtLeast } from './sorted.ts';

/** Time is told apart in stretches of ten minutes. */
const STRETCH = 10 * MINUTE;
/** Two numbers a run; a log that stops and starts more often says no more about silence. */
const MOST = 100_000;

/** When a log had records at all: runs of ten-minute stretches, first and last of each, in order. */
export class ActivityWatcher {
  readonly runs: number[] = [];

  /** Passes over a record dated before the last run: its clock was set back, or it came late. */
  at(micros: number): void {
    const { runs } = this;
    const stretch = Math.floor(micros / STRETCH);
    const last = runs[runs.length - 1];
    if (last === undefined || stretch > last + 1) {
      if (runs.length < MOST) runs.push(stretch, stretch);
    } else if (stretch === last + 1) runs[runs.length - 1] = stretch;
  }
}

/** True when a record says when it was, whatever the zone of the host. */
export const isDated = ({ micros, event }: LogRecord): boolean =>
  micros !== undefined && event.time !== undefined && event.time.zone !== 'unknown';

const itself = (stretch: number): number => stretch;

/** When anything of a device had records. */
export class Activity {
  readonly #from: number[] = [];
  readonly #to: number[] = [];
  /** Stretches before each run. */
  readonly #before: number[] = [];

  constructor(all: Iterable<readonly number[]>) {
    const runs: [number, number][] = [];
    for (const list of all) for (let i = 0; i + 1 < list.length; i += 2) runs.push([list[i]!, list[i + 1]!]);
    runs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
    for (const [from, to] of runs) {
      const end = this.#to.length - 1;
      if (end >= 0 && from <= this.#to[end]! + 1) this.#to[end] = Math.max(this.#to[end]!, to);
      else {
        this.#from.push(from);
        this.#to.push(to);
      }
    }
    let sum = 0;
    for (const [i, from] of this.#from.entries()) {
      this.#before.push(sum);
      sum += this.#to[i]! - from + 1;
    }
  }

  /** The last moment of activity from one moment to before another, and how many stretches had any. */
  within(from: number, to: number): { last: number; stretches: number } | undefined {
    const [begin, end] = [Math.ceil(from / STRETCH), Math.floor(to / STRETCH) - 1];
    const low = firstAtLeast(this.#to, begin, itself);
    const high = firstAtLeast(this.#from, end + 1, itself) - 1;
    if (end < begin || high < low) return undefined;
    const last = Math.min(end, this.#to[high]!);
    const first = Math.max(begin, this.#from[low]!);
    // All of both runs at the edges, less what stands outside.
    const whole = this.#before[high]! + this.#to[high]! - this.#from[high]! + 1 - this.#before[low]!;
    const stretches = whole - (first - this.#from[low]!) - (this.#to[high]! - last);
    return { last: (last + 1) * STRETCH, stretches };
  }
}
