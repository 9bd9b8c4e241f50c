import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AfterimageError, type Evidence, type Host } from '../model/index.ts';
import { caseFileName } from './names.ts';
import { osCode, osError } from './os-error.ts';
import { writeFileWhole } from './write-file.ts';

/** What `format` says in every case.json, and the version of the case folder this code writes and reads. */
export const caseFormat = 'afterimage-case';
export const caseFormatVersion = 1;

export type CaseState = 'running' | 'complete' | 'interrupted' | 'failed';

/** One attempt at the examination; a resumed case has several. Times are RFC 3339, UTC. */
export interface Run {
  startedAt: string;
  endedAt?: string;
  state: CaseState;
  threads?: number;
}

/** A path handed over; `size` (bytes) and `modified` are absent when it could not be looked at. */
export interface Given {
  path: string;
  size?: number;
  modified?: string;
}

/** Who examines what, for the record; nothing is derived from it. */
export interface Custody {
  caseNumber?: string;
  evidenceNumber?: string;
  examiner?: string;
  organisation?: string;
  description?: string;
  notes?: string;
}

/** case.json: what was examined, with what, when, and the hash of every other file. */
export interface CaseFile {
  format: typeof caseFormat;
  formatVersion: number;
  id: string;
  name: string;
  state: CaseState;
  tool: { name: string; version: string };
  content: { version: string; hash: string };
  /** The options that shape the result, as given. */
  options: Record<string, unknown>;
  /** What was handed over, as it lay on the examiner's machine when the first run began. */
  given: Given[];
  custody: Custody;
  evidence: Evidence[];
  host?: Host;
  runs: Run[];
  /** SHA-256 of every result file, by name. */
  files: Record<string, string>;
  ledger: { head: string; length: number };
}

const text = (value: unknown): boolean => typeof value === 'string';
const record = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What a case.json must have before we rely on it, and the fields where a damaged one differs. */
const expected: [field: string, test: (value: unknown) => boolean][] = [
  ['format', (v) => v === caseFormat],
  ['formatVersion', (v) => Number.isSafeInteger(v)],
  ['id', text],
  ['name', text],
  ['state', (v) => text(v) && ['running', 'complete', 'interrupted', 'failed'].includes(v as string)],
  ['tool', (v) => record(v) && text(v.name) && text(v.version)],
  ['content', (v) => record(v) && text(v.version) && text(v.hash)],
  ['options', record],
  ['given', Array.isArray],
  ['custody', record],
  ['evidence', (v) => Array.isArray(v) && v.every((e) => record(e) && text(e.id) && text(e.name))],
  ['runs', (v) => Array.isArray(v) && v.every((r) => record(r) && text(r.startedAt))],
  ['files', (v) => record(v) && Object.values(v).every(text)],
  ['ledger', (v) => record(v) && text(v.head) && Number.isSafeInteger(v.length)],
];

/**
 * The case.json of a folder, or undefined when it has none.
 * @throws AfterimageError `io` when it cannot be read, is no case.json of ours, or was written by a newer version
 */
export async function readCaseFile(folder: string): Promise<CaseFile | undefined> {
  const path = join(folder, caseFileName);
  let content: string;
  try {
    content = await readFile(path, 'utf8');
  } catch (error) {
    const code = osCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw osError('io', 'read', path, error);
  }
  let value: unknown;
  try {
    value = JSON.parse(content);
  } catch (error) {
    throw new AfterimageError('io', `Cannot read ${path}: it is not JSON (damaged or cut off).`, { cause: error });
  }
  const wrong = record(value) ? expected.find(([field, test]) => !test(value[field])) : ['its outermost value'];
  if (wrong) throw new AfterimageError('io', `Cannot read ${path}: ${wrong[0]} is missing or not as a case has it.`);
  const file = value as CaseFile;
  if (file.formatVersion > caseFormatVersion)
    throw new AfterimageError(
      'io',
      `Cannot read ${path}: it has format version ${file.formatVersion}, this version reads up to ${caseFormatVersion}.`,
    );
  return file;
}

/** Writes case.json, keys in a fixed order. */
export const writeCaseFile = (folder: string, file: CaseFile): Promise<void> =>
  writeFileWhole(folder, caseFileName, `${JSON.stringify(file, null, 2)}\n`);
