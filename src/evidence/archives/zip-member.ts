import { crc32 } from 'node:zlib';
import { type ByteSource, MemorySource, nameText, Slice } from '../../bytes/index.ts';
import type { ContentState, EntryKind, Times, Unread } from '../../model/index.ts';
import type { FileEntry } from '../entry.ts';
import { cp437 } from './cp437.ts';
import { unreadOf } from './damage.ts';
import { deflated, verified } from './deflate.ts';
import type { Budget } from './format.ts';
import { ForwardSource } from './forward.ts';
import { memberPath } from './path.ts';
import { placeOf } from './place.ts';
import type { Unfolding } from './unfolding.ts';
import { unxz } from './xz.ts';
import { dosTime, extraIds, extraTimes, unicodePath } from './zip-extra.ts';
import { readLocal, type ZipRecord } from './zip-record.ts';
import { unzstd } from './zstd.ts';

/** Compression methods by number (APPNOTE.TXT, section 4.4.5), for sentences about those we cannot unfold. */
const methods: Record<number, string> = {
  1: 'shrink',
  6: 'implode',
  9: 'deflate64',
  12: 'bzip2',
  14: 'LZMA',
  98: 'PPMd',
  99: 'AES encryption',
};
/** Hosts of APPNOTE.TXT, section 4.4.2, whose names without the UTF-8 flag are in a DOS code page. */
const dosHosts = [0, 6, 10, 11, 14];
const unixHosts = [3, 19];
/** S_IFMT of a Unix mode. */
const unixKinds = new Map<number, EntryKind>([
  [0o010000, 'fifo'],
  [0o020000, 'character-device'],
  [0o040000, 'directory'],
  [0o060000, 'block-device'],
  [0o120000, 'symlink'],
  [0o140000, 'socket'],
]);
const CHUNK = 64 * 1024;
const LONGEST_LINK = 4096;

/** An archive, the cuts from the evidence to it, and what it may unfold to. */
export interface ZipFile {
  source: ByteSource;
  layers: string[];
  budget: Budget;
}

/** A member as one of its headers describes it. */
export interface ZipMember {
  record: ZipRecord;
  /** True when the central directory speaks of it; otherwise only its local header does. */
  listed: boolean;
  localAt: number;
}

/** Where a member's bytes may lie. */
export interface Bounds {
  /** Bytes below this offset belong to members before it. */
  from: number;
  /** Bytes from this offset on belong to others. */
  to: number;
}

interface Opened {
  content: ByteSource;
  state: ContentState;
  unread: Unread[];
  /** Offset behind the member's data. */
  end: number;
}

/** Trouble at a place of the archive. */
export function zipUnread(
  { source, layers }: ZipFile,
  offset: number,
  length: number,
  reason: string,
  bytes = length,
): Unread {
  return { locator: placeOf(source, offset, length, layers), reason: `zip: at offset ${offset}: ${reason}`, bytes };
}

/** A member as an entry, its content unfolded once so that what is said of it is true. */
export function openMember(
  file: ZipFile,
  member: ZipMember,
  bounds: Bounds,
): { entry: FileEntry; unread: Unread[]; end: number } {
  const { record, listed } = member;
  const { text, path, notes } = nameOf(record);
  const layers = [...file.layers, text];
  const local = listed ? readLocal(file.source, member.localAt) : record;
  const { content, state, unread, end } = contentOf(file, record, local, bounds, layers);
  const times = timesOf(record, local, notes);
  if (!listed) notes.push('The central directory does not list it.');
  else if (local && !local.name.equals(record.name))
    notes.push(`The local header has another name: "${nameText(local.name)}".`);
  notes.push(...unread.map(({ reason }) => reason));
  const mode = unixHosts.includes(record.host ?? -1) ? record.attributes >>> 16 : 0;
  const folder = record.name.at(-1) === 0x2f || (mode === 0 && (record.attributes & 0x10) !== 0);
  const kind = folder ? 'directory' : (unixKinds.get(mode & 0o170000) ?? 'file');
  const link = kind === 'symlink';
  const recorded = placeOf(file.source, record.at, record.length, layers);
  const entry: FileEntry = {
    locator: content.size > 0 ? placeOf(content, 0, content.size, layers) : { ...recorded, bytes: [] },
    recorded: { name: recorded, metadata: recorded },
    path,
    kind,
    size: link ? 0 : state === 'lost' ? record.size : content.size,
    allocation: 'allocated',
    content: state,
    times,
    ...(mode !== 0 && { mode }),
    ...extraIds(local?.extra ?? new Map()),
    ...extraIds(record.extra),
    ...(link && { linkTarget: nameText(content.read(0, LONGEST_LINK)) }),
    ...(notes.length > 0 && { notes }),
    open: () => (link ? new MemorySource(Buffer.alloc(0)) : content),
  };
  return { entry, unread: unread.map((u) => ({ ...u, path })), end };
}

