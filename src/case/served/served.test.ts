import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Engine, pathLiteral } from '../duckdb.ts';
import { EventQuestions } from './events.ts';
import { CaseReader } from './reader.ts';
import { Selections } from './selections.ts';

let folder: string;
let reader: CaseReader;

/** Two thousand events a minute apart, one in ten of a file, one in seven removed, the last two without a time. */
const timeline = `SELECT CASE WHEN r < 1998 THEN TIMESTAMP '2021-04-17' + to_minutes(r) END AS "at",
  CASE WHEN r % 10 = 0 THEN 'modified' ELSE 'logged' END AS time_kind,
  CASE WHEN r % 10 = 0 THEN 'filesystem' ELSE 'syslog' END AS source,
  CASE WHEN r % 100 = 5 THEN 'built-in integrity scan started' ELSE 'message ' || r END AS message,
  '/log/' || (r % 3) AS path, '{"user":"user' || (r % 4) || '","host":"gw1","time":{"zone":"unknown"}}' AS fields,
  CASE WHEN r % 500 = 1 THEN 'aa' END AS finding_id, r % 7 = 0 AS recovered FROM (SELECT range::INT AS r FROM range(2000))`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'served-'));
  const engine = await Engine.open();
  await engine.run(`COPY (${timeline}) TO ${pathLiteral(join(folder, 'timeline.parquet'))} (FORMAT parquet)`);
  engine.close();
});
beforeEach(async () => {
  reader = await CaseReader.open({ path: folder, file: {} as never });
});
afterEach(() => reader.close());
afterAll(() => rmSync(folder, { recursive: true }));

describe('the tables of a case', () => {
  it('can be asked for nothing outside its folder, and no setting can be changed', async () => {
    for (const sql of [
      "SELECT * FROM read_text('/etc/hostname')",
      "COPY (SELECT 1) TO '/tmp/afterimage-outside.csv'",
      'SET enable_external_access = true',
      "ATTACH '/tmp/afterimage-outside.db'",
    ])
      await expect(reader.rows(sql, []), sql).rejects.toMatchObject({ code: 'io' });
    expect(readdirSync(folder)).toEqual(['timeline.parquet']);
  });

  it('stop a question whose asker went away', async () => {
    const leave = new AbortController();
    const long = reader.rows(
      'SELECT sum(a.range * b.range) FROM range(10000000) a, range(10000000) b',
      [],
      leave.signal,
    );
    setTimeout(() => leave.abort(), 50);
    await expect(long).rejects.toMatchObject({ name: 'AbortError' });
    expect(await reader.rows('SELECT 1 AS one', [])).toEqual([{ one: 1 }]);
  });
});

describe('a selection', () => {
  it('is made once for all who ask, also when one of them leaves', async () => {
    const selections = new Selections(reader);
    const leave = new AbortController();
    const table = async ({ table }: { table: string }) => table;
    const first = selections.use({ text: 'message 1' }, table, leave.signal);
    const second = selections.use({ text: 'message 1' }, table);
    leave.abort();
    await expect(first).rejects.toMatchObject({ name: 'AbortError' });
    expect(await second).toBe(await selections.use({ text: 'message 1', from: '2021-04-17T00:00:00Z' }, table));
  });

  it('is made anew when everybody left', async () => {
    const selections = new Selections(reader);
    const leave = new AbortController();
    const left = selections.use({ text: 'message' }, async () => 1, leave.signal);
    leave.abort();
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    expect(await selections.use({ text: 'message' }, async ({ rows }) => rows)).toBe(1980);
  });

  it('is forgotten when too much is kept, but not while it is read', async () => {
    const selections = new Selections(reader, { rows: 3000, selections: 8 });
    const kept = () =>
      reader.rows("SELECT table_name FROM information_schema.tables WHERE table_name LIKE 'selection_%'", []);
    const before = (await kept()).length;
    await selections.use({ path: '/log/*' }, async ({ table }) => {
      await selections.use({ text: 'message' }, async () => {});
      await selections.use({ text: 'e' }, async () => {});
      expect((await reader.rows(`SELECT count(*) AS n FROM ${table}`, []))[0]?.n).toBe(2000);
    });
    await selections.use({ text: 'scan' }, async () => {});
    expect((await kept()).length - before).toBeLessThanOrEqual(2);
  });
});

describe('events', () => {
  const events = () => new EventQuestions(reader, new Selections(reader));

  it('are counted once each, whatever the buckets', async () => {
    const asked = events();
    const told = await asked.extent();
    expect(told).toMatchObject({
      events: 2000,
      undated: 2,
      from: '2021-04-17T00:00:00Z',
      until: '2021-04-18T09:17:00Z',
    });
    expect([told.lanes.files.events, told.lanes.logs.events, told.lanes.scans.events]).toEqual([200, 1780, 20]);
    for (const buckets of [1, 7, 300, 2000]) {
      const { lanes, total } = await asked.histogram({ from: told.from!, until: '2021-04-18T09:18:00Z', buckets });
      const counted = Object.values(lanes).flatMap((lane) => lane.events);
      expect([total, counted.reduce((a, b) => a + b, 0)]).toEqual([1998, 1998]);
      // Multiples of seven that are neither of a file nor a scan, and have a time.
      const removed = Array.from({ length: 1998 }, (_, i) => i).filter((i) => i % 7 === 0 && i % 10 && i % 100 !== 5);
      expect(lanes.logs.recovered.reduce((a, b) => a + b, 0)).toBe(removed.length);
    }
  });

  it('come page by page, each once, those without a time last', async () => {
    const asked = events();
    const rows: number[] = [];
    for (let offset = 0; offset < 2000; offset += 333)
      rows.push(...(await asked.page({ offset, limit: 333 })).events.map((e) => e.row));
    expect(rows).toEqual(Array.from({ length: 2000 }, (_, i) => i));
    const { events: last, total } = await asked.page({ offset: 1999, limit: 5 });
    expect([total, last.length, last[0]?.at]).toEqual([2000, 1, undefined]);
    expect((await asked.page({ offset: 5000 })).events).toEqual([]);
    expect((await asked.page({ from: '2031-01-01T00:00:00Z' })).total).toBe(0);
  });

  it('fit every filter at once', async () => {
    const { total, events: fitting } = await events().page({
      from: '2021-04-17T01:00:00Z',
      until: '2021-04-18T00:00:00Z',
      lane: ['logs'],
      user: 'user3',
      path: '/log/1',
      limit: 1000,
    });
    expect(fitting).toHaveLength(total);
    expect(fitting.map((e) => e.row)).toEqual(
      Array.from({ length: 1440 }, (_, i) => i).filter(
        (i) => i >= 60 && i % 10 !== 0 && i % 100 !== 5 && i % 4 === 3 && i % 3 === 1,
      ),
    );
    expect(fitting[0]).toMatchObject({ user: 'user3', node: 'gw1', zoneUnknown: true, lane: 'logs', source: 'syslog' });
  });
});
