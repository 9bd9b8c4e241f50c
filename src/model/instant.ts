import { byText } from './compare.ts';
import type { Instant } from './entry.ts';

/** Orders instants, to the nanosecond; what is no RFC 3339 time comes by its text. */
export function byInstant(a: Instant, b: Instant): number {
  const left = Date.parse(a);
  const right = Date.parse(b);
  if (Number.isNaN(left) || Number.isNaN(right)) return byText(a, b);
  return left - right || byText(fraction(a), fraction(b));
}

const fraction = (instant: Instant): string => (/\.(\d+)Z$/.exec(instant)?.[1] ?? '').padEnd(9, '0');
