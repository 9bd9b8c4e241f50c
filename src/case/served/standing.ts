import { byInstant, type FileVersionSummary, type Instant, type Standing } from '../../model/index.ts';

/** A version with what is needed to put it in order. */
export interface TimedVersion extends FileVersionSummary {
  layers: string;
  changed?: Instant;
  born?: Instant;
  modified?: Instant;
  deleted?: Instant;
}

const isLive = ({ allocation }: TimedVersion): boolean => allocation === 'allocated' || allocation === 'orphan';

/**
 * Puts the versions of one name in order, oldest first and the live one last, and says while each stood there: from the
 * last change of its inode until the next one's, or until it was deleted.
 */
export function inOrder<V extends TimedVersion>(versions: readonly V[]): V[] {
  const sorted = versions.toSorted(
    (a, b) => Number(isLive(a)) - Number(isLive(b)) || compare(begins(a), begins(b)) || a.row - b.row,
  );
  return sorted.map((version, i) => {
    const from = begins(version);
    const until = version.deleted ?? (isLive(version) ? undefined : begins(sorted[i + 1]));
    return { ...version, ...(from !== undefined && { from }), ...(until !== undefined && { until }) };
  });
}

const begins = (version: TimedVersion | undefined): Instant | undefined =>
  version && (version.changed ?? version.committed ?? version.born ?? version.modified);

/** What is known of a name at a moment; without one, now. @param versions in order, at least one */
export function standingAt<V extends TimedVersion>(
  versions: readonly V[],
  at: Instant | undefined,
): { standing: Standing; version: V } {
  const last = versions.at(-1)!;
  if (at === undefined) return { standing: isLive(last) ? 'live' : 'gone', version: last };
  const begun = versions.filter((v) => v.from !== undefined && compare(v.from, at) <= 0);
  const latest = begun.at(-1);
  if (!latest) {
    const first = versions[0]!;
    // Its inode was made before, so something stood there; or it does not say when it was made.
    const made = first.born;
    const unknown = made === undefined || compare(made, at) <= 0;
    return { standing: unknown ? 'unknown' : 'later', version: first };
  }
  if (latest.until !== undefined && compare(latest.until, at) <= 0) return { standing: 'gone', version: latest };
  if (isLive(latest)) return { standing: 'live', version: latest };
  return { standing: latest.until === undefined ? 'unknown' : 'earlier', version: latest };
}

/** True when the content that stands there stood there before, with another one in between. */
export function isReverted(versions: readonly TimedVersion[]): boolean {
  const last = versions.at(-1);
  if (!last || !isLive(last) || last.sha256 === undefined) return false;
  const before = versions.slice(0, -1).map((v) => v.sha256);
  const same = before.indexOf(last.sha256);
  return same >= 0 && before.slice(same).some((hash) => hash !== undefined && hash !== last.sha256);
}

/** What has no time comes first. */
const compare = (a: Instant | undefined, b: Instant | undefined): number =>
  a === undefined || b === undefined ? Number(a !== undefined) - Number(b !== undefined) : byInstant(a, b);
