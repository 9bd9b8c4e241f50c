import { GROUP_FLAG } from '../layout.ts';
import type { ExtVolume } from '../volume.ts';
import type { Patches } from './patches.ts';

/** Blocks that one record may give or take; the area of a real filesystem never tells of more. */
const MOST = 1 << 22;

/** The bitmaps of blocks and inodes, to be changed. Groups whose bitmap was never written are left alone. */
export class Bits {
  readonly #volume: ExtVolume;
  readonly #patches: Patches;

  constructor(volume: ExtVolume, patches: Patches) {
    this.#volume = volume;
    this.#patches = patches;
  }

  /** Gives blocks to somebody or frees them. With bigalloc a cluster may be shared, so that none is freed. */
  blocks({ at, length }: { at: number | undefined; length: number }, taken: boolean): void {
    const { super: sb } = this.#volume;
    if (at === undefined || (!taken && sb.clusterRatio > 1)) return;
    for (let block = at; block < at + Math.min(length, MOST); block++) {
      const place = this.#blockBit(block);
      if (place) this.#set(place.bitmap, place.bit, taken);
    }
  }

  isTaken(block: number): boolean {
    const place = this.#blockBit(block);
    return place !== undefined && this.#has(place.bitmap, place.bit);
  }

  inode(number: number, used: boolean): void {
    const place = this.#inodeBit(number);
    if (place) this.#set(place.bitmap, place.bit, used);
  }

  hasInode(number: number): boolean {
    const place = this.#inodeBit(number);
    return place !== undefined && this.#has(place.bitmap, place.bit);
  }

  #has(bitmap: number, bit: number): boolean {
    return (((this.#patches.block(bitmap)[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1;
  }

  #set(bitmap: number, bit: number, value: boolean): void {
    if (this.#has(bitmap, bit) === value) return;
    const bytes = this.#patches.edit(bitmap);
    if (!bytes || bit >> 3 >= bytes.length) return;
    const mask = 1 << (bit & 7);
    bytes[bit >> 3] = value ? bytes[bit >> 3]! | mask : bytes[bit >> 3]! & ~mask;
  }

  #blockBit(block: number): { bitmap: number; bit: number } | undefined {
    const { super: sb } = this.#volume;
    const relative = block - sb.s_first_data_block;
    const group = this.#volume.group(Math.floor(relative / sb.s_blocks_per_group));
    if (!group || group.bg_flags & GROUP_FLAG.block_uninit || !this.#volume.isBlock(block)) return undefined;
    return { bitmap: group.bg_block_bitmap, bit: Math.floor((relative % sb.s_blocks_per_group) / sb.clusterRatio) };
  }

  #inodeBit(number: number): { bitmap: number; bit: number } | undefined {
    const { s_inodes_per_group } = this.#volume.super;
    const group = this.#volume.group(Math.floor((number - 1) / s_inodes_per_group));
    if (!group || group.bg_flags & GROUP_FLAG.inode_uninit) return undefined;
    return { bitmap: group.bg_inode_bitmap, bit: (number - 1) % s_inodes_per_group };
  }
}
