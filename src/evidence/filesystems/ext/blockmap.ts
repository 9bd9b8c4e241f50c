import type { BlockMap, BlockRun } from './extents.ts';
import type { ExtVolume } from './volume.ts';

/**
 * Reads the block map of ext2 and ext3: twelve direct pointers, then one, two and three levels of indirection. Each
 * indirect block is followed once, so a map that points at itself ends.
 * @param root the 60 bytes of `i_block`
 * @param blocks logical blocks the file's size asks for; pointers beyond are not followed
 */
export function readBlockMap(
  volume: ExtVolume,
  root: Buffer,
  blocks: number,
  readNode: (block: number) => Buffer = (block) => volume.block(block),
): BlockMap {
  const runs: BlockRun[] = [];
  const map: BlockMap = { runs, mapBlocks: [], problems: [] };
  const perBlock = volume.blockSize / 4;
  const seen = new Set<number>();
  let outside = 0;
  const add = (logical: number, at: number): void => {
    if (!volume.isBlock(at)) {
      outside++;
      return;
    }
    const last = runs[runs.length - 1];
    if (last?.at !== undefined && last.at + last.length === at && last.logical + last.length === logical) last.length++;
    else runs.push({ logical, at, length: 1 });
  };
  /** @param span logical blocks one pointer of this level stands for */
  const follow = (pointer: number, logical: number, level: number, span: number): void => {
    if (pointer === 0 || logical >= blocks) return;
    if (level === 0) {
      add(logical, pointer);
      return;
    }
    if (!volume.isBlock(pointer) || seen.has(pointer)) {
      map.problems.push(
        `indirect block ${pointer} is ${seen.has(pointer) ? 'used twice in this map' : 'outside the filesystem'}; up to ${Math.min(span, blocks - logical)} blocks not read`,
      );
      return;
    }
    seen.add(pointer);
    map.mapBlocks.push(pointer);
    const node = readNode(pointer);
    if (node.length < volume.blockSize) map.problems.push(`indirect block ${pointer} could not be read in full`);
    for (let i = 0; i * 4 + 4 <= node.length && logical + i * (span / perBlock) < blocks; i++) {
      follow(node.readUInt32LE(i * 4), logical + i * (span / perBlock), level - 1, span / perBlock);
    }
  };
  for (let i = 0; i < 12; i++) follow(root.readUInt32LE(i * 4), i, 0, 1);
  let start = 12;
  for (let level = 1; level <= 3; level++) {
    const span = perBlock ** level;
    follow(root.readUInt32LE((11 + level) * 4), start, level, span);
    start += span;
  }
  if (outside > 0) map.problems.push(`${outside} block pointers lie outside the filesystem`);
  return map;
}
