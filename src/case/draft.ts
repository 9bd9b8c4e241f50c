import type { Claim, EntryFacts, Hashes, Likeness, Locator } from '../model/index.ts';

/**
 * What a worker hands over for one claim about one entry. `locator.evidence` is still a place in the list of evidence,
 * because the hash that names the evidence is known only when all of it has been read.
 */
export interface DraftFinding {
  claim: Claim;
  facts: EntryFacts;
  hashes?: Hashes;
  /** What the content can be recognised by in other cases. */
  likeness?: Likeness;
  /** The bytes that back the claim: what matched, the whole content, or the record of the name. */
  locators: Locator[];
}

/** Drafts that speak of the same bytes by the same rule. */
export interface Group {
  id: string;
  /** The subject first. */
  drafts: DraftFinding[];
}

/** True for a piece of free space or slack, which only shows bytes that some file once had. */
export const isAnonymous = ({ facts }: DraftFinding): boolean =>
  facts.path === undefined || facts.allocation === 'unallocated' || facts.allocation === 'slack';

/** The first stretch that backs a claim; for a claim without bytes, the record that it rests on. */
export function firstByte(draft: DraftFinding): { evidence: string; member?: string; offset?: number } {
  const { facts, locators } = draft;
  const candidates = [...locators, facts.locator, facts.recorded?.name, facts.recorded?.metadata];
  const found = candidates.find((locator) => locator && locator.bytes.length > 0) ?? facts.locator;
  const { evidence, member, bytes } = found;
  return { evidence, ...(member !== undefined && { member }), ...(bytes[0] && { offset: bytes[0].offset }) };
}

const WRAPPERS = new Set(['gzip', 'xz', 'zstd']);

/**
 * True when the whole evidence is compressed (a gzipped disk image): every byte then stands on the same stored stretch,
 * and offsets tell nothing apart.
 */
export const isUnfolded = ({ facts }: DraftFinding): boolean => WRAPPERS.has(facts.locator.layers[0] ?? '');
