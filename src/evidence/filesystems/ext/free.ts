import { GROUP_FLAG } from './layout.ts';
import type { ExtVolume } from './volume.ts';

/** A stretch of blocks that the bitmaps call free. */
export interface FreeRun {
  start: number;
  length: number;
}

/**
 * Which blocks are free, and the runs they form. In a group whose bitmap was never written (BLOCK_UNINIT) every block
 * is free but those that hold the filesystem's own structures.
 */
export class FreeSpace {
  readonly #volume: ExtVolume;
  #structures: FreeRun[] | undefined;

  constructor(volume: ExtVolume) {
    this.#volume = volume;
  }

  /** Undefined when the bitmap cannot be read. */
  isFree(block: number): boolean | undefined {
    const known = this.#volume.blockAllocated(block);
    if (known !== undefined) return !known;
    const relative = block - this.#volume.super.s_first_data_block;
    const group = Math.floor(relative / this.#volume.super.s_blocks_per_group);
    const descriptor = this.#volume.group(group);
    if (!descriptor || !(descriptor.bg_flags & GROUP_FLAG.block_uninit)) return undefined;
    return !this.#isStructure(block, group);
  }

  /**
   * Every run of free blocks in ascending order, at most `limit` blocks each.
   * @returns groups whose bitmap could not be read
   */
  *runs(limit: number): Generator<FreeRun, number[]> {
    const unreadable: number[] = [];
    let start = -1;
    let length = 0;
    for (let group = 0; group < this.#volume.groupCount; group++) {
      const first = this.#volume.firstBlock(group);
      const count = this.#volume.blocksIn(group);
      if (count > 0 && this.isFree(first + count - 1) === undefined) {
        unreadable.push(group);
        if (length > 0) yield { start, length };
        length = 0;
        continue;
      }
      for (let i = 0; i < count; i++) {
        if (this.isFree(first + i)) {
          if (length === 0) start = first + i;
          length++;
          if (length < limit) continue;
        }
        if (length > 0) yield { start, length };
        length = 0;
      }
    }
    if (length > 0) yield { start, length };
    return unreadable;
  }

  #isStructure(block: number, group: number): boolean {
    const volume = this.#volume;
    if (block - volume.firstBlock(group) < volume.overheadOf(group)) return true;
    this.#structures ??= this.#collect();
    let low = 0;
    let high = this.#structures.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const run = this.#structures[middle]!;
      if (block < run.start) high = middle - 1;
      else if (block >= run.start + run.length) low = middle + 1;
      else return true;
    }
    return false;
  }

  /** Bitmaps and inode tables of all groups, sorted; with flex_bg they lie in other groups than their own. */
  #collect(): FreeRun[] {
    const volume = this.#volume;
    const table = Math.ceil((volume.super.s_inodes_per_group * volume.super.s_inode_size) / volume.blockSize);
    const runs: FreeRun[] = [];
    for (let group = 0; group < volume.groupCount; group++) {
      const d = volume.group(group);
      if (!d) continue;
      runs.push({ start: d.bg_block_bitmap, length: 1 }, { start: d.bg_inode_bitmap, length: 1 });
      runs.push({ start: d.bg_inode_table, length: table });
    }
    return runs.sort((a, b) => a.start - b.start);
  }
}
