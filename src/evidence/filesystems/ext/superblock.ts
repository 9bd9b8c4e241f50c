import type { ByteSource } from '../../../bytes/index.ts';
import {
  COMPAT,
  EXT_MAGIC,
  INCOMPAT,
  parseSuperBlock,
  RO_COMPAT,
  SUPERBLOCK_OFFSET,
  SUPERBLOCK_SIZE,
  type SuperBlock,
} from './layout.ts';

export interface FoundSuperBlock {
  super: SuperBlock;
  /** Byte offset in the volume where it stands. */
  at: number;
  /** True when the primary copy was unusable and this is a backup. */
  backup: boolean;
}

/** The superblock at a byte offset, if what stands there can be one. */
export function superBlockAt(source: ByteSource, at: number): SuperBlock | undefined {
  const raw = source.read(at, SUPERBLOCK_SIZE);
  if (raw.length < SUPERBLOCK_SIZE || raw.readUInt16LE(0x38) !== EXT_MAGIC) return undefined;
  const sb = parseSuperBlock(raw);
  const bits = sb.blockSize * 8;
  const plausible =
    sb.blockSize <= 65536 &&
    sb.s_blocks_count > 0 &&
    sb.s_inodes_per_group > 0 &&
    sb.s_inodes_per_group <= bits &&
    sb.s_blocks_per_group > 0 &&
    sb.s_blocks_per_group <= bits * sb.clusterRatio &&
    sb.s_first_data_block <= 1 &&
    sb.s_inode_size >= 128 &&
    sb.s_inode_size <= sb.blockSize &&
    (sb.s_inode_size & (sb.s_inode_size - 1)) === 0 &&
    (sb.s_desc_size === 32 || (sb.s_desc_size >= 64 && sb.s_desc_size <= 1024)) &&
    sb.s_inodes_count <= sb.s_inodes_per_group * groupCount(sb);
  // A journal device carries the same magic, but has no inodes worth the name.
  return plausible || (sb.s_feature_incompat & INCOMPAT.journal_dev) !== 0 ? sb : undefined;
}

export function groupCount(sb: SuperBlock): number {
  return Math.ceil((sb.s_blocks_count - sb.s_first_data_block) / sb.s_blocks_per_group);
}

/** Groups that may carry a backup when nobody changed the defaults of mke2fs. */
const BACKUP_GROUPS = [1, 3, 5, 7, 9, 25, 27, 49];

/** The primary superblock, or the first backup that can be read. */
export function findSuperBlock(source: ByteSource): FoundSuperBlock | undefined {
  const primary = superBlockAt(source, SUPERBLOCK_OFFSET);
  if (primary) return { super: primary, at: SUPERBLOCK_OFFSET, backup: false };
  for (const blockSize of [4096, 1024, 2048, 8192, 16384, 32768, 65536]) {
    const groupBytes = blockSize * 8 * blockSize;
    for (const group of BACKUP_GROUPS) {
      const at = group * groupBytes + (blockSize === 1024 ? 1024 : 0);
      if (at + SUPERBLOCK_SIZE > source.size) break;
      const sb = superBlockAt(source, at);
      if (sb && sb.blockSize === blockSize) return { super: sb, at, backup: true };
    }
  }
  return undefined;
}

/** Whether a group starts with a copy of the superblock and the group descriptors. */
export function hasSuperBlock(sb: SuperBlock, group: number): boolean {
  if (group === 0) return true;
  if (sb.s_feature_compat & COMPAT.sparse_super2) return sb.s_backup_bgs.includes(group);
  if (group === 1 || !(sb.s_feature_ro_compat & RO_COMPAT.sparse_super)) return true;
  return [3, 5, 7].some((base) => {
    let power = base;
    while (power < group) power *= base;
    return power === group;
  });
}

export function extType(sb: SuperBlock): 'ext2' | 'ext3' | 'ext4' {
  const newer = INCOMPAT.extents | INCOMPAT['64bit'] | INCOMPAT.flex_bg | INCOMPAT.inline_data | INCOMPAT.mmp;
  const newerRo = RO_COMPAT.huge_file | RO_COMPAT.uninit_bg | RO_COMPAT.extra_isize | RO_COMPAT.metadata_csum;
  if (sb.s_feature_incompat & newer || sb.s_feature_ro_compat & newerRo) return 'ext4';
  return sb.s_feature_compat & COMPAT.has_journal ? 'ext3' : 'ext2';
}

/** Names of all feature bits that are set; unknown ones as `incompat:0x40000`. */
export function featureNames(sb: SuperBlock): string[] {
  const names: string[] = [];
  for (const [kind, value, known] of [
    ['compat', sb.s_feature_compat, COMPAT],
    ['incompat', sb.s_feature_incompat, INCOMPAT],
    ['ro_compat', sb.s_feature_ro_compat, RO_COMPAT],
  ] as const) {
    let left = value >>> 0;
    for (const [name, bit] of Object.entries(known)) {
      if (left & bit) names.push(name);
      left = (left & ~bit) >>> 0;
    }
    for (let bit = 0; bit < 32; bit++) if ((left >>> bit) & 1) names.push(`${kind}:0x${(2 ** bit).toString(16)}`);
  }
  return names;
}
