import { EXTENT_MAGIC } from './layout.ts';
import type { ExtVolume } from './volume.ts';

/** A stretch of a file: logical blocks, and where they lie; `at` is undefined for an unwritten (zero) stretch. */
export interface BlockRun {
  logical: number;
  at: number | undefined;
  length: number;
}

/** A file's block map, its runs in logical order, and what could not be followed. */
export interface BlockMap {
  runs: BlockRun[];
  /** Blocks that hold the map itself. */
  mapBlocks: number[];
  problems: string[];
}

const MAX_DEPTH = 5;

/**
 * Reads an extent tree. Every node is visited once, children must be one level lower than their parent, and logical
 * ranges must ascend, so no tree however damaged makes us read more than the volume has blocks.
 * @param root the 60 bytes of `i_block`
 * @param readNode how an index block is read: from the volume, or from the journal as of some transaction
 */
export function readExtents(
  volume: ExtVolume,
  root: Buffer,
  readNode: (block: number) => Buffer = (block) => volume.block(block),
): BlockMap {
  const map: BlockMap = { runs: [], mapBlocks: [], problems: [] };
  const seen = new Set<number>();
  let next = 0;
  const visit = (node: Buffer, depth: number | undefined, where: string): void => {
    if (node.length < 12 || node.readUInt16LE(0) !== EXTENT_MAGIC) {
      const found = node.length < 2 ? 'nothing' : `0x${node.readUInt16LE(0).toString(16).padStart(4, '0')}`;
      map.problems.push(`${where}: extent header is ${found}, expected 0xf30a`);
      return;
    }
    const entries = node.readUInt16LE(2);
    const level = node.readUInt16LE(6);
    const capacity = Math.floor((node.length - 12) / 12);
    if (level > MAX_DEPTH || (depth !== undefined && level !== depth)) {
      map.problems.push(`${where}: extent depth is ${level}, expected ${depth ?? `at most ${MAX_DEPTH}`}`);
      return;
    }
    if (entries > capacity) map.problems.push(`${where}: ${entries} extents claimed, room for ${capacity}`);
    for (let i = 0; i < Math.min(entries, capacity); i++) {
      const at = 12 + i * 12;
      const logical = node.readUInt32LE(at);
      if (level > 0) {
        const child = node.readUInt32LE(at + 4) + node.readUInt16LE(at + 8) * 2 ** 32;
        if (!volume.isBlock(child) || seen.has(child)) {
          map.problems.push(
            `${where}: index points at block ${child}, ${seen.has(child) ? 'already visited' : 'outside the filesystem'}`,
          );
          continue;
        }
        seen.add(child);
        map.mapBlocks.push(child);
        visit(readNode(child), level - 1, `extent block ${child}`);
        continue;
      }
      const raw = node.readUInt16LE(at + 4);
      const unwritten = raw > 32768;
      const length = unwritten ? raw - 32768 : raw;
      const start = node.readUInt16LE(at + 6) * 2 ** 32 + node.readUInt32LE(at + 8);
      if (length === 0 || logical < next) {
        map.problems.push(`${where}: extent ${i} covers block ${logical}, expected at least ${next}`);
        continue;
      }
      if (!volume.isBlock(start) || !volume.isBlock(start + length - 1)) {
        map.problems.push(
          `${where}: extent ${i} points at blocks ${start} to ${start + length - 1}, outside the filesystem`,
        );
        continue;
      }
      map.runs.push({ logical, at: unwritten ? undefined : start, length });
      next = logical + length;
    }
  };
  visit(root, undefined, 'extent root');
  return map;
}
