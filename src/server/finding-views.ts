import { commandsFor, kindOf } from '../index.ts';
import {
  byText,
  type Finding,
  type FindingDetail,
  type FindingSummary,
  type FindingsAnswer,
  type FindingsQuery,
  severities,
} from '../model/index.ts';
import type { ServedCase } from './served-case.ts';
import { countsOf, triageCounts } from './summaries.ts';
import { triageByFinding } from './triage.ts';

/** Findings in short, with what people said of them, in the order of the case: strongest first. */
export async function findingSummaries(served: ServedCase): Promise<FindingSummary[]> {
  const triage = triageByFinding(await served.notes());
  return served.documents.findings.map((finding) => {
    const { state, notes } = triage.get(finding.id) ?? { state: 'open', notes: [] };
    return { ...inShort(finding), triage: state, notes: notes.length };
  });
}

function inShort(finding: Finding): Omit<FindingSummary, 'triage' | 'notes'> {
  const { id, about, state, severity, confidence, rule, title, family, actors, techniques, subject } = finding;
  const { appeared, removed } = finding;
  return {
    id,
    kind: kindOf(finding),
    about,
    state,
    severity,
    confidence,
    rule: rule.id,
    title,
    ...(family !== undefined && { family }),
    actors,
    techniques,
    ...(subject.path !== undefined && { path: subject.path }),
    ...(subject.system !== undefined && { system: subject.system }),
    allocation: subject.allocation,
    ...(subject.sha256 !== undefined && { sha256: subject.sha256 }),
    ...(appeared && { appeared }),
    ...(removed && { removed }),
  };
}

/** A page of the findings that fit. */
export async function findingsPage(served: ServedCase, query: FindingsQuery): Promise<FindingsAnswer> {
  const all = await findingSummaries(served);
  const { findings } = served.documents;
  const fitting = all.filter((summary, i) => fits(summary, findings[i]!, query));
  const { sort = 'strength', offset = 0, limit = 100 } = query;
  if (sort !== 'strength') {
    const key = (f: FindingSummary) => (sort === 'path' ? f.path : (f[sort]?.notBefore ?? f[sort]?.notAfter));
    // What has no date or path comes last; equals stay in the order of strength.
    fitting.sort((a, b) => Number(!key(a)) - Number(!key(b)) || byText(key(a) ?? '', key(b) ?? ''));
  }
  const byTriage = triageCounts(findings, triageByFinding(await served.notes()));
  return {
    findings: fitting.slice(offset, offset + limit),
    total: fitting.length,
    counts: { ...countsOf(findings), byTriage },
    families: [...new Set(findings.flatMap((f) => f.family ?? []))].sort(byText),
  };
}

function fits(summary: FindingSummary, finding: Finding, query: FindingsQuery): boolean {
  const { severity, state, about, family, triage, path, text } = query;
  const lower = text?.toLowerCase();
  return (
    (severity === undefined || severities.indexOf(summary.severity) >= severities.indexOf(severity)) &&
    (!state || state.includes(summary.state)) &&
    (!about || about.includes(summary.about)) &&
    (family === undefined || summary.family?.toLowerCase() === family.toLowerCase()) &&
    (!triage || triage.includes(summary.triage)) &&
    (path === undefined || summary.path === path || (summary.path?.startsWith(`${path}/`) ?? false)) &&
    (lower === undefined ||
      [summary.id, summary.rule, summary.title, summary.family, summary.path, summary.sha256, finding.explanation].some(
        (part) => part?.toLowerCase().includes(lower),
      ))
  );
}

/** One finding with everything. */
export async function findingDetail(
  served: ServedCase,
  finding: Finding,
  signal?: AbortSignal,
): Promise<FindingDetail> {
  const { evidence } = served.file;
  const tables = await served.tables();
  const row = await rowOf(served, finding, signal);
  const events = await tables.events.page({ finding: finding.id, limit: 1 }, signal);
  return {
    finding,
    kind: kindOf(finding),
    commands: finding.locators.map((locator) =>
      commandsFor(
        locator,
        evidence.find((e) => e.id === locator.evidence),
        finding.subject,
      ),
    ),
    ...(row !== undefined && { row }),
    triage: await served.triage(finding.id),
    events: events.total,
  };
}

/** The row of the entry that a finding is about, when exactly the finding's facts tell it. */
async function rowOf(
  served: ServedCase,
  { subject, locators }: Finding,
  signal?: AbortSignal,
): Promise<number | undefined> {
  const { files } = await served.tables();
  const { path, system, inode, sha256, allocation, size } = subject;
  const bytes = locators[0]?.bytes[0];
  if (path === undefined) {
    const pieces = await files.nameless(allocation, size, signal);
    return pieces.find(
      ({ ranges }) =>
        bytes && ranges.some((r) => !r.hole && bytes.offset >= r.offset && bytes.offset < r.offset + r.length),
    )?.row;
  }
  const { versions } = await files.versions({ path, ...(system && { system }) }, signal);
  const own = versions.filter((v) => v.allocation === allocation && v.size === size && v.inode === inode);
  return (own.find((v) => v.sha256 === sha256) ?? own[0])?.row;
}
