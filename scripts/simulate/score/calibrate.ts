/** From scores to probabilities, and how far to trust them. */

/** One case: what each hypothesis scored and of which kind it is, and which is true. */
export interface Scored {
  scores: number[];
  kinds: string[];
  truth: number;
}

/** How scores become probabilities: a temperature for all, and a head start for each kind of hypothesis. */
export interface Calibration {
  temperature: number;
  starts: Record<string, number>;
}

export function probabilitiesOf({ scores, kinds }: Scored, { temperature, starts }: Calibration): number[] {
  const levels = scores.map((s, i) => s / temperature + (starts[kinds[i]!] ?? 0));
  const most = Math.max(...levels);
  const weights = levels.map((l) => Math.exp(l - most));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / sum);
}

/** Mean of minus the logarithm of the probability given to what is true. */
export const logLoss = (cases: readonly Scored[], calibration: Calibration): number =>
  cases.reduce((sum, c) => sum - Math.log(Math.max(1e-12, probabilitiesOf(c, calibration)[c.truth]!)), 0) /
  cases.length;

const ROUNDS = 5;

/** The calibration with the least loss, one parameter after the other. */
export function fitted(cases: readonly Scored[]): Calibration {
  const kinds = [...new Set(cases.flatMap((c) => c.kinds))].sort();
  const found: Calibration = { temperature: 2, starts: Object.fromEntries(kinds.map((k) => [k, 0])) };
  for (let round = 0; round < ROUNDS; round++) {
    found.temperature = Math.exp(
      least(Math.log(0.05), Math.log(50), (t) => logLoss(cases, { ...found, temperature: Math.exp(t) })),
    );
    for (const kind of kinds)
      found.starts[kind] = least(-6, 6, (start) =>
        logLoss(cases, { ...found, starts: { ...found.starts, [kind]: start } }),
      );
  }
  return found;
}

/** Where a function with one valley is least, by golden section. */
function least(from: number, to: number, of: (x: number) => number): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [a, b] = [high - ratio * (high - low), low + ratio * (high - low)];
  let [left, right] = [of(a), of(b)];
  while (high - low > 0.01) {
    if (left < right) {
      [high, b, right] = [b, a, left];
      a = high - ratio * (high - low);
      left = of(a);
    } else {
      [low, a, left] = [a, b, right];
      b = low + ratio * (high - low);
      right = of(b);
    }
  }
  return (low + high) / 2;
}

/** Brier score over all hypotheses: 0 is perfect, 2 is sure and wrong every time. */
export const brier = (said: readonly { probabilities: readonly number[]; truth: number }[]): number =>
  said.reduce(
    (sum, { probabilities, truth }) =>
      sum + probabilities.reduce((part, p, i) => part + (p - (i === truth ? 1 : 0)) ** 2, 0),
    0,
  ) / said.length;

export interface Bin {
  from: number;
  to: number;
  count: number;
  /** What was said on average, and how often it was so. */
  said: number;
  true: number;
}

/** What was said of anything, against how often it was so. Bins without anything are left out. */
export function reliability(pairs: readonly { said: number; true: boolean }[], edges: readonly number[]): Bin[] {
  return edges.slice(0, -1).flatMap((from, i) => {
    const to = edges[i + 1]!;
    const own = pairs.filter((p) => p.said >= from && (p.said < to || (i === edges.length - 2 && p.said === to)));
    if (own.length === 0) return [];
    const mean = (of: (p: (typeof own)[number]) => number): number =>
      own.reduce((sum, p) => sum + of(p), 0) / own.length;
    return [{ from, to, count: own.length, said: mean((p) => p.said), true: mean((p) => Number(p.true)) }];
  });
}

/** Mean distance between what was said and what was so, weighted by how much was said. */
export const calibrationError = (bins: readonly Bin[]): number => {
  const all = bins.reduce((sum, b) => sum + b.count, 0);
  return bins.reduce((sum, b) => sum + (b.count / all) * Math.abs(b.said - b.true), 0);
};
