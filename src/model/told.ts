import type { Interval } from './finding.ts';

/** What the statement of a verdict counts; all numbers are things, not findings. */
export interface Standing {
  /** What the conclusion rests on. */
  basis: number;
  /** Removed or put back beside it, and both together. */
  gone: number;
  both: number;
  /** The rest, to review. */
  review: number;
  families: string[];
}

/** What the findings behind a verdict say together about time; all numbers count things, not rules. */
export interface Dating {
  /** When the first of them appeared, and how many appeared at a time that is not known. */
  since?: Interval;
  undatedSince: number;
  /** Still in place when the evidence was taken. */
  live: number;
  /** Removed or put back, and how many of those have a latest time for it. */
  gone: number;
  dated: number;
  /** From the first removal to the last, of the dated ones; when there are none, what is known of the others. */
  removed?: Interval;
}
