/** How often attributions of simulated cases are right, and what their confidence and scores are worth. */
import { attribute } from '../../../src/assessment/attribution/index.ts';
import type { Knowledge } from '../../../src/detectors/index.ts';
import type { Attribution, Confidence } from '../../../src/model/index.ts';
import { suspect } from '../suspects.ts';
import { brier, calibrationError, fitted, logLoss, probabilitiesOf, reliability, type Scored } from './calibrate.ts';
import { share, table } from './tables.ts';

interface Judged extends Scored {
  kind: string;
  leading: string[];
  right: boolean;
  /** Named, alone or among several of which as much speaks for each. */
  among: boolean;
  /** True when anything of an intruder is left to be found. */
  left: boolean;
  confidence: Confidence;
  /** How far the best is ahead of the next. */
  margin: number;
}

function judge(seed: string, knowledge: Knowledge): Judged {
  const { truth, kind, findings } = suspect(seed);
  const { hypotheses, leading, confidence }: Attribution = attribute(findings, knowledge);
  const scores = hypotheses.map((h) => h.score);
  return {
    kind,
    leading,
    right: leading.length === 1 && leading[0] === truth,
    confidence,
    margin: scores[0]! - scores[1]!,
    scores,
    kinds: hypotheses.map((h) => h.kind),
    among: leading.includes(truth),
    left: findings.some((f) => f.about === 'compromise'),
    truth: hypotheses.findIndex((h) => h.name === truth),
  };
}

const edges = [0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 1];
const margins = [0, 1, 2, 4, 8, 12, 20, Number.POSITIVE_INFINITY];

/** @returns the section of the page, and the reliability diagram as CSV */
export function scoreAttribution(cases: number, seed: string, knowledge: Knowledge): { page: string; csv: string } {
  const judged = Array.from({ length: cases }, (_, i) => judge(`${seed}/${i}`, knowledge));
  // Fitted on one half; told of the other.
  const half = Math.floor(cases / 2);
  const [fit, kept] = [judged.slice(0, half), judged.slice(half)];
  const calibration = fitted(fit);
  const said = kept.map((j) => ({ probabilities: probabilitiesOf(j, calibration), truth: j.truth }));
  const pairs = said.flatMap(({ probabilities, truth }) =>
    probabilities.map((p, i) => ({ said: p, true: i === truth })),
  );
  const bins = reliability(pairs, edges);
  const csv = [
    'from,to,count,said,true',
    ...bins.map((b) => [b.from, b.to, b.count, b.said.toFixed(4), b.true.toFixed(4)].join(',')),
    '',
  ].join('\n');
  const kinds = [...new Set(judged.map((j) => j.kind))].sort();
  const right = (of: readonly Judged[]): string => share(of.filter((j) => j.right).length, of.length);
  const named = (of: readonly Judged[]): Judged[] => of.filter((j) => /^UNC/.test(j.leading[0]!));
  const wrongName = (of: readonly Judged[]): string =>
    share(named(of).filter((j) => !j.leading.includes(j.kind)).length, of.length);
  const uniform = brier(kept.map((j) => ({ probabilities: j.scores.map(() => 1 / j.scores.length), truth: j.truth })));
  const page = [
    `${cases} cases, seed \`${seed}\`. One actor, or nobody, is behind each; 6 % have an opportunist's web shell beside it.`,
    '',
    table(
      [
        'behind it',
        'cases',
        'with anything left',
        'named',
        'named alone',
        'an actor named wrongly',
        'said most often else',
      ],
      kinds.map((kind) => {
        const own = judged.filter((j) => j.kind === kind);
        return [
          kind,
          String(own.length),
          share(own.filter((j) => j.left).length, own.length),
          share(own.filter((j) => j.among).length, own.length),
          right(own),
          wrongName(own),
          oftenest(own.filter((j) => !j.among)),
        ];
      }),
    ),
    '',
    'What the stated confidence is worth:',
    '',
    table(
      ['said', 'cases', 'right', 'right, of those that name an actor'],
      (['medium', 'low'] as const).map((c) => {
        const own = judged.filter((j) => j.confidence === c);
        return [c, String(own.length), right(own), `${right(named(own))} of ${named(own).length}`];
      }),
    ),
    '',
    'What a lead is worth (score of the first hypothesis less that of the second):',
    '',
    table(
      ['lead', 'cases', 'right'],
      margins.slice(0, -1).flatMap((from, i) => {
        const to = margins[i + 1]!;
        const own = judged.filter((j) => j.margin >= from && j.margin < to);
        const range = to === Number.POSITIVE_INFINITY ? `${from} and more` : `${from} to ${to}`;
        return own.length > 0 ? [[range, String(own.length), right(own)]] : [];
      }),
    ),
    '',
    `Scores are no probabilities. Turned into some (softmax, temperature ${calibration.temperature.toFixed(2)}, with a head start for each kind: ${startsOf(calibration.starts)}; fitted on the first half, judged on the second) they have a Brier score of ${brier(said).toFixed(3)} over all hypotheses (the same for each: ${uniform.toFixed(3)}), a mean log loss of ${logLoss(kept, calibration).toFixed(3)}, and a calibration error of ${calibrationError(bins).toFixed(3)}. The product prints none of them: they hold for this mixture of cases alone.`,
    'Reliability diagram, also as [attribution-reliability.csv](attribution-reliability.csv):',
    '',
    table(
      ['said', 'hypotheses', 'said, mean', 'true'],
      bins.map((b) => [`${b.from} to ${b.to}`, String(b.count), b.said.toFixed(3), b.true.toFixed(3)]),
    ),
  ].join('\n');
  return { page, csv };
}

const startsOf = (starts: Record<string, number>): string =>
  Object.entries(starts)
    .map(([kind, start]) => `${kind} ${start.toFixed(2)}`)
    .join(', ');

function oftenest(judged: readonly Judged[]): string {
  const counts = new Map<string, number>();
  for (const { leading } of judged) counts.set(leading.join(' and '), (counts.get(leading.join(' and ')) ?? 0) + 1);
  const best = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0];
  return best ? `${best[0]} (${best[1]})` : '-';
}
