import type { ByteSource } from '../../bytes/index.ts';
import type { Unread } from '../../model/index.ts';
import type { FileEntry, Walked } from '../entry.ts';
import type { ArchiveFormat, Budget } from './format.ts';
import { nameOf, openMember, type ZipFile, type ZipMember, zipUnread } from './zip-member.ts';
import { findEnd, LOCAL, readCentral, readLocal } from './zip-record.ts';

const CHUNK = 64 * 1024;
const END = Buffer.from('PK\x05\x06', 'latin1');

interface Directory {
  /** Ascending by the offset of their data. */
  members: ZipMember[];
  /** What is wrong with the directory itself. */
  troubles: Unread[];
  /** Where it begins; the size of the source when there is none. */
  at: number;
  /** False when it cannot be relied on to name every member. */
  sound: boolean;
}

/**
 * Members of a zip archive, by offset of their data. The central directory is the archive's own list; what it does not
 * cover is searched for local headers, so that a cut-off archive keeps its members and a hidden member is seen. A
 * reader of our own, because all of this is asked synchronously and every answer needs its offset.
 */
export class ZipReader {
  readonly #file: ZipFile;
  #known: Directory | undefined;
  #paths: Map<string, ZipMember> | undefined;

  /** @param layers the cuts from the evidence to here, the archive included */
  constructor(source: ByteSource, layers: string[], budget: Budget) {
    this.#file = { source, layers, budget };
  }

  /** The last listed member with this path. */
  find(path: string): FileEntry | undefined {
    const { members, at } = this.#directory();
    this.#paths ??= new Map(members.map((member) => [nameOf(member.record).path, member]));
    const member = this.#paths.get(path);
    return member && openMember(this.#file, member, { from: 0, to: at }).entry;
  }

  *walk(): Generator<Walked> {
    const { members, troubles, at: to, sound } = this.#directory();
    yield* troubles;
    let at = 0;
    for (const member of members) {
      yield* this.#unlisted(at, Math.min(member.localAt, to), sound);
      if (this.#spent()) return yield this.#outOfMembers(member.localAt, to);
      const { entry, unread, end } = openMember(this.#file, member, { from: at, to });
      this.#file.budget.members--;
      yield entry;
      yield* unread;
      at = Math.max(at, end);
    }
    yield* this.#unlisted(at, to, sound);
  }

  #directory(): Directory {
    this.#known ??= this.#readDirectory();
    return this.#known;
  }

  #readDirectory(): Directory {
    const { source, budget } = this.#file;
    const end = findEnd(source);
    if (typeof end === 'string') {
      const trouble = zipUnread(this.#file, 0, source.size, `${end}; members are taken from their local headers`, 0);
      return { members: [], troubles: [trouble], at: source.size, sound: false };
    }
    const directory: Directory = { members: [], troubles: [], at: end.start, sound: true };
    const { members, troubles } = directory;
    let at = end.start;
    while (at < end.end && members.length < budget.members) {
      const record = readCentral(source, at);
      if (!record) {
        const reason =
          'no central directory record stands where one is expected; further members are taken from their local headers';
        troubles.push(zipUnread(this.#file, at, end.end - at, reason, 0));
        directory.sound = false;
        break;
      }
      members.push({ record, listed: true, localAt: record.local + end.prefix });
      at += record.length;
    }
    // Without zip64 the number of entries is kept modulo 65,536.
    if (at >= end.end && (members.length - end.entries) % 65_536 !== 0) {
      const reason = `the directory states ${end.entries} members and lists ${members.length}`;
      troubles.push(zipUnread(this.#file, end.start, end.end - end.start, reason, 0));
    }
    members.sort((a, b) => a.localAt - b.localAt || a.record.at - b.record.at);
    return directory;
  }

  /** Local headers in a stretch the directory does not cover; what is none is stated when the directory is in doubt. */
  *#unlisted(from: number, to: number, sound: boolean): Generator<Walked> {
    const { source, budget } = this.#file;
    let at = from;
    let explained = from;
    for (let found = this.#search(at, to); found !== undefined; found = this.#search(at, to)) {
      const record = readLocal(source, found);
      if (!record || record.name.length === 0) {
        at = found + 4;
        continue;
      }
      if (this.#spent()) return yield this.#outOfMembers(found, to);
      if (!sound && found > explained) yield this.#noMember(explained, found);
      const member = { record, listed: false, localAt: found };
      const { entry, unread, end } = openMember(this.#file, member, { from: found, to });
      budget.members--;
      yield entry;
      yield* unread;
      at = explained = Math.max(end, found + record.length);
    }
    if (!sound && to > explained) yield this.#noMember(explained, to);
  }

  /** Offset of the next local header signature. */
  #search(from: number, to: number): number | undefined {
    for (let at = from; at + 30 <= to; at += CHUNK) {
      const found = this.#file.source.read(at, Math.min(CHUNK + 3, to - at)).indexOf(LOCAL);
      if (found >= 0) return at + found;
    }
    return undefined;
  }

  #spent(): boolean {
    return this.#file.budget.members <= 0;
  }

  #outOfMembers(at: number, to: number): Unread {
    const rest = Math.max(0, to - at);
    return zipUnread(this.#file, at, rest, 'the number of members allowed is used up; the rest was not looked at');
  }

  #noMember(from: number, to: number): Unread {
    return zipUnread(this.#file, from, to - from, `${to - from} bytes are no member`);
  }
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
