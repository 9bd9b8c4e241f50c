import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve, sep } from 'node:path';
import { AfterimageError } from '../model/index.ts';
import { canonical } from './canonical.ts';
import {
  type CaseFile,
  type Custody,
  caseFormat,
  caseFormatVersion,
  type Given,
  readCaseFile,
  writeCaseFile,
} from './case-file.ts';
import { CaseFolder } from './case-folder.ts';
import { Ledger } from './ledger.ts';
import { holderOf, releaseLock, takeLock } from './lock.ts';
import { caseFileName, contractNames, ledgerName, temporaryName, workName } from './names.ts';
import { osCode, osError } from './os-error.ts';
import { openParts } from './parts.ts';

export interface CreateCaseOptions {
  mode: 'new' | 'resume' | 'restart';
  /** Paths handed over; the case may not lie inside one, and a resumed case must be about the same ones. */
  evidence: string[];
  /** Paths of witnesses: the case may not lie in them either. */
  witness?: readonly string[];
  tool: { name: string; version: string };
  content: { version: string; hash: string };
  /** The options that shape the result; a resumed case must have the same. */
  options: Record<string, unknown>;
  custody?: Custody;
  threads?: number;
  now: () => Date;
}

/**
 * Creates a case folder, or takes up or replaces the one that is there. A folder that is no case is never touched
 * unless it is empty.
 * @throws AfterimageError `cannot-create` when the folder cannot be or must not be used; the message says why and what
 * would help
 */
export async function createCase(path: string, options: CreateCaseOptions): Promise<CaseFolder> {
  const folder = resolve(path);
  await refuseEvidence(folder, [...options.evidence, ...(options.witness ?? [])]);
  const previous = await lookAt(folder);
  if (options.mode === 'new' && previous) throw alreadyThere(folder, previous);
  if (options.mode === 'resume') {
    if (!previous)
      throw new AfterimageError(
        'cannot-create',
        `Cannot resume ${folder}: there is no case. Leave out --resume to begin one.`,
      );
    if (previous.state === 'complete') throw alreadyThere(folder, previous);
  }
  const given = await lookAtEvidence(options.evidence);
  const witness = await lookAtEvidence(options.witness ?? []);
  const shaping = { ...options.options, ...(witness.length > 0 && { witness }) };
  const work = join(folder, workName);
  try {
    await makeFolder(folder);
    if (options.mode === 'restart' && previous) await clear(folder);
    await makeFolder(work);
    if (!(await lstat(work)).isDirectory()) throw new Error('it is a link, not a folder');
  } catch (error) {
    throw osError('cannot-create', 'create the case folder', folder, error);
  }
  await takeLock(work);
  try {
    return await begin(
      folder,
      work,
      { ...options, options: shaping },
      given,
      options.mode === 'resume' ? previous : undefined,
    );
  } catch (error) {
    await releaseLock(work).catch(() => {});
    throw error;
  }
}

async function begin(
  folder: string,
  work: string,
  options: CreateCaseOptions,
  given: Given[],
  previous: CaseFile | undefined,
): Promise<CaseFolder> {
  const { tool, content, custody = {}, threads, now } = options;
  const startedAt = now().toISOString();
  if (previous) refuseOther(folder, previous, options, given);
  const file: CaseFile = previous ?? {
    format: caseFormat,
    formatVersion: caseFormatVersion,
    id: createHash('sha256')
      .update(canonical([startedAt, folder, given]))
      .digest('hex')
      .slice(0, 16),
    name: basename(folder),
    state: 'running',
    tool,
    content,
    options: options.options,
    given,
    custody,
    evidence: [],
    runs: [],
    files: {},
    ledger: { head: '', length: 0 },
  };
  // A run that was killed could not say so itself.
  for (const run of file.runs) if (run.state === 'running') run.state = 'interrupted';
  file.state = 'running';
  file.runs.push({ startedAt, state: 'running', ...(threads !== undefined && { threads }) });
  const done = await openParts(work);
  const ledger = await Ledger.open(folder, now);
  await ledger.append(previous ? 'examination-resumed' : 'examination-begun', {
    tool,
    content,
    evidence: given,
    ...(previous && { batchesDone: done.size }),
  });
  file.ledger = ledger.head;
  await writeCaseFile(folder, file);
  return new CaseFolder(folder, work, file, ledger, done, now, previous !== undefined);
}

