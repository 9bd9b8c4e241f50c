import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { AfterimageError } from '../model/index.ts';
import { type CaseFile, readCaseFile } from './case-file.ts';
import { sha256OfFile } from './hash-file.ts';
import { verifyLedger } from './ledger.ts';
import { holderOf } from './lock.ts';
import { laterFiles, type ResultFile, resultFiles, workName } from './names.ts';

export interface OpenedCase {
  path: string;
  file: CaseFile;
}

/**
 * Opens a finished case for reading.
 * @throws AfterimageError `no-input` when there is no case, `unavailable` when it is not complete, `io` when it cannot
 * be read
 */
export async function openCase(path: string): Promise<OpenedCase> {
  const folder = resolve(path);
  const file = await readCaseFile(folder);
  if (!file) {
    const found = await stat(folder).catch(() => undefined);
    const what = !found ? 'it does not exist' : found.isDirectory() ? 'it has no case.json' : 'it is not a folder';
    throw new AfterimageError('no-input', `Cannot open the case ${folder}: ${what}.`);
  }
  const why = await whyNotOpen(folder, file);
  if (why !== undefined) throw new AfterimageError('unavailable', `Cannot open the case ${folder}: ${why}`);
  return { path: folder, file };
}

/** Why a case cannot be opened although its case.json can be read; nothing when it is complete. */
export async function whyNotOpen(folder: string, file: CaseFile): Promise<string | undefined> {
  if (file.state === 'complete') return undefined;
  const holder = file.state === 'running' ? await holderOf(join(folder, workName)) : undefined;
  const what =
    holder !== undefined
      ? `process ${holder} is still writing it`
      : file.state === 'failed'
        ? 'its examination failed and was not finished'
        : 'its examination was interrupted';
  return `${what}. ${holder !== undefined ? 'Wait until it is done.' : 'Finish it with examine --resume.'}`;
}

/**
 * The path of a result file, after comparing its hash with the one in case.json.
 * @param onWarning told when the file was changed since; it is read all the same, because it is what there is
 * @throws AfterimageError `io` when the file is missing
 */
export async function resultFile(
  opened: OpenedCase,
  name: ResultFile,
  onWarning?: (warning: string) => void,
): Promise<string> {
  const path = join(opened.path, name);
  const found = await sha256OfFile(path);
  const recorded = opened.file.files[name];
  if (found !== recorded)
    onWarning?.(`${path} was changed after the examination: its SHA-256 is ${found}, case.json says ${recorded}.`);
  return path;
}

/** Everything that is wrong with a finished case: changed or missing files, a broken ledger. Empty when all is well. */
export async function checkCase(path: string): Promise<string[]> {
  const opened = await openCase(path);
  const problems: string[] = [];
  for (const name of resultFiles.filter((n) => n in opened.file.files || !laterFiles.includes(n)))
    try {
      await resultFile(opened, name, (warning) => problems.push(warning));
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error));
    }
  const { problem } = await verifyLedger(opened.path, opened.file.ledger);
  if (problem) problems.push(`${join(opened.path, 'ledger.jsonl')} line ${problem.line}: ${problem.reason}.`);
  return problems;
}
