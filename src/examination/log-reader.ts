import { isGap, type LogContext, type LogRecord, logHeadBytes, logName, recogniseLog } from '../artifacts/index.ts';
import type { ByteSource } from '../bytes/index.ts';
import { type EventRow, EventWriter, factsOf } from '../case/index.ts';
import { type LogDetector, logDetectors, type WatchedLog } from '../detectors/index.ts';
import { openDevice, recogniseArchive } from '../evidence/index.ts';
import { carve } from './log-carver.ts';
import { contentsOf } from './log-content.ts';
import type { LogFile, LogMessage, LogSetup, LogTold } from './log-protocol.ts';
import { LogSpan } from './log-span.ts';
import { markOf, nameOf } from './record-mark.ts';
import type { RecordMarks } from './record-marks.ts';
import { RecordPlaces } from './record-places.ts';

/*
 * Reads logs into events. They go to the disk as Parquet, row group by row group; nothing but a digest of each file stays
 * in memory.
 */

/** Bytes between two messages about how far we are. */
const REPORT = 4 * 1024 * 1024;

const GAPS = 50;
const NODES = 8;

/** Takes one unit after the other until all are taken. @param send what it has to say */
export async function readLogs(setup: LogSetup, send: (message: LogMessage) => void): Promise<void> {
  const device = await openDevice(setup.evidence);
  const shared = new Int32Array(setup.shared);
  const done = new Set(setup.done);
  const detectors = logDetectors.map((kind) => kind.make(setup.contentVersion));
  const sought = await carve(setup.carving, device);
  let unreported = 0;
  for (;;) {
    const unit = Atomics.add(shared, 0, 1);
    const sources = setup.units[unit];
    if (!sources) break;
    const work = setup.first + unit;
    if (done.has(work)) continue;
    const events = new EventWriter(setup.parts, work);
    const told: LogTold[] = [];
    for (const source of sources) {
      const missed = new Set(source.files);
      for await (const { file, content } of contentsOf(device, setup.files, source)) {
        const { row } = setup.files[file]!;
        unreported += row.size;
        if (unreported >= REPORT) {
          send({ type: 'advance', bytes: unreported, reading: row.path! });
          unreported = 0;
        }
        told.push(readLog(setup, file, content, detectors, sought, (event) => events.add(event)));
        missed.delete(file);
      }
      for (const file of missed) told.push({ ...nothing(file), failed: 'it was not found a second time' });
    }
    events.end();
    send({ type: 'unit', work, told: told.map((one) => `${JSON.stringify(one)}\n`).join('') });
  }
  send({ type: 'advance', bytes: unreported });
  send({ type: 'finished', works: setup.units.length });
}

function readLog(
  { files, zone }: LogSetup,
  file: number,
  content: ByteSource,
  detectors: readonly LogDetector[],
  sought: RecordMarks,
  give: (event: EventRow) => void,
): LogTold {
  const log = files[file]!;
  const told = nothing(file);
  const { row, series } = log;
  try {
    const name = logName(log.path);
    const head = content.read(0, logHeadBytes);
    if (recogniseArchive(head.subarray(0, 1024), content)) return { ...told, format: 'archive' };
    const format = recogniseLog(head, name);
    if (!format) return told;
    told.format = format.name;
    const places = new RecordPlaces(row, series, row.allocation !== 'allocated');
    const watched = watchedOf(log, format.name);
    const watchers = detectors.flatMap((detector) => {
      const watcher = detector.watch(watched);
      return watcher ? [{ name: detector.name, watcher }] : [];
    });
    const span = new LogSpan(row.modified);
    const nodes = new Set<string>();
    const context: LogContext = {
      fileName: name,
      ...(row.modified !== undefined && { latest: row.modified }),
      ...(zone !== undefined && { zone }),
    };
    const records = format.records(content, context);
    let step = records.next();
    for (; !step.done; step = records.next()) {
      const record = step.value;
      if (isGap(record)) {
        told.gapCount++;
        told.gapBytes += record.length;
        if (told.gaps.length < GAPS) told.gaps.push(record);
        for (const { watcher } of watchers) watcher.gap?.(record);
        continue;
      }
      told.records++;
      if (record.unparsed) told.unparsed++;
      if (record.micros === undefined) told.undated++;
      else span.add(record);
      meet(record, sought, told);
      const event = places.rowOf(record);
      if (event.node !== undefined && nodes.size < NODES) nodes.add(event.node);
      give(event);
      for (const { watcher } of watchers) watcher.record(record);
    }
    told.notes = [...step.value, ...span.notes()];
    Object.assign(told, span.range());
    told.nodes = [...nodes];
    for (const { name: detector, watcher } of watchers) told.digests[detector] = watcher.end(told.notes);
  } catch (error) {
    // A bug of ours ends this log, not the examination, and what it told so far stays.
    told.failed = error instanceof Error ? error.message : String(error);
  }
  return told;
}

/** Notes a record that somebody looks for. */
function meet({ key }: LogRecord, sought: RecordMarks, told: LogTold): void {
  if (sought.count > 0 && sought.has(markOf(key))) (told.met ??= []).push(nameOf(key));
}

const nothing = (file: number): LogTold => ({
  file,
  records: 0,
  unparsed: 0,
  undated: 0,
  nodes: [],
  notes: [],
  gaps: [],
  gapCount: 0,
  gapBytes: 0,
  digests: {},
});

/** The file as detectors meet it. */
export function watchedOf({ row, series }: LogFile, format: string): WatchedLog {
  const hashes = row.sha256 === undefined ? undefined : { sha256: row.sha256 };
  return { facts: factsOf(row), ...(hashes && { hashes }), format, series };
}
