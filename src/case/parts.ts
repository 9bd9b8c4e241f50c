import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { byText } from '../model/index.ts';
import { eventPartPattern } from './event-parts.ts';
import { osCode, osError } from './os-error.ts';
import { writeFileWhole } from './write-file.ts';

/**
 * What one batch of work leaves behind, each as NDJSON: rows of files, draft findings, and whatever the examination
 * counts. Its events are Parquet (event-parts.ts). A batch counts as done when its `files` part is there, so that one
 * is written last.
 */
export interface Batch {
  files: string;
  claims?: string;
  tally?: string;
  /** What was read of logs. */
  logs?: string;
}

export type PartKind = keyof Batch;

const partName = (seq: number, kind: PartKind): string => `${String(seq).padStart(8, '0')}.${kind}.ndjson`;
const pattern = /^(\d{8})\.(files|claims|tally|logs)\.ndjson$/;

/** Stores a batch as immutable files. @throws AfterimageError `io` */
export async function storeBatch(work: string, seq: number, batch: Batch): Promise<void> {
  const parts = join(work, 'parts');
  if (batch.tally) await writeFileWhole(parts, partName(seq, 'tally'), batch.tally);
  if (batch.logs) await writeFileWhole(parts, partName(seq, 'logs'), batch.logs);
  if (batch.claims) await writeFileWhole(parts, partName(seq, 'claims'), batch.claims);
  await writeFileWhole(parts, partName(seq, 'files'), batch.files);
}

/** The parts of one kind, as paths in the order of their batches. @throws AfterimageError `io` */
export async function partFiles(work: string, kind: PartKind): Promise<string[]> {
  const parts = join(work, 'parts');
  const names = await listParts(parts);
  return names.filter((name) => pattern.exec(name)?.[2] === kind).map((name) => join(parts, name));
}

/** Bytes of all parts of one kind. @throws AfterimageError `io` */
export async function partBytes(work: string, kind: PartKind): Promise<number> {
  let bytes = 0;
  for (const path of await partFiles(work, kind)) {
    try {
      bytes += (await stat(path)).size;
    } catch (error) {
      throw osError('io', 'read', path, error);
    }
  }
  return bytes;
}

/**
 * The values of every line of one kind of part, in the order of the batches.
 * @param known what is in memory of some batches, by their number @throws AfterimageError `io`
 */
export async function* readParts<T>(
  work: string,
  kind: PartKind,
  known?: ReadonlyMap<number, readonly T[]>,
): AsyncGenerator<T> {
  for (const path of await partFiles(work, kind)) {
    const held = known?.get(Number(basename(path).slice(0, 8)));
    yield* held ?? parsedLines<T>(await textOf(path));
  }
}

async function textOf(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw osError('io', 'read', path, error);
  }
}

/** The values of the lines of NDJSON. */
export const parsedLines = <T>(text: string): T[] =>
  text.split('\n').flatMap((line) => (line === '' ? [] : (JSON.parse(line) as T)));

/**
 * Makes the folder for parts ready and says which batches an earlier run completed; pieces of batches that it did not
 * complete are removed.
 */
export async function openParts(work: string): Promise<Set<number>> {
  const parts = join(work, 'parts');
  try {
    await mkdir(parts, { recursive: true });
    const names = await readdir(parts);
    const done = new Set<number>();
    for (const name of names) {
      const match = pattern.exec(name);
      if (match?.[2] === 'files') done.add(Number(match[1]));
    }
    for (const name of names) {
      const match = pattern.exec(name) ?? eventPartPattern.exec(name);
      if (!match || !done.has(Number(match[1]))) await rm(join(parts, name), { force: true });
    }
    return done;
  } catch (error) {
    throw osError('cannot-create', 'prepare', parts, error);
  }
}

async function listParts(parts: string): Promise<string[]> {
  try {
    return (await readdir(parts)).sort(byText);
  } catch (error) {
    if (osCode(error) === 'ENOENT') return [];
    throw osError('io', 'read', parts, error);
  }
}
