import type { ExtVolume } from '../volume.ts';

/** Which inodes a block of an inode table holds. */
export class InodeTables {
  readonly #starts: { block: number; group: number }[] = [];
  readonly #volume: ExtVolume;
  readonly #blocks: number;

  constructor(volume: ExtVolume) {
    this.#volume = volume;
    this.#blocks = Math.ceil((volume.super.s_inodes_per_group * volume.super.s_inode_size) / volume.blockSize);
    for (let group = 0; group < volume.groupCount; group++) {
      const descriptor = volume.group(group);
      if (descriptor) this.#starts.push({ block: descriptor.bg_inode_table, group });
    }
    this.#starts.sort((a, b) => a.block - b.block);
  }

  /** Number of the block's first inode; undefined for blocks that are part of no inode table. */
  firstInode(block: number): number | undefined {
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]!.block <= block) low = middle;
      else high = middle - 1;
    }
    const table = this.#starts[low];
    if (!table || block < table.block || block >= table.block + this.#blocks) return undefined;
    const perBlock = this.#volume.blockSize / this.#volume.super.s_inode_size;
    return table.group * this.#volume.super.s_inodes_per_group + (block - table.block) * perBlock + 1;
  }
}
