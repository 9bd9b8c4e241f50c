import { type CaseFolder, type DraftFinding, entryOf } from '../case/index.ts';
import { type SurveyDetector, SurveyedFile, surveyDetectors } from '../detectors/index.ts';
import type { Coverage } from '../model/index.ts';

/**
 * Hands every stored entry to the detectors that look at all of them together, and stores what they claim as one more
 * piece of work.
 * @param work number behind the last piece of work
 */
export async function survey(folder: CaseFolder, detectors: readonly SurveyDetector[], work: number): Promise<void> {
  if (folder.done.has(work) || detectors.length === 0) return;
  for await (const row of folder.rows()) {
    const file = SurveyedFile.of(row, () => entryOf(row));
    if (file) for (const detector of detectors) detector.entry(file);
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
