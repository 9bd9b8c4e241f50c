/**
 * A gateway's system snapshot in plain text: `System state snapshot created <date>`, then sections that begin with
 * `### Contents of <file>` or `### Output of <command>` and end with `### End`. Older builds leave out the `###`.
 * Sources: public snapshot tools, incident write-ups (docs/formats/snapshot.md). Read as a stream, in constant memory.
 */
import { type ByteSource, Slice } from '../../bytes/index.ts';
import type { EventTime } from '../../model/index.ts';
import { Clock, monthOf } from '../logs/clock.ts';
import { isGap, type LogEvent, logHeadBytes, recogniseLog } from '../logs/index.ts';
import { lineText } from '../logs/line-text.ts';
import { lines } from '../logs/lines.ts';
import { versionOf } from '../products/ivanti-connect-secure.ts';
import {
  type ListedFile,
  type ListedProcess,
  type ListedSocket,
  listedFile,
  listedProcess,
  listedSocket,
  type Mounted,
  mounted,
  type OpenFile,
  openFile,
  processColumns,
} from './snapshot-lines.ts';

/** What one stretch of a snapshot says; offset and length are bytes of the snapshot. */
export type SnapshotItem = { offset: number; length: number } & (
  | { kind: 'file'; path: string; file: ListedFile }
  /** A folder whose members follow: what is not among them was not there. */
  | { kind: 'folder'; path: string }
  | { kind: 'process'; process: ListedProcess }
  | { kind: 'open-file'; open: OpenFile }
  | { kind: 'socket'; socket: ListedSocket }
  | { kind: 'mount'; mount: Mounted }
  | { kind: 'version'; version: string; build?: string }
  | { kind: 'log'; event: LogEvent }
  /** Told when the section is over. */
  | { kind: 'section'; section: SnapshotSection }
);

export interface SnapshotSection {
  /** `Contents of /home/VERSION`, `Output of ps`. */
  title: string;
  /** False when its End line is missing: cut, or followed by another section. */
  complete: boolean;
  lines: number;
  /** Lines that were taken apart; absent for a section that nobody here reads. */
  understood?: number;
}

export interface SnapshotHead {
  /** Name of the node, from the name of the file. */
  node?: string;
  /** When it was made, as its first line says in the local time of the device; else as its name says. */
  created?: EventTime;
}

const FIRST = 'System state snapshot';

export const isSnapshot = (head: Buffer): boolean => head.subarray(0, FIRST.length).toString('latin1') === FIRST;

const NAME = /pulsesecure-state-[a-z]{1,16}-(.{1,100}?)-(\d{4})(\d\d)(\d\d)-(\d\d)(\d\d)(\d\d)/;
const CREATED =
  / created [A-Z][a-z]{2} ([A-Z][a-z]{2}) {1,2}(\d{1,2}) (\d\d):(\d\d):(\d\d)(?: ([A-Z]{2,5}|[+-]\d{4}))? (\d{4})/;

/**
 * Who made a snapshot, and when.
 * @param zone of the device in minutes east of UTC, when it is known
 */
export function snapshotHead(source: ByteSource, fileName: string, zone?: number): SnapshotHead {
  const clock = new Clock(zone === undefined ? {} : { zone });
  const name = NAME.exec(fileName.slice(-300));
  const line = source.read(0, 300).toString('latin1').split('\n', 1)[0]!;
  const told = CREATED.exec(line);
  const numbers = (from: (string | undefined)[]): number[] => from.map(Number);
  let created: EventTime | undefined;
  if (told) {
    const [day, hour, minute, second, year] = numbers([told[2], told[3], told[4], told[5], told[7]]);
    const utc = told[6] === 'UTC' || told[6] === 'GMT' ? 0 : undefined;
    created = timeOf(clock, [year!, monthOf(told[1]!), day!, hour!, minute!, second!], told[0].slice(9), utc);
  } else if (name) created = timeOf(clock, numbers(name.slice(2)), name.slice(2).join(''));
  return { ...(name && { node: name[1]! }), ...(created && { created }) };
}

function timeOf(clock: Clock, parts: number[], original: string, offset?: number): EventTime | undefined {
  const [year, month, day, hour, minute, second] = parts as [number, number, number, number, number, number];
  return clock.civil({ year, month, day, hour, minute, second, micros: 0, digits: 0 }, original, offset)?.time;
}

type Reader = (line: string, place: { offset: number; length: number }) => SnapshotItem | 'understood' | undefined;

interface Open {
  section: SnapshotSection;
  reader?: Reader;
  /** Content that is read as a whole when the section is over. */
  whole?: 'version' | 'log';
  from: number;
  to: number;
}

