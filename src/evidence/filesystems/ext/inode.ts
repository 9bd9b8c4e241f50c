import type { EntryKind, Instant, Times } from '../../../model/index.ts';
import { instantOf } from '../../instant.ts';

/** One inode as it lies on disk, with the kernel's names. Source: Documentation/filesystems/ext4/inodes.rst. */
export interface Inode {
  number: number;
  i_mode: number;
  i_uid: number;
  i_gid: number;
  i_size: number;
  i_links_count: number;
  i_blocks: number;
  i_flags: number;
  i_generation: number;
  /** Seconds, or for an inode on the orphan list the number of the next one. */
  i_dtime: number;
  i_file_acl: number;
  /** The 60 bytes of block map, extent tree, inline data or symlink target. */
  i_block: Buffer;
  times: Times;
  /** Bytes between the end of the fixed fields and the end of the inode: in-inode attributes. */
  extra: Buffer;
}

/** @param b the whole inode, 128 bytes or `s_inode_size` */
export function parseInode(number: number, b: Buffer): Inode {
  const mode = b.readUInt16LE(0);
  const extraSize = b.length > 128 ? Math.min(b.readUInt16LE(0x80), b.length - 128) : 0;
  const has = (end: number): boolean => extraSize >= end - 0x80;
  const time = (at: number, extraAt: number): Instant | undefined => {
    const extra = has(extraAt + 4) ? b.readUInt32LE(extraAt) : 0;
    // Two bits of epoch extend the seconds past 2038, thirty bits hold nanoseconds.
    const fraction = has(extraAt + 4);
    return instantOf(b.readInt32LE(at) + (extra & 3) * 2 ** 32, fraction ? extra >>> 2 : 0, fraction ? 9 : 0);
  };
  const dtime = b.readUInt32LE(0x14);
  const times: Times = {
    modified: time(0x10, 0x88),
    accessed: time(0x8, 0x8c),
    changed: time(0xc, 0x84),
    ...(has(0x98) && b.readUInt32LE(0x90) !== 0 && { born: time(0x90, 0x94) }),
    ...(dtime !== 0 && { deleted: instantOf(dtime, 0, 0) }),
  };
  return {
    number,
    i_mode: mode,
    i_uid: b.readUInt16LE(2) + b.readUInt16LE(0x78) * 65536,
    i_gid: b.readUInt16LE(0x18) + b.readUInt16LE(0x7a) * 65536,
    // ext2 directories keep an ACL block number where regular files keep the high half of the size.
    i_size: b.readUInt32LE(4) + ((mode & 0xf000) === 0x4000 ? 0 : b.readUInt32LE(0x6c) * 2 ** 32),
    i_links_count: b.readUInt16LE(0x1a),
    i_blocks: b.readUInt32LE(0x1c) + b.readUInt16LE(0x74) * 2 ** 32,
    i_flags: b.readUInt32LE(0x20),
    i_generation: b.readUInt32LE(0x64),
    i_dtime: dtime,
    i_file_acl: b.readUInt32LE(0x68) + b.readUInt16LE(0x76) * 2 ** 32,
    i_block: Buffer.from(b.subarray(0x28, 0x64)),
    times,
    extra: Buffer.from(b.subarray(128 + extraSize)),
  };
}

const KINDS: Record<number, EntryKind> = {
  1: 'fifo',
  2: 'character-device',
  4: 'directory',
  6: 'block-device',
  8: 'file',
  10: 'symlink',
  12: 'socket',
};

export const kindOf = (inode: Inode): EntryKind => KINDS[inode.i_mode >> 12] ?? 'unknown';

/** True when anything in the inode still describes a file. */
export const describesSomething = (inode: Inode): boolean => inode.i_mode !== 0 && kindOf(inode) !== 'unknown';

/** Device number as `major:minor`: 16 bits in the first word of the map, or 32 in the second when they do not fit. */
export function deviceOf(inode: Inode): string {
  const old = inode.i_block.readUInt32LE(0);
  if (old !== 0) return `${(old >>> 8) & 0xff}:${old & 0xff}`;
  const wide = inode.i_block.readUInt32LE(4);
  return `${(wide & 0xfff00) >>> 8}:${(wide & 0xff) | ((wide >>> 12) & 0xfff00)}`;
}
