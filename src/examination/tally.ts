import type { Allocation, Coverage, DetectorCoverage, Unread } from '../model/index.ts';

/** Which space an entry's bytes count in. */
export type Space = Allocation | 'metadata';

/** What one batch of entries adds to the coverage of one piece of evidence. Plain data, kept with the batch. */
export interface Tally {
  evidence: number;
  space: Partial<Record<Space, { present: number; read: number; entries: number }>>;
  /** By detector: entries handed over, not looked at, given up on. */
  detectors: Record<string, { looked: number; skipped: number; timedOut: number }>;
  /** Formats that were recognised inside: `tar`, `gzip`. */
  parsers: string[];
  unread: Unread[];
  /** Stretches not listed in `unread` because there were too many, and their bytes. */
  unlisted: number;
  unlistedBytes: number;
}

/** Most Unread kept from one batch; beyond, only their number and bytes. */
const KEPT = 200;

export class Counter {
  readonly tallies = new Map<number, Tally>();

  of(evidence: number): Tally {
    let tally = this.tallies.get(evidence);
    if (!tally) {
      tally = { evidence, space: {}, detectors: {}, parsers: [], unread: [], unlisted: 0, unlistedBytes: 0 };
      this.tallies.set(evidence, tally);
    }
    return tally;
  }

  /** Counts an entry's bytes: how many there are, and how many were really read. */
  space(evidence: number, space: Space, present: number, read: number): void {
    const entry = (this.of(evidence).space[space] ??= { present: 0, read: 0, entries: 0 });
    entry.present += present;
    entry.read += read;
    entry.entries++;
  }

  detector(evidence: number, name: string, what: 'looked' | 'skipped' | 'timedOut'): void {
    const entry = (this.of(evidence).detectors[name] ??= { looked: 0, skipped: 0, timedOut: 0 });
    entry[what]++;
  }

  parser(evidence: number, name: string): void {
    const { parsers } = this.of(evidence);
    if (!parsers.includes(name)) parsers.push(name);
  }

  unread(unread: Unread): void {
    const tally = this.of(Number(unread.locator.evidence));
    if (tally.unread.length < KEPT) tally.unread.push(unread);
    else {
      tally.unlisted++;
      tally.unlistedBytes += unread.bytes;
    }
  }
}

/** Most Unread listed in coverage.json for one piece of evidence. */
const LISTED = 10_000;

/** What is known of a piece of evidence apart from its batches. */
export interface CoverageHead {
  id: string;
  name: string;
  recognised: string[];
}

/** Coverage of every piece of evidence, from the tallies of all batches in any order. */
export function closeCoverage(
  heads: CoverageHead[],
  tallies: Iterable<Tally>,
  early: Unread[],
  detectors: { name: string; contentVersion: string }[],
): Coverage[] {
  const result = heads.map(
    (head): Coverage => ({
      evidence: head.id,
      name: head.name,
      recognised: head.recognised,
      space: {},
      parsers: [],
      detectors: detectors.map((d): DetectorCoverage => ({ ...d, looked: 0, skipped: 0, timedOut: 0 })),
      spans: [],
      unread: [],
    }),
  );
  const unlisted = heads.map(() => ({ count: 0, bytes: 0 }));
  const leave = (index: number, count: number, bytes: number): void => {
    unlisted[index]!.count += count;
    unlisted[index]!.bytes += bytes;
  };
  const add = (index: number, unread: Unread): void => {
    const list = result[index]?.unread;
    if (!list) return;
    if (list.length < LISTED) list.push({ ...unread, locator: { ...unread.locator, evidence: heads[index]!.id } });
    else leave(index, 1, unread.bytes);
  };
  for (const unread of early) add(Number(unread.locator.evidence), unread);
  for (const tally of tallies) {
    const coverage = result[tally.evidence];
    if (!coverage) continue;
    for (const [space, counts] of Object.entries(tally.space)) {
      const sum = (coverage.space[space as Space] ??= { present: 0, read: 0, entries: 0 });
      sum.present += counts.present;
      sum.read += counts.read;
      sum.entries += counts.entries;
    }
    for (const [name, counts] of Object.entries(tally.detectors)) {
      const detector = coverage.detectors.find((d) => d.name === name);
      if (!detector) continue;
      detector.looked += counts.looked;
      detector.skipped += counts.skipped;
      detector.timedOut += counts.timedOut;
    }
    for (const parser of tally.parsers) if (!coverage.parsers.includes(parser)) coverage.parsers.push(parser);
    for (const unread of tally.unread) add(tally.evidence, unread);
    leave(tally.evidence, tally.unlisted, tally.unlistedBytes);
  }
  result.forEach((coverage, i) => {
    coverage.parsers.sort();
    coverage.unread.sort(byPlace);
    const { count, bytes } = unlisted[i]!;
    if (count > 0)
      coverage.unread.push({
        locator: { evidence: coverage.evidence, layers: [], bytes: [] },
        reason: `${count} more stretches could not be read and are not listed`,
        bytes,
      });
  });
  return result;
}

function byPlace(a: Unread, b: Unread): number {
  const left = [a.locator.bytes[0]?.offset ?? 0, a.path ?? '', a.reason] as const;
  const right = [b.locator.bytes[0]?.offset ?? 0, b.path ?? '', b.reason] as const;
  for (let i = 0; i < 3; i++) if (left[i]! !== right[i]!) return left[i]! < right[i]! ? -1 : 1;
  return 0;
}
