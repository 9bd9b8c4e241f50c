/**
 * The public library of Afterimage: evidence in, a case folder out. The command line uses nothing else.
 */
import {
  assess,
  type CampaignRequest,
  campaignFrom,
  conclude,
  counts,
  limitsOf,
  refineIntervals,
  theftWindows,
} from './assessment/index.ts';
import { expectNewFolder, writeDocuments } from './case/index.ts';
import {
  accountsCsv,
  closeUnfinished,
  deviceLife,
  tool as ourselves,
  passedAccounts,
  readEvidence,
} from './examination/index.ts';
import type { ExamineOptions, ExamineResult } from './examination/options.ts';
import type { Campaign, Evidence, Finding } from './model/index.ts';
import { campaignDocuments } from './reports/campaign/index.ts';
import { html } from './reports/html/index.ts';
import type { Language } from './reports/index.ts';

export {
  type OwnerRow,
  products,
  readOwners,
  recordFormats,
  type StatedOwner,
  statedOwner,
} from './artifacts/index.ts';
export { logFormats } from './artifacts/logs/index.ts';
export { analyseCampaign, campaignKnowledge, compareFleet } from './assessment/index.ts';
export {
  addNote,
  type CaseFile,
  type Custody,
  checkCase,
  type FileFilter,
  type FileRow,
  type FindingFilter,
  FleetKey,
  laterFiles,
  openCase,
  openVoter,
  queryFiles,
  queryTimeline,
  readCaseFile,
  readFindings,
  readNotes,
  resultFiles,
  ServedTables,
  sha256OfFile,
  shareVotes,
  type TimeKind,
  type TimelineFilter,
  type TimelineRow,
  type VersionFacts,
  verifyLedger,
  whyNoNotes,
  whyNotOpen,
} from './case/index.ts';
export {
  type ContentCheck,
  type ContentProblem,
  type ContentSummary,
  checkContent,
  contentSummary,
  type DetectorKind,
  detectors,
  type Entity,
  eventDetectors,
  exportKnowledge,
  type FamilySummary,
  type Knowledge,
  type KnowledgeProblem,
  type Link,
  loadContent,
  loadKnowledge,
  logDetectors,
  logSources,
  readIndicatorFiles,
  readKnowledge,
  surveyDetectors,
} from './detectors/index.ts';
export { archives } from './evidence/archives/index.ts';
export { containers } from './evidence/containers/index.ts';
export { fileSystems } from './evidence/filesystems/index.ts';
export { assemblers, partitionSchemes } from './evidence/volumes/index.ts';
export {
  EvidenceContent,
  evidenceAvailable,
  type FileVersion,
  type HistoryOptions,
  history,
  type MadeBaseline,
  type MakeBaselineOptions,
  makeBaseline,
  readOwnerFiles,
  recover,
  tool,
} from './examination/index.ts';
export type {
  ExamineOptions,
  ExamineResult,
  Progress,
  Recovered,
  RecoverOptions,
} from './examination/options.ts';
export * from './model/index.ts';
export {
  bodyfileLine,
  commandsFor,
  datingOf,
  kindOf,
  type Language,
  type MadePack,
  type MadePacks,
  makePacks,
  nextSteps,
  type PackOptions,
  type Report,
  type ReportInput,
  readInput,
  reports,
  statementOf,
  type Terms,
  timesketchLine,
  wordsOf,
} from './reports/index.ts';

/**
 * Examines evidence and writes a case: reads everything, concludes, and tells it.
 * @throws AfterimageError about the request; the case then says that it was interrupted or failed. Trouble with the
 * evidence is in the coverage and limits the verdict.
 */
export async function examine(options: ExamineOptions): Promise<ExamineResult> {
  const {
    folder,
    device,
    evidence,
    host,
    coverage,
    merged,
    versions,
    tool,
    content,
    knowledge,
    installed,
    owner,
    unused,
  } = await readEvidence(options);
  try {
    const { links, dated } = merged;
    const findings: Finding[] = [];
    for (const finding of merged.findings) {
      const difference = await versions.difference(device, finding);
      const { appeared: _, removed: __, ...rest } = finding;
      const { appeared, removed } = dated.has(finding.id)
        ? finding
        : refineIntervals(finding, versions.of(finding), versions.near(finding));
      const tie = versions.tie(finding);
      findings.push({
        ...rest,
        ...(tie !== undefined && { explanation: `${finding.explanation} ${tie}` }),
        ...(appeared && { appeared }),
        ...(removed && { removed }),
        ...(difference && { difference }),
      });
    }
    const limits = limitsOf(coverage, host, unused.length);
    const verdict = conclude(subjectOf(evidence), host, findings, limits);
    const accounts = await passedAccounts(folder, theftWindows(findings));
    const assessment = {
      ...assess({ findings, coverage, host, installed, accounts, knowledge, owner }),
      life: await deviceLife(folder, installed),
    };
    const told = { verdict, findings, coverage, host, evidence, tool, content, assessment };
    const report = html.write(told, options.language);
    const documents = {
      'assessment.json': `${JSON.stringify(assessment, null, 2)}\n`,
      ...(accounts.length > 0 && { 'accounts.csv': accountsCsv(accounts) }),
    };
    await folder.complete({ evidence, host, coverage, verdict, findings, links, report, documents }, options.signal);
    const exitStatus = findings.some(counts) ? 1 : limits.thin ? 2 : 0;
    return { casePath: folder.path, verdict, host, evidence, findings, coverage, assessment, exitStatus };
  } catch (error) {
    throw await closeUnfinished(folder, error, options.signal);
  }
}

/**
 * Draws the picture over many finished cases and writes campaign.json, campaign.html and campaign.md.
 * @throws AfterimageError as `campaignFrom`; `cannot-create` when the folder holds something already
 */
export async function campaign(request: CampaignRequest & { output: string; language?: Language }): Promise<Campaign> {
  await expectNewFolder(request.output);
  const found = await campaignFrom(request);
  await writeDocuments(request.output, campaignDocuments(found, ourselves, request.language));
  return found;
}

/** The device goes by the names of its own evidence. */
const subjectOf = (evidence: readonly Evidence[]): string =>
  evidence.flatMap(({ name, role }) => (role === 'device' ? [name] : [])).join(' + ');
