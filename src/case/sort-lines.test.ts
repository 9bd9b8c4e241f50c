import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { byText } from '../model/index.ts';
import { rowKey } from './row-order.ts';
import { sortLines } from './sort-lines.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sort-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

async function sorted(files: string[], options: { memory?: number; fanIn?: number } = {}): Promise<string[]> {
  const lines: string[] = [];
  for await (const batch of sortLines(files, { folder, keyOf: (line) => line.slice(0, 3), ...options }))
    lines.push(...batch);
  return lines;
}

test('gives the same order whatever the runs, the merges and the files', async () => {
  const line = fc.string({ unit: 'grapheme', maxLength: 12 }).map((s) => s.replaceAll('\n', '\t') || '-');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(line, { maxLength: 30 }), { maxLength: 6 }), async (parts) => {
      const files = parts.map((lines, i) => {
        const path = join(folder, `part-${i}`);
        writeFileSync(path, lines.map((l) => `${l}\n`).join(''));
        return path;
      });
      const expected = parts.flat().sort((a, b) => byText(a.slice(0, 3), b.slice(0, 3)) || byText(a, b));
      expect(await sorted(files, { memory: 500, fanIn: 2 })).toEqual(expected);
      expect(await sorted(files.reverse())).toEqual(expected);
    }),
    { numRuns: 40 },
  );
});

test('takes a line longer than its buffers and leaves no run behind', async () => {
  const long = `a${'é'.repeat(400_000)}`;
  const path = join(folder, 'part');
  writeFileSync(path, `b\n${long}\nc\n`);
  expect(await sorted([path], { memory: 1 })).toEqual([long, 'b', 'c']);
  expect(readdirSync(folder)).toEqual(['part']);
});

test('orders rows by path, nameless last, then by inode and version as numbers', () => {
  const rows = [
    { path: '/b', inode: 9 },
    { path: '/a', inode: 10, version_transaction: 2 },
    { inode: 1 },
    { path: '/a', inode: 9 },
    { path: '/a', inode: 10, version_transaction: 10 },
    { path: '/a', inode: 10 },
    { extents: '[[0,8192,1]]' },
    { extents: '[[0,512,1]]' },
  ];
  expect([...rows].sort((a, b) => byText(rowKey(a), rowKey(b)))).toEqual([
    rows[3],
    rows[5],
    rows[1],
    rows[4],
    rows[0],
    rows[7],
    rows[6],
    rows[2],
  ]);
});
