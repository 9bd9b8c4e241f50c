import type { Wave } from '../../model/index.ts';
import { type Moment, packed } from './chance.ts';
import { DAY } from './instants.ts';
import { type Block, oncePerDevice } from './removals.ts';
import { LEAST, testedBurst } from './scan.ts';
import { sessionsAsOne } from './sessions.ts';
import { withoutStrays } from './strays.ts';
import { type Found, type Telling, waveOf } from './wave.ts';

/**
 * Probability, over all scans of one fleet together, with which chance alone may be called a wave: fewer than one
 * fleet in a thousand.
 */
const ALARM = 8e-4;
/** Waves of one scan; what is left after them is not looked at. */
const MOST = 12;

/** Removals of one kind, scanned by themselves: all of them, those of one cluster's tools, those that took several things. */
export interface Scope {
  blocks: readonly Block[];
}

export interface WaveInput extends Telling {
  scopes: readonly Scope[];
  permutations: number;
  seed: number;
}

/** Bursts of clean-ups that chance does not explain, in the order of time. */
export function wavesOf(input: WaveInput): Wave[] {
  const scopes = input.scopes.filter((s) => s.blocks.length >= LEAST);
  const found = scopes.flatMap(({ blocks }, i) => burstsOf(blocks, ALARM / scopes.length, input, i));
  const kept: Found[] = [];
  for (const one of found.sort((a, b) => b.burst.ratio - a.burst.ratio)) {
    const own = new Set(one.removals);
    const same = kept.some((k) => {
      const shared = k.removals.filter((r) => own.has(r)).length;
      return shared * 2 > Math.min(one.removals.length, k.removals.length) || overlaps(one, k);
    });
    if (!same) kept.push(one);
  }
  return sessionsAsOne(kept, input).map((one, i) => waveOf(one, `wave-${i + 1}`, input));
}

/** Two bursts at the same time are one wave when most of the shorter one lies within the other. */
function overlaps(a: Found, b: Found): boolean {
  const [a0, a1, b0, b1] = [a.removals[0]!.at, a.removals.at(-1)!.at, b.removals[0]!.at, b.removals.at(-1)!.at];
  const both = Math.min(a1, b1) - Math.max(a0, b0);
  return both > 0.5 * Math.min(a1 - a0, b1 - b0);
}

/** The densest burst, then the densest of what is left, as long as chance does not explain it. */
function burstsOf(blocks: readonly Block[], alarm: number, input: WaveInput, scope: number): Found[] {
  let left = finite(blocks).sort((a, b) => packed(a.at, a.hand) - packed(b.at, b.hand));
  const watched = {
    from: Math.min(...left.map((b) => b.watchedFrom)),
    to: Math.max(...left.map((b) => b.watchedTo)),
  };
  const found: Found[] = [];
  while (found.length < MOST) {
    const moments = left.map(
      ({ at, hand, watchedFrom, watchedTo, came }): Moment => ({
        at,
        hand,
        from: watchedFrom,
        to: watchedTo,
        ...(came !== undefined && { came }),
      }),
    );
    const burst = testedBurst(moments, input.permutations, input.seed + scope * MOST + found.length);
    if (!burst || burst.tail > alarm || burst.counted > 5 / burst.permutations) break;
    const own = left.slice(burst.first, burst.last + 1);
    left = left.toSpliced(burst.first, own.length);
    if (!burst.standsOut) continue;
    const removals = oncePerDevice(own.flatMap((b) => b.removals));
    found.push({ removals: withoutStrays(removals), burst, watched });
  }
  return found;
}

/** Where nobody says from when or until when a device was watched, the rest of the fleet does. */
function finite(blocks: readonly Block[]): Block[] {
  const bounded = blocks.flatMap((r) => [r.at, r.watchedFrom, r.watchedTo]).filter(Number.isFinite);
  const [least, most] = [Math.min(...bounded), Math.max(...bounded)];
  // Time that nobody watched is not known to be quiet: some is added on either side of what is known.
  const pad = Math.max(7 * DAY, (most - least) / 10);
  return blocks.map((r) => ({
    ...r,
    watchedFrom: Number.isFinite(r.watchedFrom) ? r.watchedFrom : least - pad,
    watchedTo: Number.isFinite(r.watchedTo) ? r.watchedTo : most + pad,
  }));
}
