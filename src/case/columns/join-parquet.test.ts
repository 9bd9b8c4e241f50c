import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Engine, type PlainRow } from '../duckdb.ts';
import { joinParquet } from './join-parquet.ts';

const folder = mkdtempSync(join(tmpdir(), 'afterimage-join-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string): string => join(folder, name);
const counts = [5000, 0, 3000, 1];

/** Files of several row groups, with dictionaries, Bloom filters, nulls and JSON; one of them without a row. */
beforeAll(async () => {
  const engine = await Engine.open();
  for (const [i, count] of counts.entries())
    await engine.run(
      `COPY (SELECT ${i} AS file, i AS row, '/log' || i % 50 AS path, CASE WHEN i % 3 = 0 THEN 'text ' || i END AS text,
        json_object('n', i) AS fields FROM range(${count}) r(i))
       TO '${at(`${i}.parquet`)}' (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 2048)`,
    );
  engine.close();
  await joinParquet(
    counts.map((_, i) => at(`${i}.parquet`)),
    at('joined.parquet'),
  );
});

async function asked(sql: string): Promise<PlainRow[]> {
  const engine = await Engine.open();
  const rows: PlainRow[] = [];
  for await (const row of engine.rows(sql)) rows.push(row);
  engine.close();
  return rows;
}

describe('Parquet files put behind each other', () => {
  it('hold the rows of all of them, in order', async () => {
    const each = counts.map((_, i) => `(SELECT * FROM read_parquet('${at(`${i}.parquet`)}'))`);
    expect(await asked(`SELECT * FROM read_parquet('${at('joined.parquet')}')`)).toEqual(
      await asked(each.join(' UNION ALL ')),
    );
  });

  it('are found by what their row groups say of themselves: ranges, dictionaries, Bloom filters', async () => {
    const joined = `read_parquet('${at('joined.parquet')}')`;
    expect(await asked(`SELECT file, row FROM ${joined} WHERE path = '/log7' AND row = 2957`)).toEqual([
      { file: 0, row: 2957 },
      { file: 2, row: 2957 },
    ]);
    expect(await asked(`SELECT count(*) AS n FROM ${joined} WHERE text = 'text 4998'`)).toEqual([{ n: 1 }]);
    const [filters] = await asked(
      `SELECT count(DISTINCT bloom_filter_offset) AS n, max(bloom_filter_offset) AS last, count(DISTINCT row_group_id) AS groups
       FROM parquet_metadata('${at('joined.parquet')}') WHERE path_in_schema = 'path'`,
    );
    expect(filters).toMatchObject({ n: 5, groups: 6 });
    expect(filters!.last).toBeGreaterThan(readFileSync(at('0.parquet')).length);
  });

  it('are refused when one is cut off', async () => {
    writeFileSync(at('cut.parquet'), readFileSync(at('0.parquet')).subarray(0, -3));
    await expect(joinParquet([at('2.parquet'), at('cut.parquet')], at('bad.parquet'))).rejects.toThrow(
      /cut\.parquet.*expected the footer of a Parquet file/,
    );
  });
});
