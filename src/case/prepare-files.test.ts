import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { Engine } from './duckdb.ts';
import { storeBatch } from './parts.ts';
import { prepareFiles } from './prepare-files.ts';
import type { FileRow } from './rows.ts';

const work = mkdtempSync(join(tmpdir(), 'afterimage-files-'));
afterAll(() => rmSync(work, { recursive: true, force: true }));

const rowOf = (n: number): FileRow => ({
  evidence: '0',
  layers: 'ext4',
  path: `/folder ${n % 7}/é${n % 50}`,
  kind: 'file',
  allocation: 'allocated',
  content: 'intact',
  size: n,
  modified: `2446-05-10T22:38:${10 + (n % 50)}.9999${10 + (n % 90)}999Z`,
  inode_at: JSON.stringify({ evidence: '1', layers: ['ext4'], bytes: [{ offset: n, length: 256 }] }),
  looked: 'read',
});

test('files.parquet is the same bytes whether the rows are in memory or sorted on disk, and whatever their order', async () => {
  const rows = Array.from({ length: 3000 }, (_, n) => rowOf(n));
  const text = (some: FileRow[]): string => some.map((r) => `${JSON.stringify(r)}\n`).join('');
  mkdirSync(join(work, 'parts'));
  await storeBatch(work, 1, { files: text(rows.slice(0, 1000)) });
  await storeBatch(work, 2, { files: text(rows.slice(1000)) });
  const made = async (given?: FileRow[]): Promise<Buffer> => {
    await prepareFiles({ work, evidence: ['first', 'second'], rows: given });
    return readFileSync(join(work, 'files.parquet'));
  };
  const sorted = await made();
  expect((await made(rows)).equals(sorted)).toBe(true);
  expect((await made([...rows].reverse())).equals(sorted)).toBe(true);
  expect(readdirSync(work).sort()).toEqual(['files.parquet', 'parts']);

  const engine = await Engine.open();
  const found: Record<string, unknown>[] = [];
  const sql = `SELECT evidence, path, size, CAST(modified AS VARCHAR) AS modified, times, inode_at FROM read_parquet($1) LIMIT 1`;
  for await (const row of engine.rows(sql, [join(work, 'files.parquet')])) found.push(row);
  expect(found).toEqual([
    {
      evidence: 'first',
      path: '/folder 0/é0',
      size: 0,
      modified: '2446-05-10 22:38:10.99991',
      times: '{"modified":"2446-05-10T22:38:10.999910999Z"}',
      inode_at: '{"layers":["ext4"],"bytes":[{"offset":0,"length":256}],"evidence":"second"}',
    },
  ]);
  const bounds: Record<string, unknown>[] = [];
  const stated = `SELECT stats_min_value AS least, stats_max_value AS greatest FROM parquet_metadata($1) WHERE path_in_schema = 'path'`;
  for await (const row of engine.rows(stated, [join(work, 'files.parquet')])) bounds.push(row);
  expect(bounds).toEqual([{ least: '/folder 0/é0', greatest: '/folder 6/é9' }]);
  engine.close();
});
