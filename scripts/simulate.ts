/**
 * Makes fleets of gateways with planted campaigns, as case folders with the truth beside them.
 *
 *   npm run simulate -- SCENARIO -o FOLDER [--seed TEXT] [--gateways N] [--extra N] [--own-tables]
 *   npm run simulate -- --list
 *
 * Nothing in them exists: organisations, devices and files are made from the seed. docs/simulator.md says from what.
 */
import { existsSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { loadKnowledge } from '../src/detectors/index.ts';
import { didYouMean } from '../src/model/index.ts';
import { scenarios } from './simulate/scenarios.ts';
import { simulate } from './simulate/simulate.ts';
import { writeFleet } from './simulate/write-fleet.ts';

class UsageError extends Error {}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    list: { type: 'boolean' },
    output: { type: 'string', short: 'o' },
    seed: { type: 'string' },
    gateways: { type: 'string' },
    extra: { type: 'string', default: '0' },
    'own-tables': { type: 'boolean' },
  },
});

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

try {
  if (values.list) list();
  else if (positionals.length === 1) await write(positionals[0]!);
  else throw new UsageError('Name one scenario; --list shows them.');
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 64;
}
