import { nameText } from '../../../bytes/index.ts';
import type { Locator } from '../../../model/index.ts';
import type { Walked } from '../../entry.ts';
import { locate } from '../../locate.ts';
import { contentOf, type InodeContent, slackOf } from './content.ts';
import { type DirectoryRecord, isDots, readDirectoryBlock } from './directory.ts';
import { entryOf } from './entry.ts';
import type { ExtFileSystem } from './filesystem.ts';
import { describesSomething, type Inode, kindOf } from './inode.ts';
import { INODE_FLAG, ROOT_INODE } from './layout.ts';
import { slackEntry } from './runs.ts';
import type { InodePlace } from './volume.ts';

/** A name that no live record holds any more. */
export interface LostName {
  path: string;
  inode: number;
  type: number;
  at: Locator;
  /** The same name is in use again for another inode. */
  replaced: boolean;
}

/** What the walk over directories leaves for the walk over inodes. */
export interface NamesSeen {
  /** One bit per inode that some live name reaches. */
  reached: Uint8Array;
  /** By the inode they lead to; 0 when the record no longer says. */
  lost: Map<number, LostName[]>;
  lostCount: number;
  /** Paths of directories, and of the inodes that were asked for: those the journal knows earlier states of. */
  paths: Map<number, string>;
}

/** How many lost names are kept to be joined with their inodes; beyond, they would cost more memory than they tell. */
const LOST_NAMES_KEPT = 200_000;

const FAST = 'as fast commits left it, which a mount would replay';

export const mark = (bits: Uint8Array, n: number): void => {
  bits[n >> 3]! |= 1 << (n & 7);
};
export const isMarked = (bits: Uint8Array, n: number): boolean => ((bits[n >> 3]! >> (n & 7)) & 1) === 1;

/** Every live name from the root down, each directory once. A directory that leads back to itself ends there. */
export function* walkNames(fs: ExtFileSystem, wanted: (inode: number) => boolean): Generator<Walked, NamesSeen> {
  const { volume } = fs;
  const seen: NamesSeen = {
    reached: new Uint8Array((volume.super.s_inodes_count >> 3) + 1),
    lost: new Map(),
    lostCount: 0,
    paths: new Map([[ROOT_INODE, '/']]),
  };
  const root = fs.inode(ROOT_INODE);
  if (!root || kindOf(root.inode) !== 'directory') {
    yield {
      locator: volume.locate(0, 0, 0),
      reason: 'ext: inode 2, the root directory, could not be read as a directory; no live name is known',
      bytes: 0,
      path: '/',
    };
    return seen;
  }
  mark(seen.reached, ROOT_INODE);
  yield entryOf(volume, fs.free, root.inode, root.place, { allocation: 'allocated', path: '/' }).entry;
  const waiting: { inode: Inode; place: InodePlace; path: string }[] = [{ ...root, path: '/' }];
  for (let directory = waiting.pop(); directory; directory = waiting.pop()) {
    const content = contentOf(volume, directory.inode, directory.place);
    const lost: { record: DirectoryRecord; at: Locator }[] = [];
    for (const { record, at } of yieldProblems(fs, directory, content)) {
      if ('reason' in record) {
        yield record;
        continue;
      }
      if (isDots(record.name)) continue;
      if (record.deleted) {
        lost.push({ record, at: at() });
        continue;
      }
      const path = join(directory.path, record.name);
      const child = fs.inode(record.inode);
      if (!child || !describesSomething(child.inode)) {
        yield {
          locator: at(),
          reason: `ext: directory names inode ${record.inode}, which ${child ? 'describes nothing' : 'could not be read'}`,
          bytes: 0,
          path,
        };
        continue;
      }
      const first = !isMarked(seen.reached, record.inode);
      mark(seen.reached, record.inode);
      if (first && (wanted(record.inode) || kindOf(child.inode) === 'directory')) seen.paths.set(record.inode, path);
      const notes = fs.fast?.inodes.has(record.inode) ? { notes: [FAST] } : {};
      const listing = { allocation: 'allocated' as const, path, name: at(), ...notes };
      const built = entryOf(volume, fs.free, child.inode, child.place, listing);
      yield built.entry;
      if (built.unread) yield built.unread;
      if (!first) continue;
      if (kindOf(child.inode) === 'directory') waiting.push({ ...child, path });
      const slack = kindOf(child.inode) === 'file' ? slackOf(volume, child.inode, built.content.map) : undefined;
      if (slack) yield slackEntry(volume, slack, path, record.inode);
    }
    if (lost.length > 0) keepLost(fs, directory, content, lost, seen);
  }
  return seen;
}

type Place = { inode: Inode; place: InodePlace; path: string };

