import { type CaseFolder, type DraftFinding, factsOf } from '../case/index.ts';
import { type SurveyDetector, surveyDetectors } from '../detectors/index.ts';
import type { Coverage, Hashes } from '../model/index.ts';

/**
 * Hands every stored entry to the detectors that look at all of them together, and stores what they claim as one more
 * piece of work.
 * @param work number behind the last piece of work
 */
export async function survey(folder: CaseFolder, detectors: readonly SurveyDetector[], work: number): Promise<void> {
  if (folder.done.has(work) || detectors.length === 0) return;
  for await (const row of folder.rows()) {
    const hashes: Hashes | undefined =
      row.sha256 === undefined
        ? undefined
        : {
            sha256: row.sha256,
            ...(row.md5 !== undefined && { md5: row.md5 }),
            ...(row.sha1 !== undefined && { sha1: row.sha1 }),
          };
    const facts = factsOf(row);
    for (const detector of detectors) detector.entry({ facts, ...(hashes && { hashes }) });
  }
  const drafts: DraftFinding[] = detectors.flatMap((detector) => [...detector.finish()]);
  await folder.store(work, { files: '', claims: drafts.map((d) => `${JSON.stringify(d)}\n`).join('') });
}

/** Counts the surveys in the coverage: each saw every entry. */
export function addSurveys(coverage: Coverage[], contentVersion: string): void {
  for (const c of coverage) {
    const looked = Object.values(c.space).reduce((sum, space) => sum + space.entries, 0);
    for (const name of [...surveyDetectors.map((d) => d.name), 'log-edit', 'snapshot-series'])
      c.detectors.push({ name, contentVersion, looked, skipped: 0, timedOut: 0 });
  }
}
