import type { ByteSource } from '../../bytes/index.ts';
import { type Alignment, align, type Fate, fates } from './alignment.ts';
import { isGap, type LogContext, type LogFormat, type LogRecord } from './format.ts';
import { listRecords, mostRecords, type RecordList } from './record-list.ts';

/** A record of the earlier version that the later one lacks, and its place among those that stayed. */
export interface CutRecord {
  /** Offset and length are those in the earlier version. */
  record: LogRecord;
  /** Offsets in the later version of the records around it: the nearest that both have, or the next one appended. */
  before?: number;
  after?: number;
}

export interface ChangedRecord extends CutRecord {
  /** Offset in the later version of what stands in its place. */
  later: number;
}

/** What a later version of a log no longer tells, and why that is or is not remarkable. */
export interface VersionDifference {
  earlier: number;
  later: number;
  /** Earlier records by what became of them. */
  fates: Record<Fate, number>;
  /** Records cut out of the span that the later version covers; at most `mostListed` of `fates.cut`. */
  cut: CutRecord[];
  /** Records whose bytes differ; at most `mostListed` of `fates.changed`. */
  changed: ChangedRecord[];
  /** Records whose place in the later version cannot be read; at most `mostListed` of `fates['in-a-gap']`. */
  unreadable: CutRecord[];
  /** Later records that stand between two the earlier version has, which it should have held too. */
  inserted: number;
  /** What limits the comparison, one sentence each. */
  notes: string[];
}

/** Records kept with their content, each kind. */
export const mostListed = 20_000;

/**
 * Compares an earlier version of a log with a later one. Records are the same when their bytes are. A record counts
 * as cut only when it is whole in the earlier version, the later version has records of before and after it, and can
 * be read where it should stand: rotation, appending, damage and repetition are told apart from cutting.
 * @param most records of each version that are compared; the rest is left out and the notes say so
 */
export function compareVersions(
  format: LogFormat,
  earlier: ByteSource,
  later: ByteSource,
  context: LogContext,
  most: number = mostRecords,
): VersionDifference {
  const older = listRecords(format, earlier, context, most);
  const newer = listRecords(format, later, context, most);
  const alignment = align(older, newer);
  const counts = Object.fromEntries(fates.map((fate) => [fate, 0])) as Record<Fate, number>;
  for (const fate of alignment.fate) counts[fates[fate]!]++;
  const difference: VersionDifference = {
    earlier: older.length,
    later: newer.length,
    fates: counts,
    cut: [],
    changed: [],
    unreadable: [],
    inserted: alignment.inserted,
    notes: notesOn(older, newer, counts, most),
  };
  if (counts.cut + counts.changed + counts['in-a-gap'] > 0)
    collect(format.records(earlier, context), alignment, newer, difference);
  return difference;
}

/** Reads the earlier version once more for the content of what is to be shown. */
function collect(
  told: ReturnType<LogFormat['records']>,
  { fate, partner }: Alignment,
  later: RecordList,
  difference: VersionDifference,
): void {
  const { cut, changed, unreadable } = difference;
  const lists = new Map<Fate, CutRecord[]>([
    ['cut', cut],
    ['changed', changed],
    ['in-a-gap', unreadable],
  ]);
  let i = 0;
  let before = -1;
  let next = 0;
  for (const record of told) {
    if (isGap(record)) continue;
    if (i >= fate.length) break;
    const list = lists.get(fates[fate[i]!]!);
    if (list && list.length < mostListed) {
      if (next <= i) next = i + 1;
      while (next < fate.length && !isAnchor(fate, partner, next)) next++;
      const found: CutRecord = { record };
      if (before >= 0) found.before = later.offsets[before]!;
      if (next < fate.length) found.after = later.offsets[partner[next]!]!;
      else if (before + 1 < later.length) found.after = later.offsets[before + 1]!;
      if (list === changed) changed.push({ ...found, later: later.offsets[partner[i]!]! });
      else list.push(found);
    }
    if (isAnchor(fate, partner, i)) before = partner[i]!;
    i++;
  }
}

const isAnchor = (fate: Uint8Array, partner: Int32Array, i: number): boolean => fate[i] === 0 && partner[i]! >= 0;

function notesOn(older: RecordList, newer: RecordList, counts: Record<Fate, number>, most: number): string[] {
  const notes: string[] = [];
  const say = (n: number, text: string) => n > 0 && notes.push(`${n} ${text}`);
  for (const [list, which] of [
    [older, 'earlier'],
    [newer, 'later'],
  ] as const) {
    say(list.gaps, `bytes of the ${which} version hold no record that could be read`);
    if (list.cutOff) notes.push(`only the first ${most} records of the ${which} version were compared`);
  }
  say(counts.ragged, 'records of the earlier version touch damage and were not judged');
  say(counts['in-a-gap'], 'records of the earlier version belong where the later version cannot be read');
  say(counts.unplaced, 'records of the earlier version have no place in the later one that could be told');
  for (const [name, list] of [
    ['cut', counts.cut],
    ['changed', counts.changed],
  ] as const)
    if (list > mostListed) notes.push(`${list} records were ${name}; the first ${mostListed} are listed`);
  return notes;
}
