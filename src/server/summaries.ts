import { datingOf, nextSteps, readNotes, statementOf, whyNoNotes, wordsOf } from '../index.ts';
import type {
  About,
  CaseDetail,
  CaseSummary,
  Finding,
  FindingCounts,
  InLanguages,
  Ownership,
  Severity,
  State,
  TriageState,
} from '../model/index.ts';
import { AfterimageError } from '../model/index.ts';
import { type Documents, readDocuments } from './documents.ts';
import type { ServedCase } from './served-case.ts';
import { triageByFinding } from './triage.ts';

const inLanguages = <T>(told: (words: ReturnType<typeof wordsOf>) => T): InLanguages<T> => ({
  en: told(wordsOf('en')),
  ja: told(wordsOf('ja')),
});

/** The line of a complete case in the list. @throws AfterimageError as `readDocuments` */
export async function summaryOf(key: string, path: string): Promise<CaseSummary> {
  const documents = await readDocuments(path);
  return summarise(key, documents, triageCounts(documents.findings, triageByFinding(await readNotes(path))));
}

function summarise(key: string, documents: Documents, triage: Record<TriageState, number>): CaseSummary {
  const { file, verdict, findings } = documents;
  const { host, evidence, runs } = file;
  const { since, removed } = datingOf(verdict, findings);
  const examinedAt = runs.at(-1)?.endedAt;
  const owner = ownerOf(documents.assessment?.ownership);
  return {
    key,
    name: file.name,
    condition: file.state,
    subject: verdict.subject,
    conclusion: verdict.conclusion,
    confidence: verdict.confidence,
    statement: inLanguages((words) => statementOf({ verdict, findings }, words)),
    ...(host && {
      host: {
        product: host.product,
        title: host.title,
        ...(host.version !== undefined && { version: host.version }),
        ...(host.name !== undefined && { name: host.name }),
      },
    }),
    ...(owner && { owner }),
    ...(since && { since }),
    ...(removed && { removed }),
    ...(examinedAt !== undefined && { examinedAt }),
    evidence: evidence.map(({ name, size }) => ({ name, size })),
    counts: countsOf(findings),
    triage,
  };
}

/** Whose device it is, in short. */
export function ownerOf(ownership: Ownership | undefined): CaseSummary['owner'] {
  const { stated, leading, candidates = [] } = ownership ?? {};
  if (stated) {
    const { organisation: name, country, sector } = stated;
    return { name, ...(country && { country }), ...(sector && { sector }), basis: 'stated' };
  }
  const candidate = candidates.find(({ name }) => name === leading);
  if (!candidate) return undefined;
  const [country, ...others] = candidate.countries;
  return { name: candidate.name, ...(country && others.length === 0 && { country }), basis: 'evidence' };
}

/** Everything of a case that is small. */
export async function detailOf(served: ServedCase): Promise<CaseDetail> {
  const { documents, file } = served;
  const { verdict, findings, assessment } = documents;
  const { host } = file;
  if (!host) throw new AfterimageError('io', `Cannot read ${served.path}: case.json does not say who the host is.`);
  const why = await whyNoNotes(served.path);
  const triage = triageCounts(findings, triageByFinding(await served.notes()));
  const { attribution, exposure, theft, activity, ownership } = assessment ?? {};
  return {
    ...summarise(served.key, documents, triage),
    verdict,
    host,
    evidenceRead: file.evidence,
    steps: inLanguages((words) => nextSteps(verdict, findings, host, words)),
    tool: file.tool,
    content: file.content,
    custody: { ...file.custody },
    runs: file.runs,
    ledger: file.ledger,
    ...(attribution &&
      exposure &&
      theft &&
      activity && {
        assessment: { attribution, exposure, theft, activity, ...(ownership && { ownership }) },
      }),
    notes: { possible: why === undefined, ...(why !== undefined && { why }) },
    evidenceAvailable: await served.evidenceAvailable(),
  };
}

const zeros = <K extends string>(names: readonly K[]): Record<K, number> =>
  Object.fromEntries(names.map((name) => [name, 0])) as Record<K, number>;

const severities: readonly Severity[] = ['informational', 'low', 'medium', 'high', 'critical'];
const states: readonly State[] = ['live', 'removed', 'reverted', 'edited', 'inferred'];
const abouts: readonly About[] = ['compromise', 'removal', 'tampering', 'exposure', 'lead'];

export function countsOf(findings: readonly Finding[]): FindingCounts {
  const counts: FindingCounts = {
    total: findings.length,
    bySeverity: zeros(severities),
    byState: zeros(states),
    byAbout: zeros(abouts),
  };
  for (const { severity, state, about } of findings) {
    counts.bySeverity[severity]++;
    counts.byState[state]++;
    counts.byAbout[about]++;
  }
  return counts;
}

export function triageCounts(
  findings: readonly Finding[],
  triage: ReturnType<typeof triageByFinding>,
): Record<TriageState, number> {
  const counts = zeros<TriageState>(['open', 'confirmed', 'dismissed']);
  for (const { id } of findings) counts[triage.get(id)?.state ?? 'open']++;
  return counts;
}
