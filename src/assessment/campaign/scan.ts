import { atLeast } from './binomial.ts';
import { Chance, type Expectation, handOf, type Moment, packed, timeOf } from './chance.ts';
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
  /** The same from how the largest of them fall off, which sees further than counting. */
  tail: number;
  permutations: number;
  /** It stands out from the weeks around it, too. */
  standsOut: boolean;
}

/** How long a burst may last. */
const LENGTHS = [12 * HOUR, DAY, 2 * DAY, 3 * DAY, 4 * DAY, 5 * DAY, 7 * DAY];

/** Fewer say nothing, however close together. */
export const LEAST = 3;

/** Permutations stop after so many when none comes near: the tail then lies far beyond what more could change. */
const ENOUGH = 199;
const SURE = 1e-9;

/** Permutations stop when so many are as dense: the burst is ordinary, and more would not change that. */
const ORDINARY = 20;

/**
 * The stretch that differs most from chance. Every stretch that begins with a moment and lasts up to one of the lengths
 * is looked at; in each, a hand counts once.
 * @param moments packed and sorted
 */
export function densest(moments: Float64Array, expected: Expectation): Burst | undefined {
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
      if (n >= LEAST) {
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

/** Days before and after a burst that it must stand out from as well. */
const BESIDE = 14 * DAY;
/** A burst stands out from them when it is this much denser, and chance would rarely part the moments so. */
const DENSER = 3;
const RARELY = 1e-3;

/**
 * Whether a burst is more than the height of a time in which there was more of everything: of the moments in it and in
 * the two weeks on either side, far more lie in it than its share of what is expected.
 */
function standsOut(moments: Float64Array, { first, last, hands }: Burst, expected: Expectation): boolean {
  const [from, to] = [timeOf(moments[first]!), timeOf(moments[last]!)];
  const beside = new Set<number>();
  moments.forEach((m, i) => {
    const at = timeOf(m);
    if ((i < first || i > last) && at >= from - BESIDE && at <= to + BESIDE) beside.add(m);
  });
  const within = expected.before(to + HOUR) - expected.before(from - HOUR);
  const around = expected.before(to + BESIDE) - expected.before(from - BESIDE) - within;
  if (around <= 0) return true;
  const share = within / (within + around);
  const ratio = hands / within / (Math.max(beside.size, 0.5) / around);
  return ratio >= DENSER && atLeast(hands, hands + beside.size, share) <= RARELY;
}

/** The densest stretch, tested against fleets drawn by chance. @param moments sorted by `at` */
export function testedBurst(moments: readonly Moment[], permutations: number, seed: number): TestedBurst | undefined {
  if (moments.length < LEAST) return undefined;
  const chance = new Chance(moments);
  const expected = chance.expectation();
  const sorted = Float64Array.from(moments, (m) => packed(m.at, m.hand)).sort();
  const found = densest(sorted, expected);
  if (!found || found.ratio <= 0) return undefined;
  const random = randomFrom(seed);
  const drawn = new Float64Array(moments.length);
  const maxima: number[] = [];
  let asDense = 0;
  while (maxima.length < permutations && asDense < ORDINARY) {
    const ratio = densest(chance.draw(random, drawn), expected)?.ratio ?? 0;
    maxima.push(ratio);
    if (ratio >= found.ratio) asDense++;
    if (maxima.length === ENOUGH && asDense === 0 && tailBeyond(maxima, found.ratio) < SURE) break;
  }
  return {
    ...found,
    counted: (asDense + 1) / (maxima.length + 1),
    tail: tailBeyond(maxima, found.ratio),
    permutations: maxima.length,
    standsOut: standsOut(sorted, found, expected),
  };
}

/** With fewer permutations to learn from, the fall is taken to be no steeper than that of a likelihood ratio itself. */
const FEW = 30;

/**
 * The largest tenth of the permutations, of those that have any burst, falls off exponentially, as the maxima of scan
 * statistics do; so does what lies beyond them (Knijnenburg and others, "Fewer permutations, more accurate P-values",
 * 2009, with a shape of zero).
 */
function tailBeyond(maxima: readonly number[], value: number): number {
  const sorted = maxima.filter((m) => m > 0).sort((a, b) => b - a);
  const top = Math.min(sorted.length, Math.max(1, Math.floor(maxima.length / 10)));
  const threshold = sorted[top] ?? sorted[top - 1] ?? 0;
  if (top === 0 || value <= threshold) return (sorted.filter((m) => m >= value).length + 1) / (maxima.length + 1);
  const excess = sorted.slice(0, top).reduce((sum, m) => sum + m - threshold, 0) / top;
  return (top / maxima.length) * Math.exp(-(value - threshold) / Math.max(excess, top < FEW ? 1 : 1e-9));
}
