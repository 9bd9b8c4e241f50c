import { createHash } from 'node:crypto';
import { isGap, type LogFormat, type LogRecord, logHeadBytes, recogniseLog, seriesOf } from '../artifacts/index.ts';
import type { ByteSource } from '../bytes/index.ts';
import { type EventRow, type FileRow, originsOf } from '../case/index.ts';
import type { Device } from '../evidence/index.ts';
import { contentOf, fromOrigins } from './content.ts';
import { LOG, type LogRows } from './log-rows.ts';
import { RecordPlaces } from './record-places.ts';

/** Bytes of a piece of free space that say whether it is a log: pieces are many. */
const PIECE_HEAD = 4096;

/** Records of live logs that are remembered, and records given back. */
const MOST_LIVE = 5_000_000;
const MOST_GIVEN = 50_000;

/**
 * Gives back log records that stand in no live log: those of deleted logs, and those that lie in free space. They
 * become events marked as recovered; nobody is accused by them, because rotation leaves such records too.
 * @returns the events, and how many more there were
 * @param told keys of records that have been given back already
 */
export async function carveLogs(
  rows: LogRows,
  device: Device,
  told: Iterable<string>,
): Promise<{ events: EventRow[]; left: number }> {
  const live = new Set<string>();
  const formats = new Set<LogFormat>();
  const livePaths = new Set<string>();
  for (const row of rows.live) {
    livePaths.add(`${row.system} ${row.path}`);
    const opened = await openLog(device, row);
    if (!opened) continue;
    formats.add(opened.format);
    for (const record of opened.format.records(opened.source, {}))
      if (!isGap(record) && live.size < MOST_LIVE) live.add(shortKey(record.key));
  }
  for (const key of told) live.add(shortKey(key));
  const events: EventRow[] = [];
  let left = 0;
  const give = (record: LogRecord, places: RecordPlaces): void => {
    const key = shortKey(record.key);
    if (live.has(key) || record.ragged || record.unparsed) return;
    if (events.length >= MOST_GIVEN) {
      left++;
      return;
    }
    // The same record in two blocks is one record.
    live.add(key);
    events.push(places.rowOf(record));
  };
  // Without a single live log nothing says which formats this device writes.
  if (formats.size === 0) return { events, left };
  for (const row of rows.free) {
    const source = fromOrigins(device, originsOf(row));
    const places = new RecordPlaces(row, '', true, { from: 'free space' });
    for (const record of carverFor(source, formats)?.carve?.(source, {}) ?? []) give(record, places);
  }
  for (const row of rows.earlier) {
    if (!LOG.test(row.path!) || livePaths.has(`${row.system} ${row.path}`)) continue;
    const opened = await openLog(device, row);
    const places = new RecordPlaces(row, seriesOf(row.path!), true, { from: 'a deleted log' });
    for (const record of opened?.format.records(opened.source, {}) ?? []) if (!isGap(record)) give(record, places);
  }
  return { events, left };
}

async function openLog(device: Device, row: FileRow): Promise<{ format: LogFormat; source: ByteSource } | undefined> {
  const source = await contentOf(device, row);
  const format = source && recogniseLog(source.read(0, logHeadBytes), row.path!.slice(row.path!.lastIndexOf('/') + 1));
  return format && { format, source };
}

/** The format to carve a stretch of free space with: framed records are searched anywhere, lines only where it is text. */
function carverFor(source: ByteSource, formats: ReadonlySet<LogFormat>): LogFormat | undefined {
  const text = recogniseLog(source.read(0, PIECE_HEAD), '');
  if (text && formats.has(text)) return text;
  return [...formats].find((f) => f.name === 'vc0');
}

const shortKey = (key: string): string => createHash('sha256').update(key, 'latin1').digest('base64').slice(0, 16);
