import { readCaseFile } from '../index.ts';
import type { Assessment, Conclusion, Verdict } from '../model/index.ts';
import { documentOf } from './documents.ts';
import { ownerOf } from './summaries.ts';

/** What is enough to find and sort a case among thousands: its findings, the longest file, are not read for it. */
export interface CaseOutline {
  key: string;
  conclusion?: Conclusion;
  /** When the last run ended, and when the first of what was found was in place at the latest. */
  examinedAt?: string;
  since?: string;
  /** What a search looks at, in lower case. */
  words: string;
}

/** Never fails: of a damaged or unfinished case only its name is known. */
export async function outlineOf(key: string, path: string): Promise<CaseOutline> {
  const nothing: CaseOutline = { key, words: key.toLowerCase() };
  try {
    const file = await readCaseFile(path);
    if (!file) return nothing;
    const { name, host, runs, state } = file;
    const known = [key, name, host?.title, host?.name, host?.version];
    if (state !== 'complete') return { key, words: inLowerCase(known) };
    const verdict = await documentOf<Verdict>(path, 'verdict.json');
    const assessment =
      'assessment.json' in file.files ? await documentOf<Assessment>(path, 'assessment.json') : undefined;
    const owner = ownerOf(assessment?.ownership);
    const { first } = assessment?.activity ?? {};
    const since = first?.notAfter ?? first?.notBefore;
    const examinedAt = runs.at(-1)?.endedAt;
    return {
      key,
      conclusion: verdict.conclusion,
      ...(examinedAt !== undefined && { examinedAt }),
      ...(since !== undefined && { since }),
      words: inLowerCase([...known, verdict.subject, verdict.statement, owner?.name, owner?.country, owner?.sector]),
    };
  } catch {
    return nothing;
  }
}

const inLowerCase = (words: readonly (string | undefined)[]): string =>
  words
    .filter((word) => word !== undefined)
    .join('\n')
    .toLowerCase();
