import type { LogRecord } from '../../artifacts/index.ts';
import { MINUTE } from './place.ts';

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

/** When anything of a device had records. */
export class Activity {
  readonly #from: number[] = [];
  readonly #to: number[] = [];

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
  }

  /** First and last moment of activity from one moment to before another, and how many stretches had any. */
  within(from: number, to: number): { first: number; last: number; stretches: number } | undefined {
    const [begin, end] = [Math.ceil(from / STRETCH), Math.floor(to / STRETCH) - 1];
    let low = 0;
    for (let high = this.#to.length; low < high; ) {
      const middle = (low + high) >> 1;
      if (this.#to[middle]! < begin) low = middle + 1;
      else high = middle;
    }
    let found: { first: number; last: number; stretches: number } | undefined;
    for (let i = low; i < this.#from.length && this.#from[i]! <= end; i++) {
      const [a, b] = [Math.max(begin, this.#from[i]!), Math.min(end, this.#to[i]!)];
      if (b < a) continue;
      found ??= { first: a * STRETCH, last: 0, stretches: 0 };
      found.last = (b + 1) * STRETCH;
      found.stretches += b - a + 1;
    }
    return found;
  }
}
