import type {
  Allocation,
  Conclusion,
  Confidence,
  ContentState,
  Evidence,
  Finding,
  Host,
  RuleReference,
  State,
  SystemRole,
} from '../model/index.ts';

/** What a reader sees for the terms of the model; every report uses these words. */

export const conclusionWords: Record<Conclusion, string> = {
  compromised: 'Compromised',
  'compromised-then-cleaned': 'Compromised, then cleaned',
  suspected: 'Suspected',
  inconclusive: 'Inconclusive',
  'no-evidence-found': 'No evidence found in what was read',
};

export const stateWords: Record<State, string> = {
  live: 'Still in place',
  removed: 'Removed',
  reverted: 'Put back',
  edited: 'Edited',
  inferred: 'Inferred',
};

/** Colour of a state, by the names of the style sheet; never the only sign of it. */
export const stateTones: Record<State, 'alarm' | 'amber' | 'calm'> = {
  live: 'alarm',
  removed: 'calm',
  reverted: 'amber',
  edited: 'amber',
  inferred: 'calm',
};

/** What the state means, for the list of terms at the end. */
export const stateMeanings: Record<State, string> = {
  live: 'the file was there when the evidence was taken',
  removed: 'the file was deleted; its name, its inode or its bytes are still in the evidence',
  reverted:
    'the file was altered and later put back; this is the altered version, known from the journal or old blocks',
  edited: 'parts of the file were cut out or changed; this is what it held before',
  inferred: 'the thing itself was not seen; traces of it were',
};

const allocationWords: Record<Allocation, string> = {
  allocated: 'a live file',
  superseded: 'an earlier version of a file that still exists',
  deleted: 'a deleted file whose name or inode still describes it',
  orphan: 'a file that was unlinked while a program held it open',
  unallocated: 'bytes in free space, without a name',
  slack: 'bytes behind the end of a file, in its last block',
};

const contentWords: Record<ContentState, string> = {
  intact: 'its content is whole',
  partial: 'only part of its content is left',
  lost: 'its content is lost',
};

const systemWords: Record<SystemRole, string> = {
  current: 'current system',
  rollback: 'rollback system',
  'factory-reset': 'factory-reset system',
  shared: 'shared by the systems',
  unknown: 'system not known',
};

const ruleWords: Record<RuleReference['source'], string> = {
  yara: 'YARA rule',
  hash: 'hash list',
  name: 'file name',
  path: 'path indicator',
  stix: 'STIX indicator',
  sigma: 'Sigma rule',
  builtin: 'built-in check',
};

/** Kinds of space in the order in which people ask for them. */
export const spaceWords: [kind: Allocation | 'metadata', words: string][] = [
  ['allocated', 'Live files'],
  ['superseded', 'Earlier versions of files'],
  ['deleted', 'Deleted files'],
  ['orphan', 'Files deleted while open'],
  ['unallocated', 'Free space'],
  ['slack', 'Slack behind files'],
  ['metadata', 'Journal and metadata'],
];

export const systemWord = (role: string): string => systemWords[role as SystemRole] ?? role;

export const ruleWord = (rule: RuleReference): string =>
  `${ruleWords[rule.source] ?? rule.source} ${rule.id}${rule.version ? `, version ${rule.version}` : ''}`;

/** What was seen of the subject, as one sentence. */
export const subjectSentence = ({ subject, state }: Finding): string =>
  state === 'live' && subject.allocation === 'allocated'
    ? `Seen as a live file; ${contentWords[subject.content]}.`
    : `Seen as ${allocationWords[subject.allocation]}; ${contentWords[subject.content]}.`;

/** Family and actors, never as guilt. */
export function attribution({ family, actors }: Finding): string | undefined {
  const used = actors.length > 0 ? `as published, used by ${actors.join(', ')}` : undefined;
  if (family) return `Consistent with ${family}${used ? `; ${used}` : ''}.`;
  return used ? `Of a kind that was, ${used}.` : undefined;
}

/** Families that findings name, each once. */
export const familiesOf = (findings: readonly Finding[]): string[] => [
  ...new Set(findings.flatMap((f) => f.family ?? [])),
];

export const hostText = (host: Host): string =>
  [host.title, host.version, host.build && `build ${host.build}`].filter(Boolean).join(' ');

/** What carries the confidence of a verdict. */
export function confidenceText(conclusion: Conclusion, confidence: Confidence): string {
  const word = `${confidence[0]!.toUpperCase()}${confidence.slice(1)}`;
  if (conclusion === 'no-evidence-found')
    return `${word}. An absence is only as good as what was read; what was not seen stands below.`;
  if (conclusion === 'inconclusive') return `${word}. Too little could be read to conclude anything.`;
  if (conclusion === 'suspected') return `${word}. No single finding is strong enough to say more.`;
  return `${word}. As sure as the strongest finding it rests on.`;
}

export const evidenceName = (evidence: readonly Evidence[], id: string): string =>
  evidence.find((e) => e.id === id)?.name ?? id;
