import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { Engine } from './duckdb.ts';
import { partsOfOneTime } from './same-time.ts';

const folder = mkdtempSync(join(tmpdir(), 'afterimage-same-time-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('events of one time are parted so that each stands in one part, few in each, in the order they are sorted in', async () => {
  // A log whose lines have places of their own, one in packed content, one path with packed versions, a nameless one, small ones.
  const events = `SELECT CASE i % 5 WHEN 0 THEN '/own' WHEN 1 THEN '/packed' WHEN 2 THEN '/it''s' WHEN 3 THEN NULL ELSE '/small' || i % 100 END AS path,
    (i // 5000)::VARCHAR AS evidence,
    CASE i % 5 WHEN 0 THEN i * 10 WHEN 1 THEN 4096 WHEN 2 THEN i % 2 ELSE i END AS "offset", i AS begins FROM range(10000) r(i)`;
  const engine = await Engine.open();
  const most = 100;
  const parts = await partsOfOneTime(engine, events, most, join(folder, 'paths.parquet'));
  const order = `path NULLS LAST, evidence, "offset", begins`;
  const sorted = `(SELECT *, row_number() OVER (ORDER BY ${order}) AS place FROM (${events}))`;
  let behind = 0;
  for (const part of parts) {
    const sql = `SELECT count(*) AS n, min(place) AS first, max(place) AS last FROM ${sorted} r WHERE ${part}`;
    for await (const { n, first, last } of engine.rows(sql)) {
      if (n === 0) continue;
      expect([first, last], part).toEqual([behind + 1, behind + Number(n)]);
      expect(n, part).toBeLessThan(2 * most);
      behind = Number(last);
    }
  }
  for await (const { n } of engine.rows(`SELECT count(*) AS n FROM ${sorted}`)) expect(behind).toBe(n);
  engine.close();
});