/** The records of a directory, block by block, with what was wrong in between. */
function* yieldProblems(
  fs: ExtFileSystem,
  directory: Place,
  content: InodeContent,
): Generator<{ record: DirectoryRecord | Extract<Walked, { reason: string }>; at: () => Locator }> {
  const { volume } = fs;
  const indexed = (directory.inode.i_flags & INODE_FLAG.index) !== 0;
  const none = (): Locator => volume.locate(0, 0, 0);
  for (const { offset, length } of stretches(fs, content, directory.inode)) {
    const block = content.source.read(offset, length);
    const locator = locate(content.source, offset, length, volume.layers);
    if (block.length < length) {
      const reason = `ext: directory inode ${directory.inode.number}: ${block.length} of ${length} bytes could be read at byte ${offset}`;
      yield { record: { locator, reason, bytes: length - block.length, path: directory.path }, at: none };
    }
    const from = content.map || offset > 0 ? 0 : 4;
    const { records, problem } = readDirectoryBlock(volume, Buffer.from(block), indexed, from);
    if (problem)
      yield {
        record: {
          locator,
          reason: `ext: directory inode ${directory.inode.number}: ${problem}`,
          bytes: 0,
          path: directory.path,
        },
        at: none,
      };
    for (const record of records)
      yield { record, at: () => locate(content.source, offset + record.offset, record.length, volume.layers) };
  }
}

/** A directory's content in the pieces its records never cross: blocks, or all of it when it is kept in the inode. */
function* stretches(
  fs: ExtFileSystem,
  content: InodeContent,
  inode: Inode,
): Generator<{ offset: number; length: number }> {
  if (!content.map) {
    if (inode.i_size > 4) yield { offset: 0, length: content.source.size };
    return;
  }
  const { blockSize } = fs.volume;
  for (const run of content.map.runs) {
    for (let i = 0; run.at !== undefined && i < run.length; i++) {
      const offset = (run.logical + i) * blockSize;
      if (offset < content.source.size) yield { offset, length: Math.min(blockSize, content.source.size - offset) };
    }
  }
}

/** Lost names without those that are only stale copies of live records, as splits of a hash tree leave them. */
function keepLost(
  fs: ExtFileSystem,
  directory: Place,
  content: InodeContent,
  lost: { record: DirectoryRecord; at: Locator }[],
  seen: NamesSeen,
): void {
  const wanted = new Map<string, Set<number>>();
  for (const { record } of lost) wanted.set(record.name.toString('latin1'), new Set());
  for (const { record } of yieldProblems(fs, directory, content)) {
    if (!('reason' in record) && !record.deleted) wanted.get(record.name.toString('latin1'))?.add(record.inode);
  }
  const told = new Set<string>();
  for (const { record, at } of lost) {
    const live = wanted.get(record.name.toString('latin1'))!;
    const key = `${record.inode} ${record.name.toString('latin1')}`;
    // A record emptied in place no longer knows its inode: a live file of that name says nothing new then.
    if (live.has(record.inode) || (record.inode === 0 && live.size > 0) || told.has(key)) continue;
    told.add(key);
    if (++seen.lostCount > LOST_NAMES_KEPT) return;
    const same = seen.lost.get(record.inode);
    const name: LostName = {
      path: join(directory.path, record.name),
      inode: record.inode,
      type: record.type,
      at,
      replaced: live.size > 0,
    };
    if (same) same.push(name);
    else seen.lost.set(record.inode, [name]);
  }
}

/** The live names of one directory and the inodes they lead to. */
export function liveNames(fs: ExtFileSystem, directory: number): Map<string, number> {
  const found = new Map<string, number>();
  const here = fs.inode(directory);
  if (!here || kindOf(here.inode) !== 'directory') return found;
  for (const { record } of yieldProblems(fs, { ...here, path: '' }, contentOf(fs.volume, here.inode, here.place))) {
    if (!('reason' in record) && !record.deleted) found.set(nameText(record.name), record.inode);
  }
  return found;
}

export const join = (directory: string, name: Buffer): string =>
  `${directory === '/' ? '' : directory}/${nameText(name)}`;

/** The live entry at a path, or nothing. */
export function findName(
  fs: ExtFileSystem,
  path: string,
): { inode: Inode; place: InodePlace; at?: Locator } | undefined {
  let here = fs.inode(ROOT_INODE);
  let at: Locator | undefined;
  for (const part of path.split('/').filter((p) => p.length > 0)) {
    if (!here || kindOf(here.inode) !== 'directory') return undefined;
    let child: number | undefined;
    const content = contentOf(fs.volume, here.inode, here.place);
    for (const { record, at: where } of yieldProblems(fs, { ...here, path: '' }, content)) {
      if ('reason' in record || record.deleted || nameText(record.name) !== part) continue;
      child = record.inode;
      at = where();
      break;
    }
    here = child === undefined ? undefined : fs.inode(child);
  }
  return here && { ...here, ...(at && { at }) };
}