/** What is at the path: a case, nothing or an empty folder (undefined), or something that must not be touched. */
async function lookAt(folder: string): Promise<CaseFile | undefined> {
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (osCode(error) === 'ENOENT') return undefined;
    throw osError('cannot-create', 'create the case folder', folder, error);
  }
  const file = await readCaseFile(folder).catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error);
    throw new AfterimageError(
      'cannot-create',
      `Cannot create a case in ${folder}: something is there already. ${text}`,
    );
  });
  if (file) return file;
  const leftOver = new Set([workName, temporaryName(caseFileName)]);
  const foreign = names.filter((name) => !leftOver.has(name));
  if (foreign.length === 0) return undefined;
  const many = foreign.length === 1 ? 'a file or folder' : `${foreign.length} files or folders`;
  throw new AfterimageError(
    'cannot-create',
    `Cannot create a case in ${folder}: it is not empty and no case (it holds ${many}). Choose a new or an empty folder; nothing was changed.`,
  );
}

function alreadyThere(folder: string, { state, runs }: CaseFile): AfterimageError {
  const begun = runs[0] ? `, begun ${runs[0].startedAt}` : '';
  const way =
    state === 'complete'
      ? 'Use --restart to do it again, or choose another folder.'
      : 'Use --resume to go on with it, --restart to do it again, or choose another folder.';
  return new AfterimageError(
    'cannot-create',
    `Cannot create a case in ${folder}: it holds a case already (${state}${begun}). ${way}`,
  );
}

function refuseOther(folder: string, previous: CaseFile, options: CreateCaseOptions, given: Given[]): void {
  const differences: [what: string, before: unknown, now: unknown][] = [
    ['the evidence', previous.given, given],
    ['the version of the tool', previous.tool, options.tool],
    ['the detection content', previous.content, options.content],
    ['the options', previous.options, options.options],
  ];
  const different = differences.filter(([, before, now]) => canonical(before) !== canonical(now)).map(([what]) => what);
  if (different.length === 0) return;
  throw new AfterimageError(
    'cannot-create',
    `Cannot resume ${folder}: ${different.join(' and ')} changed since it was begun, and half a case of each would be neither. Use --restart to do it again.`,
  );
}

/** Node's own recursive mkdir never ends below /proc and takes a read-only medium for a missing folder. */
async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    const code = osCode(error);
    if (code === 'ENOENT' && dirname(path) !== path && !(await stat(dirname(path)).catch(() => undefined))) {
      await makeFolder(dirname(path));
      await mkdir(path);
    } else if (code !== 'EEXIST' || !(await stat(path)).isDirectory()) throw error;
  }
}

/** Removes what the contract names and nothing else. */
async function clear(folder: string): Promise<void> {
  const work = join(folder, workName);
  const holder = await holderOf(work);
  if (holder !== undefined)
    throw new AfterimageError('cannot-create', `Cannot restart ${folder}: process ${holder} is still writing it.`);
  // case.json last: if we are killed in between, the folder is still known to be a case.
  await rm(work, { recursive: true, force: true });
  const names = [
    ...contractNames.filter((name) => name !== caseFileName && name !== ledgerName),
    ledgerName,
    caseFileName,
  ];
  for (const name of names) {
    await rm(join(folder, temporaryName(name)), { force: true });
    await rm(join(folder, name), { force: true });
  }
}

async function lookAtEvidence(paths: readonly string[]): Promise<Given[]> {
  return Promise.all(
    paths.map(async (path) => {
      const absolute = resolve(path);
      const found = await stat(absolute).catch(() => undefined);
      return { path: absolute, ...(found && { size: found.size, modified: found.mtime.toISOString() }) };
    }),
  );
}

/** Evidence is never written to, so a case lies neither in it nor around it. */
async function refuseEvidence(folder: string, evidence: readonly string[]): Promise<void> {
  const target = await realPathOf(folder);
  for (const path of evidence) {
    const piece = await realPathOf(resolve(path));
    if (target === piece || target.startsWith(piece + sep))
      throw new AfterimageError(
        'cannot-create',
        `Cannot create a case in ${folder}: it lies in the evidence ${path}, which is never written to.`,
      );
    if (piece.startsWith(target + sep))
      throw new AfterimageError('cannot-create', `Cannot create a case in ${folder}: the evidence ${path} lies in it.`);
  }
}

/** The real path, also of what does not exist yet. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    const parent = dirname(path);
    return parent === path ? path : join(await realPathOf(parent), basename(path));
  }
}
