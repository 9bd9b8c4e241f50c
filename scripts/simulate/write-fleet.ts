/** A fleet as an analyst gets it: case folders, a list of owners; and beside it, for the one who scores, the truth. */
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Knowledge } from '../../src/detectors/index.ts';
import { csvRow } from '../../src/model/index.ts';
import { observe } from './observe.ts';
import type { Plan } from './plan.ts';
import { Random } from './random.ts';
import { truthOf } from './truth.ts';
import type { Fleet, Gateway } from './world.ts';
import { writeCase, writeCaseLike } from './write-case.ts';

export interface WriteOptions {
  /** Tables of their own in every case, which takes ten times as long; otherwise only in the first of each version. */
  ownTables?: boolean;
  /** Findings without weight that every case has beside the usual ones. */
  extra?: number;
  /** Told after each case: how many are written, and the findings of this one. */
  onCase?: (done: number, findings: number) => void;
}

/** Cases written at once. */
const TOGETHER = 32;

/** Writes `cases/`, `owners.csv` and `truth.json`. The same fleet gives the same bytes. */
export async function writeFleet(
  folder: string,
  fleet: Fleet,
  plan: Plan,
  knowledge: Knowledge,
  { ownTables = false, extra = 0, onCase }: WriteOptions = {},
): Promise<string[]> {
  const cases = join(folder, 'cases');
  await mkdir(cases, { recursive: true });
  const random = new Random(`${plan.seed}/evidence`);
  const models = new Map<string, string>();
  const written: string[] = [];
  const write = async (gateway: Gateway): Promise<void> => {
    const observed = observe(gateway, plan.evidence, random.fork(gateway.name), extra);
    const path = join(cases, gateway.name);
    const { version } = gateway.versions.at(-1)!;
    const model = models.get(version);
    models.set(version, model ?? path);
    if (ownTables || model === undefined) await writeCase(path, gateway, observed, knowledge);
    else await writeCaseLike(model, path, gateway, observed, knowledge);
    written.push(path);
    onCase?.(written.length, observed.findings.length);
  };
  const firsts = new Map(fleet.gateways.toReversed().map((g) => [g.versions.at(-1)!.version, g]));
  for (const gateway of firsts.values()) await write(gateway);
  // Writing is mostly waiting for the medium.
  const rest = fleet.gateways.filter((g) => firsts.get(g.versions.at(-1)!.version) !== g);
  for (let i = 0; i < rest.length; i += TOGETHER) await Promise.all(rest.slice(i, i + TOGETHER).map(write));
  const owners = fleet.gateways.map(({ name, owner }) =>
    csvRow([owner.name, owner.country, owner.region, owner.sector, name]),
  );
  const headings = csvRow(['organisation', 'country', 'region', 'sector', 'case']);
  await writeFile(join(folder, 'owners.csv'), [headings, ...owners].join(''));
  await writeFile(join(folder, 'truth.json'), `${JSON.stringify(truthOf(fleet), null, 2)}\n`);
  return written.sort();
}
