import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Engine } from '../duckdb.ts';
import { brotli, type Codec, gzip } from './codec.ts';
import { FlagColumn, groupRows, NameColumn, NumberColumn, TextColumn } from './column.ts';
import { ParquetWriter } from './parquet-writer.ts';

const folder = mkdtempSync(join(tmpdir(), 'afterimage-parquet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Row {
  text: string | undefined;
  name: string | undefined;
  number: number | undefined;
  flag: boolean;
  at: number | undefined;
}

function write(rows: Iterable<Row>, codec: Codec = gzip): void {
  const columns = {
    text: new TextColumn(),
    name: new NameColumn(),
    number: new NumberColumn(),
    flag: new FlagColumn(),
    at: new NumberColumn(),
  };
  const named = Object.entries(columns).map(([name, column]) => ({ name, column, moment: name === 'at' }));
  const file = new ParquetWriter(folder, 'rows.parquet', named, codec);
  for (const { text, name, number, flag, at } of rows) {
    const { row } = file;
    if (text !== undefined) columns.text.set(row, text);
    if (name !== undefined) columns.name.set(row, name);
    if (number !== undefined) columns.number.set(row, number);
    columns.flag.set(row, flag);
    if (at !== undefined) columns.at.set(row, at);
    file.next();
  }
  file.end();
}

async function ask(engine: Engine, sql: string): Promise<Record<string, unknown>[]> {
  const found: Record<string, unknown>[] = [];
  for await (const row of engine.rows(sql.replace('FILE', 'read_parquet($1)'), [join(folder, 'rows.parquet')]))
    found.push(row);
  return found;
}

const row = fc.record<Row>({
  text: fc.option(fc.string({ unit: 'grapheme', maxLength: 300 }), { nil: undefined }),
  name: fc.option(fc.constantFrom('', 'a', 'grün', '\u{1f600}', 'x'.repeat(500)), { nil: undefined }),
  number: fc.option(fc.maxSafeInteger(), { nil: undefined }),
  flag: fc.boolean(),
  at: fc.option(fc.integer({ min: -1e15, max: 4e15 }), { nil: undefined }),
});

describe('a Parquet file', () => {
  it('gives back the rows that were written, whatever is in them and missing', async () => {
    const engine = await Engine.open();
    await fc.assert(
      fc.asyncProperty(fc.array(row, { maxLength: 400 }), fc.constantFrom(gzip, brotli), async (rows, codec) => {
        write(rows, codec);
        const told = await ask(engine, 'SELECT * EXCLUDE ("at"), epoch_us("at") AS "at" FROM FILE');
        expect(told).toEqual(rows);
      }),
      { numRuns: 40 },
    );
    engine.close();
  });

  it('is parted into row groups, whose least and greatest values let a reader pass over them', async () => {
    const count = 2 * groupRows + 5;
    write(
      (function* () {
        for (let i = 0; i < count; i++)
          yield { text: `t${i}`, name: `n${i % 3000}`, number: i - 7, flag: i % 3 === 0, at: i * 1e6 };
      })(),
    );
    const engine = await Engine.open();
    const [all] = await ask(
      engine,
      `SELECT count(*) AS n, sum(number) AS sum, count(DISTINCT name) AS names, count(*) FILTER (flag) AS flags,
         count(*) FILTER (text = 't' || (number + 7) AND name = 'n' || ((number + 7) % 3000)) AS good FROM FILE`,
    );
    const sum = (count * (count - 1)) / 2 - 7 * count;
    expect(all).toEqual({ n: count, sum, names: 3000, flags: Math.ceil(count / 3), good: count });
    const stated = await ask(
      engine,
      `SELECT path_in_schema AS name, stats_min_value AS least, stats_max_value AS greatest, row_group_num_rows AS rows
         FROM parquet_metadata($1) WHERE path_in_schema IN ('number', 'name') ORDER BY row_group_id, name`,
    );
    expect(stated).toEqual([
      { name: 'name', least: 'n0', greatest: 'n999', rows: groupRows },
      { name: 'number', least: '-7', greatest: String(groupRows - 8), rows: groupRows },
      { name: 'name', least: 'n0', greatest: 'n999', rows: groupRows },
      { name: 'number', least: String(groupRows - 7), greatest: String(2 * groupRows - 8), rows: groupRows },
      { name: 'name', least: 'n1960', greatest: 'n1964', rows: 5 },
      { name: 'number', least: String(2 * groupRows - 7), greatest: String(count - 8), rows: 5 },
    ]);
    engine.close();
  });

  it('ends a row group early when its rows are large', async () => {
    const text = 'x'.repeat(1 << 20);
    write(
      Array.from({ length: 600 }, (_, i) => ({ text: i < 60 ? text : 'y', name: 'n', number: i, flag: true, at: 0 })),
    );
    const engine = await Engine.open();
    const [told] = await ask(engine, 'SELECT count(*) AS n, sum(length(text)) AS bytes FROM FILE');
    expect(told).toEqual({ n: 600, bytes: 60 * text.length + 540 });
    const groups = await ask(
      engine,
      'SELECT DISTINCT row_group_id AS id, row_group_num_rows AS rows FROM parquet_metadata($1) ORDER BY id',
    );
    expect(groups.map(({ rows }) => rows)).toEqual([256, 344]);
    engine.close();
  });

  it('has its name only once it is complete', () => {
    const file = new ParquetWriter(folder, 'half.parquet', [{ name: 'flag', column: new FlagColumn() }], gzip);
    expect(readdirSync(folder)).not.toContain('half.parquet');
    file.end();
    expect(readdirSync(folder)).toContain('half.parquet');
  });
});
