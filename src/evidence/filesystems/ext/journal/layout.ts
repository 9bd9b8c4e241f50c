import { crc32c } from '../../../../bytes/index.ts';

/**
 * The structures of a jbd2 journal, big-endian, with the kernel's names.
 * Source: Linux include/linux/jbd2.h as documented in Documentation/filesystems/ext4/journal.rst.
 */
export const JBD2_MAGIC = 0xc03b3998;
export const BLOCK_TYPE = { descriptor: 1, commit: 2, super_v1: 3, super_v2: 4, revoke: 5 } as const;
export const FEATURE_INCOMPAT = {
  revoke: 0x1,
  '64bit': 0x2,
  async_commit: 0x4,
  csum_v2: 0x8,
  csum_v3: 0x10,
  fast_commit: 0x20,
} as const;
const TAG_FLAG = { escape: 1, same_uuid: 2, deleted: 4, last: 8 } as const;

export interface JournalSuper {
  s_blocksize: number;
  s_maxlen: number;
  s_first: number;
  s_sequence: number;
  /** Block of the oldest transaction not yet written back; 0 when the journal is clean. */
  s_start: number;
  s_errno: number;
  s_feature_compat: number;
  s_feature_incompat: number;
  s_uuid: Buffer;
  s_num_fc_blks: number;
  /** Seed of the checksums of tags and blocks. */
  seed: number;
}

export interface BlockHeader {
  type: number;
  sequence: number;
}

export function blockHeader(b: Buffer): BlockHeader | undefined {
  if (b.length < 12 || b.readUInt32BE(0) !== JBD2_MAGIC) return undefined;
  return { type: b.readUInt32BE(4), sequence: b.readUInt32BE(8) };
}

export function parseJournalSuper(b: Buffer): JournalSuper | undefined {
  const header = blockHeader(b);
  if (!header || (header.type !== BLOCK_TYPE.super_v1 && header.type !== BLOCK_TYPE.super_v2) || b.length < 0x100)
    return undefined;
  const v2 = header.type === BLOCK_TYPE.super_v2;
  const incompat = v2 ? b.readUInt32BE(0x28) : 0;
  const fast = v2 && incompat & FEATURE_INCOMPAT.fast_commit;
  const uuid = Buffer.from(b.subarray(0x30, 0x40));
  return {
    s_blocksize: b.readUInt32BE(0xc),
    s_maxlen: b.readUInt32BE(0x10),
    s_first: b.readUInt32BE(0x14),
    s_sequence: b.readUInt32BE(0x18),
    s_start: b.readUInt32BE(0x1c),
    s_errno: b.readUInt32BE(0x20),
    s_feature_compat: v2 ? b.readUInt32BE(0x24) : 0,
    s_feature_incompat: incompat,
    s_uuid: uuid,
    // The kernel takes 256 blocks when the field is zero.
    s_num_fc_blks: fast ? b.readUInt32BE(0x54) || 256 : 0,
    seed: crc32c(0xffffffff, uuid),
  };
}

/** One block that a descriptor announces. */
export interface Tag {
  /** Block of the filesystem whose copy follows. */
  t_blocknr: number;
  /** The copy's first four bytes were the journal's magic number and have been zeroed. */
  escaped: boolean;
  /** CRC-32C of sequence and data: all of it with csum_v3, the low 16 bits with csum_v2. */
  checksum?: { value: number; bits: 16 | 32 };
}

/** The tags of a descriptor block, in the order of the data blocks that follow it. */
export function parseTags(b: Buffer, sb: JournalSuper): Tag[] {
  const incompat = sb.s_feature_incompat;
  const v3 = (incompat & FEATURE_INCOMPAT.csum_v3) !== 0;
  const v2 = (incompat & FEATURE_INCOMPAT.csum_v2) !== 0;
  const wide = (incompat & FEATURE_INCOMPAT['64bit']) !== 0;
  // As journal_tag_bytes(): csum_v3 has its own 16 bytes; else 8, plus 2 with csum_v2 and 4 with 64bit.
  const size = v3 ? 16 : 8 + (v2 ? 2 : 0) + (wide ? 4 : 0);
  const end = b.length - (v2 || v3 ? 4 : 0);
  const tags: Tag[] = [];
  for (let at = 12; at + size <= end; ) {
    const flags = v3 ? b.readUInt32BE(at + 4) : b.readUInt16BE(at + 6);
    const high = v3 ? (wide ? b.readUInt32BE(at + 8) : 0) : wide ? b.readUInt32BE(at + 8) : 0;
    tags.push({
      t_blocknr: b.readUInt32BE(at) + high * 2 ** 32,
      escaped: (flags & TAG_FLAG.escape) !== 0,
      ...(v3 && { checksum: { value: b.readUInt32BE(at + 12), bits: 32 } }),
      ...(v2 && !v3 && { checksum: { value: b.readUInt16BE(at + 4), bits: 16 } }),
    });
    at += size + (flags & TAG_FLAG.same_uuid ? 0 : 16);
    if (flags & TAG_FLAG.last) break;
  }
  return tags;
}

/** Blocks that a revoke block takes out of replay. */
export function parseRevoked(b: Buffer, sb: JournalSuper): number[] {
  const size = sb.s_feature_incompat & FEATURE_INCOMPAT['64bit'] ? 8 : 4;
  const end = Math.min(b.readUInt32BE(12), b.length);
  const blocks: number[] = [];
  for (let at = 16; at + size <= end; at += size) {
    blocks.push(size === 8 ? Number(b.readBigUInt64BE(at)) : b.readUInt32BE(at));
  }
  return blocks;
}

/** When a transaction was committed, by the kernel's clock. */
export interface Commit {
  seconds: number;
  nanoseconds: number;
}

export function parseCommit(b: Buffer): Commit {
  return { seconds: Number(b.readBigUInt64BE(0x30)), nanoseconds: b.readUInt32BE(0x38) };
}
