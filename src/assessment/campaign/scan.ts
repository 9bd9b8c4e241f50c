import { Chance, type Expected, handOf, type Moment, type Null, packed, timeOf } from './chance.ts';
import { Dwelling } from './dwelling.ts';
import { DAY, HOUR } from './instants.ts';
import { randomFrom } from './random.ts';

/** The densest stretch of a list of moments. */
export interface Burst {
  /** Places of its first and last moment in the sorted list. */
  first: number;
  last: number;
  /** Hands in it. */
  hands: number;
  expected: number;
  /** Log-likelihood ratio against chance (Kulldorff's scan statistic, Poisson, conditional on the total). */
  ratio: number;
}

/** A burst, and how often chance makes one at least as dense. */
export interface TestedBurst extends Burst {
  /** (permutations as dense + 1) / (permutations + 1). */
  counted: number;
  /** Probability in the tail of a Gumbel distribution fitted to the permutations, which sees further than counting. */
  tail: number;
  permutations: number;
}

/** Milliseconds. */
interface Stretch {
  from: number;
  to: number;
}

/** Packed moments are known to the second. */
const touches = (stretch: Stretch | undefined, from: number, to: number): boolean =>
  !stretch || (from <= stretch.to + 1000 && to >= stretch.from - 1000);

/** How long a burst may last. */
const LENGTHS = [12 * HOUR, DAY, 2 * DAY, 3 * DAY, 4 * DAY, 5 * DAY, 7 * DAY];

/** Fewer say nothing, however close together. */
export const LEAST = 3;

/** Permutations stop when so many are as dense: the burst is ordinary, and more would not change that. */
const ORDINARY = 20;

/**
 * The stretch that differs most from chance. Every stretch that begins with a moment and lasts up to one of the lengths
 * is looked at; in each, a hand counts once.
 * @param moments packed and sorted
 * @param stretch only what touches this time
 */
export function densest(moments: Float64Array, expected: Expected, stretch?: Stretch): Burst | undefined {
  const total = moments.length;
  let best: Burst | undefined;
  const at = Float64Array.from(moments, timeOf);
  const hands = Int32Array.from(moments, handOf);
  const before = Float64Array.from(at, (t) => expected.before(t));
  const within = new Int32Array(hands.reduce((a, b) => Math.max(a, b), 0) + 1);
  for (const length of LENGTHS) {
    within.fill(0);
    let last = -1;
    let n = 0;
    for (let first = 0; first < total; first++) {
      for (; last + 1 < total && at[last + 1]! - at[first]! <= length; last++)
        if (within[hands[last + 1]!]!++ === 0) n++;
      if (n >= LEAST && touches(stretch, at[first]!, at[last]!)) {
        const share = expected.before(at[first]! + length) - before[first]!;
        // Further moments of a hand count neither for the burst nor for the rest.
        const ratio = ratioOf(n, Math.max(share, 1e-9), total - (last - first + 1 - n));
        if (!best || ratio > best.ratio) best = { first, last, hands: n, expected: share, ratio };
      }
      if (--within[hands[first]!]! === 0) n--;
    }
  }
  return best;
}

function ratioOf(n: number, expected: number, total: number): number {
  if (n <= expected) return 0;
  const rest = total - n;
  return n * Math.log(n / expected) + (rest > 0 ? rest * Math.log(rest / Math.max(1e-9, total - expected)) : 0);
}

/**
 * The densest stretch, tested against fleets drawn by chance: by removals at any time, and by what came together going
 * about together. It must be rare under both, and the less rare is told.
 * @param moments sorted by `at`
 */
export function testedBurst(moments: readonly Moment[], permutations: number, seed: number): TestedBurst | undefined {
  if (moments.length < LEAST) return undefined;
  const found = tested(moments, new Chance(moments), permutations, seed);
  if (!found) return undefined;
  const stretch = { from: moments[found.first]!.at, to: moments[found.last]!.at };
  const other = tested(moments, new Dwelling(moments), permutations, seed, stretch);
  return {
    ...found,
    expected: Math.max(found.expected, other?.expected ?? 0),
    counted: Math.max(found.counted, other?.counted ?? 1),
    tail: Math.max(found.tail, other?.tail ?? 1),
  };
}

/** @param stretch the densest that touches this time is tested */
function tested(
  moments: readonly Moment[],
  chance: Null,
  permutations: number,
  seed: number,
  stretch?: Stretch,
): TestedBurst | undefined {
  const expected = chance.expectation();
  const found = densest(Float64Array.from(moments, (m) => packed(m.at, m.hand)).sort(), expected, stretch);
  if (!found || found.ratio <= 0) return undefined;
  const random = randomFrom(seed);
  const drawn = new Float64Array(moments.length);
  const maxima: number[] = [];
  let asDense = 0;
  while (maxima.length < permutations && asDense < ORDINARY) {
    const ratio = densest(chance.draw(random, drawn), expected)?.ratio ?? 0;
    maxima.push(ratio);
    if (ratio >= found.ratio) asDense++;
  }
  return {
    ...found,
    counted: (asDense + 1) / (maxima.length + 1),
    tail: gumbelTail(maxima, found.ratio),
    permutations: maxima.length,
  };
}

/** Gumbel by moments, as Abrams, Kulleck and Kulldorff (2010) found it to fit the maxima of scan statistics. */
function gumbelTail(maxima: readonly number[], value: number): number {
  const mean = maxima.reduce((a, b) => a + b, 0) / maxima.length;
  const variance = maxima.reduce((a, b) => a + (b - mean) ** 2, 0) / Math.max(1, maxima.length - 1);
  const scale = (Math.sqrt(variance) * Math.sqrt(6)) / Math.PI;
  if (scale === 0) return value > mean ? 0 : 1;
  return -Math.expm1(-Math.exp(-(value - (mean - 0.5772156649 * scale)) / scale));
}
