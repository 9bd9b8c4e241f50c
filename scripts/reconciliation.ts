/**
 * `npx tsx scripts/reconciliation.ts [ROUNDS] [EVENTS]`: how often "edit" is said rightly on planted truth, as
 * docs/reconciliation.md publishes it. 90 pairs of logs a round.
 */
import { grid } from '../fixtures/witness/grid.ts';
import { brier, type Score, score } from '../fixtures/witness/measure.ts';
import { plain, plant } from '../fixtures/witness/plant.ts';

const rounds = Number(process.argv[2] ?? 3);
const events = Number(process.argv[3] ?? 6000);

interface Row {
  pairs: number;
  right: number;
  wrong: number;
  missed: number;
  said: Score['said'];
}

const rows = new Map<string, Row>();
function add(name: string, { right, wrong, missed, said }: Score): void {
  const row = rows.get(name) ?? { pairs: 0, right: 0, wrong: 0, missed: 0, said: [] };
  row.pairs++;
  row.right += right;
  row.wrong += wrong;
  row.missed += missed;
  row.said.push(...said);
  rows.set(name, row);
}

for (const plan of grid(rounds, events)) {
  const found = score(plant(plan));
  add('all', found);
  add(`witness in ${plan.remote}`, found);
  add(
    `loss ${plan.loss * 100} %, skew ${plan.skew} s, step ${plan.step} s, zone ${plan.zone}, daylight saving ${plan.dst}`,
    found,
  );
  add(`cut: ${plan.edits.join(', ') || 'nothing'}`, found);
  if (found.wrong + found.missed > 0)
    process.stderr.write(
      `seed ${plan.seed} ${plan.remote} ${plan.edits.join('+')}: ${found.wrong} wrong, ${found.missed} missed\n`,
    );
}
for (let seed = 1; seed <= rounds * 6; seed++)
  add(
    'log service stood still (nothing cut)',
    score(plant({ ...plain, events, seed, outage: 360, zone: 60, dst: 60 })),
  );

const share = (a: number, b: number): string => (a + b === 0 ? '-' : (a / (a + b)).toFixed(4));
const lines = ['| | pairs | edits | precision | recall | Brier score |', '|---|---:|---:|---:|---:|---:|'];
for (const [name, { pairs, right, wrong, missed, said }] of rows)
  lines.push(
    `| ${name} | ${pairs} | ${right + missed} | ${share(right, wrong)} | ${share(right, missed)} | ${brier(said).toFixed(4)} |`,
  );
lines.push('', '| said | events | said, mean | true |', '|---|---:|---:|---:|');
const said = [...rows.get('all')!.said, ...rows.get('log service stood still (nothing cut)')!.said];
const bounds = [0, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1];
for (let b = 0; b + 1 < bounds.length; b++) {
  const [low, high] = [bounds[b]!, bounds[b + 1]!];
  const bin = said.filter(({ probability: p }) => p >= low && (p < high || high === 1));
  if (bin.length === 0) continue;
  const mean = (of: (one: (typeof bin)[number]) => number): string =>
    (bin.reduce((sum, one) => sum + of(one), 0) / bin.length).toFixed(3);
  lines.push(
    `| ${low} to ${high} | ${bin.length} | ${mean(({ probability }) => probability)} | ${mean(({ edit }) => edit)} |`,
  );
}
process.stdout.write(`${lines.join('\n')}\n`);
