import type { Removal } from './removals.ts';

/** With fewer removals nothing tells a stray from a beginning. */
const LEAST = 12;
/** A pause this many times longer than the usual one parts what is no longer the same. */
const PAUSE = 8;
/** Share of removals that may be strays at either end: clocks in a wrong zone, and what somebody else took by chance. */
const FEW = 0.05;

/**
 * A burst without the few removals before its real beginning and behind its real end: one clock that is hours off would
 * otherwise date the whole.
 * @param removals in the order of time
 */
export function withoutStrays(removals: readonly Removal[]): Removal[] {
  if (removals.length < LEAST) return [...removals];
  const pauses = removals.slice(1).map((r, i) => r.at - removals[i]!.at);
  const usual = [...pauses].sort((a, b) => a - b)[Math.floor(pauses.length / 2)]!;
  const most = Math.max(1, Math.floor(FEW * removals.length));
  const long = (i: number): boolean => pauses[i]! > PAUSE * Math.max(1, usual);
  let first = 0;
  for (let i = 0; i < most; i++) if (long(i)) first = i + 1;
  let last = removals.length;
  for (let i = 0; i < most; i++) if (long(pauses.length - 1 - i)) last = removals.length - 1 - i;
  return removals.slice(first, last);
}
