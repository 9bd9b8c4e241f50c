import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { byText } from '../model/index.ts';
import { FilesTable } from './files-table.ts';
import { osError } from './os-error.ts';
import { partFiles } from './parts.ts';
import { rowKey } from './row-order.ts';
import type { FileRow } from './rows.ts';
import { sortLines } from './sort-lines.ts';

export interface PrepareOptions {
  /** `.work`, with the parts in it. */
  work: string;
  /** SHA-256 of each piece of evidence, by its place. */
  evidence: string[];
  /** The rows of all parts, when they are in memory. */
  rows?: readonly FileRow[] | undefined;
  signal?: AbortSignal | undefined;
}

/** Makes files.parquet in `work`, where nobody takes it for a result yet. @throws AfterimageError `io` */
export async function prepareFiles({ work, evidence, rows, signal }: PrepareOptions): Promise<void> {
  const table = new FilesTable(work, evidence);
  for await (const some of rows ? sortedRows(rows) : sortedParts(work, signal)) {
    for (const row of some) table.add(row);
    // Threads that work beside this one hand in what they have read.
    await setImmediate();
    signal?.throwIfAborted();
  }
  table.end();
}

/** Rows that are handed on at once. */
const AT_ONCE = 2048;

function* sortedRows(rows: readonly FileRow[]): Generator<FileRow[]> {
  const keyed = rows.map((row) => ({ row, key: rowKey(row) }));
  keyed.sort((a, b) => byText(a.key, b.key) || byText(JSON.stringify(a.row), JSON.stringify(b.row)));
  for (let i = 0; i < keyed.length; i += AT_ONCE) yield keyed.slice(i, i + AT_ONCE).map(({ row }) => row);
}

/** Characters of rows that are sorted at once: it happens while logs are read, beside much else. */
const SORTED = 4 << 20;

async function* sortedParts(work: string, signal: AbortSignal | undefined): AsyncGenerator<FileRow[]> {
  const spill = join(work, 'sorting');
  const parsed = (line: string): FileRow => JSON.parse(line) as FileRow;
  try {
    await rm(spill, { recursive: true, force: true });
    await mkdir(spill);
    const keyOf = (line: string): string => rowKey(parsed(line));
    const lines = sortLines(await partFiles(work, 'files'), { folder: spill, keyOf, memory: SORTED, signal });
    for await (const some of lines) yield some.map(parsed);
    await rm(spill, { recursive: true, force: true });
  } catch (error) {
    throw signal?.aborted ? error : osError('io', 'sort the parts of', work, error);
  }
}