const HEADING = /^(?:### *)?((?:Contents|Output) of \S.*)$/;
/** A log of this many bytes is more than the last lines of one. */
const MOST_LOG = 256 * 1024 * 1024;

/** Everything a snapshot tells, in the order in which it stands. Returns how the file was read, one sentence each. */
export function* snapshotItems(
  source: ByteSource,
  head: SnapshotHead,
  zone?: number,
): Generator<SnapshotItem, string[]> {
  const context = {
    ...(head.created && { latest: head.created.at }),
    ...(zone !== undefined && { zone }),
  };
  const clock = new Clock(context);
  const notes: string[] = [];
  let open: Open | undefined;
  let damaged = 0;
  const ending = source.read(0, 1024).includes('\r\n') ? 2 : 1;
  let next = 0;
  for (const line of lines(source)) {
    if ('reason' in line) {
      damaged += line.length;
      continue;
    }
    const place = { offset: line.offset, length: line.bytes.length };
    // The reader of lines leaves empty ones out.
    const afterBlank = line.offset > next;
    next = line.offset + line.bytes.length + ending;
    const short = line.bytes.length < 1024;
    const text = short || open?.reader ? lineText(line.bytes) : '';
    if (short && text.startsWith('### End')) {
      if (open) yield* close(open, source, context, true);
      open = undefined;
      continue;
    }
    const heading = short && (text.startsWith('###') || (!open && HEADING.test(text))) ? HEADING.exec(text) : null;
    if (heading) {
      if (open) yield* close(open, source, context, false);
      open = begin(heading[1]!.replace(/ *\[.*$/, '').trimEnd(), clock);
      open.from = open.to = next;
      continue;
    }
    if (!open) continue;
    open.section.lines++;
    open.to = line.offset + line.bytes.length;
    const told = open.reader?.(afterBlank ? `\n${text}` : text, place);
    if (told === undefined) continue;
    open.section.understood = (open.section.understood ?? 0) + 1;
    if (told !== 'understood') yield told;
  }
  if (open) yield* close(open, source, context, false);
  if (damaged > 0) notes.push(`snapshot: ${damaged} bytes are no lines of text`);
  return notes;
}

function begin(title: string, clock: Clock): Open {
  const subject = title.replace(/^(?:Contents|Output) of /, '');
  const reader = readerOf(subject, title.startsWith('Contents'), clock);
  const whole = /^\/(?:home|boot)\/VERSION$/.test(subject)
    ? 'version'
    : /dstaillog|debuglog|cgi-errors|\/log\//.test(subject)
      ? 'log'
      : undefined;
  const section: SnapshotSection = { title: title.slice(0, 300), complete: false, lines: 0 };
  if (reader || whole) section.understood = 0;
  return { section, ...(reader && { reader }), ...(whole && { whole }), from: 0, to: 0 };
}

/** Readers are told of an empty line before a line by a line feed in front of it. */
function readerOf(subject: string, contents: boolean, clock: Clock): Reader | undefined {
  const bare = (line: string): string => (line[0] === '\n' ? line.slice(1) : line);
  if (contents)
    return subject === '/proc/mounts'
      ? (line, place) => {
          const mount = mounted(bare(line));
          return mount && { ...place, kind: 'mount', mount };
        }
      : undefined;
  const program = /^(?:\/\S*\/)?([\w.-]+)/.exec(subject)?.[1] ?? '';
  if (program === 'ls' && / -\w*R/.test(subject)) return listingReader(clock);
  if (program === 'ps') return processReader();
  if (program === 'lsof')
    return (line, place) => {
      const told = openFile(bare(line));
      return told && (told.path === undefined ? 'understood' : { ...place, kind: 'open-file', open: told });
    };
  if (program === 'ss' || program === 'netstat')
    return (line, place) => {
      const socket = listedSocket(bare(line));
      return socket && { ...place, kind: 'socket', socket };
    };
  return undefined;
}

function processReader(): Reader {
  let columns: string[] | undefined;
  return (line, place) => {
    const text = line[0] === '\n' ? line.slice(1) : line;
    const header = processColumns(text);
    if (header) columns = header;
    if (header || !columns) return header && 'understood';
    const process = listedProcess(text, columns);
    return process && { ...place, kind: 'process', process };
  };
}

/** A folder's heading stands behind an empty line or first, so that a name that ends in a colon is not taken for one. */
function listingReader(clock: Clock): Reader {
  let folder: string | undefined;
  let first = true;
  return (line, place) => {
    const heading = line[0] === '\n' || first;
    first = false;
    const text = line[0] === '\n' ? line.slice(1) : line;
    if (heading && text[0] === '/' && text.endsWith(':') && text.length < 4200) {
      folder = devicePath(text.slice(0, -1));
      return { ...place, kind: 'folder', path: folder };
    }
    if (text.startsWith('total ')) return 'understood';
    const file = folder === undefined ? undefined : listedFile(text, clock);
    if (!file) return undefined;
    if (file.name === '.' || file.name === '..') return 'understood';
    return { ...place, kind: 'file', path: `${folder === '/' ? '' : folder}/${file.name}`, file };
  };
}

/** `/home/runtime` is a link to the data volume, where the disk has the same files. */
function devicePath(path: string): string {
  const clean = path.replace(/\/{2,}/g, '/').replace(/(.)\/$/, '$1');
  return clean === '/home/runtime' || clean.startsWith('/home/runtime/') ? `/data${clean.slice(5)}` : clean;
}

function* close(
  open: Open,
  source: ByteSource,
  context: { latest?: string; zone?: number },
  complete: boolean,
): Generator<SnapshotItem> {
  const { section, from, to } = open;
  section.complete = complete;
  const length = Math.max(0, to - from);
  if (open.whole === 'version' && length > 0 && length < 65_536) {
    const { version, build } = versionOf(source.read(from, length).toString('utf8'));
    section.understood = version === undefined ? 0 : section.lines;
    if (version !== undefined)
      yield { kind: 'version', offset: from, length, version, ...(build !== undefined && { build }) };
  }
  if (open.whole === 'log' && length > 0 && length < MOST_LOG) {
    const slice = new Slice(source, from, length);
    const format = recogniseLog(slice.read(0, logHeadBytes), '');
    for (const record of format?.records(slice, context) ?? []) {
      if (isGap(record) || record.unparsed) continue;
      section.understood = (section.understood ?? 0) + 1;
      yield { kind: 'log', offset: from + record.offset, length: record.length, event: record.event };
    }
  }
  yield { kind: 'section', offset: from, length, section };
}
