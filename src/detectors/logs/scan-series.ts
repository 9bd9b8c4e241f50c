import type { ScanKind } from './scan-records.ts';

/** One record about scans, as the digest of a log keeps it; `at` in microseconds since 1970. */
export interface ScanEvent {
  at: number;
  kind: ScanKind;
  node: string;
  count?: number;
  versions?: string[];
  offset: number;
  length: number;
  /** Which of the files of the log. */
  file: number;
}

export interface Scan {
  start: ScanEvent;
  finish?: ScanEvent;
  /** By kind of result: numbers of files. */
  results: Partial<Record<'matched' | 'new' | 'modified', ScanEvent>>;
}

/** What a scan found, as text that is the same when nothing changed. */
export const outcome = ({ results }: Scan): string | undefined => {
  const parts = (['matched', 'new', 'modified'] as const).flatMap((kind) =>
    results[kind]?.count === undefined ? [] : [`${results[kind].count} ${kind}`],
  );
  return parts.length > 0 ? parts.join(', ') : undefined;
};

/** Periodic scans in order: what stands between one start and the next belongs to the first. */
export function scansOf(events: readonly ScanEvent[]): Scan[] {
  const scans: Scan[] = [];
  let external = false;
  for (const event of events) {
    const last = scans.at(-1);
    if (event.kind === 'started') scans.push({ start: event, results: {} });
    else if (event.kind === 'external-started') external = true;
    else if (event.kind === 'external-finished') external = false;
    else if (external || !last) continue;
    else if (event.kind === 'finished') last.finish ??= event;
    else if ((event.kind === 'matched' || event.kind === 'new' || event.kind === 'modified') && !last.finish)
      last.results[event.kind] ??= event;
  }
  return scans;
}

/** Fewest scans that tell a period, and the share of steps that must be of its length. */
const FEWEST = 6;
const REGULAR = 0.75;
const MINUTE = 60e6;

/** Microseconds from one scan to the next, as most of them keep it; undefined when they keep none. */
export function periodOf(scans: readonly Scan[]): number | undefined {
  if (scans.length < FEWEST) return undefined;
  const steps = scans.slice(1).map((scan, i) => scan.start.at - scans[i]!.start.at);
  const middle = [...steps].sort((a, b) => a - b)[steps.length >> 1]!;
  const regular = steps.filter((s) => Math.abs(s - middle) <= 0.15 * middle).length;
  return middle >= 5 * MINUTE && regular >= REGULAR * steps.length ? middle : undefined;
}

/** Scans with other results than those before and, when it ended, those behind. */
export interface Episode {
  /** The last scan before, the first and the last that differ, the first behind. */
  before: Scan;
  first: Scan;
  last: Scan;
  after?: Scan;
  scans: number;
}

/**
 * Stretches in which the results differ from what they were. What stays different beyond an upgrade, or for longer
 * than it was before, is the new normal from then on.
 * @param upgraded whether another version of the software started between two moments
 */
export function episodesOf(scans: readonly Scan[], upgraded: (from: number, to: number) => boolean): Episode[] {
  const told = scans.filter((s) => outcome(s) !== undefined);
  const found: Episode[] = [];
  let normal = told[0] && outcome(told[0]);
  let before = told[0];
  let open: Episode | undefined;
  for (const scan of told.slice(1)) {
    const now = outcome(scan);
    const previous = open?.last ?? before!;
    if (upgraded(previous.start.at, scan.start.at)) {
      normal = now;
      before = scan;
      open = undefined;
    } else if (now === normal) {
      if (open) open.after = scan;
      open = undefined;
      before = scan;
    } else if (open && outcome(open.last) === now) {
      open.last = scan;
      open.scans++;
    } else {
      if (open) open.after = scan;
      open = { before: previous, first: scan, last: scan, scans: 1 };
      found.push(open);
    }
  }
  return found;
}
