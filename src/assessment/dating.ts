import type { EntryFacts, Finding, Interval } from '../model/index.ts';
import { type Bound, isBefore, narrow } from './bounds.ts';
import { type Commits, commitsOf, type Noted, notBefore, noted, since } from './commits.ts';

/** Neighbouring inodes that it takes to doubt a birth time. */
const DOUBT = 4;

/**
 * Narrows when a finding's thing came and went, from everything else the volume says: journal commits, the versions
 * before and after it, its inode's own times. The modification time is never a bound, because anybody can set it.
 * @param versions every row of the same path, and every row of the same inode
 * @param neighbours rows of the same volume; those with transactions narrow the most, those with near inode numbers
 * are compared with its birth
 */
export function refineIntervals(
  finding: Finding,
  versions: EntryFacts[],
  neighbours: EntryFacts[],
): Pick<Finding, 'appeared' | 'removed'> {
  const stated = {
    ...(finding.appeared && { appeared: finding.appeared }),
    ...(finding.removed && { removed: finding.removed }),
  };
  const own = versions.find((v) => isSubject(v, finding));
  if (!own) return stated;
  const volume = [...versions, ...neighbours].filter((v) => volumeOf(v) === volumeOf(own));
  const commits = commitsOf(volume);
  const states = versions.filter((v) => volumeOf(v) === volumeOf(own) && v !== own && v.times.changed !== undefined);
  const came = doubted(own, volume, appearedOf(own, states, commits, finding.appeared));
  const went = own.allocation === 'allocated' ? undefined : removedOf(own, states, commits, finding.removed);
  return { ...(came && { appeared: came }), ...(went && { removed: went }) };
}

const volumeOf = ({ locator, system }: EntryFacts): string =>
  `${locator.evidence} ${locator.layers.join(' > ')} ${system ?? ''}`;

function isSubject({ path, allocation, metaAddress, size, times }: EntryFacts, { subject }: Finding): boolean {
  return (
    path === subject.path &&
    allocation === subject.allocation &&
    metaAddress === subject.inode &&
    size === subject.size &&
    times.changed === subject.changed &&
    times.born === subject.born
  );
}

const sameLife = (a: EntryFacts, b: EntryFacts): boolean =>
  a.metaAddress === b.metaAddress && a.times.born === b.times.born;

/** Order of two states: within a life by transaction, the present state last; between lives by birth. */
function follows(later: EntryFacts, state: EntryFacts): boolean {
  if (!sameLife(later, state)) {
    if (later.path !== state.path) return false;
    const [a, b] = [state.times.born, later.times.born];
    return a !== undefined && b !== undefined && isBefore(a, b);
  }
  if (!state.version) return false;
  return !later.version || ((later.version.transaction - state.version.transaction) | 0) > 0;
}

function appearedOf(
  own: EntryFacts,
  states: EntryFacts[],
  commits: Commits,
  stated: Interval | undefined,
): Interval | undefined {
  const lower: Bound[] = [];
  const upper: Bound[] = [];
  const { born, changed } = own.times;
  if (born !== undefined && changed !== undefined && !isBefore(changed, born))
    lower.push({ at: born, kind: 'inode', basis: `Its inode was born at ${born}.` });
  if (changed !== undefined)
    upper.push({
      at: changed,
      kind: 'inode',
      basis: `The inode that holds it was last changed at ${changed} (ctime).`,
    });
  if (own.version?.committed)
    upper.push({
      at: own.version.committed,
      kind: 'journal',
      basis: `Transaction ${own.version.transaction}, committed at ${own.version.committed}, already records it.`,
    });
  const first = noted(own, 'first recorded in transaction');
  if (first)
    upper.push({
      at: first.committed,
      kind: 'journal',
      basis: `Transaction ${first.transaction}, committed at ${first.committed}, is the first that records it.`,
    });
  for (const earlier of states.filter((s) => follows(own, s))) {
    const { version } = earlier;
    if (!sameLife(earlier, own)) continue;
    if (version?.committed)
      lower.push(
        since(
          version.committed,
          `Transaction ${version.transaction}, committed at ${version.committed}, still records the version before it.`,
        ),
      );
    const replaced = noted(earlier, 'replaced in transaction');
    if (!replaced) continue;
    const next = states.some((s) => follows(s, earlier) && follows(own, s) && sameLife(s, own));
    lower.push(
      ...notBefore(replaced, commits, next ? 'An earlier version was replaced' : 'The version before it was replaced'),
    );
  }
  return narrow(stated, lower, upper);
}

