import type { Instant, Interval } from '../../model/index.ts';

export const HOUR = 3_600_000;
export const DAY = 24 * HOUR;

/** Milliseconds since 1970; undefined for what is no time. */
export function millis(at: string | undefined): number | undefined {
  if (at === undefined) return undefined;
  const value = Date.parse(at);
  return Number.isNaN(value) ? undefined : value;
}

/** RFC 3339 in whole seconds. */
export const instantOf = (at: number): Instant =>
  `${new Date(Math.round(at / 1000) * 1000).toISOString().slice(0, 19)}Z`;

/** For people: to the minute. */
export const minuteOf = (at: Instant): string => `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;

/** The narrowest interval that holds the first (or last) of several: each bound is the least (or greatest) of theirs. */
export function boundsOf(intervals: readonly (Interval | undefined)[], which: 'first' | 'last'): Interval | undefined {
  const pick = (of: (i: Interval) => Instant | undefined): Instant | undefined => {
    let best: Instant | undefined;
    for (const interval of intervals) {
      const at = interval && of(interval);
      if (at !== undefined && (best === undefined || (which === 'first' ? at < best : at > best))) best = at;
    }
    return best;
  };
  const [notBefore, notAfter] = [pick((i) => i.notBefore), pick((i) => i.notAfter)];
  if (notBefore === undefined && notAfter === undefined) return undefined;
  return { ...(notBefore && { notBefore }), ...(notAfter && { notAfter }) };
}

/** `3 days`, `1 hour`: whole numbers, for sentences. */
export function spanText(hours: number): string {
  const whole = Math.round(Math.abs(hours));
  if (whole < 48) return `${whole} ${whole === 1 ? 'hour' : 'hours'}`;
  const days = Math.round(whole / 24);
  return `${days} days`;
}
