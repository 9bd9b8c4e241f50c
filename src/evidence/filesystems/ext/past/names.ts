import { nameText } from '../../../../bytes/index.ts';
import type { Locator } from '../../../../model/index.ts';
import { locatorsOf } from '../../../locate.ts';
import { blockMapOf } from '../content.ts';
import { isDots, readDirectoryBlock } from '../directory.ts';
import type { ExtFileSystem } from '../filesystem.ts';
import { kindOf } from '../inode.ts';
import { type BlockHistory, type BlockVersion, bySequence } from '../journal/history.ts';
import { INODE_FLAG } from '../layout.ts';
import type { InodeState } from './inode-states.ts';

/** A name that a directory held at some time, by the journal. */
export interface PastName {
  directory: number;
  name: string;
  inode: number;
  /** First and last transaction whose copy of the directory block holds it. */
  first: BlockVersion;
  last: BlockVersion;
  at: Locator;
}

/** Names kept; more than this come only from journals of many gigabytes. */
const MOST = 1_000_000;

/** Every name in every copy of a directory block, by the inode it named. */
export function pastNames(
  fs: ExtFileSystem,
  history: BlockHistory,
  states: Map<number, InodeState[]>,
  liveDirectories: Iterable<number>,
): Map<number, PastName[]> {
  const owners = blockOwners(fs, history, states, liveDirectories);
  const found = new Map<string, PastName>();
  for (const block of history.blocks()) {
    for (const version of history.versions(block)) {
      const bytes = history.read(version);
      if (!bytes || !looksLikeDirectory(bytes)) continue;
      const owner = owners.get(block) ?? selfNumber(bytes);
      if (owner === undefined) continue;
      const { records } = readDirectoryBlock(fs.volume, bytes, true);
      for (const record of records) {
        if (record.deleted || record.inode === 0 || isDots(record.name)) continue;
        const name = nameText(record.name);
        const key = `${owner} ${record.inode} ${name}`;
        const known = found.get(key);
        if (known) {
          if (bySequence(version.sequence, known.first.sequence) < 0) known.first = version;
          if (bySequence(version.sequence, known.last.sequence) < 0) continue;
          known.last = version;
          known.at = place(fs, history, version, record.offset, record.length);
        } else if (found.size < MOST) {
          found.set(key, {
            directory: owner,
            name,
            inode: record.inode,
            first: version,
            last: version,
            at: place(fs, history, version, record.offset, record.length),
          });
        }
      }
    }
  }
  const byInode = new Map<number, PastName[]>();
  for (const name of found.values()) {
    const list = byInode.get(name.inode);
    if (list) list.push(name);
    else byInode.set(name.inode, [name]);
  }
  for (const list of byInode.values())
    list.sort((a, b) => bySequence(a.last.sequence, b.last.sequence) || (a.name < b.name ? -1 : 1));
  return byInode;
}

const place = (
  fs: ExtFileSystem,
  history: BlockHistory,
  version: BlockVersion,
  offset: number,
  length: number,
): Locator => locatorsOf(history.origin(version, offset, length), [...fs.layers, `journal:${version.sequence}`])[0]!;

/** Which directory each block belongs to, or belonged to as far back as the journal reaches. */
function blockOwners(
  fs: ExtFileSystem,
  history: BlockHistory,
  states: Map<number, InodeState[]>,
  liveDirectories: Iterable<number>,
): Map<number, number> {
  const owners = new Map<number, number>();
  const claim = (inode: InodeState['inode'], sequence?: number): void => {
    if (inode.i_flags & INODE_FLAG.inline_data) return;
    const map = blockMapOf(fs.volume, inode, sequence === undefined ? undefined : nodeReader(fs, history, sequence));
    for (const run of map?.runs ?? []) {
      if (run.at === undefined) continue;
      for (let i = 0; i < Math.min(run.length, 65536); i++) owners.set(run.at + i, inode.number);
    }
  };
  for (const list of states.values())
    for (const { inode, version } of list) if (kindOf(inode) === 'directory') claim(inode, version.sequence);
  for (const number of liveDirectories) {
    const live = fs.inode(number);
    if (live) claim(live.inode);
  }
  return owners;
}

/** Reads the blocks of a map as they were after a transaction, or as they are when no copy that old is left. */
export const nodeReader =
  (fs: ExtFileSystem, history: BlockHistory, sequence: number) =>
  (block: number): Buffer => {
    const version = history.asOf(block, sequence);
    return (version && history.read(version)) ?? fs.volume.block(block);
  };

/** A chain of records that fills the block exactly. */
function looksLikeDirectory(bytes: Buffer): boolean {
  let at = 0;
  let records = 0;
  while (at + 8 <= bytes.length) {
    const raw = bytes.readUInt16LE(at + 4);
    const length = bytes.length === 65536 && (raw === 0 || raw === 65535) ? 65536 : raw;
    if (length < 8 || length % 4 !== 0 || at + length > bytes.length || bytes[at + 6]! + 8 > length) return false;
    at += length;
    records++;
  }
  return at === bytes.length && records > 0;
}

/** The first block of a directory names the directory itself. */
const selfNumber = (bytes: Buffer): number | undefined =>
  bytes[6] === 1 && bytes[8] === 0x2e && bytes.readUInt32LE(0) !== 0 ? bytes.readUInt32LE(0) : undefined;
