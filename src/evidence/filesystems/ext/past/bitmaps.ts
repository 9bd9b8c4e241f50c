import type { BlockHistory } from '../journal/history.ts';
import type { ExtVolume } from '../volume.ts';

/**
 * When blocks were last handed out, by the copies of the block bitmaps that the journal keeps: a bit that rises between
 * two copies was given to somebody then, also when no trace of that file is left.
 */
export class Bitmaps {
  readonly #volume: ExtVolume;
  readonly #history: BlockHistory;
  /** By group: for each bit, one more than the order of the transaction that last raised it. */
  readonly #rises = new Map<number, Uint32Array | undefined>();

  constructor(volume: ExtVolume, history: BlockHistory) {
    this.#volume = volume;
    this.#history = history;
  }

  /** True when a block was handed out after a transaction, as far as the journal tells. */
  givenAfter(block: number, order: number): boolean {
    const relative = block - this.#volume.super.s_first_data_block;
    const group = Math.floor(relative / this.#volume.super.s_blocks_per_group);
    const bit = Math.floor((relative % this.#volume.super.s_blocks_per_group) / this.#volume.super.clusterRatio);
    let rises = this.#rises.get(group);
    if (!rises && !this.#rises.has(group)) {
      rises = this.#risesOf(group);
      this.#rises.set(group, rises);
      // A table is 128 KiB with blocks of 4 KiB; blocks are asked for file by file, near each other.
      if (this.#rises.size > 256) this.#rises.delete(this.#rises.keys().next().value!);
    }
    return (rises?.[bit] ?? 0) > order + 1;
  }

  #risesOf(group: number): Uint32Array | undefined {
    const at = this.#volume.group(group)?.bg_block_bitmap;
    const versions = at === undefined ? [] : this.#history.versions(at);
    if (at === undefined || versions.length === 0) return undefined;
    const rises = new Uint32Array(this.#volume.blockSize * 8);
    let before: Buffer | undefined;
    for (const version of versions) {
      const read = this.#history.read(version);
      if (!read) continue;
      const now = Buffer.from(read);
      for (let i = 0; before && i < now.length; i++) {
        const risen = now[i]! & ~before[i]!;
        if (risen === 0) continue;
        for (let bit = 0; bit < 8; bit++) if ((risen >> bit) & 1) rises[i * 8 + bit] = version.order + 1;
      }
      before = now;
    }
    return rises;
  }
}
