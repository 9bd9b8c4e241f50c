import type { EntryFacts, Interval, State } from '../model/index.ts';

/** What the allocation of an entry says about whether the thing is still there. */
export function stateOf({ allocation, kind }: Pick<EntryFacts, 'allocation' | 'kind'>): State {
  // A copy in the journal was on the volume at some time; whether it still is, the copy does not say.
  if (kind === 'metadata') return 'inferred';
  if (allocation === 'allocated') return 'live';
  return allocation === 'superseded' ? 'reverted' : 'removed';
}

/** When the thing came, as far as the inode says. */
export function appeared({ times }: EntryFacts): Interval | undefined {
  const { born, changed } = times;
  const basis: string[] = [];
  const interval: Interval = {};
  const contradiction = born !== undefined && changed !== undefined && born > changed;
  if (born !== undefined && !contradiction) {
    interval.notBefore = born;
    basis.push('Not before the birth time of its inode.');
  }
  if (changed !== undefined) {
    interval.notAfter = changed;
    basis.push('Not after the last change of its inode (ctime), which cannot be before its content came.');
  }
  if (contradiction) basis.push(`Its birth time ${born} is later than its last change and was not used.`);
  return basis.length > 0 ? { ...interval, basis } : undefined;
}

/** When it went away, as far as the filesystem says. */
export function removed({ times, allocation, version }: EntryFacts): Interval | undefined {
  if (allocation === 'allocated') return undefined;
  if (times.deleted !== undefined)
    return {
      notBefore: times.deleted,
      notAfter: times.deleted,
      basis: ['The deletion time (dtime) of its inode.'],
    };
  if (allocation === 'superseded' && version?.committed !== undefined)
    return {
      notBefore: version.committed,
      basis: [`The journal still recorded this version in transaction ${version.transaction}, committed at that time.`],
    };
  return undefined;
}
