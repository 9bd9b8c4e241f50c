import { type LogFormat, logFormats, logHeadBytes, recogniseLog, seriesOf } from '../artifacts/index.ts';
import type { ByteSource } from '../bytes/index.ts';
import { type FileRow, originsOf } from '../case/index.ts';
import type { Device } from '../evidence/index.ts';
import { contentOf, fromOrigins } from './content.ts';
import { LOG, type LogRows } from './log-rows.ts';

/** Stretches of the evidence that may hold records which stand in no live log: free space, and logs that were deleted. */
export interface LyingAbout {
  /** Pieces of work: rows as NDJSON, in memory that threads share, for they may be many. */
  units: SharedArrayBuffer[];
  /** Bytes of content. */
  bytes: number;
  /** The device keeps logs of framed records. */
  framed: boolean;
}

export const nothingLies: LyingAbout = { units: [], bytes: 0, framed: false };

/** Pieces of work, where their bytes allow it. */
const UNITS = 32;

/** Bytes of content in one piece of work, about. */
const [LEAST, MOST] = [1024 * 1024, 16 * 1024 * 1024];

/** What is searched, in order; that order and the pieces depend on the rows alone. */
export function lyingAbout(rows: LogRows): LyingAbout {
  const livePaths = new Set(rows.live.map((row) => `${row.system} ${row.path}`));
  const gone = rows.earlier.filter((row) => LOG.test(row.path!) && !livePaths.has(`${row.system} ${row.path}`));
  const all = [...rows.free, ...gone];
  const bytes = all.reduce((sum, { size }) => sum + size, 0);
  const most = Math.min(MOST, Math.max(LEAST, bytes / UNITS));
  const units: SharedArrayBuffer[] = [];
  let unit: string[] = [];
  let held = 0;
  for (const [i, row] of all.entries()) {
    unit.push(JSON.stringify(row));
    held += row.size;
    if (held < most && i + 1 < all.length) continue;
    units.push(shared(unit.join('\n')));
    unit = [];
    held = 0;
  }
  return { units, bytes, framed: rows.live.some((row) => /\.vc0(\.old)?$/.test(row.path ?? '')) };
}

function shared(text: string): SharedArrayBuffer {
  const memory = new SharedArrayBuffer(Buffer.byteLength(text));
  Buffer.from(memory).write(text);
  return memory;
}

export const rowsOf = (unit: SharedArrayBuffer): FileRow[] =>
  Buffer.from(unit)
    .toString()
    .split('\n')
    .map((line) => JSON.parse(line) as FileRow);

/** A stretch whose records can be told. */
export interface Lying {
  format: LogFormat;
  source: ByteSource;
  /** Path of the log that it was; empty for free space. */
  series: string;
  /** For people. */
  from: string;
}

/** Opens a row of `lyingAbout`; nothing when it holds no records. */
export async function openLying(device: Device, row: FileRow, framed: boolean): Promise<Lying | undefined> {
  if (row.kind === 'run') {
    const source = fromOrigins(device, originsOf(row));
    const format = carverFor(source, framed);
    return format?.carve && { format, source, series: '', from: 'free space' };
  }
  const source = await contentOf(device, row);
  const name = row.path!.slice(row.path!.lastIndexOf('/') + 1);
  const format = source && recogniseLog(source.read(0, logHeadBytes), name);
  return format && { format, source, series: seriesOf(row.path!), from: 'a deleted log' };
}

/** Bytes of a piece of free space that say whether it is a log: pieces are many. */
const PIECE_HEAD = 4096;

/** The format to carve a stretch of free space with: framed records are searched anywhere, lines only where it is text. */
function carverFor(source: ByteSource, framed: boolean): LogFormat | undefined {
  const text = recogniseLog(source.read(0, PIECE_HEAD), '');
  if (text) return text;
  return framed ? logFormats.find((f) => f.name === 'vc0') : undefined;
}
