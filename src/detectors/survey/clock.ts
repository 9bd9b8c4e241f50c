import { secondsOf } from '../../evidence/index.ts';
import type { Instant } from '../../model/index.ts';

export const MINUTE = 60;
export const HOUR = 3600;
export const DAY = 86_400;

/** Seconds since 1970 with what a double keeps of the fraction; undefined for no time. */
export function seconds(at: Instant | undefined): number | undefined {
  if (at === undefined) return undefined;
  const whole = secondsOf(at);
  if (Number.isNaN(whole)) return undefined;
  const digits = fraction(at);
  return whole + (digits ? Number(`0.${digits}`) : 0);
}

/** Digits behind the point; undefined where the source counts whole seconds only (128-byte inodes). */
export function fraction(at: Instant): string | undefined {
  return at[19] === '.' ? at.slice(20, -1) : undefined;
}

/** True for a time that could have had a fraction of a second and has none. */
export function isWholeSecond(at: Instant): boolean {
  const digits = fraction(at);
  return digits !== undefined && /^0*$/.test(digits);
}

/** Seconds from one time to a later one; NaN when either is missing, so that every comparison is false. */
export function between(from: Instant | undefined, to: Instant | undefined): number {
  return (seconds(to) ?? Number.NaN) - (seconds(from) ?? Number.NaN);
}

/** A stretch of time for people: `3 days`, `40 minutes`. */
export function duration(length: number): string {
  const units: [number, string][] = [
    [DAY, 'day'],
    [HOUR, 'hour'],
    [MINUTE, 'minute'],
  ];
  const [size, name] = units.find(([unit]) => Math.abs(length) >= unit) ?? [1, 'second'];
  const count = Math.floor(Math.abs(length) / size);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

/** Cuts sorted items where the gap to the next is more than `gap` seconds. */
export function batches<T>(sorted: readonly T[], at: (item: T) => number, gap: number): T[][] {
  const found: T[][] = [];
  for (const item of sorted) {
    const current = found.at(-1);
    if (current && at(item) - at(current.at(-1)!) <= gap) current.push(item);
    else found.push([item]);
  }
  return found;
}
