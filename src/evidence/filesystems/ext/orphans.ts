import type { Walked } from '../../entry.ts';
import { contentOf } from './content.ts';
import type { ExtFileSystem } from './filesystem.ts';
import { COMPAT } from './layout.ts';

const ORPHAN_BLOCK_MAGIC = 0x0b10ca04;

/**
 * Inodes that were unlinked while open when the image was taken: the list that starts in the superblock and goes on
 * through the inodes' deletion-time fields, and the orphan file of newer filesystems.
 */
export function* orphans(fs: ExtFileSystem): Generator<Walked, Set<number>> {
  const { volume } = fs;
  const found = new Set<number>();
  const add = (number: number): boolean => {
    if (number < volume.super.s_first_ino || number > volume.super.s_inodes_count || found.has(number)) return false;
    const inode = fs.inode(number);
    // Files being truncated stand on the list too; only those without a name left are deleted.
    if (inode && inode.inode.i_links_count === 0) found.add(number);
    return inode !== undefined;
  };
  const walked = new Set<number>();
  for (let number = volume.super.s_last_orphan; number !== 0; ) {
    if (walked.has(number) || !(number <= volume.super.s_inodes_count)) {
      yield {
        locator: volume.locate(0, 0, 0),
        reason: `ext: the orphan list leads to inode ${number}, ${walked.has(number) ? 'which is on it already' : 'beyond the last one'}; the rest of it was not followed`,
        bytes: 0,
      };
      break;
    }
    walked.add(number);
    add(number);
    number = fs.inode(number)?.inode.i_dtime ?? 0;
  }
  if (volume.super.s_feature_compat & COMPAT.orphan_file && volume.super.s_orphan_file_inum !== 0) {
    const file = fs.inode(volume.super.s_orphan_file_inum);
    const source = file && contentOf(volume, file.inode, file.place).source;
    for (let at = 0; source && at < source.size && at < 64 * 1024 * 1024; at += volume.blockSize) {
      const block = source.read(at, volume.blockSize);
      if (block.length < volume.blockSize || block.readUInt32LE(block.length - 8) !== ORPHAN_BLOCK_MAGIC) continue;
      for (let i = 0; i + 8 < block.length; i += 4) if (block.readUInt32LE(i) !== 0) add(block.readUInt32LE(i));
    }
  }
  return found;
}
