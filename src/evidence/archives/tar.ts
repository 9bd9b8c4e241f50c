import { type ByteSource, isZero, nameText, Slice } from '../../bytes/index.ts';
import type { Locator, Times, Unread } from '../../model/index.ts';
import type { FileEntry, Walked } from '../entry.ts';
import { instantOf, isWritable } from '../instant.ts';
import { locatorsOf } from '../locate.ts';
import type { ArchiveFormat, Budget } from './format.ts';
import { memberPath } from './path.ts';
import { placeOf } from './place.ts';
import { BLOCK, beginsArchive, kinds, parseHeader, type TarHeader, typeBits } from './tar-header.ts';
import { type PaxRecords, paxAttributes, paxNumber, paxTime, readPax } from './tar-pax.ts';
import { expandSparse, gnuSparse, isPaxSparse, paxSparse, type SparseMap } from './tar-sparse.ts';

/** Longest extended header that is read; longer ones are skipped and stated. */
const LONGEST_EXTENSION = 16 * 1024 * 1024;
const CHUNK = 64 * 1024;

/** What stands where a walk can begin: a member's first header, and the global records in force there. */
export interface TarPlace {
  at: number;
  globals: Map<string, Buffer>;
}

export interface TarStep extends TarPlace {
  walked: Walked;
}

/** Headers in front of a member that speak of it. */
interface Pending {
  at: number;
  name?: Buffer;
  link?: Buffer;
  pax?: PaxRecords;
}

const padded = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;

/**
 * Members of a tar archive (see tar-header.ts for sources), in stored order. A reader of our own, because every
 * member's content must be a slice of the archive with its exact offset, and because what stands behind a damaged
 * header, or behind the end of the archive, must still be found.
 */
export class TarReader {
  readonly #source: ByteSource;
  readonly #layers: string[];
  readonly #budget: Budget;

  /** @param layers the cuts from the evidence to here, the archive included */
  constructor(source: ByteSource, layers: string[], budget: Budget) {
    this.#source = source;
    this.#layers = layers;
    this.#budget = budget;
  }

