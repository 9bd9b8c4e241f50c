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

/** Microseconds since 1970-01-01T00:00:00Z of an instant; what is finer is cut off. */
export function microsOf(instant: Instant): number {
  const [whole = '', fraction = ''] = instant.slice(0, -1).split('.');
  return Date.parse(`${whole}Z`) * 1000 + Number(fraction.padEnd(6, '0').slice(0, 6));
}
