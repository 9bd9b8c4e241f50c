import { createHash } from 'node:crypto';
import {
  type Allocation,
  byText,
  type ContentState,
  confidences,
  type Finding,
  type Locator,
  type Subject,
  severities,
} from '../model/index.ts';
import { absorb } from './absorb.ts';
import { type DraftFinding, firstByte, type Group, isAnonymous, isUnfolded } from './draft.ts';
import { appeared, removed, stateOf } from './intervals.ts';
import type { FindingLink } from './timeline.ts';

export interface MergedFindings {
  /** Sorted, strongest first. */
  findings: Finding[];
  /** Which rows each finding is about, in the order of the findings. */
  links: FindingLink[];
  /** Ids of findings whose claim says when the thing came and went: the times of the file that tells of it do not. */
  dated: ReadonlySet<string>;
}

/**
 * Drafts become findings. The same rule on the same bytes is one finding, however often the bytes were met: as a
 * deleted file, as an earlier version of a live one, and as free space. The entry with a name is its subject.
 * @param evidence SHA-256 of each piece of evidence, by its place
 */
export async function mergeDrafts(
  drafts: Iterable<DraftFinding> | AsyncIterable<DraftFinding>,
  evidence: string[],
): Promise<MergedFindings> {
  const byBytes = new Map<string, DraftFinding[]>();
  for await (const draft of drafts) {
    const key = JSON.stringify(identity(draft, evidence));
    const same = byBytes.get(key);
    if (same) same.push(draft);
    else byBytes.set(key, [draft]);
  }
  const groups: Group[] = [];
  for (const [key, same] of [...byBytes].sort(([a], [b]) => byText(a, b))) groups.push(...groupsOf(key, same));
  const found = absorb(groups)
    .map((group) => ({ group, finding: findingOf(group, evidence) }))
    .sort((a, b) => strongestFirst(a.finding, b.finding));
  return {
    findings: found.map(({ finding }) => finding),
    dated: new Set(
      found.flatMap(({ group: { id, drafts } }) => {
        const { appeared, removed } = drafts[0]!.claim;
        return appeared || removed ? [id] : [];
      }),
    ),
    links: found.flatMap(({ group }) => group.drafts.map((draft) => linkOf(group.id, draft))),
  };
}

const evidenceId = (place: string, evidence: string[]): string => evidence[Number(place)] ?? place;

function identity(draft: DraftFinding, evidence: string[]): unknown[] {
  const { evidence: place, member, offset } = firstByte(draft);
  const { path, metaAddress } = draft.facts;
  const bytes = offset ?? `${path ?? ''}\0${metaAddress ?? ''}`;
  const own = isUnfolded(draft)
    ? [
        path ?? null,
        metaAddress ?? null,
        draft.facts.allocation,
        draft.facts.version?.transaction ?? null,
        draft.hashes?.sha256 ?? null,
      ]
    : [];
  return [draft.claim.rule.id, evidenceId(place, evidence), member ?? null, bytes, ...own];
}

const hashId = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/**
 * Usually one group. But everything in one compressed archive stands on the same stored bytes, so drafts whose layers
 * lead to different members are different findings; a draft about an outer layer goes with the first of them.
 */
function groupsOf(key: string, drafts: DraftFinding[]): Group[] {
  const layers = new Map(drafts.map((d) => [JSON.stringify(d.facts.locator.layers), d.facts.locator.layers]));
  const leaves = [...layers.values()]
    .filter((a) => ![...layers.values()].some((b) => b.length > a.length && isPrefix(a, b)))
    .map((leaf) => JSON.stringify(leaf))
    .sort(byText);
  if (leaves.length === 1) return toldApart(key, drafts);
  const groups = new Map(leaves.map((leaf) => [leaf, [] as DraftFinding[]]));
  for (const draft of drafts) {
    const own = draft.facts.locator.layers;
    const leaf = leaves.find((l) => isPrefix(own, JSON.parse(l) as string[]));
    groups.get(leaf!)!.push(draft);
  }
  return [...groups].flatMap(([leaf, some]) => toldApart(`${key}${leaf}`, some));
}

/**
 * All records of a packed log stand on the same stored bytes, so what a rule says of one entry tells its claims apart:
 * two pages that are gone are two findings.
 */
function toldApart(key: string, drafts: DraftFinding[]): Group[] {
  drafts.sort(subjectFirst);
  const said = new Map<string, DraftFinding[]>();
  const entries = new Map<string, string>();
  let apart = false;
  for (const draft of drafts) {
    const { claim, facts } = draft;
    const entry = JSON.stringify([
      facts.locator.layers,
      facts.path,
      facts.metaAddress,
      facts.allocation,
      facts.version,
    ]);
    apart ||= (entries.get(entry) ?? claim.explanation) !== claim.explanation;
    entries.set(entry, claim.explanation);
    const same = said.get(claim.explanation);
    if (same) same.push(draft);
    else said.set(claim.explanation, [draft]);
  }
  if (!apart) return [{ id: hashId(key), drafts }];
  return [...said].map(([explanation, some]) => ({ id: hashId(`${key}${explanation}`), drafts: some }));
}

