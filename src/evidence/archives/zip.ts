import { crc32 } from 'node:zlib';
import { type ByteSource, MemorySource, nameText, Slice } from '../../bytes/index.ts';
import type { EntryKind, Unread } from '../../model/index.ts';
import type { FileEntry, Walked } from '../entry.ts';
import { cp437 } from './cp437.ts';
import { unreadOf } from './damage.ts';
import { deflated, verified } from './deflate.ts';
import type { ArchiveFormat, Budget } from './format.ts';
import { ForwardSource } from './forward.ts';
import { memberPath } from './path.ts';
import { placeOf } from './place.ts';
import type { Unfolding } from './unfolding.ts';
import { unxz } from './xz.ts';
import { dosTime, extraIds, extraTimes, unicodePath } from './zip-extra.ts';
import { findEnd, LOCAL, readCentral, readLocal, type ZipRecord } from './zip-record.ts';
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
const unixKinds: Record<number, EntryKind> = {
  2401: 'fifo',
  4802: 'character-device',
  9604: 'directory',
  14406: 'block-device',
  16807: 'file',
  21609: 'symlink',
  26411: 'socket',
};
const CHUNK = 64 * 1024;
const END = Buffer.from('PK\x05\x06', 'latin1');

/** A member and where its bytes lie. */
interface Member {
  record: ZipRecord;
  /** From the central directory; without it, only the local header speaks of the member. */
  listed: boolean;
  localAt: number;
}

/**
 * Members of a zip archive, by offset of their data. The central directory is the archive's own list; what it does not
 * cover is searched for local headers, so that a cut-off archive keeps its members and a hidden member is seen.
 */
export class ZipReader {
  readonly #source: ByteSource;
  readonly #layers: string[];
  readonly #budget: Budget;
  #members: Member[] | undefined;
  #troubles: Unread[] = [];
  /** Where the central directory begins; the size of the source when there is none. */
  #dataEnd = 0;
  #sound = true;

  /** @param layers the cuts from the evidence to here, the archive included */
  constructor(source: ByteSource, layers: string[], budget: Budget) {
    this.#source = source;
    this.#layers = layers;
    this.#budget = budget;
  }

  /** The members the central directory lists, by offset. */
  #directory(): Member[] {
    if (this.#members) return this.#members;
    this.#members = [];
    const end = findEnd(this.#source);
    this.#dataEnd = typeof end === 'string' ? this.#source.size : end.start;
    if (typeof end === 'string') {
      this.#sound = false;
      this.#troubles.push(this.#unread(0, this.#source.size, `${end}; members are taken from their local headers`, 0));
      return this.#members;
    }
    let at = end.start;
    while (at < end.end && this.#members.length < this.#budget.members) {
      const record = readCentral(this.#source, at);
      if (!record) {
        this.#sound = false;
        this.#troubles.push(
          this.#unread(
            at,
            end.end - at,
            'no central directory record stands where one is expected; further members are taken from their local headers',
            0,
          ),
        );
        break;
      }
      this.#members.push({ record, listed: true, localAt: record.local + end.prefix });
      at += record.length;
    }
    if (at >= end.end && (this.#members.length - end.entries) % 65_536 !== 0)
      this.#troubles.push(
        this.#unread(
          end.start,
          end.end - end.start,
          `the directory states ${end.entries} members and lists ${this.#members.length}`,
          0,
        ),
      );
    this.#members.sort((a, b) => a.localAt - b.localAt || a.record.at - b.record.at);
    return this.#members;
  }

  /** The last listed member with this path. */
  find(path: string): FileEntry | undefined {
    const member = this.#directory().findLast(({ record }) => memberPath(storedName(record).text).path === path);
    return member && this.#open(member, 0).entry;
  }

