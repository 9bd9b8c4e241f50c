import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isGap, logHeadBytes, recogniseLog } from '../artifacts/index.ts';
import { MemorySource } from '../bytes/index.ts';
import { type CaseFolder, createCase, type EventRow, type EventStore, type FileRow } from '../case/index.ts';
import { compileSigma, contentFolder, loadContent, type SigmaRule, statementsOf } from '../detectors/index.ts';
import { RecordPlaces } from './record-places.ts';

/** Samples are lines as logs have them; our parsers read them, and the rules meet what came out. */
const folder = join(contentFolder, 'sigma', 'samples');
const compiled = compileSigma(loadContent().sigma);
const temporary = mkdtempSync(join(tmpdir(), 'sigma-'));
const samples = readdirSync(folder).flatMap((rule) =>
  readdirSync(join(folder, rule)).map((file) => ({ rule, file, path: `/${rule}/${file}` })),
);
let store: CaseFolder;
let events: EventStore;

function rowsOf({ rule, file, path }: (typeof samples)[number]): EventRow[] {
  const bytes = readFileSync(join(folder, rule, file));
  const source = new MemorySource(bytes);
  const format = recogniseLog(bytes.subarray(0, logHeadBytes), file);
  expect(format, `${path} is in a format that is read`).toBeDefined();
  const extents = JSON.stringify([[0, 0, bytes.length]]);
  const row = { evidence: '0', layers: 'directory', path, allocation: 'allocated', size: bytes.length, extents };
  const places = new RecordPlaces(row as FileRow, path, false);
  return [...format!.records(source, {})].map((record) => {
    if (isGap(record) || record.unparsed) throw new Error(`${path}: a line is not in the format ${format!.name}`);
    return places.rowOf(record);
  });
}

beforeAll(async () => {
  store = await createCase(join(temporary, 'case'), {
    mode: 'new',
    evidence: [],
    tool: { name: 'afterimage', version: '0' },
    content: { version: '0', hash: '0' },
    options: {},
    threads: 1,
    now: () => new Date(0),
  });
  store.storeEvents(0, samples.flatMap(rowsOf));
  events = (await store.events())!;
  await events.run('CREATE TEMP TABLE sample AS SELECT * FROM event');
});
afterAll(async () => {
  events.close();
  await store.stop('interrupted', 'done');
  rmSync(temporary, { recursive: true });
});

const strong = (level: string) => !['informational', 'low'].includes(level);

/** A rule as if no detector told of its records. */
function told<T extends { rule: SigmaRule }>({ rule }: T): { rule: T['rule'] } {
  const { toldBy: _, ...own } = rule.own ?? {};
  return { rule: { ...rule, own } };
}

/** The rules that one sample meets: its own, and with `others` those that raise an alarm. */
async function metBy({ rule, path }: (typeof samples)[number], others: boolean): Promise<string[]> {
  const asked = (r: { name?: string; level: string }) => r.name === rule || (others && strong(r.level));
  const some = {
    // Those that only a correlation counts report here as well, and those whose records others tell of.
    detections: compiled.detections.filter((d) => asked(d.rule)).map((d) => ({ ...d, ...told(d), reports: true })),
    correlations: compiled.correlations.filter((c) => asked(c.rule)),
    notRun: [],
  };
  const met: string[] = [];
  for (const { sql, rules } of statementsOf(some, `(SELECT * FROM sample WHERE path = '${path}')`))
    for await (const row of events.rows(sql)) met.push(rules[Number(row.rule)]!.name!);
  return met;
}

describe('our Sigma rules', () => {
  test('are all run', () => {
    expect(compiled.notRun).toEqual([]);
    expect(compiled.detections.length + compiled.correlations.length).toBeGreaterThan(40);
  });

  test.each(samples.filter((s) => s.file.startsWith('hit-')).map((s) => [s.path, s] as const))(
    '%s is met by its rule',
    async (_, sample) => {
      expect(await metBy(sample, false)).toEqual([sample.rule]);
    },
  );

  test.each(samples.filter((s) => s.file.startsWith('miss-')).map((s) => [s.path, s] as const))(
    '%s is left alone by its rule, and raises no alarm',
    async (_, sample) => {
      expect(await metBy(sample, true)).toEqual([]);
    },
  );
});

test('a record that a detector of tampering reads is left to it; that of a witness or of free space is not', async () => {
  const rule = compiled.detections.find((d) => d.rule.name === 'log-cleared-record')!;
  expect(rule.rule.own?.toldBy).toBe('log-cleared');
  const met = async (change: string): Promise<number> => {
    const some = `(SELECT * REPLACE (${change}) FROM sample WHERE path LIKE '%log-cleared-record/hit-cleared%')`;
    const [statement] = statementsOf({ detections: [{ ...rule, reports: true }], correlations: [], notRun: [] }, some);
    let count = 0;
    for await (const row of events.rows(statement!.sql)) count += Number(row.n);
    return count;
  };
  expect(await met('source AS source')).toBe(0);
  expect(await met(`'witness' AS source`)).toBe(1);
  expect(await met(`'unallocated' AS allocation`)).toBe(1);
});
