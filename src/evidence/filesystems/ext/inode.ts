import type { EntryKind, Instant, Times } from '../../../model/index.ts';
import { instantOf } from '../../instant.ts';

/** Where each time stands, and the word that extends it: two bits of epoch past 2038, thirty of nanoseconds. */
const TIMES = { modified: [0x10, 0x88], accessed: [0x8, 0x8c], changed: [0xc, 0x84], born: [0x90, 0x94] } as const;

/**
 * One inode as it lies on disk, with the kernel's names. Source: Documentation/filesystems/ext4/inodes.rst. Journals
 * hold a hundred thousand of them, so what few are asked for is read when it is.
 */
export class Inode {
  readonly number: number;
  readonly i_mode: number;
  readonly i_uid: number;
  readonly i_gid: number;
  readonly i_size: number;
  readonly i_links_count: number;
  readonly i_blocks: number;
  readonly i_flags: number;
  readonly i_generation: number;
  /** Seconds, or for an inode on the orphan list the number of the next one. */
  readonly i_dtime: number;
  readonly i_file_acl: number;
  readonly #bytes: Buffer;
  /** Bytes of fixed fields behind the first 128. */
  readonly #extraSize: number;
  #times: Times | undefined;

  /** @param bytes the whole inode, 128 bytes or `s_inode_size` */
  constructor(number: number, bytes: Buffer) {
    const b = Buffer.from(bytes);
    this.#bytes = b;
    this.#extraSize = b.length > 128 ? Math.min(b.readUInt16LE(0x80), b.length - 128) : 0;
    this.number = number;
    this.i_mode = b.readUInt16LE(0);
    this.i_uid = b.readUInt16LE(2) + b.readUInt16LE(0x78) * 65536;
    this.i_gid = b.readUInt16LE(0x18) + b.readUInt16LE(0x7a) * 65536;
    // ext2 directories keep an ACL block number where regular files keep the high half of the size.
    this.i_size = b.readUInt32LE(4) + ((this.i_mode & 0xf000) === 0x4000 ? 0 : b.readUInt32LE(0x6c) * 2 ** 32);
    this.i_links_count = b.readUInt16LE(0x1a);
    this.i_blocks = b.readUInt32LE(0x1c) + b.readUInt16LE(0x74) * 2 ** 32;
    this.i_flags = b.readUInt32LE(0x20);
    this.i_generation = b.readUInt32LE(0x64);
    this.i_dtime = b.readUInt32LE(0x14);
    this.i_file_acl = b.readUInt32LE(0x68) + b.readUInt16LE(0x76) * 2 ** 32;
  }

  /** The 60 bytes of block map, extent tree, inline data or symlink target. */
  get i_block(): Buffer {
    return this.#bytes.subarray(0x28, 0x64);
  }

  /** Bytes between the end of the fixed fields and the end of the inode: in-inode attributes. */
  get extra(): Buffer {
    return this.#bytes.subarray(128 + this.#extraSize);
  }

  get times(): Times {
    this.#times ??= {
      modified: this.#time('modified'),
      accessed: this.#time('accessed'),
      changed: this.#time('changed'),
      ...(this.isBirthKnown && { born: this.#time('born') }),
      ...(this.i_dtime !== 0 && { deleted: instantOf(this.i_dtime, 0, 0) }),
    };
    return this.#times;
  }

  get isBirthKnown(): boolean {
    return this.#has(0x98) && this.#bytes.readUInt32LE(0x90) !== 0;
  }

  /** Whether two inodes hold the same time, without writing it out. */
  sameTime(other: Inode, kind: keyof typeof TIMES): boolean {
    const [at, extra] = TIMES[kind];
    return this.#word(at) === other.#word(at) && this.#word(extra) === other.#word(extra);
  }

  sameMap(other: Inode): boolean {
    return this.#bytes.compare(other.#bytes, 0x28, 0x64, 0x28, 0x64) === 0;
  }

  #time(kind: keyof typeof TIMES): Instant {
    const [at, extraAt] = TIMES[kind];
    const extra = this.#word(extraAt);
    const fraction = this.#has(extraAt + 4);
    return instantOf(this.#bytes.readInt32LE(at) + (extra & 3) * 2 ** 32, extra >>> 2, fraction ? 9 : 0);
  }

  /** 32 bits; 0 where the fixed fields end before. */
  #word(at: number): number {
    return this.#has(at + 4) ? this.#bytes.readUInt32LE(at) : 0;
  }

  /** Whether the fixed fields reach so far. */
  #has(end: number): boolean {
    return 0x80 + this.#extraSize >= end;
  }
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