  *walk(): Generator<Walked> {
    const members = this.#directory();
    yield* this.#troubles;
    let at = 0;
    for (const member of members) {
      if (this.#spent()) return yield this.#outOfMembers(member.localAt);
      yield* this.#unlisted(at, Math.min(member.localAt, this.#dataEnd));
      const { entry, unread, end } = this.#open(member, at);
      this.#budget.members--;
      yield entry;
      yield* unread;
      at = Math.max(at, end);
    }
    yield* this.#unlisted(at, this.#dataEnd);
  }

  /** Local headers in a stretch the directory does not cover. */
  *#unlisted(from: number, to: number): Generator<Walked> {
    let at = from;
    let explained = from;
    while (at + 30 <= to) {
      const found = this.#search(at, to);
      if (found === undefined) break;
      const record = readLocal(this.#source, found);
      if (!record || record.name.length === 0) {
        at = found + 4;
        continue;
      }
      if (this.#spent()) return yield this.#outOfMembers(found);
      if (!this.#sound && found > explained)
        yield this.#unread(explained, found - explained, `${found - explained} bytes are no member`);
      const { entry, unread, end } = this.#open({ record, listed: false, localAt: found }, found, to);
      this.#budget.members--;
      yield entry;
      yield* unread;
      at = explained = Math.max(end, found + record.length);
    }
    if (!this.#sound && to > explained)
      yield this.#unread(explained, to - explained, `${to - explained} bytes are no member`);
  }

  /** Offset of the next local header signature. */
  #search(from: number, to: number): number | undefined {
    for (let at = from; at < to; at += CHUNK) {
      const found = this.#source.read(at, Math.min(CHUNK + 3, to - at)).indexOf(LOCAL);
      if (found >= 0) return at + found;
    }
    return undefined;
  }

  #spent(): boolean {
    return this.#budget.members <= 0;
  }

  #outOfMembers(at: number): Unread {
    const rest = Math.max(0, this.#dataEnd - at);
    return this.#unread(at, rest, 'the number of members allowed is used up; the rest was not looked at');
  }

  /**
   * The member with its content unfolded once, so that what is said of it is true.
   * @param claimed bytes below this offset belong to members before it
   * @param limit where the data ends at the latest
   */
  #open(
    { record, listed, localAt }: Member,
    claimed: number,
    limit = this.#dataEnd,
  ): { entry: FileEntry; unread: Unread[]; end: number } {
    const name = storedName(record);
    const { path, notes } = memberPath(name.text);
    notes.push(...name.notes);
    const layers = [...this.#layers, name.text];
    const local = listed ? readLocal(this.#source, localAt) : record;
    const recorded = placeOf(this.#source, record.at, record.length, layers);
    const times = { ...extraTimes(local?.extra ?? new Map()), ...extraTimes(record.extra) };
    if (times.modified === undefined && record.date !== 0)
      notes.push(`Modified ${dosTime(record.date, record.time)} in a zone the archive does not state.`);
    if (!listed) notes.push('The central directory does not list it.');
    else if (local && !local.name.equals(record.name))
      notes.push(`The local header has another name: "${nameText(local.name)}".`);

    const opened = this.#content(record, local, claimed, limit, layers, path);
    const { content, unread } = opened;
    notes.push(...unread.map((u) => u.reason));
    const mode = unixHosts.includes(record.host ?? -1) ? record.attributes >>> 16 : 0;
    const named = record.name.at(-1) === 0x2f || (mode === 0 && (record.attributes & 0x10) !== 0);
    const kind = named ? 'directory' : (unixKinds[mode & 0o170000] ?? 'file');
    const target = kind === 'symlink' ? nameText(content.read(0, 4096)) : undefined;
    const entry: FileEntry = {
      locator: content.size > 0 ? placeOf(content, 0, content.size, layers) : { ...recorded, bytes: [] },
      recorded: { name: recorded, metadata: recorded },
      path,
      kind,
      size: opened.state === 'lost' ? record.size : content.size,
      allocation: 'allocated',
      content: opened.state,
      times,
      ...(mode !== 0 && { mode }),
      ...extraIds(local?.extra ?? new Map()),
      ...extraIds(record.extra),
      ...(target !== undefined && { linkTarget: target }),
      ...(notes.length > 0 && { notes }),
      open: () => (kind === 'symlink' ? new MemorySource(Buffer.alloc(0)) : content),
    };
    return { entry, unread, end: opened.end };
  }

  #content(
    record: ZipRecord,
    local: ZipRecord | undefined,
    claimed: number,
    limit: number,
    layers: string[],
    path: string,
  ): { content: ByteSource; state: FileEntry['content']; unread: Unread[]; end: number } {
    const lost = (reason: string, at: number, length: number, end = at) => ({
      content: new MemorySource(Buffer.alloc(0)),
      state: 'lost' as const,
      unread: [{ ...this.#unread(at, length, reason), path }],
      end,
    });
    if (!local) return lost('the local header the directory points to is not there', record.at, 0);
    const dataAt = local.at + local.length;
    // Sizes may follow the data; then only the data itself can say where it ends.
    const open = local === record && (record.flags & 8) !== 0 && record.packed === 0;
    const packed = open ? Math.max(0, limit - dataAt) : record.packed;
    const end = open ? dataAt : dataAt + packed;
    if (local.at < claimed)
      return lost(
        'its bytes belong to another member as well, as in an overlapping bomb',
        local.at,
        Math.max(0, Math.min(end, this.#source.size) - local.at),
        claimed,
      );
    const present = Math.max(0, Math.min(packed, this.#source.size - dataAt));
    if (record.flags & 1) return lost(`its ${present} bytes are encrypted`, dataAt, present, end);

    const stream = new Slice(this.#source, dataAt, present);
    let stop = end;
    let promised = { crc: record.crc, size: record.size };
    let unfolding: Unfolding | undefined;
    if (record.method === 8) {
      unfolding = deflated(stream, (found) => {
        stop = dataAt + found.position;
        if (open) promised = this.#descriptor(stop) ?? { crc: found.crc, size: found.size };
      });
    } else if (record.method === 93) unfolding = unzstd(stream);
    else if (record.method === 95) unfolding = unxz(stream);
    else if (record.method !== 0) {
      const method = methods[record.method];
      return lost(
        `its ${present} bytes are compressed with method ${record.method}${method ? ` (${method})` : ''}, which is not supported`,
        dataAt,
        present,
        end,
      );
    }
    if (!unfolding) return this.#stored(record, dataAt, present, open, path);
    const content = new ForwardSource(
      stream,
      verified(unfolding, () => promised, present),
      this.#budget,
    );
    const unread = content.damage.map((damage) => unreadOf(damage, stream, layers, path));
    const state = content.damage.every((damage) => !damage.spoils) ? 'intact' : content.size > 0 ? 'partial' : 'lost';
    if (present < packed)
      unread.push({
        ...this.#unread(
          dataAt,
          present,
          `the archive ends ${packed - present} bytes before the end of this member`,
          packed - present,
        ),
        path,
      });
    else if (!open && stop < end)
      unread.push({
        ...this.#unread(stop, end - stop, `${end - stop} bytes stand behind the end of its compressed data`),
        path,
      });
    return { content, state, unread, end: stop };
  }

  /** A member that is stored as it is. */
  #stored(record: ZipRecord, dataAt: number, present: number, open: boolean, path: string) {
    const unread: Unread[] = [];
    const content = new Slice(this.#source, dataAt, open ? 0 : record.packed);
    let state: FileEntry['content'] = 'intact';
    const wrong = (reason: string, bytes: number): void => {
      unread.push({ ...this.#unread(dataAt, present, reason, bytes), path });
      state = present > 0 ? 'partial' : 'lost';
    };
    if (open) wrong('it is stored with its size behind it, so its end is unknown without the directory', 0);
    else if (present < record.packed)
      wrong(`the archive ends ${record.packed - present} bytes before the end of this member`, record.packed - present);
    else if (record.size !== record.packed)
      wrong(`it is stored in ${record.packed} bytes, its stated size is ${record.size}`, 0);
    else {
      let crc = 0;
      for (let at = 0; at < present; at += CHUNK) crc = crc32(content.read(at, CHUNK), crc);
      if (crc !== record.crc) wrong('its content does not match its CRC-32', 0);
    }
    return { content, state, unread, end: dataAt + (open ? 0 : record.packed) };
  }

  /** CRC-32 and size behind the data (section 4.3.9), the signature being optional. */
  #descriptor(at: number): { crc: number; size: number } | undefined {
    const bytes = this.#source.read(at, 24);
    const from = bytes.length >= 4 && bytes.readUInt32LE(0) === 0x08074b50 ? 4 : 0;
    if (bytes.length < from + 12) return undefined;
    return { crc: bytes.readUInt32LE(from), size: bytes.readUInt32LE(from + 8) };
  }

  #unread(offset: number, length: number, reason: string, bytes = length): Unread {
    return {
      locator: placeOf(this.#source, offset, length, this.#layers),
      reason: `zip: at offset ${offset}: ${reason}`,
      bytes,
    };
  }
}

/** The name as text. Without the UTF-8 flag a DOS writer means code page 437, a Unix writer its own bytes. */
function storedName(record: ZipRecord): { text: string; notes: string[] } {
  const wide = unicodePath(record.extra, record.name);
  if (wide) return { text: nameText(wide), notes: [] };
  const text = nameText(record.name);
  const utf8 = (record.flags & 0x800) !== 0 || !text.includes('\\x');
  if (utf8 || !dosHosts.includes(record.host ?? -1)) return { text, notes: [] };
  return { text: cp437(record.name), notes: ['Its name is read as code page 437, which the archive does not state.'] };
}

export const zip: ArchiveFormat = {
  name: 'zip',
  wrapper: false,
  recognises(head, source) {
    if (head.subarray(0, 4).equals(LOCAL) || head.subarray(0, 4).equals(END)) return true;
    // A self-extracting archive is a program first; without a comment its end record closes the file.
    const program =
      head.subarray(0, 2).toString('latin1') === 'MZ' ||
      head.subarray(0, 2).toString('latin1') === '#!' ||
      head.subarray(0, 4).toString('latin1') === '\x7fELF';
    return program && source.size >= 22 && source.read(source.size - 22, 4).equals(END);
  },
  async open(source, layers, budget) {
    return new ZipReader(source, [...layers, 'zip'], budget).walk();
  },
};