function contentOf(
  file: ZipFile,
  record: ZipRecord,
  local: ZipRecord | undefined,
  { from, to }: Bounds,
  layers: string[],
): Opened {
  const { source } = file;
  const lost = (reason: string, at: number, length: number, end: number): Opened => ({
    content: new MemorySource(Buffer.alloc(0)),
    state: 'lost',
    unread: [zipUnread(file, at, length, reason)],
    end,
  });
  if (!local) return lost('the local header the directory points to is not there', record.at, 0, from);
  const dataAt = local.at + local.length;
  // Sizes may follow the data; then only the data itself can say where it ends.
  const open = local === record && (record.flags & 8) !== 0 && record.packed === 0;
  const packed = open ? Math.max(0, to - dataAt) : record.packed;
  const present = Math.max(0, Math.min(packed, to - dataAt, source.size - dataAt));
  const end = open ? dataAt : dataAt + present;
  if (local.at < from)
    return lost(
      'its bytes belong to another member as well, as in an overlapping bomb',
      local.at,
      Math.max(0, end - local.at),
      from,
    );
  if (record.flags & 1) return lost(`its ${present} bytes are encrypted`, dataAt, present, end);
  if (record.method === 0) return stored(file, record, dataAt, present, open);

  const stream = new Slice(source, dataAt, present);
  const ending = { at: end, promised: { crc: record.crc, size: record.size } };
  const unfolding = unfoldingOf(record.method, stream, (position, found) => {
    ending.at = dataAt + position;
    if (open) ending.promised = descriptor(source, ending.at) ?? found;
  });
  if (!unfolding) {
    const method = methods[record.method];
    const reason = `its ${present} bytes are compressed with method ${record.method}${method ? ` (${method})` : ''}, which is not supported`;
    return lost(reason, dataAt, present, end);
  }
  const content = new ForwardSource(
    stream,
    verified(unfolding, () => ending.promised, present),
    file.budget,
  );
  const unread = content.damage.map((damage) => unreadOf(damage, stream, layers));
  const state = content.damage.every((damage) => !damage.spoils) ? 'intact' : content.size > 0 ? 'partial' : 'lost';
  if (present < packed)
    unread.push(
      zipUnread(
        file,
        dataAt,
        present,
        `${packed - present} of its ${packed} stored bytes are missing`,
        packed - present,
      ),
    );
  else if (!open && ending.at < end) {
    const rest = end - ending.at;
    unread.push(zipUnread(file, ending.at, rest, `${rest} bytes stand behind the end of its compressed data`));
  }
  return { content, state, unread, end: ending.at };
}

type Ended = (position: number, found: { crc: number; size: number }) => void;

function unfoldingOf(method: number, stream: ByteSource, ended: Ended): Unfolding | undefined {
  if (method === 8) return deflated(stream, (found) => ended(found.position, found));
  if (method === 93) return unzstd(stream);
  return method === 95 ? unxz(stream) : undefined;
}

/** A member that is stored as it is. */
function stored(file: ZipFile, record: ZipRecord, dataAt: number, present: number, open: boolean): Opened {
  const content = new Slice(file.source, dataAt, open ? 0 : present);
  const end = dataAt + content.size;
  const wrong = (reason: string, bytes = 0): Opened => ({
    content,
    state: content.size > 0 ? 'partial' : 'lost',
    unread: [zipUnread(file, dataAt, content.size, reason, bytes)],
    end,
  });
  if (open && record.name.at(-1) !== 0x2f)
    return wrong('it is stored with its size behind it, so its end is unknown without the directory');
  if (!open && present < record.packed)
    return wrong(
      `${record.packed - present} of its ${record.packed} stored bytes are missing`,
      record.packed - present,
    );
  if (record.size !== record.packed)
    return wrong(`it is stored in ${record.packed} bytes, its stated size is ${record.size}`);
  let crc = 0;
  for (let at = 0; at < content.size; at += CHUNK) crc = crc32(content.read(at, CHUNK), crc);
  if (crc !== record.crc) return wrong('its content does not match its CRC-32');
  return { content, state: 'intact', unread: [], end };
}

/** CRC-32 and size behind the data (section 4.3.9), the signature being optional. */
function descriptor(source: ByteSource, at: number): { crc: number; size: number } | undefined {
  const bytes = source.read(at, 16);
  const from = bytes.length >= 4 && bytes.readUInt32LE(0) === 0x08074b50 ? 4 : 0;
  if (bytes.length < from + 12) return undefined;
  return { crc: bytes.readUInt32LE(from), size: bytes.readUInt32LE(from + 8) };
}

function timesOf(record: ZipRecord, local: ZipRecord | undefined, notes: string[]): Times {
  const times = { ...extraTimes(local?.extra ?? new Map()), ...extraTimes(record.extra) };
  if (times.modified === undefined && record.date !== 0)
    notes.push(`Modified ${dosTime(record.date, record.time)} in a zone the archive does not state.`);
  return times;
}

/** The stored name as text, and its place. Without the UTF-8 flag a DOS writer means code page 437, a Unix writer its own bytes. */
export function nameOf(record: ZipRecord): { text: string; path: string; notes: string[] } {
  const raw = unicodePath(record.extra, record.name) ?? record.name;
  let text = nameText(raw);
  const paged =
    raw === record.name && (record.flags & 0x800) === 0 && dosHosts.includes(record.host ?? -1) && text.includes('\\x');
  if (paged) text = cp437(raw);
  const { path, notes } = memberPath(text);
  if (paged) notes.push('Its name is read as code page 437, which the archive does not state.');
  return { text, path, notes };
}
