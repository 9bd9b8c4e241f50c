import { isStrong } from '../assessment/index.ts';
import type { Finding, Interval, Verdict } from '../model/index.ts';
import type { Dating } from '../model/told.ts';
import { thingsOf } from './items.ts';
import { earliest, latest } from './times.ts';

/** The findings a verdict rests on: the strong ones about a compromise, or all it names when there is none. */
export function basisOf(verdict: Verdict, findings: readonly Finding[]): Finding[] {
  const because = namedBy(verdict, findings);
  const strong = because.filter(isStrong);
  return strong.length > 0 ? strong : because;
}

/** The findings that a verdict names. */
export function namedBy(verdict: Verdict, findings: readonly Finding[]): Finding[] {
  const named = new Set(verdict.because);
  return findings.filter((f) => named.has(f.id));
}

/**
 * Dates a verdict: the first appearance of what it rests on, and the stretch of the removals of all that it names, as
 * its statement counts them.
 */
export function datingOf(verdict: Verdict, findings: readonly Finding[]): Dating {
  const basis = thingsOf(basisOf(verdict, findings));
  const appeared = basis.flatMap((item) => item.map((f) => f.appeared).find(isBound) ?? []);
  const gone = thingsOf(namedBy(verdict, findings).filter((f) => f.state === 'removed' || f.state === 'reverted'));
  const removed = gone.flatMap((item) => item.map((f) => f.removed).find(isBound) ?? []);
  const dated = removed.filter((i) => i.notAfter !== undefined);
  const told = dated.length > 0 ? dated : removed;
  // The first of several can be bounded from below only when each of them is.
  const since = interval(lowest(appeared), earliest(appeared.flatMap((i) => i.notAfter ?? [])));
  const until = interval(lowest(told), latest(dated.flatMap((i) => i.notAfter ?? [])));
  return {
    ...(isBound(since) && { since }),
    undatedSince: basis.length - appeared.length,
    live: basis.filter(([f]) => f.state === 'live').length,
    gone: gone.length,
    dated: dated.length,
    ...(isBound(until) && { removed: until }),
  };
}

const isBound = (given: Interval | undefined): given is Interval =>
  given?.notBefore !== undefined || given?.notAfter !== undefined;

const lowest = (intervals: readonly Interval[]): string | undefined =>
  intervals.every((i) => i.notBefore !== undefined) ? earliest(intervals.flatMap((i) => i.notBefore ?? [])) : undefined;

const interval = (notBefore: string | undefined, notAfter: string | undefined): Interval => ({
  ...(notBefore !== undefined && { notBefore }),
  ...(notAfter !== undefined && { notAfter }),
});
