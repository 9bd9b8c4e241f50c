import { type ByteSource, nameText, Slice } from '../../bytes/index.ts';
import type { ContentState, Times, Unread } from '../../model/index.ts';
import type { FileEntry } from '../entry.ts';
import { instantOf, isWritable } from '../instant.ts';
import { memberPath } from './path.ts';
import { placeOf } from './place.ts';
import { BLOCK, kinds, padded, parseHeader, type TarHeader, typeBits } from './tar-header.ts';
import { type PaxRecords, paxAttributes, paxNumber, paxTime } from './tar-pax.ts';
import { expandSparse, gnuSparse, isPaxSparse, paxSparse, type SparseMap } from './tar-sparse.ts';

/** An archive and the cuts from the evidence to it. */
export interface TarFile {
  source: ByteSource;
  layers: string[];
}

/** A header and what the headers in front of it say of the same member. */
export interface TarMember {
  at: number;
  block: Buffer;
  header: TarHeader;
  pax: PaxRecords;
  /** GNU long name and long link. */
  name?: Buffer;
  link?: Buffer;
}

/** Trouble at a place of the archive. */
export function tarUnread(
  { source, layers }: TarFile,
  offset: number,
  length: number,
  reason: string,
  bytes = length,
): Unread {
  return { locator: placeOf(source, offset, length, layers), reason: `tar: at offset ${offset}: ${reason}`, bytes };
}

/** A member as an entry, what is wrong with it, and where the next header stands. */
export function readMember(file: TarFile, member: TarMember): { entry: FileEntry; unread: Unread[]; next: number } {
  const { at, header, pax } = member;
  const rawName = pax.values.get('GNU.sparse.name') ?? pax.values.get('path') ?? member.name ?? header.name;
  const stored = nameText(rawName);
  const { path, notes } = memberPath(stored);
  const link = nameText(pax.values.get('linkpath') ?? member.link ?? header.link);
  const layers = [...file.layers, stored];
  let kind = kinds[header.type] ?? 'file';
  if (kind === 'file' && rawName.at(-1) === 0x2f && header.type !== '1') kind = 'directory';
  if (!(header.type in kinds))
    notes.push(`Its type "${nameText(Buffer.from(header.type, 'latin1'))}" is read as a regular file.`);
  if (header.type === '1') notes.push(`A hard link to "${link}": the content is stored there.`);
  if (kind === 'character-device' || kind === 'block-device')
    notes.push(`Device ${header.deviceMajor}:${header.deviceMinor}.`);

  const { content, state, troubles, next } = contentOf(file, member, kind === 'directory');
  notes.push(...troubles.map(({ reason }) => reason));
  const recorded = placeOf(file.source, at, BLOCK, layers);
  const place = placeOf(content, 0, content.size, layers);
  const attributes = paxAttributes(pax.values);
  const entry: FileEntry = {
    // A file of holes, or without content, lies where its header does.
    locator: place.bytes.length > 0 ? place : { ...recorded, bytes: [] },
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
    ...((kind === 'symlink' || header.type === '1') && { linkTarget: link }),
    ...(attributes && { attributes }),
    ...(notes.length > 0 && { notes }),
    open: () => content,
  };
  return { entry, unread: troubles.map((trouble) => ({ ...trouble, path })), next };
}

function contentOf(file: TarFile, { at, block, header, pax }: TarMember, empty: boolean) {
  const { source } = file;
  const troubles: Unread[] = [];
  let dataAt = at + BLOCK;
  let map: SparseMap | string | undefined;
  if (header.type === 'S') {
    const old = gnuSparse(block, source, dataAt);
    if (typeof old !== 'string') dataAt += old.blocks * BLOCK;
    map = old;
  }
  const size = dataSize(source, header.type, paxNumber(pax.values, 'size') ?? header.size, dataAt);
  if (header.type !== 'S' && isPaxSparse(pax)) map = paxSparse(pax, new Slice(source, dataAt, size));
  const present = Math.max(0, Math.min(size, source.size - dataAt));
  let state: ContentState = present === size ? 'intact' : present > 0 ? 'partial' : 'lost';
  const trouble = (reason: string, bytes: number): void => {
    troubles.push(tarUnread(file, dataAt, present, reason, bytes));
    if (state === 'intact') state = 'partial';
  };
  let content: ByteSource = new Slice(source, dataAt, empty ? 0 : size);
  if (typeof map === 'string')
    trouble(`the map of a file with holes cannot be read: ${map}; its data is shown without holes`, 0);
  else if (map) {
    const expanded = expandSparse(map, source, dataAt);
    content = expanded.content;
    if (expanded.stored > size)
      trouble(`a file with holes has ${size} bytes of data, its map expects ${expanded.stored}`, 0);
  }
  if (present < size)
    trouble(
      `the archive ends ${size - present} bytes before the end of this member, which has ${size}`,
      size - present,
    );
  return { content, state, troubles, next: dataAt + padded(size) };
}

/** Bytes of data behind a header: links, devices and directories have none, whatever their size field says. */
function dataSize(source: ByteSource, type: string, stated: number, dataAt: number): number {
  if ('23456'.includes(type)) return 0;
  // A hard link may carry its content (POSIX pax) or repeat the size of its target (old tars).
  if (type === '1' && stated > 0 && parseHeader(source.read(dataAt, BLOCK))) return 0;
  return Math.max(0, Math.min(stated, Number.MAX_SAFE_INTEGER - dataAt - BLOCK));
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
