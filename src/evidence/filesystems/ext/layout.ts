/**
 * The structures of ext2, ext3 and ext4 as they lie on disk, little-endian, with the kernel's names.
 * Source: Linux fs/ext4/ext4.h as documented in Documentation/filesystems/ext4.
 */

export const EXT_MAGIC = 0xef53;
export const SUPERBLOCK_OFFSET = 1024;
export const SUPERBLOCK_SIZE = 1024;
export const ROOT_INODE = 2;

export const COMPAT = {
  has_journal: 0x4,
  ext_attr: 0x8,
  resize_inode: 0x10,
  dir_index: 0x20,
  sparse_super2: 0x200,
  fast_commit: 0x400,
  stable_inodes: 0x800,
  orphan_file: 0x1000,
} as const;

export const INCOMPAT = {
  compression: 0x1,
  filetype: 0x2,
  needs_recovery: 0x4,
  journal_dev: 0x8,
  meta_bg: 0x10,
  extents: 0x40,
  '64bit': 0x80,
  mmp: 0x100,
  flex_bg: 0x200,
  ea_inode: 0x400,
  dirdata: 0x1000,
  metadata_csum_seed: 0x2000,
  large_dir: 0x4000,
  inline_data: 0x8000,
  encrypt: 0x10000,
  casefold: 0x20000,
} as const;

export const RO_COMPAT = {
  sparse_super: 0x1,
  large_file: 0x2,
  huge_file: 0x8,
  uninit_bg: 0x10,
  dir_nlink: 0x20,
  extra_isize: 0x40,
  quota: 0x100,
  bigalloc: 0x200,
  metadata_csum: 0x400,
  readonly: 0x1000,
  project: 0x2000,
  shared_blocks: 0x4000,
  verity: 0x8000,
  orphan_present: 0x10000,
} as const;

/** Incompatible features whose presence does not change what we read, or that we read. All others are a stated gap. */
export const READABLE_INCOMPAT =
  INCOMPAT.filetype |
  INCOMPAT.needs_recovery |
  INCOMPAT.meta_bg |
  INCOMPAT.extents |
  INCOMPAT['64bit'] |
  INCOMPAT.mmp |
  INCOMPAT.flex_bg |
  INCOMPAT.ea_inode |
  INCOMPAT.metadata_csum_seed |
  INCOMPAT.large_dir |
  INCOMPAT.inline_data |
  INCOMPAT.encrypt |
  INCOMPAT.casefold;

export const GROUP_FLAG = { inode_uninit: 0x1, block_uninit: 0x2 } as const;

export const INODE_FLAG = {
  compressed: 0x4,
  encrypt: 0x800,
  index: 0x1000,
  extents: 0x80000,
  ea_inode: 0x200000,
  inline_data: 0x10000000,
} as const;

export const EXTENT_MAGIC = 0xf30a;

export interface SuperBlock {
  s_inodes_count: number;
  s_blocks_count: number;
  s_free_blocks_count: number;
  s_first_data_block: number;
  blockSize: number;
  /** Blocks per allocation unit; 1 without bigalloc. */
  clusterRatio: number;
  s_blocks_per_group: number;
  s_inodes_per_group: number;
  s_mtime: number;
  s_wtime: number;
  s_mkfs_time: number;
  s_state: number;
  s_rev_level: number;
  s_first_ino: number;
  s_inode_size: number;
  s_block_group_nr: number;
  s_feature_compat: number;
  s_feature_incompat: number;
  s_feature_ro_compat: number;
  s_uuid: Buffer;
  s_volume_name: Buffer;
  s_last_mounted: Buffer;
  s_reserved_gdt_blocks: number;
  s_journal_inum: number;
  s_journal_uuid: Buffer;
  s_last_orphan: number;
  s_desc_size: number;
  s_first_meta_bg: number;
  s_mmp_block: number;
  s_backup_bgs: [number, number];
  s_orphan_file_inum: number;
}

