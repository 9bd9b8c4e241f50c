import {
  compareVersions,
  type LogFormat,
  logHeadBytes,
  recogniseHost,
  recogniseLog,
  seriesOf,
  type VersionDifference,
} from '../artifacts/index.ts';
import type { ByteSource } from '../bytes/index.ts';
import { type CaseFolder, type DraftFinding, type EventRow, type FileRow, factsOf } from '../case/index.ts';
import { type Device, locatorsOf } from '../evidence/index.ts';
import { byText, type Claim, type Difference, type EventTime, type Locator } from '../model/index.ts';
import { contentOf } from './content.ts';
import { fileKey, type LogRows } from './log-rows.ts';
import { nameOf as recordName } from './record-mark.ts';
import { RecordPlaces } from './record-places.ts';

/** Versions of one log that are compared with the present one; the latest say the most. */
const VERSIONS = 16;
/** Cut records shown in place, and ranges that become locators. */
const SHOWN = 200;
const RANGES = 64;

type Cut = VersionDifference['cut'][number];

/**
 * Compares every log that still has an earlier version with what stands under its path now. Records that were cut out
 * of the span which the present version covers become a finding, with their bytes, and events marked as recovered.
 * @param work number of this piece of work
 * @returns names of the records that were brought back
 */
export async function unredact(
  folder: CaseFolder,
  device: Device,
  rows: LogRows,
  contentVersion: string,
  work: number,
): Promise<Set<string>> {
  if (folder.done.has(work)) {
    for await (const kept of folder.tallies<{ unredacted?: string[] }>())
      if (kept.unredacted) return new Set(kept.unredacted);
  }
  const drafts: DraftFinding[] = [];
  const events: EventRow[] = [];
  const all = new Set<string>();
  const { zone } = recogniseHost(device.trees).host;
  for (const { present, earlier } of versionsOfOneFile(rows)) {
    const now = await contentOf(device, present);
    const format = now && recogniseLog(now.read(0, logHeadBytes), nameOf(present));
    if (!now || !format) continue;
    const told = new Set<string>();
    for (const row of earlier) {
      const then = await contentOf(device, row);
      if (!then) continue;
      const context = {
        fileName: nameOf(present),
        ...(zone !== undefined && { zone }),
        ...(present.modified !== undefined && { latest: present.modified }),
      };
      const difference = compareVersions(format, then, now, context);
      const fresh = difference.cut.filter(({ record }) => !told.has(record.key));
      for (const { record } of fresh) {
        told.add(record.key);
        all.add(recordName(record.key));
      }
      if (fresh.length === 0) continue;
      const facts = factsOf(row);
      const where = (cut: Cut): Locator[] =>
        locatorsOf(then.origin(cut.record.offset, cut.record.length), facts.locator.layers);
      drafts.push({
        claim: claimOf(format, difference, fresh, present, now, contentVersion),
        facts,
        ...(row.sha256 !== undefined && { hashes: { sha256: row.sha256 } }),
        locators: fresh.slice(0, RANGES).flatMap(where),
      });
      const places = new RecordPlaces(row, seriesOf(row.path!), true, { from: 'an earlier version' });
      for (const { record } of fresh) events.push(places.rowOf(record));
    }
  }
  const lines = (list: unknown[]): string => list.map((item) => `${JSON.stringify(item)}\n`).join('');
  folder.storeEvents(work, events);
  await folder.store(work, { files: '', claims: lines(drafts), tally: lines([{ unredacted: [...all] }]) });
  return all;
}

/** Files of which an earlier version has content, by path; the latest earlier version first. */
function versionsOfOneFile(rows: LogRows): { present: FileRow; earlier: FileRow[] }[] {
  const earlier = new Map<string, FileRow[]>();
  for (const row of rows.earlier) {
    const list = earlier.get(fileKey(row));
    if (list) list.push(row);
    else earlier.set(fileKey(row), [row]);
  }
  const found = rows.present.map((present) => {
    const latest = [...(earlier.get(fileKey(present)) ?? [])].sort(
      (a, b) => byText(b.changed ?? '', a.changed ?? '') || (b.version_transaction ?? 0) - (a.version_transaction ?? 0),
    );
    return { present, earlier: latest.slice(0, VERSIONS) };
  });
  return found.sort((a, b) => byText(fileKey(a.present), fileKey(b.present)));
}

const nameOf = (row: FileRow): string => row.path!.slice(row.path!.lastIndexOf('/') + 1);

function claimOf(
  format: LogFormat,
  difference: VersionDifference,
  cut: Cut[],
  present: FileRow,
  now: ByteSource,
  version: string,
): Claim {
  const times = cut.flatMap(({ record }) => record.event.time ?? []).sort((x, y) => byText(x.at, y.at));
  const say = (time: EventTime): string =>
    time.zone === 'stated' ? time.at : `${time.original ?? time.at} (zone not stated)`;
  const span = times.length > 0 ? ` They are dated from ${say(times[0]!)} to ${say(times.at(-1)!)}.` : '';
  const notes =
    difference.notes.length > 0
      ? ` ${difference.notes.map((n) => `${n[0]!.toUpperCase()}${n.slice(1)}.`).join(' ')}`
      : '';
  const n = cut.length === 1 ? '1 record' : `${cut.length} records`;
  return {
    rule: { id: 'log-edit', source: 'builtin', version },
    about: 'tampering',
    state: 'edited',
    actors: [],
    techniques: ['T1070.002'],
    severity: 'high',
    confidence: cut.length >= 3 ? 'high' : 'medium',
    title: `${n} cut out of ${nameOf(present)}`,
    explanation:
      `An earlier version of this ${format.name} log, read from blocks that are still free, holds ${difference.earlier} records; the present one lacks ${n} that stand between records which both have.${span} ` +
      `Rotation removes records at the beginning and appending adds them at the end; neither takes any out of the middle, and what this comparison could not read is not counted as cut.${notes}`,
    matched: [],
    difference: inPlace(cut, now),
  };
}

/** The cut records between the neighbours that stayed, as a difference from the earlier to the present version. */
function inPlace(cut: Cut[], now: ByteSource): Difference {
  const lines: string[] = [];
  let last: number | undefined;
  for (const { record, before } of cut.slice(0, SHOWN)) {
    if (before !== last && before !== undefined)
      lines.push(`@@ behind byte ${before} of the present version @@`, ` ${textOf(now.read(before, 512))}`);
    last = before;
    lines.push(`-${textOf(Buffer.from(record.key.slice(0, 4096), 'latin1'))}`);
  }
  if (cut.length > SHOWN) lines.push(`(${cut.length - SHOWN} more records)`);
  return { added: 0, removed: cut.length, text: lines.join('\n') };
}

/** What people can read of a record's first line, framing bytes left out. */
function textOf(bytes: Buffer): string {
  const text = bytes.toString('utf8').replace(/^[^\t\x20-\x7e]+/, '');
  return text.split(/[\x00-\x08\x0a-\x1f\ufffd]/, 1)[0]!.slice(0, 1024);
}
