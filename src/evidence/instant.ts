import type { Instant } from '../model/index.ts';

/** Seconds of 0000-01-01T00:00:00Z and of the last second of the year 9999: what RFC 3339 can write. */
const first = -62_167_219_200;
const last = 253_402_300_799;

/** True when a time in seconds from 1970 can be written as RFC 3339 at all (years 0000 to 9999). */
export const isWritable = (seconds: number | bigint): boolean => seconds >= first && seconds <= last;

const two = (n: number): string => (n < 10 ? `0${n}` : String(n));

/**
 * An instant from seconds and nanoseconds since 1970-01-01T00:00:00Z, written with `digits` fractional digits (as many
 * as the source has; the rest is cut off, not rounded). Nanoseconds beyond a second carry over. A time RFC 3339 cannot
 * write becomes the nearest it can: ask `isWritable` first where the seconds come from evidence without such a bound.
 */
export function instantOf(seconds: number | bigint, nanoseconds: number, digits = 9): Instant {
  const carry = Math.floor(nanoseconds / 1e9);
  const fraction = nanoseconds - carry * 1e9;
  const whole = Math.min(last, Math.max(first, Math.floor(Number(seconds)) + carry));
  const days = Math.floor(whole / 86_400);
  const rest = whole - days * 86_400;
  const hour = Math.floor(rest / 3600);
  const minute = Math.floor((rest - hour * 3600) / 60);
  const clock = `${two(hour)}:${two(minute)}:${two(rest % 60)}`;
  const tail = digits > 0 ? `.${String(fraction).padStart(9, '0').slice(0, digits)}` : '';
  return `${dateOf(days)}T${clock}${tail}Z`;
}

/**
 * The Gregorian date of a day counted from 1970-01-01. Years are counted from March so that the leap day comes last:
 * a 400-year cycle has 146,097 days, and 719,468 days lie between 0000-03-01 and 1970-01-01.
 */
function dateOf(days: number): string {
  const z = days + 719_468;
  const cycle = Math.floor(z / 146_097);
  const dayOfCycle = z - cycle * 146_097;
  const yearOfCycle = Math.floor(
    (dayOfCycle - Math.floor(dayOfCycle / 1460) + Math.floor(dayOfCycle / 36_524) - Math.floor(dayOfCycle / 146_096)) /
      365,
  );
  const dayOfYear = dayOfCycle - (365 * yearOfCycle + Math.floor(yearOfCycle / 4) - Math.floor(yearOfCycle / 100));
  const marchMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const day = dayOfYear - Math.floor((153 * marchMonth + 2) / 5) + 1;
  const month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9;
  const year = yearOfCycle + cycle * 400 + (month <= 2 ? 1 : 0);
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}`;
}

/** Whole seconds since 1970-01-01T00:00:00Z of an instant; NaN for what is none. */
export function secondsOf(instant: Instant): number {
  if (instant[10] !== 'T') return Number.NaN;
  const clock =
    3600 * Number(instant.slice(11, 13)) + 60 * Number(instant.slice(14, 16)) + Number(instant.slice(17, 19));
  return midnightOf(instant.slice(0, 10)) + clock;
}

/** Microseconds since 1970-01-01T00:00:00Z of an instant; what is finer is cut off. NaN for what is none. */
export const microsOf = (instant: Instant): number =>
  secondsOf(instant) * 1e6 + Number(instant.slice(20, -1).padEnd(6, '0').slice(0, 6));

/** Seconds of the beginnings of days: many times share few of them. */
const midnights = new Map<string, number>();
const MOST = 10_000;

function midnightOf(date: string): number {
  let known = midnights.get(date);
  if (known === undefined) {
    known = Date.parse(`${date}T00:00:00Z`) / 1000;
    if (midnights.size < MOST) midnights.set(date, known);
  }
  return known;
}
