import { byInstant, type Instant, type Interval } from '../model/index.ts';
import type { Words } from './words/words.ts';

const shape = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?Z$/;

/** Milliseconds since 1970, or undefined for a time that cannot be drawn: damaged, or beyond what is plausible. */
export function drawable(instant: Instant | undefined): number | undefined {
  if (instant === undefined || !shape.test(instant)) return undefined;
  const ms = Date.parse(instant);
  return ms >= Date.UTC(1990) && ms < Date.UTC(2100) ? ms : undefined;
}

export const earliest = (instants: readonly Instant[]): Instant | undefined => instants.toSorted(byInstant)[0];
export const latest = (instants: readonly Instant[]): Instant | undefined => instants.toSorted(byInstant).at(-1);

/** `2021-04-18 02:14:07 UTC`, to the second; the exact text stands in the finding. */
export function timeText(instant: Instant): string {
  const m = shape.exec(instant);
  return m ? `${m[1]}-${m[2]}-${m[3]} ${m[4]}:${m[5]}:${m[6]} UTC` : instant;
}

const DAY = 10;

/** An interval in words: `2021-04-18 02:14:07 UTC`, `not after …`, `2021-04-18, 02:14:07 to 02:20:41 UTC`. */
export function intervalText(interval: Interval | undefined, words: Words): string | undefined {
  const from = interval?.notBefore && timeText(interval.notBefore);
  const to = interval?.notAfter && timeText(interval.notAfter);
  if (from && to) {
    if (from === to) return from;
    if (from.slice(0, DAY) === to.slice(0, DAY) && from.endsWith(' UTC') && to.endsWith(' UTC'))
      return words.sameDay(from.slice(0, DAY), from.slice(DAY + 1, -4), to.slice(DAY + 1));
    return words.between(from, to);
  }
  if (from) return words.notBefore(from);
  return to ? words.notAfter(to) : undefined;
}

/** Which evidence set the bounds, in the sentences of the case, each as it stands there. */
export const basisOfTime = (interval: Interval | undefined): string[] =>
  (interval?.basis ?? []).map((b) => (b.endsWith('.') ? b : `${b}.`));
