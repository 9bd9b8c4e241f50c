import type { ByteRange, Locator } from '../model/index.ts';
import { type DraftFinding, type Group, isAnonymous, isUnfolded } from './draft.ts';

/** Content of named entries on one piece of evidence, sorted by offset, and whose it is. */
type Stretch = ByteRange & { group: Group };

/**
 * A piece of free space that only shows the content of a file which the same rule has found by name adds nothing, even
 * if its first match is another one (the file was stored in two pieces). It becomes a locator of that finding. A piece
 * that matches every pattern outside such files as well stays a finding of its own.
 */
export function absorb(groups: Group[]): Group[] {
  const named = groups.filter((g) => !isAnonymous(g.drafts[0]!));
  const content = stretchesOf(named);
  return groups.filter((group) => {
    const [draft] = group.drafts;
    if (!isAnonymous(draft!) || isUnfolded(draft!)) return true;
    const stretches = content.get(ruleAndPlace(draft!, draft!.facts.locator));
    const owner = stretches && ownerOf(draft!, stretches);
    if (!owner) return true;
    owner.drafts.push(...group.drafts);
    return false;
  });
}

const ruleAndPlace = ({ claim }: DraftFinding, { evidence, member }: Locator): string =>
  JSON.stringify([claim.rule.id, evidence, member ?? null]);

function stretchesOf(groups: Group[]): Map<string, Stretch[]> {
  const content = new Map<string, Stretch[]>();
  for (const group of groups)
    for (const draft of group.drafts) {
      if (isAnonymous(draft)) continue;
      const key = ruleAndPlace(draft, draft.facts.locator);
      const list = content.get(key) ?? [];
      for (const range of draft.facts.locator.bytes) list.push({ ...range, group });
      content.set(key, list);
    }
  for (const list of content.values()) list.sort((a, b) => a.offset - b.offset || a.length - b.length);
  return content;
}

/** The group whose file covers the first match, unless all patterns also match outside of named files. */
function ownerOf(draft: DraftFinding, stretches: Stretch[]): Group | undefined {
  const matches = draft.claim.matched;
  if (matches.length === 0) return undefined;
  let owner: Group | undefined;
  const labels = new Set<string>();
  const outside = new Set<string>();
  for (const { offset, length, label = '' } of matches) {
    labels.add(label);
    const at = inEvidence(draft.facts.locator.bytes, offset);
    const group = at === undefined ? undefined : covering(stretches, at, length);
    owner ??= group;
    if (!group) outside.add(label);
  }
  return outside.size === labels.size ? undefined : owner;
}

/** Where an offset of a run's content lies; a run has no holes. */
function inEvidence(bytes: ByteRange[], offset: number): number | undefined {
  let before = 0;
  for (const range of bytes) {
    if (offset < before + range.length) return range.offset + offset - before;
    before += range.length;
  }
  return undefined;
}

function covering(stretches: Stretch[], at: number, length: number): Group | undefined {
  let low = 0;
  let high = stretches.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (stretches[middle]!.offset <= at) low = middle + 1;
    else high = middle;
  }
  // Content of several versions may overlap; the nearest ones before are looked at.
  for (let i = low - 1; i >= 0 && i >= low - 16; i--) {
    const { offset, length: long, group } = stretches[i]!;
    if (at + length <= offset + long) return group;
  }
  return undefined;
}
