import type { Finding, Interval, Verdict } from '../model/index.ts';
import { isStrong } from './selection.ts';
import { earliest, intervalText, latest, timeText } from './times.ts';

/** What the findings behind a verdict say together about time. */
export interface Dating {
  /** When the first of them appeared, and how many are at a time that is not known. */
  since?: Interval;
  undatedSince: number;
  /** From the first removal to the last. */
  removed?: Interval;
  /** Still in place when the evidence was taken. */
  live: number;
  /** Removed or put back, and how many of those at a time that is not known. */
  gone: number;
  undatedUntil: number;
}

/** The findings a verdict rests on: the strong ones about a compromise, or all it names when there is none. */
export function basisOf(verdict: Verdict, findings: readonly Finding[]): Finding[] {
  const named = new Set(verdict.because);
  const because = findings.filter((f) => named.has(f.id));
  const strong = because.filter(isStrong);
  return strong.length > 0 ? strong : because;
}

/** Dates findings together: the first appearance, and the stretch of the removals. */
export function datingOf(findings: readonly Finding[]): Dating {
  const appeared = findings.map((f) => f.appeared).filter(isBound);
  const gone = findings.filter((f) => f.state === 'removed' || f.state === 'reverted');
  const removed = gone.map((f) => f.removed).filter(isBound);
  const since = {
    // The first of the dated ones can be bounded from below only when each of them is.
    notBefore: every(appeared.map((i) => i.notBefore)) && earliest(appeared.flatMap((i) => i.notBefore ?? [])),
    notAfter: earliest(appeared.flatMap((i) => i.notAfter ?? [])),
  };
  const until = {
    notBefore: every(removed.map((i) => i.notBefore)) && earliest(removed.flatMap((i) => i.notBefore ?? [])),
    notAfter: every(removed.map((i) => i.notAfter)) && latest(removed.flatMap((i) => i.notAfter ?? [])),
  };
  return {
    ...(isBound(clean(since)) && { since: clean(since) }),
    undatedSince: findings.length - appeared.length,
    ...(isBound(clean(until)) && { removed: clean(until) }),
    live: findings.filter((f) => f.state === 'live').length,
    gone: gone.length,
    undatedUntil: gone.length - removed.length,
  };
}

const isBound = (interval: Interval | undefined): interval is Interval =>
  interval?.notBefore !== undefined || interval?.notAfter !== undefined;

const every = (values: readonly (string | undefined)[]): true | undefined =>
  values.every((v) => v !== undefined) || undefined;

const clean = (interval: { notBefore?: string | undefined; notAfter?: string | undefined }): Interval => ({
  ...(interval.notBefore !== undefined && { notBefore: interval.notBefore }),
  ...(interval.notAfter !== undefined && { notAfter: interval.notAfter }),
});

/** Since when, as a sentence: what is certain first. */
export function sinceText({ since, undatedSince }: Dating): string {
  const latestText = since?.notAfter && timeText(since.notAfter);
  const earliestText = since?.notBefore && timeText(since.notBefore);
  if (!latestText && !earliestText) return 'No time of appearance is known.';
  const when =
    latestText === earliestText
      ? latestText
      : latestText
        ? `${latestText} at the latest${earliestText ? `, ${earliestText} at the earliest` : ''}`
        : `${earliestText} at the earliest`;
  return `${when}.${undatedSince > 0 ? ` ${counted(undatedSince)} no time of appearance.` : ''}`;
}

/** Until when, as sentences. */
export function untilText({ live, gone, removed, undatedUntil }: Dating): string {
  const parts: string[] = [];
  if (live > 0) parts.push(`${live} still in place when the evidence was taken.`);
  if (gone > 0) {
    const when = intervalText(removed);
    parts.push(`${gone} removed or put back, ${when ?? 'at a time that is not known'}.`);
    if (when && undatedUntil > 0) parts.push(`${counted(undatedUntil)} no time of removal.`);
  }
  return parts.join(' ') || 'Nothing says until when.';
}

const counted = (n: number): string => (n === 1 ? '1 finding has' : `${n} findings have`);