const high = (b: Buffer, at: number): number => b.readUInt32LE(at) * 2 ** 32;
/** Seconds of the superblock's own times: 32 bits and, at the end of the structure, 8 more. */
const seconds = (b: Buffer, at: number, hi: number): number => b.readUInt32LE(at) + b[hi]! * 2 ** 32;

/** @param b at least 1,024 bytes; the magic has been checked */
export function parseSuperBlock(b: Buffer): SuperBlock {
  const incompat = b.readUInt32LE(0x60);
  const wide = (incompat & INCOMPAT['64bit']) !== 0;
  const rev = b.readUInt32LE(0x4c);
  const bigalloc = (b.readUInt32LE(0x64) & RO_COMPAT.bigalloc) !== 0;
  return {
    s_inodes_count: b.readUInt32LE(0x0),
    s_blocks_count: b.readUInt32LE(0x4) + (wide ? high(b, 0x150) : 0),
    s_free_blocks_count: b.readUInt32LE(0xc) + (wide ? high(b, 0x158) : 0),
    s_first_data_block: b.readUInt32LE(0x14),
    blockSize: 1024 * 2 ** Math.min(b.readUInt32LE(0x18), 20),
    clusterRatio: bigalloc
      ? 2 ** Math.max(0, Math.min(b.readUInt32LE(0x1c), 30) - Math.min(b.readUInt32LE(0x18), 20))
      : 1,
    s_blocks_per_group: b.readUInt32LE(0x20),
    s_inodes_per_group: b.readUInt32LE(0x28),
    s_mtime: seconds(b, 0x2c, 0x275),
    s_wtime: seconds(b, 0x30, 0x274),
    s_mkfs_time: seconds(b, 0x108, 0x276),
    s_state: b.readUInt16LE(0x3a),
    s_rev_level: rev,
    s_first_ino: rev === 0 ? 11 : b.readUInt32LE(0x54),
    s_inode_size: rev === 0 ? 128 : b.readUInt16LE(0x58),
    s_block_group_nr: b.readUInt16LE(0x5a),
    s_feature_compat: b.readUInt32LE(0x5c),
    s_feature_incompat: incompat,
    s_feature_ro_compat: b.readUInt32LE(0x64),
    s_uuid: Buffer.from(b.subarray(0x68, 0x78)),
    s_volume_name: Buffer.from(b.subarray(0x78, 0x88)),
    s_last_mounted: Buffer.from(b.subarray(0x88, 0xc8)),
    s_reserved_gdt_blocks: b.readUInt16LE(0xce),
    s_journal_uuid: Buffer.from(b.subarray(0xd0, 0xe0)),
    s_journal_inum: b.readUInt32LE(0xe0),
    s_last_orphan: b.readUInt32LE(0xe8),
    s_desc_size: wide ? b.readUInt16LE(0xfe) : 32,
    s_first_meta_bg: b.readUInt32LE(0x104),
    s_mmp_block: Number(b.readBigUInt64LE(0x168)),
    s_backup_bgs: [b.readUInt32LE(0x24c), b.readUInt32LE(0x250)],
    s_orphan_file_inum: b.readUInt32LE(0x280),
  };
}

export interface GroupDescriptor {
  bg_block_bitmap: number;
  bg_inode_bitmap: number;
  bg_inode_table: number;
  bg_flags: number;
  bg_itable_unused: number;
}

/** @param b one descriptor, 32 bytes or `s_desc_size` */
export function parseGroupDescriptor(b: Buffer): GroupDescriptor {
  const wide = b.length >= 64;
  return {
    bg_block_bitmap: b.readUInt32LE(0x0) + (wide ? high(b, 0x20) : 0),
    bg_inode_bitmap: b.readUInt32LE(0x4) + (wide ? high(b, 0x24) : 0),
    bg_inode_table: b.readUInt32LE(0x8) + (wide ? high(b, 0x28) : 0),
    bg_flags: b.readUInt16LE(0x12),
    bg_itable_unused: b.readUInt16LE(0x1c) + (wide ? b.readUInt16LE(0x32) * 65536 : 0),
  };
}
