import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isGap, type LogRecord } from '../artifacts/index.ts';
import { CandidateWriter } from '../case/index.ts';
import type { Device } from '../evidence/index.ts';
import { type Lying, type LyingAbout, openLying, rowsOf } from './lying-about.ts';
import { markOf, nameOf } from './record-mark.ts';
import { RecordMarks } from './record-marks.ts';
import { RecordPlaces } from './record-places.ts';

/*
 * Log records that stand in no live log. Whether they do is known only when all live logs are read, so those that are
 * found become candidates: events that are kept aside. Threads search before they read logs, and while they read they
 * watch for the candidates' marks. Remembering every record of every live log instead would take more time and memory.
 */

/** Records that are watched for in the live logs. */
const MOST_SOUGHT = 2_000_000;

/** Records of one unit that are told apart while it is searched. */
const TOLD_APART = 200_000;

/** The search, as all threads that share in it know it. */
export interface CarveSetup extends LyingAbout {
  /** Folder for candidates. */
  folder: string;
  /** Name of the host's zone, for times that state none. */
  zone?: string;
  /** 32-bit counters: the next unit nobody has taken, and the units that are done. */
  shared: SharedArrayBuffer;
}

const [NEXT, DONE] = [0, 1];

/** Begins a search; what is left of an earlier one is removed. */
export function carveSetup(lying: LyingAbout, folder: string, zone: string | undefined): CarveSetup {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return { ...lying, folder, ...(zone !== undefined && { zone }), shared: new SharedArrayBuffer(8) };
}

/**
 * Searches one unit after the other until all are taken, waits for those that other threads have taken (and blocks this
 * one), and says what to watch for.
 */
export async function carve(setup: CarveSetup, device: Device): Promise<RecordMarks> {
  const { units, folder } = setup;
  const counters = new Int32Array(setup.shared);
  for (let unit = Atomics.add(counters, NEXT, 1); unit < units.length; unit = Atomics.add(counters, NEXT, 1)) {
    await carveUnit(setup, device, unit);
    Atomics.add(counters, DONE, 1);
    Atomics.notify(counters, DONE);
  }
  for (let done = Atomics.load(counters, DONE); done < units.length; done = Atomics.load(counters, DONE))
    Atomics.wait(counters, DONE, done);
  const files = Array.from({ length: watchedUnits(folder, units.length) }, (_, unit) => marksFile(folder, unit));
  const marks = new RecordMarks(files.reduce((sum, file) => sum + statSync(file).size / 8, 0));
  for (const file of files) {
    const bytes = readFileSync(file);
    for (let at = 0; at < bytes.length; at += 8) marks.add(bytes.readDoubleLE(at));
  }
  return marks;
}

const marksFile = (folder: string, unit: number): string => join(folder, `${unit}.marks`);

/** The units, from the first on, whose records are watched for: those of all may be too many. */
export function watchedUnits(folder: string, units: number): number {
  let unit = 0;
  for (let held = 0; unit < units; unit++) {
    held += statSync(marksFile(folder, unit)).size / 8;
    if (held > MOST_SOUGHT) break;
  }
  return unit;
}

async function carveUnit({ units, framed, folder, zone }: CarveSetup, device: Device, unit: number): Promise<void> {
  const writer = new CandidateWriter(folder, unit);
  const marks: number[] = [];
  const known = new Set<string>();
  for (const row of rowsOf(units[unit]!)) {
    const lying = await openLying(device, row, framed);
    if (!lying) continue;
    const places = new RecordPlaces(row, lying.series, true, { from: lying.from });
    for (const record of recordsOf(lying, zone)) {
      const name = nameOf(record.key);
      // The same record in two blocks is one record.
      if (known.has(name)) continue;
      if (known.size >= TOLD_APART) known.clear();
      known.add(name);
      marks.push(markOf(record.key));
      writer.add(places.rowOf(record), name, lying.format.name);
    }
  }
  writer.end();
  writeFileSync(marksFile(folder, unit), new Float64Array(marks));
}

/** Every whole record of a stretch. */
function* recordsOf({ format, source, series }: Lying, zone: string | undefined): Generator<LogRecord> {
  const context = zone === undefined ? {} : { zone };
  const records = series === '' ? format.carve!(source, context) : format.records(source, context);
  for (const record of records) if (!isGap(record) && !record.ragged && !record.unparsed) yield record;
}
