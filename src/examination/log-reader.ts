import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { isGap, type LogContext, type LogRecord, logHeadBytes, logName, recogniseLog } from '../artifacts/index.ts';
import type { ByteSource } from '../bytes/index.ts';
import { EventLines, type EventRow, eventPart, factsOf } from '../case/index.ts';
import { type LogDetector, logDetectors, type WatchedLog } from '../detectors/index.ts';
import { openDevice, recogniseArchive } from '../evidence/index.ts';
import { contentsOf } from './log-content.ts';
import type { LogFile, LogMessage, LogSetup, LogTold } from './log-protocol.ts';
import { LogSpan } from './log-span.ts';
import { markOf, nameOf } from './record-mark.ts';
import { RecordPlaces } from './record-places.ts';

/*
 * Reads logs into events. Rows go to the disk as text, some hundred thousand to a file, which the main thread turns
 * into Parquet; nothing but a digest of each file stays in memory.
 */

/** Bytes of one text of events. */
const PART = 24 * 1024 * 1024;
/** Bytes between two writes. */
const CHUNK = 1024 * 1024;
/** Texts that may wait to be sealed before a worker waits too. */
const WAITING = 4;

const GAPS = 50;
const NODES = 8;

/** The texts of events of one piece of work. */
class Texts {
  parts = 0;
  readonly #setup: LogSetup;
  readonly #work: number;
  readonly #send: (message: LogMessage) => void;
  #file: number | undefined;
  readonly #lines = new EventLines();
  #written = 0;

  constructor(setup: LogSetup, work: number, send: (message: LogMessage) => void) {
    this.#setup = setup;
    this.#work = work;
    this.#send = send;
  }

  add(row: EventRow): void {
    this.#lines.add(row);
    if (this.#lines.length >= CHUNK) this.#write();
  }

  #write(): void {
    if (this.#lines.length === 0) return;
    this.#file ??= openSync(join(this.#setup.parts, eventPart(this.#work, this.parts, 'txt')), 'w');
    const bytes = this.#lines.take();
    for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
    this.#written += bytes.length;
    if (this.#written >= PART) this.end();
  }

  end(): void {
    this.#write();
    if (this.#file === undefined) return;
    closeSync(this.#file);
    this.#file = undefined;
    this.#written = 0;
    const shared = new Int32Array(this.#setup.shared);
    Atomics.add(shared, 1, 1);
    this.#send({ type: 'events', work: this.#work, part: this.parts++ });
    for (let now = Atomics.load(shared, 1); now >= WAITING; now = Atomics.load(shared, 1))
      Atomics.wait(shared, 1, now, 1000);
  }
}

/** Takes one unit after the other until all are taken. @param send what it has to say */
export async function readLogs(setup: LogSetup, send: (message: LogMessage) => void): Promise<void> {
  const device = await openDevice(setup.evidence);
  const shared = new Int32Array(setup.shared);
  const done = new Set(setup.done);
  const detectors = logDetectors.map((kind) => kind.make(setup.contentVersion));
  for (;;) {
    const unit = Atomics.add(shared, 0, 1);
    const sources = setup.units[unit];
    if (!sources) break;
    const work = setup.first + unit;
    if (done.has(work)) continue;
    const texts = new Texts(setup, work, send);
    const told: LogTold[] = [];
    for (const source of sources) {
      const missed = new Set(source.files);
      for await (const { file, content } of contentsOf(device, setup.files, source)) {
        const { row } = setup.files[file]!;
        send({ type: 'advance', bytes: row.size, reading: row.path! });
        told.push(readLog(setup, file, content, detectors, (event) => texts.add(event)));
        missed.delete(file);
      }
      for (const file of missed) told.push({ ...nothing(file), failed: 'it was not found a second time' });
    }
    texts.end();
    send({ type: 'unit', work, told });
  }
  send({ type: 'finished', works: setup.units.length });
}

function readLog(
  { files, sought, zone }: LogSetup,
  file: number,
  content: ByteSource,
  detectors: readonly LogDetector[],
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
      if (sought.size > 0) meet(record, sought, told);
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
function meet({ key }: LogRecord, sought: ReadonlySet<number>, told: LogTold): void {
  const mark = markOf(key);
  if (sought.has(mark)) (told.met ??= []).push(nameOf(key));
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
