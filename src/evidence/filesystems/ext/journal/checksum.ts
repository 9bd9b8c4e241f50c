import { crc32c } from '../../../../bytes/index.ts';
import { BLOCK_TYPE, FEATURE_INCOMPAT, type JournalSuper, type Tag } from './layout.ts';

/**
 * The checksums of a jbd2 journal. All are CRC-32C seeded with the journal's UUID, so that what a former filesystem left
 * in the same area does not pass for this one's. Source: Linux fs/jbd2/journal.c, commit.c, recovery.c.
 */
export const hasChecksums = (sb: JournalSuper): boolean =>
  (sb.s_feature_incompat & (FEATURE_INCOMPAT.csum_v2 | FEATURE_INCOMPAT.csum_v3)) !== 0;

/** Whether a descriptor, revoke or commit block is what this journal wrote; undefined when it carries no checksum. */
export function blockMatches(type: number, b: Buffer, sb: JournalSuper): boolean | undefined {
  if (!hasChecksums(sb)) return undefined;
  if (b.length < sb.s_blocksize) return false;
  // A commit has its checksum in the header (h_chksum[0]); the others in the last four bytes.
  const at = type === BLOCK_TYPE.commit ? 0x10 : b.length - 4;
  const sum = crc32c(crc32c(crc32c(sb.seed, b.subarray(0, at)), Buffer.alloc(4)), b.subarray(at + 4));
  return sum === b.readUInt32BE(at);
}

/** Whether a copied block still is what its tag says; undefined when the tag carries no checksum. */
export function tagMatches(tag: Tag, sequence: number, data: Buffer, sb: JournalSuper): boolean | undefined {
  if (!tag.checksum) return undefined;
  const number = Buffer.alloc(4);
  number.writeUInt32BE(sequence);
  const sum = crc32c(crc32c(sb.seed, number), data);
  return tag.checksum.bits === 32 ? sum === tag.checksum.value : (sum & 0xffff) === tag.checksum.value;
}
