/** Scores of `analyseCampaign` over fleets drawn at random: with a planted wave, and without one. */
import { analyseCampaign, type campaignKnowledge } from '../../../src/assessment/campaign/index.ts';
import { drawn } from '../scenarios.ts';
import { simulate } from '../simulate.ts';
import { decoyKinds } from '../world.ts';
import { fleetFacts } from './facts.ts';
import { type FleetScore, scoreFleet, visibleOwners, type WaveScore } from './match.ts';
import { share, table } from './tables.ts';

/** Gateways, fleets with a wave that can be counted, fleets without one. */
const sizes: readonly (readonly [gateways: number, waves: number, none: number])[] = [
  [10, 40, 340],
  [30, 40, 340],
  [100, 40, 300],
  [300, 10, 18],
  [1000, 4, 1],
  [3000, 1, 1],
  [10_000, 1, 0],
];

/** A planted wave counts when the dated removals of so many owners are there to be seen. */
const COUNTED = 5;

/** Fleets drawn in the search for one whose wave can be counted. */
const TRIES = 60;

interface Scored extends FleetScore {
  gateways: number;
  decoys: string[];
  milliseconds: number;
}

type Knowledge = ReturnType<typeof campaignKnowledge>;
type Tell = (text: string) => void;

function scored(
  seed: string,
  gateways: number,
  withWave: boolean,
  knowledge: Knowledge,
  countable = false,
): Scored | undefined {
  const plan = drawn(seed, gateways, withWave);
  const fleet = simulate(plan);
  const facts = fleetFacts(fleet, plan);
  if (countable && !fleet.waves.some((w) => visibleOwners(fleet, facts, w) >= COUNTED)) return undefined;
  const start = process.hrtime.bigint();
  const campaign = analyseCampaign(facts, knowledge);
  const milliseconds = Number((process.hrtime.bigint() - start) / 1_000_000n);
  const decoys = plan.decoys.map((d) => d.kind);
  return { ...scoreFleet(fleet, facts, campaign), gateways, decoys, milliseconds };
}

/** @param part of the fleets of each size, 1 for all. @returns the section of the page */
export function scoreWaves(seed: string, part: number, knowledge: Knowledge, tell: Tell): string {
  const withWave: Scored[] = [];
  const without: Scored[] = [];
  const asDrawn: WaveScore[] = [];
  for (const [gateways, waves, none] of sizes) {
    const wanted = Math.ceil(waves * part);
    for (let i = 0, found = 0; found < wanted && i < wanted * TRIES; i++) {
      // The first are scored as they are drawn, for the table of what can be seen at all; then only what counts.
      const one = scored(`${seed}/wave/${gateways}/${i}`, gateways, true, knowledge, i >= wanted);
      if (!one) continue;
      if (i < wanted) asDrawn.push(...one.waves);
      if (!one.waves.some((w) => w.visible >= COUNTED)) continue;
      withWave.push(one);
      found++;
    }
    tell(`${gateways} gateways: ${withWave.filter((s) => s.gateways === gateways).length} fleets with a wave`);
    for (let i = 0; i < Math.ceil(none * part); i++)
      without.push(scored(`${seed}/none/${gateways}/${i}`, gateways, false, knowledge)!);
    tell(`${gateways} gateways: ${without.filter((s) => s.gateways === gateways).length} fleets without`);
  }
  return pageOf(withWave, without, asDrawn, seed);
}

const median = (numbers: readonly number[]): number => quantile(numbers, 0.5);

function quantile(numbers: readonly number[], at: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(at * (sorted.length - 1))] ?? Number.NaN;
}

const mean = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0) / numbers.length;

function rowOf(name: string, own: readonly Scored[]): string[] {
  const waves = own.flatMap((s) => s.waves.filter((w) => w.visible >= COUNTED));
  const found = waves.filter((w) => w.found);
  const alarms = own.reduce((sum, s) => sum + s.alarms.length, 0);
  const f1 = (2 * found.length) / (found.length + alarms + waves.length);
  const errors = found.map((w) => Math.abs(w.error!));
  return [
    name,
    String(own.length),
    `${found.length} of ${waves.length}`,
    String(alarms),
    f1.toFixed(3),
    mean(found.map((w) => w.precision!)).toFixed(3),
    mean(found.map((w) => w.recall!)).toFixed(3),
    `${median(errors).toFixed(1)} h`,
    `${quantile(errors, 0.9).toFixed(1)} h`,
    median(own.map((s) => s.rand)).toFixed(3),
    mean(own.map((s) => s.rand)).toFixed(3),
    `${(median(own.map((s) => s.milliseconds)) / 1000).toFixed(2)} s`,
  ];
}

function pageOf(
  withWave: readonly Scored[],
  without: readonly Scored[],
  asDrawn: readonly WaveScore[],
  seed: string,
): string {
  const of = (all: readonly Scored[], gateways: number): Scored[] => all.filter((s) => s.gateways === gateways);
  const used = sizes.map(([gateways]) => gateways).filter((g) => of(withWave, g).length > 0);
  const alarms = (all: readonly Scored[]): number => all.filter((s) => s.alarms.length > 0).length;
  const kinds = ['none', ...decoyKinds];
  const seen: readonly (readonly [string, number, number])[] = [
    ['0 to 2', 0, 2],
    ['3 or 4', 3, 4],
    ['5 to 7', 5, 7],
    ['8 to 15', 8, 15],
    ['16 and more', 16, Number.POSITIVE_INFINITY],
  ];
  return [
    `Seed \`${seed}\`. A planted wave counts when the dated removals of at least ${COUNTED} owners were there to be seen; what becomes of smaller ones stands below.`,
    '',
    table(
      [
        'gateways',
        'fleets',
        'waves found',
        'waves nobody planted',
        'F1',
        'members right',
        'members found',
        'beginning wrong by, median',
        'nine in ten below',
        'clusters (adjusted Rand), median',
        'mean',
        'analysis',
      ],
      [...used.map((g) => rowOf(g.toLocaleString('en'), of(withWave, g))), rowOf('all', withWave)],
    ),
    '',
    'How many owners a wave must reach (fleets as they were drawn):',
    '',
    table(
      ['owners to be seen', 'waves', 'found'],
      seen.flatMap(([name, from, to]) => {
        const own = asDrawn.filter((w) => w.visible >= from && w.visible <= to);
        return own.length > 0 ? [[name, String(own.length), share(own.filter((w) => w.found).length, own.length)]] : [];
      }),
    ),
    '',
    `Without a planted wave: ${alarms(without)} of ${without.length} fleets have one all the same.`,
    '',
    table(
      ['gateways', 'fleets', 'with a false alarm', 'with a wave that is said to follow a report'],
      used.map((g) => {
        const own = of(without, g);
        return [
          g.toLocaleString('en'),
          String(own.length),
          String(alarms(own)),
          String(own.filter((s) => s.afterReport.length > 0).length),
        ];
      }),
    ),
    '',
    table(
      ['what only looks like a wave', 'fleets with it', 'with a false alarm'],
      kinds.map((kind) => {
        const own = without.filter((s) => (kind === 'none' ? s.decoys.length === 0 : s.decoys.includes(kind)));
        return [kind, String(own.length), String(alarms(own))];
      }),
    ),
  ].join('\n');
}
