/**
 * Makes fleets of gateways with planted campaigns, as case folders with the truth beside them.
 *
 *   npm run simulate -- SCENARIO -o FOLDER [--seed TEXT] [--gateways N] [--extra N] [--own-tables]
 *   npm run simulate -- --list
 *   npm run simulate -- --score waves|attribution|speed [--seed TEXT] [--part SHARE]
 *
 * `--score` writes its part of docs/campaign-scores.md; `--part 0.1` measures a tenth of it and prints it instead.
 * Nothing in them exists: organisations, devices and files are made from the seed. docs/simulator.md says from what.
 */
import { existsSync } from 'node:fs';
import { type ParseArgsConfig, parseArgs } from 'node:util';
import { campaignKnowledge } from '../src/assessment/index.ts';
import { loadKnowledge } from '../src/detectors/index.ts';
import { didYouMean } from '../src/model/index.ts';
import { scenarios } from './simulate/scenarios.ts';
import { scoreAttribution } from './simulate/score/attribution.ts';
import { type Part, parts, publish, publishTable } from './simulate/score/page.ts';
import { scoreSpeed } from './simulate/score/speed.ts';
import { scoreWaves } from './simulate/score/waves.ts';
import { simulate } from './simulate/simulate.ts';
import { writeFleet } from './simulate/write-fleet.ts';

/** Cases that attributions are scored on. */
const CASES = 5000;

class UsageError extends Error {}

const USAGE = `npm run simulate -- SCENARIO -o FOLDER [--seed TEXT] [--gateways N] [--extra N] [--own-tables]
npm run simulate -- --list
npm run simulate -- --score ${parts.join('|')} [--seed TEXT] [--part SHARE]

docs/simulator.md tells what the fleets are made from.
`;

const { values, positionals } = read({
  allowPositionals: true,
  options: {
    help: { type: 'boolean', short: 'h' },
    list: { type: 'boolean' },
    output: { type: 'string', short: 'o' },
    seed: { type: 'string' },
    gateways: { type: 'string' },
    extra: { type: 'string', default: '0' },
    'own-tables': { type: 'boolean' },
    score: { type: 'string' },
    part: { type: 'string', default: '1' },
  },
});

/** The command line, or how it should have been. */
function read<T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  try {
    return parseArgs(config);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`);
    process.exit(64);
  }
}

function list(): void {
  for (const [name, { about, gateways }] of Object.entries(scenarios))
    process.stdout.write(`${name.padEnd(18)} ${String(gateways).padStart(4)} gateways  ${about}\n`);
}

function count(name: string, text: string): number {
  if (!/^\d{1,7}$/.test(text)) throw new UsageError(`--${name} is "${text}", expected a whole number.`);
  return Number(text);
}

async function write(name: string): Promise<void> {
  const scenario = Object.hasOwn(scenarios, name) ? scenarios[name] : undefined;
  if (!scenario) {
    const near = didYouMean(name, Object.keys(scenarios));
    throw new UsageError(`No scenario named "${name}".${near ? ` Did you mean "${near}"?` : ''} --list shows them.`);
  }
  if (values.output === undefined) throw new UsageError('Say where to write with -o FOLDER.');
  if (existsSync(values.output)) throw new UsageError(`${values.output} is there already; nothing was written.`);
  const gateways = values.gateways === undefined ? scenario.gateways : count('gateways', values.gateways);
  const plan = scenario.plan(values.seed ?? name, gateways);
  const fleet = simulate(plan);
  const written = await writeFleet(values.output, fleet, plan, loadKnowledge(), {
    ownTables: values['own-tables'] ?? false,
    extra: count('extra', values.extra),
    onCase: (done) => {
      if (process.stderr.isTTY && done % 100 === 0) process.stderr.write(`\r${done} cases`);
    },
  });
  process.stdout.write(
    `${written.length} cases in ${values.output}/cases, owners.csv for --owners, truth.json with ${fleet.waves.length} planted waves.\n`,
  );
}

async function score(name: string): Promise<void> {
  if (!parts.some((p) => p === name))
    throw new UsageError(`Nothing to score is named "${name}". Known: ${parts.join(', ')}.`);
  const part = Number(values.part);
  if (!(part > 0 && part <= 1))
    throw new UsageError(`--part is "${values.part}", expected a number above 0 and up to 1.`);
  const seed = values.seed ?? 'scores';
  const tell = (text: string): void => void process.stderr.write(`${text}\n`);
  const { page, csv } = await scoresOf(name as Part, seed, part, tell);
  if (part < 1) {
    process.stdout.write(`${page}\n`);
    return;
  }
  publish(name as Part, page);
  if (csv) publishTable('attribution-reliability.csv', csv);
}

async function scoresOf(
  name: Part,
  seed: string,
  part: number,
  tell: (text: string) => void,
): Promise<{ page: string; csv?: string }> {
  const knowledge = loadKnowledge();
  if (name === 'attribution') return scoreAttribution(Math.round(CASES * part), seed, knowledge);
  if (name === 'waves') return { page: scoreWaves(seed, part, campaignKnowledge(knowledge), tell) };
  return { page: await scoreSpeed(seed, part, knowledge, tell) };
}

try {
  if (values.help) process.stdout.write(USAGE);
  else if (values.list) list();
  else if (values.score !== undefined) await score(values.score);
  else if (positionals.length === 1) await write(positionals[0]!);
  else throw new UsageError('Name one scenario; --list shows them.');
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 64;
}