  *walk(from: TarPlace = { at: 0, globals: new Map() }): Generator<TarStep> {
    let { at, globals } = from;
    let pending: Pending | undefined;
    let ended = false;
    const step = (walked: Walked): TarStep => ({ at: pending?.at ?? at, globals, walked });
    for (;;) {
      if (this.#budget.members <= 0) {
        if (at < this.#source.size)
          yield step(
            this.#unread(
              at,
              this.#source.size - at,
              'the number of members allowed is used up; the rest was not looked at',
            ),
          );
        return;
      }
      const block = this.#source.read(at, BLOCK);
      if (block.length < BLOCK) {
        if (block.length > 0)
          yield step(this.#unread(at, block.length, `the archive ends ${block.length} bytes into a header`));
        else if (pending)
          yield step(
            this.#unread(pending.at, at - pending.at, 'the archive ends between an extended header and its member', 0),
          );
        else if (!ended && at <= this.#source.size)
          yield step(this.#unread(at, 0, 'the archive ends without end-of-archive blocks: members may be missing'));
        return;
      }
      if (isZero(block)) {
        const next = this.#source.read(at + BLOCK, BLOCK);
        if (next.length > 0 && !isZero(next)) {
          yield step(this.#unread(at, BLOCK, 'a lone block of zeros stands where a header is expected', 0));
          at += BLOCK;
          continue;
        }
        ended = true;
        pending = undefined;
        at = this.#skipZeros(at);
        continue;
      }
      const header = parseHeader(block);
      if (!header) {
        this.#budget.members--;
        const next = this.#nextHeader(at + BLOCK);
        const where = ended ? 'behind the end of the archive' : 'where a header is expected';
        const then =
          next < this.#source.size
            ? 'reading goes on at the next header, which may be one of an archive stored inside'
            : 'no further header follows';
        yield step(this.#unread(at, next - at, `${next - at} bytes ${where} are no header; ${then}`));
        at = next;
        pending = undefined;
        ended ||= next >= this.#source.size;
        continue;
      }
      if ('LKxXg'.includes(header.type)) {
        const place = pending ?? { at };
        const end = at + BLOCK + padded(header.size);
        const data = header.size <= LONGEST_EXTENSION ? this.#source.read(at + BLOCK, header.size) : Buffer.alloc(0);
        const trouble =
          data.length < header.size
            ? `an extended header of ${header.size} bytes is cut off or too long`
            : this.#extend(place, globals, header.type, data);
        if (header.type === 'g') globals = this.#globals(globals, data);
        if (trouble) {
          this.#budget.members--;
          yield step(this.#unread(at, Math.min(end, this.#source.size) - at, trouble, 0));
        }
        pending = header.type === 'g' ? pending : place;
        at = end;
        continue;
      }
      this.#budget.members--;
      const member = this.#member(at, block, header, pending, globals);
      if (member.entry) yield step(member.entry);
      if (member.unread) yield step(member.unread);
      pending = undefined;
      ended = false;
      at = member.next;
    }
  }

  /** Takes an extension into account; a sentence when it is malformed. */
  #extend(place: Pending, globals: Map<string, Buffer>, type: string, data: Buffer): string | undefined {
    if (type === 'L' || type === 'K') {
      const end = data.indexOf(0);
      const text = Buffer.from(end < 0 ? data : data.subarray(0, end));
      if (type === 'L') place.name = text;
      else place.link = text;
      return undefined;
    }
    const records = readPax(Buffer.from(data), globals);
    if (type !== 'g') place.pax = records;
    return records.trouble && `extended header: ${records.trouble}`;
  }

  #globals(before: Map<string, Buffer>, data: Buffer): Map<string, Buffer> {
    return readPax(Buffer.from(data), before).values;
  }

  #member(
    at: number,
    block: Buffer,
    header: TarHeader,
    pending: Pending | undefined,
    globals: Map<string, Buffer>,
  ): { entry?: FileEntry; unread?: Unread; next: number } {
    const pax: PaxRecords = pending?.pax ?? { values: globals, sparse: [] };
    const rawName = pax.values.get('GNU.sparse.name') ?? pax.values.get('path') ?? pending?.name ?? header.name;
    const rawLink = pax.values.get('linkpath') ?? pending?.link ?? header.link;
    const stored = nameText(rawName);
    const { path, notes } = memberPath(stored);
    const layers = [...this.#layers, stored];
    let dataAt = at + BLOCK;
    const stated = paxNumber(pax.values, 'size') ?? header.size;
    let size = this.#dataSize(header.type, stated, dataAt);

    let kind = kinds[header.type] ?? 'file';
    if (kind === 'file' && rawName.at(-1) === 0x2f && header.type !== '1') kind = 'directory';
    if (!(header.type in kinds))
      notes.push(`Its type "${nameText(Buffer.from(header.type, 'latin1'))}" is read as a regular file.`);
    if (header.type === '1') notes.push(`A hard link to "${nameText(rawLink)}": the content is stored there.`);
    if (kind === 'character-device' || kind === 'block-device')
      notes.push(`Device ${header.deviceMajor}:${header.deviceMinor}.`);

    let map: SparseMap | string | undefined;
    if (header.type === 'S') {
      const old = gnuSparse(block, this.#source, dataAt);
      if (typeof old !== 'string') dataAt += old.blocks * BLOCK;
      map = old;
    } else if (isPaxSparse(pax)) map = paxSparse(pax, new Slice(this.#source, dataAt, size));

    const next = dataAt + padded(size);
    const present = Math.max(0, Math.min(size, this.#source.size - dataAt));
    let unread: Unread | undefined;
    let content: ByteSource = new Slice(this.#source, dataAt, kind === 'directory' ? 0 : size);
    let state: FileEntry['content'] = present === size ? 'intact' : present > 0 ? 'partial' : 'lost';
    if (typeof map === 'string') {
      unread = this.#unread(
        dataAt,
        present,
        `"${stored}" is a file with holes whose map cannot be read: ${map}; its data is shown without holes`,
        0,
        path,
      );
      state = 'partial';
    } else if (map) {
      const expanded = expandSparse(map, this.#source, dataAt);
      content = expanded.content;
      if (expanded.stored > size) {
        unread = this.#unread(
          dataAt,
          present,
          `"${stored}" has ${size} bytes of data, its map expects ${expanded.stored}`,
          0,
          path,
        );
        state = 'partial';
      }
    }
    if (present < size) {
      unread = this.#unread(
        dataAt,
        present,
        `the archive ends ${size - present} bytes before the end of "${stored}", which has ${size}`,
        size - present,
        path,
      );
      notes.push(`The last ${size - present} of ${size} stored bytes are missing: the archive is cut off.`);
    }
    if (kind === 'directory') size = 0;
    const recorded = placeOf(this.#source, at, BLOCK, layers);
    const place: Locator = locatorsOf(content.origin(0, content.size), layers)[0] ?? { ...recorded, bytes: [] };
    const attributes = paxAttributes(pax.values);
    const entry: FileEntry = {
      locator: place,
      recorded: { name: recorded, metadata: recorded },
      path,
      kind,
      size: content.size,
      allocation: 'allocated',
      content: state,
      times: timesOf(header, pax),
      mode: (header.mode & 0o7777) | (typeBits[kind] ?? 0),
      uid: paxNumber(pax.values, 'uid') ?? header.uid,
      gid: paxNumber(pax.values, 'gid') ?? header.gid,
      ...((kind === 'symlink' || header.type === '1') && { linkTarget: nameText(rawLink) }),
      ...(attributes && { attributes }),
      ...(notes.length > 0 && { notes }),
      open: () => content,
    };
    // A volume label is a member without content or place.
    if (header.type === 'V') return { next };
    return { entry, ...(unread && { unread }), next };
  }

  /** Bytes of data behind a header: links, devices and directories have none, whatever their size field says. */
  #dataSize(type: string, stated: number, dataAt: number): number {
    if ('23456'.includes(type)) return 0;
    // A hard link may carry its content (POSIX pax) or repeat the size of its target (old tars).
    if (type === '1' && stated > 0 && parseHeader(this.#source.read(dataAt, BLOCK))) return 0;
    return Math.max(0, Math.min(stated, Number.MAX_SAFE_INTEGER - dataAt - BLOCK));
  }

  /** Offset of the next block with a sound header, or the size of the archive. */
  #nextHeader(from: number): number {
    for (let at = from; at < this.#source.size; at += CHUNK) {
      const chunk = this.#source.read(at, CHUNK);
      for (let i = 0; i + BLOCK <= chunk.length; i += BLOCK)
        if (chunk.toString('latin1', i + 257, i + 262) === 'ustar' && parseHeader(chunk.subarray(i, i + BLOCK)))
          return at + i;
      if (chunk.length < CHUNK) break;
    }
    return Math.max(from, this.#source.size);
  }

  /** Offset of the first block that is not all zeros. */
  #skipZeros(from: number): number {
    let at = from;
    for (;;) {
      const chunk = this.#source.read(at, CHUNK);
      if (chunk.length === 0) return at;
      if (isZero(chunk)) {
        at += chunk.length;
        continue;
      }
      while (isZero(this.#source.read(at, BLOCK))) at += BLOCK;
      return at;
    }
  }

  #unread(offset: number, length: number, reason: string, bytes = length, path?: string): Unread {
    return {
      locator: placeOf(this.#source, offset, length, this.#layers),
      reason: `tar: at offset ${offset}: ${reason}`,
      bytes,
      ...(path !== undefined && { path }),
    };
  }
}

function timesOf(header: TarHeader, { values }: PaxRecords): Times {
  const plain = isWritable(header.modified) ? instantOf(header.modified, 0, 0) : undefined;
  const modified = paxTime(values, 'mtime') ?? plain;
  const accessed = paxTime(values, 'atime');
  const changed = paxTime(values, 'ctime');
  const born = paxTime(values, 'LIBARCHIVE.creationtime');
  return {
    ...(modified !== undefined && { modified }),
    ...(accessed !== undefined && { accessed }),
    ...(changed !== undefined && { changed }),
    ...(born !== undefined && { born }),
  };
}

export const tar: ArchiveFormat = {
  name: 'tar',
  wrapper: false,
  recognises: beginsArchive,
  async open(source, layers, budget) {
    return walked(new TarReader(source, [...layers, 'tar'], budget).walk());
  },
};

/** The walk without the places. */
export function* walked(steps: Generator<TarStep>): Generator<Walked> {
  for (const step of steps) yield step.walked;
}
