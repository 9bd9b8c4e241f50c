import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CaseFile, openCase, readFindings } from '../index.ts';
import { AfterimageError, type Assessment, type Coverage, type Finding, type Verdict } from '../model/index.ts';

/** Everything of a finished case that fits in memory. */
export interface Documents {
  path: string;
  file: CaseFile;
  verdict: Verdict;
  coverage: Coverage[];
  /** Absent in cases of earlier versions. */
  assessment?: Assessment;
  /** Strongest first. */
  findings: Finding[];
}

/** Longest document that is read at once, bytes. */
const LONGEST = 256 << 20;

/** @throws AfterimageError as `openCase`, `io` when one of its documents is damaged */
export async function readDocuments(path: string): Promise<Documents> {
  const { file } = await openCase(path);
  const findings: Finding[] = [];
  await plainFile(path, 'findings.jsonl');
  for await (const finding of readFindings({ path, file })) findings.push(finding);
  return {
    path,
    file,
    verdict: await documentOf<Verdict>(path, 'verdict.json'),
    coverage: await documentOf<Coverage[]>(path, 'coverage.json'),
    ...('assessment.json' in file.files && { assessment: await documentOf<Assessment>(path, 'assessment.json') }),
    findings,
  };
}

/** A JSON file of a case. @throws AfterimageError `io` when it is missing, damaged or no plain file */
export async function documentOf<T>(path: string, name: string): Promise<T> {
  const at = await plainFile(path, name);
  try {
    return JSON.parse(await readFile(at, 'utf8')) as T;
  } catch (cause) {
    throw new AfterimageError('io', `Cannot read ${at}: it is not JSON (damaged or cut off).`, { cause });
  }
}

/**
 * The path of a file of a case. A case that comes from elsewhere may hold links to what is none of its business.
 * @throws AfterimageError `io`
 */
export async function plainFile(path: string, name: string): Promise<string> {
  const at = join(path, name);
  const found = await lstat(at).catch(() => undefined);
  const wrong = !found ? 'it is missing' : !found.isFile() ? 'it is a link or a folder' : undefined;
  if (wrong) throw new AfterimageError('io', `Cannot read ${at}: ${wrong}.`);
  if (found!.size > LONGEST && !name.endsWith('.parquet'))
    throw new AfterimageError('io', `Cannot read ${at}: ${found!.size} bytes are more than can be shown.`);
  return at;
}
