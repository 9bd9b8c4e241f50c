import { describesSomething, Inode } from '../inode.ts';
import type { BlockHistory, BlockVersion } from '../journal/history.ts';
import { ROOT_INODE } from '../layout.ts';
import type { ExtVolume } from '../volume.ts';
import type { InodeTables } from './inode-tables.ts';

/** An inode as one transaction left it. */
export interface InodeState {
  inode: Inode;
  /** The last copy that shows this state: with these times, this size and this block map. */
  version: BlockVersion;
  /** The first copy that shows this size, link count and block map, whatever the times. */
  since: BlockVersion;
  /** Bytes from the beginning of the block. */
  offset: number;
}

/** Most states kept; a journal of a gigabyte could hold more than a machine has memory for. */
const MOST = 300_000;

/** Every distinct state of every inode that the journal still tells of, oldest first. */
export function inodeStates(
  volume: ExtVolume,
  history: BlockHistory,
  tables: InodeTables,
): { states: Map<number, InodeState[]>; complete: boolean } {
  const size = volume.super.s_inode_size;
  const states = new Map<number, InodeState[]>();
  let kept = 0;
  for (const block of history.blocks()) {
    const first = tables.firstInode(block);
    if (first === undefined) continue;
    let before: Buffer | undefined;
    for (const version of history.versions(block)) {
      const bytes = history.read(version);
      if (!bytes) continue;
      for (let at = 0; at + size <= bytes.length; at += size) {
        if (before && before.compare(bytes, at, at + size, at, at + size) === 0) continue;
        const number = first + at / size;
        if (number > volume.super.s_inodes_count) break;
        // The filesystem's own inodes (journal, reserved descriptors) are no files, and the latter's map is a long one.
        if (number < volume.super.s_first_ino && number !== ROOT_INODE) continue;
        const list = states.get(number);
        // An inode that was emptied to the last byte only ends what came before it.
        const inode = new Inode(number, bytes.subarray(at, at + size));
        if (!describesSomething(inode)) continue;
        const last = list?.[list.length - 1];
        const since = last && onlyTimesDiffer(last.inode, inode) ? last.since : version;
        const state = { inode, version, since, offset: at };
        if (since !== version) list![list!.length - 1] = state;
        else if (++kept > MOST) return { states, complete: false };
        else if (list) list.push(state);
        else states.set(number, [state]);
      }
      before = Buffer.from(bytes);
    }
  }
  return { states, complete: true };
}

const onlyTimesDiffer = (a: Inode, b: Inode): boolean =>
  a.i_generation === b.i_generation &&
  a.i_mode === b.i_mode &&
  a.i_links_count === b.i_links_count &&
  a.i_size === b.i_size &&
  a.i_flags === b.i_flags &&
  a.i_file_acl === b.i_file_acl &&
  a.i_uid === b.i_uid &&
  a.i_gid === b.i_gid &&
  a.i_dtime === b.i_dtime &&
  a.sameTime(b, 'modified') &&
  a.sameTime(b, 'born') &&
  a.sameMap(b);