const isPrefix = (a: string[], b: string[]): boolean => a.every((layer, i) => b[i] === layer);

const allocationOrder: Allocation[] = ['allocated', 'superseded', 'orphan', 'deleted', 'unallocated', 'slack'];
const contentOrder: ContentState[] = ['intact', 'partial', 'lost'];

/** How many archives a path leads into. */
const nesting = (path: string | undefined): number => path?.split('!/').length ?? 0;

/**
 * Which entry a finding speaks of: named before anonymous, live before gone, whole before partial, a member before the
 * archive that holds it.
 */
function subjectFirst(a: DraftFinding, b: DraftFinding): number {
  const [f, g] = [a.facts, b.facts];
  return (
    Number(isAnonymous(a)) - Number(isAnonymous(b)) ||
    allocationOrder.indexOf(f.allocation) - allocationOrder.indexOf(g.allocation) ||
    contentOrder.indexOf(f.content) - contentOrder.indexOf(g.content) ||
    nesting(g.path) - nesting(f.path) ||
    f.locator.layers.length - g.locator.layers.length ||
    byText(f.path ?? '', g.path ?? '') ||
    (g.version?.transaction ?? 0) - (f.version?.transaction ?? 0) ||
    byText(JSON.stringify(a), JSON.stringify(b))
  );
}

function findingOf({ id, drafts }: Group, evidence: string[]): Finding {
  const draft = drafts[0]!;
  const { claim, facts } = draft;
  // A piece of free space is not known to be a file, so a pattern in it says less; a hash says the same.
  const weaker = isAnonymous(draft) && claim.rule.source !== 'hash' && claim.confidence === 'high';
  const came = claim.appeared ?? appeared(facts);
  const went = claim.removed ?? removed(facts);
  const alike = drafts.find((d) => d.likeness)?.likeness;
  return {
    id,
    about: claim.about,
    // A former name says that something went, not that content was put back.
    state: claim.state ?? (claim.byName && facts.allocation === 'superseded' ? 'removed' : stateOf(facts)),
    rule: claim.rule,
    ...(claim.family !== undefined && { family: claim.family }),
    actors: claim.actors,
    techniques: claim.techniques,
    subject: subjectOf(draft),
    ...(came && { appeared: came }),
    ...(went && { removed: went }),
    severity: claim.severity,
    confidence: weaker ? 'medium' : claim.confidence,
    title: claim.title,
    explanation: claim.explanation,
    locators: locatorsOf(drafts, evidence),
    ...(alike && { likeness: alike }),
    ...(claim.difference && { difference: claim.difference }),
  };
}

function subjectOf({ facts, hashes }: DraftFinding): Subject {
  const { path, size, metaAddress, allocation, content, system, times } = facts;
  const { modified, changed, born, deleted } = times;
  const subject: Subject = {
    ...(path !== undefined && { path }),
    ...hashes,
    size,
    ...(metaAddress !== undefined && { inode: metaAddress }),
    allocation,
    content,
    ...(system !== undefined && { system }),
  };
  for (const [kind, time] of Object.entries({ modified, changed, born, deleted }))
    if (time !== undefined) Object.assign(subject, { [kind]: time });
  return subject;
}

/** The subject's locators first, then those of the other entries, each once. */
function locatorsOf(drafts: DraftFinding[], evidence: string[]): Locator[] {
  const seen = new Map<string, Locator>();
  for (const { locators } of drafts)
    for (const { evidence: place, layers, member, bytes } of locators) {
      const locator = {
        evidence: evidenceId(place, evidence),
        layers,
        ...(member !== undefined && { member }),
        bytes: bytes.map(({ offset, length }) => ({ offset, length })),
      };
      const key = JSON.stringify(locator);
      if (!seen.has(key)) seen.set(key, locator);
    }
  return [...seen.values()];
}

function linkOf(finding: string, { facts }: DraftFinding): FindingLink {
  const first = facts.locator.bytes[0]?.offset;
  return {
    finding,
    evidence: facts.locator.evidence,
    layers: facts.locator.layers.join(' > '),
    ...(facts.path !== undefined && { path: facts.path }),
    allocation: facts.allocation,
    ...(facts.metaAddress !== undefined && { inode: facts.metaAddress }),
    ...(facts.version && { version: facts.version.transaction }),
    ...(first !== undefined && { first }),
  };
}

const last = '\uffff';

/** Severity, confidence, family, path, id. */
function strongestFirst(a: Finding, b: Finding): number {
  return (
    severities.indexOf(b.severity) - severities.indexOf(a.severity) ||
    confidences.indexOf(b.confidence) - confidences.indexOf(a.confidence) ||
    byText(a.family ?? last, b.family ?? last) ||
    byText(a.subject.path ?? last, b.subject.path ?? last) ||
    byText(a.id, b.id)
  );
}

/** findings.jsonl, a line a piece. */
export function* findingLines(findings: Iterable<Finding>): Generator<string> {
  for (const finding of findings) yield `${JSON.stringify(finding)}\n`;
}
