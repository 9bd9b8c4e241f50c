import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type CaseFile, type OpenedCase, readFindings, sha256OfFile } from '../case/index.ts';
import { AfterimageError, type Assessment, type Finding } from '../model/index.ts';
import type { ReportInput } from './input.ts';

/**
 * What a finished case holds, as reports take it.
 * @param onWarning told of a file that was changed after the examination; it is read all the same when that returns
 * @throws AfterimageError `io` when a part is missing or damaged
 */
export async function readInput(opened: OpenedCase, onWarning: (warning: string) => void): Promise<ReportInput> {
  const findings: Finding[] = [];
  for await (const finding of readFindings(opened, { onWarning })) findings.push(finding);
  const { host, evidence, tool, content, id, runs } = opened.file;
  const at = runs.at(-1)?.endedAt;
  if (!host) throw new AfterimageError('io', `Cannot read ${join(opened.path, 'case.json')}: host is missing.`);
  return {
    verdict: await part(opened.file, opened.path, 'verdict.json', onWarning),
    coverage: await part(opened.file, opened.path, 'coverage.json', onWarning),
    ...('assessment.json' in opened.file.files && {
      assessment: await part<Assessment>(opened.file, opened.path, 'assessment.json', onWarning),
    }),
    findings,
    host,
    evidence,
    tool,
    content,
    ...(at && { examined: { case: id, at } }),
  };
}

async function part<T>(file: CaseFile, folder: string, name: string, warn: (warning: string) => void): Promise<T> {
  const at = join(folder, name);
  if ((await sha256OfFile(at)) !== file.files[name]) warn(`${at} was changed after the examination.`);
  try {
    return JSON.parse(await readFile(at, 'utf8')) as T;
  } catch (cause) {
    throw new AfterimageError('io', `Cannot read ${at}: it is not JSON (damaged or cut off).`, { cause });
  }
}