function removedOf(
  own: EntryFacts,
  states: EntryFacts[],
  commits: Commits,
  stated: Interval | undefined,
): Interval | undefined {
  const lower: Bound[] = [];
  const upper: Bound[] = [];
  const { changed, deleted, born } = own.times;
  if (changed !== undefined)
    lower.push({ at: changed, kind: 'inode', basis: `Its inode was still changed at ${changed} (ctime).` });
  if (own.version?.committed)
    lower.push(
      since(
        own.version.committed,
        `Transaction ${own.version.transaction}, committed at ${own.version.committed}, still records it.`,
      ),
    );
  const replaced = noted(own, 'replaced in transaction');
  const emptied = noted(own, 'emptied in transaction');
  const unlinked = noted(own, 'unlinked in transaction');
  const [gone, what] = replaced
    ? [replaced, 'Its content was replaced']
    : emptied
      ? [emptied, 'It was emptied']
      : [unlinked, 'It was unlinked'];
  if (gone) {
    lower.push(...notBefore(gone, commits, what));
    upper.push(by(gone, what));
  }
  const reused = noted(own, 'its inode was given to another file');
  if (reused) upper.push(by(reused, 'Its inode was given to another file'));
  for (const later of states.filter((s) => follows(s, own))) upper.push(...seenLater(later, own));
  // The inode may have been deleted long after this content had left it.
  const early = (replaced ?? emptied) && deleted !== undefined;
  if (!early) return narrow(stated, lower, upper);
  const found = narrow(undefined, lower, upper);
  const apart = `The deletion time of its inode, ${deleted}, is that of a later content${born === undefined ? '' : ' of the same inode'} and was not used.`;
  return found && { ...found, basis: [...(found.basis ?? []), apart] };
}

const by = ({ transaction, committed }: Noted, what: string): Bound => ({
  at: committed,
  kind: 'journal',
  basis: `${what} in transaction ${transaction}, committed at ${committed}.`,
});

/** What a later state under the same inode or path says about the end of this one. */
function seenLater(later: EntryFacts, own: EntryFacts): Bound[] {
  const bounds: Bound[] = [];
  // Another file may have been made under another name; only its present state is sure to be later than its rename.
  if (!sameLife(later, own) && later.allocation !== 'allocated') return bounds;
  const where = sameLife(later, own) ? 'the same inode' : `the same path (inode ${later.metaAddress})`;
  if (later.version?.committed)
    bounds.push({
      at: later.version.committed,
      kind: 'journal',
      basis: `Transaction ${later.version.transaction}, committed at ${later.version.committed}, records a later version of ${where}.`,
    });
  if (later.times.changed !== undefined)
    bounds.push({
      at: later.times.changed,
      kind: 'inode',
      basis: `A later version under ${where} was last changed at ${later.times.changed} (ctime).`,
    });
  return bounds;
}

/** Adds a sentence when the inodes around it were all born later than it says of itself. */
function doubted(own: EntryFacts, volume: EntryFacts[], interval: Interval | undefined): Interval | undefined {
  const { metaAddress, times } = own;
  if (!interval || metaAddress === undefined || times.born === undefined) return interval;
  const around = new Map<number, string>();
  for (const { metaAddress: number, times: t, allocation } of volume)
    if (
      number !== undefined &&
      number !== metaAddress &&
      Math.abs(number - metaAddress) <= 8 &&
      t.born &&
      allocation === 'allocated'
    )
      around.set(number, t.born);
  const births = [...around.values()].sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0));
  const day = 86_400_000;
  if (
    births.length < DOUBT ||
    Date.parse(`${births[0]!.slice(0, 19)}Z`) - Date.parse(`${times.born.slice(0, 19)}Z`) < day
  )
    return interval;
  return {
    ...interval,
    basis: [
      ...(interval.basis ?? []),
      `The ${births.length} inodes known within 8 numbers of its own were born at ${births[0]} or later, so its birth time may have been set.`,
    ],
  };
}
