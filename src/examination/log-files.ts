import { contentPath, seriesOf } from '../artifacts/index.ts';
import { lengthOf } from '../bytes/index.ts';
import { type CaseFolder, type FileRow, originsOf } from '../case/index.ts';
import { byText } from '../model/index.ts';
import type { LogFile, LogSource, LogUnit } from './log-protocol.ts';
import { LOG } from './log-rows.ts';

/** More names and endings of files that may be logs than those whose versions are compared. */
const ALSO =
  /\.(?:log|events|access|admin|welf|syslog|journal\.txt)(?:[.-]|$)|log(?:\.(?:old|\d+|gz|xz|zst))*$|\/[bw]tmp(?:[.-]|$)/i;

/** Files that are asked whether they are logs. */
const MOST = 100_000;

/** Pieces of work, where their bytes allow it: enough to keep all threads busy to the end. */
const UNITS = 32;

/** Bytes of content in one piece of work, about. */
const [LEAST, MOST_UNIT] = [2 * 1024 * 1024, 64 * 1024 * 1024];

/** Pieces of work that one archive is parted into at most: each has to unfold all of it. */
const PARTS_OF_ARCHIVE = 4;

export interface LogFiles {
  files: LogFile[];
  units: LogUnit[];
  /** Files with the content of another one, and that one's place: read once. */
  same: { file: LogFile; as: number }[];
  /** Files that were too many to be asked. */
  left: number;
  /** Bytes of content. */
  bytes: number;
}

export const noLogFiles: LogFiles = { files: [], units: [], same: [], left: 0, bytes: 0 };

/**
 * The live files of a case that may be logs, by their names, and how they are read. The order and the pieces of work
 * depend on the rows alone.
 */
export async function logFiles(folder: CaseFolder): Promise<LogFiles> {
  const found: LogFiles = { files: [], units: [], same: [], left: 0, bytes: 0 };
  const stored: LogSource[] = [];
  const inArchives = new Map<string, number[]>();
  const hashes = new Map<string, number>();
  const lone = await loneFiles(folder);
  for await (const row of folder.rows()) {
    if (!isLive(row) || !(mayBeLog(row.path) || lone.has(row.evidence))) continue;
    if (found.files.length >= MOST) {
      found.left++;
      continue;
    }
    const path = contentPath(row.path, row.layers.split(' > '));
    const file: LogFile = { row, path, series: seriesOf(path) };
    const known = row.sha256 === undefined ? undefined : hashes.get(row.sha256);
    if (known !== undefined) {
      found.same.push({ file, as: known });
      continue;
    }
    const place = found.files.push(file) - 1;
    if (row.sha256 !== undefined) hashes.set(row.sha256, place);
    found.bytes += row.size;
    if (isStored(row)) stored.push({ files: [place] });
    else {
      const step = row.path.indexOf('!/');
      const key = archiveKey(row, step < 0 ? null : row.path.slice(0, step));
      const list = inArchives.get(key);
      if (list) list.push(place);
      else inArchives.set(key, [place]);
    }
  }
  const outer = await outerRows(folder, [...inArchives.keys()]);
  const packed = [...inArchives].flatMap(([key, places]) => {
    const archive = outer.get(key);
    const how: Omit<LogSource, 'files'> = archive ? { archive } : { walked: true };
    return parted(places, found.files).map((files): LogSource => ({ files, ...how }));
  });
  found.units = packUnits([...stored, ...packed], found.files);
  return found;
}

type Live = FileRow & { path: string };

const isLive = (row: FileRow): row is Live =>
  row.kind === 'file' &&
  (row.allocation === 'allocated' || row.allocation === 'orphan') &&
  row.content !== 'lost' &&
  row.size > 0 &&
  row.path !== undefined;

const mayBeLog = (path: string): boolean => LOG.test(path) || ALSO.test(path);

/** Names the outermost archive around a row; two systems of one device may have it at the same path. */
const archiveKey = (row: FileRow, path: string | null): string => JSON.stringify([row.evidence, row.system, path]);

/** True when the content stands in the evidence as it is. */
function isStored(row: FileRow): boolean {
  const origins = originsOf(row);
  return origins.length > 0 && lengthOf(origins) === row.size;
}

/** Evidence that is one file: it is asked whatever its name is. */
async function loneFiles(folder: CaseFolder): Promise<Set<string>> {
  const counts = new Map<string, number>();
  for await (const row of folder.rows())
    if (row.kind !== 'directory') counts.set(row.evidence, (counts.get(row.evidence) ?? 0) + 1);
  return new Set([...counts].filter(([, count]) => count <= 2).map(([evidence]) => evidence));
}

/** The rows of the archives that hold wanted members, when their bytes stand in the evidence as they are. */
async function outerRows(folder: CaseFolder, keys: string[]): Promise<Map<string, FileRow>> {
  const wanted = new Set(keys);
  const found = new Map<string, FileRow>();
  if (wanted.size === 0) return found;
  for await (const row of folder.rows()) {
    if (!isLive(row) || row.path.includes('!/')) continue;
    const key = archiveKey(row, row.path);
    if (wanted.has(key) && isStored(row)) found.set(key, row);
  }
  return found;
}

/** The members of one archive, parted when they are much to read. */
function parted(places: number[], files: LogFile[]): number[][] {
  const bytes = places.reduce((sum, place) => sum + files[place]!.row.size, 0);
  const parts = Math.min(PARTS_OF_ARCHIVE, Math.ceil(bytes / MOST_UNIT));
  if (parts <= 1) return [places];
  const result: number[][] = [[]];
  let held = 0;
  for (const place of places) {
    if (held >= bytes / parts && result.length < parts) {
      result.push([]);
      held = 0;
    }
    result.at(-1)!.push(place);
    held += files[place]!.row.size;
  }
  return result;
}

/** Sources put together until they are worth a piece of work; the largest first, so that no thread ends long after. */
function packUnits(sources: LogSource[], files: LogFile[]): LogUnit[] {
  const size = (source: LogSource): number => source.files.reduce((sum, place) => sum + files[place]!.row.size, 0);
  const sized = sources.map((source) => ({ source, bytes: size(source), path: files[source.files[0]!]!.path }));
  sized.sort((a, b) => b.bytes - a.bytes || byText(a.path, b.path) || a.source.files[0]! - b.source.files[0]!);
  const all = sized.reduce((sum, { bytes }) => sum + bytes, 0);
  const most = Math.min(MOST_UNIT, Math.max(LEAST, all / UNITS));
  const units: LogUnit[] = [];
  let held = most;
  for (const { source, bytes } of sized) {
    if (held + bytes > most) {
      units.push([]);
      held = 0;
    }
    units.at(-1)!.push(source);
    held += bytes;
  }
  return units;
}
