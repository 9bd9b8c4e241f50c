import { recogniseHost } from '../artifacts/index.ts';
import { lengthOf } from '../bytes/index.ts';
import type { CaseFolder, DraftFinding } from '../case/index.ts';
import { originsOf } from '../case/index.ts';
import { logDetectors, type WatchedLog } from '../detectors/index.ts';
import { type Device, locatorsOf } from '../evidence/index.ts';
import type { Locator } from '../model/index.ts';
import { fromOrigins } from './content.ts';
import { runCrew } from './crew.ts';
import { carveSetup } from './log-carver.ts';
import type { LogFiles } from './log-files.ts';
import type { LogFile, LogMessage, LogSetup, LogTold } from './log-protocol.ts';
import { readLogs, watchedOf } from './log-reader.ts';
import { type LyingAbout, nothingLies } from './lying-about.ts';

const workerCode = new URL('../examination/log-worker.js', import.meta.url);

/** Bytes of logs for which starting threads is worth it. */
const FEW = 8 * 1024 * 1024;

export interface LogEventsOptions {
  evidence: string[];
  threads: number;
  contentVersion: string;
  /** Number of the first piece of work. */
  work: number;
  /** What is searched for records that stand in no live log. */
  lying?: LyingAbout;
  signal?: AbortSignal;
  onProgress?: (bytes: number, total: number, reading?: string) => void;
}

/** What the logs of a device told. */
export interface LogsTold {
  files: LogFiles;
  told: LogTold[];
  /** Number behind the last piece of work. */
  next: number;
}

/**
 * Reads the live logs of a device into events, and lets the detectors of logs conclude from what they watched.
 * @param files from `logFiles`
 */
export async function logEvents(
  folder: CaseFolder,
  device: Device,
  files: LogFiles,
  options: LogEventsOptions,
): Promise<LogsTold> {
  const { evidence, threads, contentVersion, work, lying = nothingLies, signal, onProgress } = options;
  const { zone } = recogniseHost(device.trees).host;
  const setup: LogSetup = {
    evidence,
    files: files.files,
    units: files.units,
    first: work,
    done: [...folder.done],
    contentVersion,
    ...(zone !== undefined && { zone }),
    carving: carveSetup(lying, folder.candidates, zone),
    parts: folder.parts,
    shared: new SharedArrayBuffer(4),
  };
  await readAll(folder, setup, files.bytes + lying.bytes <= FEW ? 0 : threads, signal, (bytes, reading) =>
    onProgress?.(bytes, files.bytes, reading),
  );
  const told: LogTold[] = [];
  for await (const one of folder.logs<LogTold>()) told.push(one);
  told.sort((a, b) => a.file - b.file);
  const next = work + files.units.length;
  await conclude(folder, device, { files, told, next }, contentVersion);
  return { files, told, next: next + 1 };
}

/** @param threads 0 for this one */
async function readAll(
  folder: CaseFolder,
  setup: LogSetup,
  threads: number,
  signal: AbortSignal | undefined,
  onBytes: (bytes: number, reading?: string) => void,
): Promise<void> {
  if (setup.carving.units.length === 0 && setup.units.every((_, i) => folder.done.has(setup.first + i))) return;
  let bytes = 0;
  /** Units are stored one after the other. */
  let stored = Promise.resolve();
  const handle = async (message: LogMessage): Promise<void> => {
    if (message.type === 'advance') onBytes((bytes += message.bytes), message.reading);
    else if (message.type === 'unit') await folder.store(message.work, { files: '', logs: message.told });
  };
  const onMessage = (message: LogMessage): Promise<void> => {
    stored = stored.then(() => handle(message));
    return stored;
  };
  const members = Array.from({ length: threads }, () => ({ code: workerCode, setup, young: 96 }));
  if (threads > 0) await runCrew(members, onMessage, signal);
  else {
    await readLogs(setup, (message) => void onMessage(message).catch(() => {}));
    await stored;
  }
}

/** The digests of all files, detector by detector, become drafts of findings: one more piece of work. */
async function conclude(folder: CaseFolder, device: Device, logs: LogsTold, contentVersion: string): Promise<void> {
  if (folder.done.has(logs.next)) return;
  const watched = logs.told
    .filter((told) => told.format !== undefined && told.format !== 'archive' && told.failed === undefined)
    .map((told) => ({ told, file: logs.files.files[told.file]! }))
    .sort(byPathAndAge)
    .map(({ told, file }) => ({ told, file, log: watchedOf(file, told.format!) }));
  const fileOf = new Map<WatchedLog, LogFile>(watched.map(({ log, file }) => [log, file]));
  const drafts: DraftFinding[] = [];
  for (const kind of logDetectors) {
    const digests = watched.flatMap(({ told, log }) =>
      kind.name in told.digests ? [{ log, digest: told.digests[kind.name] }] : [],
    );
    for (const { claim, log, bytes } of kind.make(contentVersion).conclude(digests)) {
      const file = fileOf.get(log)!;
      drafts.push({
        claim,
        facts: log.facts,
        ...(log.hashes && { hashes: log.hashes }),
        locators: rangesOf(device, file, bytes),
      });
    }
  }
  await folder.store(logs.next, { files: '', claims: drafts.map((d) => `${JSON.stringify(d)}\n`).join('') });
}

/** By path, then by age: what was rolled over first is the oldest. */
function byPathAndAge(a: { told: LogTold; file: LogFile }, b: { told: LogTold; file: LogFile }): number {
  const text = (x: { told: LogTold; file: LogFile }): string =>
    [x.file.row.evidence, x.file.row.system ?? '', x.file.series, x.told.from ?? '9', x.file.path].join('\0');
  const [x, y] = [text(a), text(b)];
  return x < y ? -1 : x > y ? 1 : a.told.file - b.told.file;
}

/** Ranges that become locators; the first ones say enough. */
const RANGES = 64;

/** Ranges of a file's content in the evidence; all of the stored stretch where the content is packed. */
export function rangesOf(device: Device, { row }: LogFile, bytes: { offset: number; length: number }[]): Locator[] {
  const layers = row.layers === '' ? [] : row.layers.split(' > ');
  const origins = originsOf(row);
  const stored = lengthOf(origins) === row.size;
  if (!stored || bytes.length === 0) return locatorsOf(origins, layers);
  const content = fromOrigins(device, origins);
  const ranges = bytes.slice(0, RANGES).flatMap(({ offset, length }) => content.origin(offset, length));
  return locatorsOf(ranges, layers);
}
