/** From scores to probabilities, and how far to trust them. */

/** One case: what each hypothesis scored, and which is true. */
export interface Scored {
  scores: number[];
  truth: number;
}

export const softmax = (scores: readonly number[], temperature: number): number[] => {
  const most = Math.max(...scores);
  const weights = scores.map((s) => Math.exp((s - most) / temperature));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / sum);
};

/** Mean of minus the logarithm of the probability given to what is true. */
export const logLoss = (cases: readonly Scored[], temperature: number): number =>
  cases.reduce((sum, { scores, truth }) => sum - Math.log(Math.max(1e-12, softmax(scores, temperature)[truth]!)), 0) /
  cases.length;

/** The temperature with the least loss, by golden section over its logarithm. */
export function fitted(cases: readonly Scored[]): number {
  const ratio = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [Math.log(0.05), Math.log(50)];
  for (let i = 0; i < 60; i++) {
    const [a, b] = [high - ratio * (high - low), low + ratio * (high - low)];
    if (logLoss(cases, Math.exp(a)) < logLoss(cases, Math.exp(b))) high = b;
    else low = a;
  }
  return Math.exp((low + high) / 2);
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
