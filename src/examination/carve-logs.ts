import {
  isGap,
  type LogFormat,
  type LogRecord,
  logFormats,
  logHeadBytes,
  recogniseHost,
  recogniseLog,
  seriesOf,
} from '../artifacts/index.ts';
import type { ByteSource } from '../bytes/index.ts';
import { type CaseFolder, type EventRow, type FileRow, originsOf } from '../case/index.ts';
import type { Device } from '../evidence/index.ts';
import { contentOf, fromOrigins } from './content.ts';
import type { LogsTold } from './log-events.ts';
import { LOG, type LogRows } from './log-rows.ts';
import { markOf, nameOf } from './record-mark.ts';
import { RecordPlaces } from './record-places.ts';
import type { Tally } from './tally.ts';

/*
 * Log records that stand in no live log: those of deleted logs, and those that lie in free space. They are looked for
 * twice: first only to know what to watch for while the live logs are read, then to give back what was not met there.
 * Remembering every record of every live log instead would take longer, and more memory, than reading free space again.
 */

/** Bytes of a piece of free space that say whether it is a log: pieces are many. */
const PIECE_HEAD = 4096;

/** Records that are watched for in the live logs, and records given back. */
const MOST_SOUGHT = 2_000_000;
const MOST_GIVEN = 50_000;

/** Marks of the records that lie in deleted logs and in free space. */
export async function soughtRecords(rows: LogRows, device: Device): Promise<Set<number>> {
  const sought = new Set<number>();
  for await (const { record } of lyingAbout(rows, device)) {
    if (sought.size >= MOST_SOUGHT) break;
    sought.add(markOf(record.key));
  }
  return sought;
}

/**
 * Gives back the records that stand in no live log, as events marked as recovered; nobody is accused by them, because
 * rotation leaves such records too.
 * @param rows as they were for `soughtRecords`
 * @param sought from there
 * @param told keys of records that have been given back already
 * @param work number of this piece of work
 */
export async function carveLogs(
  folder: CaseFolder,
  device: Device,
  rows: LogRows,
  sought: ReadonlySet<number>,
  told: ReadonlySet<string>,
  logs: LogsTold,
  work: number,
): Promise<void> {
  if (folder.done.has(work)) return;
  // Without a live log of a format nothing says that this device writes it.
  const formats = new Set(logs.told.map(({ format }) => format));
  const gone = new Set(told);
  for (const { met } of logs.told) for (const name of met ?? []) gone.add(name);
  const events: EventRow[] = [];
  let left = 0;
  for await (const { record, format, places } of lyingAbout(rows, device)) {
    if (!formats.has(format.name)) continue;
    const mark = markOf(record.key);
    // Beyond those that were watched for, nobody knows whether they are live: they are counted, not given.
    if (!sought.has(mark)) {
      left++;
      continue;
    }
    const name = nameOf(record.key);
    if (gone.has(name)) continue;
    // The same record in two blocks is one record.
    gone.add(name);
    if (events.length < MOST_GIVEN) events.push(places.rowOf(record));
    else left++;
  }
  folder.storeEvents(work, events);
  await folder.store(work, {
    files: '',
    tally: left > 0 ? `${JSON.stringify({ tally: notGiven(left) })}\n` : '',
  });
}

/** Every whole record in free space and in logs that were deleted. */
async function* lyingAbout(
  rows: LogRows,
  device: Device,
): AsyncGenerator<{ record: LogRecord; format: LogFormat; places: RecordPlaces }> {
  const livePaths = new Set(rows.live.map((row) => `${row.system} ${row.path}`));
  const { zone } = recogniseHost(device.trees).host;
  const context = zone === undefined ? {} : { zone };
  const framed = rows.live.some((row) => /\.vc0(\.old)?$/.test(row.path ?? ''));
  for (const row of rows.free) {
    const source = fromOrigins(device, originsOf(row));
    const format = carverFor(source, framed);
    if (!format?.carve) continue;
    const places = new RecordPlaces(row, '', true, { from: 'free space' });
    for (const record of format.carve(source, context)) if (isWhole(record)) yield { record, format, places };
  }
  for (const row of rows.earlier) {
    if (!LOG.test(row.path!) || livePaths.has(`${row.system} ${row.path}`)) continue;
    const opened = await openLog(device, row);
    if (!opened) continue;
    const { format, source } = opened;
    const places = new RecordPlaces(row, seriesOf(row.path!), true, { from: 'a deleted log' });
    for (const record of format.records(source, { ...context }))
      if (!isGap(record) && isWhole(record)) yield { record, format, places };
  }
}

const isWhole = (record: LogRecord): boolean => !record.ragged && !record.unparsed;

async function openLog(device: Device, row: FileRow): Promise<{ format: LogFormat; source: ByteSource } | undefined> {
  const source = await contentOf(device, row);
  const format = source && recogniseLog(source.read(0, logHeadBytes), row.path!.slice(row.path!.lastIndexOf('/') + 1));
  return format && { format, source };
}

/**
 * The format to carve a stretch of free space with: framed records are searched anywhere, lines only where it is text.
 * @param framed the device keeps logs of framed records
 */
function carverFor(source: ByteSource, framed: boolean): LogFormat | undefined {
  const text = recogniseLog(source.read(0, PIECE_HEAD), '');
  if (text) return text;
  return framed ? logFormats.find((f) => f.name === 'vc0') : undefined;
}

/** What the coverage says of records that were too many. */
function notGiven(left: number): Tally {
  const reason = `${left} more log records of deleted logs and free space were found than the timeline takes`;
  return {
    evidence: 0,
    space: {},
    detectors: {},
    parsers: [],
    unread: [{ locator: { evidence: '0', layers: [], bytes: [] }, reason, bytes: 0 }],
    unlisted: 0,
    unlistedBytes: 0,
  };
}
