import { type ByteSource, CachedSource } from '../../../bytes/index.ts';
import type { Locator } from '../../../model/index.ts';
import { locate } from '../../locate.ts';
import {
  GROUP_FLAG,
  type GroupDescriptor,
  INCOMPAT,
  parseGroupDescriptor,
  RO_COMPAT,
  type SuperBlock,
} from './layout.ts';
import { groupCount, hasSuperBlock } from './superblock.ts';

/** Where an inode's bytes stand: in its table, or in a copy that the journal holds. */
export interface InodePlace {
  source: ByteSource;
  /** Bytes from the beginning of the source. */
  at: number;
}

/** Geometry of one ext filesystem and the reading of its blocks, bitmaps and raw inodes. */
export class ExtVolume {
  readonly super: SuperBlock;
  readonly blockSize: number;
  readonly groupCount: number;
  readonly layers: string[];
  /** The volume's bytes, with what a dirty journal says in place of what is on disk. */
  readonly source: ByteSource;
  readonly #small: CachedSource;
  readonly #groups = new Map<number, GroupDescriptor>();
  readonly #gdtAt: number;
  readonly #bitmaps = new Map<number, Buffer | undefined>();

  /** @param superAt byte offset of the superblock in use: the group descriptors are read from behind it */
  constructor(source: ByteSource, sb: SuperBlock, superAt: number, layers: string[]) {
    this.source = source;
    this.super = sb;
    this.blockSize = sb.blockSize;
    this.groupCount = groupCount(sb);
    this.layers = layers;
    this.#small = new CachedSource(source);
    this.#gdtAt = Math.floor(superAt / sb.blockSize) + 1;
  }

  /** One block; shorter when the image ends before it, empty when there is no such block. */
  block(number: number): Buffer {
    return this.read(number, 0, this.blockSize);
  }

  /** Part of a block, through the cache for small structures. */
  read(block: number, offset: number, length: number): Buffer {
    if (!this.isBlock(block)) return Buffer.alloc(0);
    return this.#small.read(block * this.blockSize + offset, length);
  }

  isBlock(block: number): boolean {
    return block >= this.super.s_first_data_block && block < this.super.s_blocks_count;
  }

  locate(block: number, offset: number, length: number): Locator {
    return locate(this.source, block * this.blockSize + offset, length, this.layers);
  }

  firstBlock(group: number): number {
    return this.super.s_first_data_block + group * this.super.s_blocks_per_group;
  }

  blocksIn(group: number): number {
    return Math.min(this.super.s_blocks_per_group, this.super.s_blocks_count - this.firstBlock(group));
  }

  group(group: number): GroupDescriptor | undefined {
    const known = this.#groups.get(group);
    if (known) return known;
    const { s_desc_size } = this.super;
    const perBlock = Math.floor(this.blockSize / s_desc_size);
    const raw = this.read(
      this.descriptorBlock(Math.floor(group / perBlock)),
      (group % perBlock) * s_desc_size,
      s_desc_size,
    );
    if (raw.length < s_desc_size) return undefined;
    const descriptor = parseGroupDescriptor(raw);
    if (!(this.super.s_feature_ro_compat & (RO_COMPAT.uninit_bg | RO_COMPAT.metadata_csum))) {
      descriptor.bg_flags = 0;
      descriptor.bg_itable_unused = 0;
    }
    this.#groups.set(group, descriptor);
    return descriptor;
  }

  /** Where a block of the group descriptor table lies; with meta_bg, in the first group it describes. */
  descriptorBlock(index: number): number {
    const sb = this.super;
    if (!(sb.s_feature_incompat & INCOMPAT.meta_bg) || index < sb.s_first_meta_bg) return this.#gdtAt + index;
    const group = index * Math.floor(this.blockSize / sb.s_desc_size);
    return this.firstBlock(group) + (hasSuperBlock(sb, group) ? 1 : 0);
  }

  /** Blocks a group's own copies of superblock and descriptors take at its start. */
  overheadOf(group: number): number {
    const sb = this.super;
    const copy = hasSuperBlock(sb, group);
    const perBlock = Math.floor(this.blockSize / sb.s_desc_size);
    const tables = Math.ceil(this.groupCount / perBlock);
    if (!(sb.s_feature_incompat & INCOMPAT.meta_bg)) return copy ? 1 + tables + sb.s_reserved_gdt_blocks : 0;
    const within = group % perBlock;
    const meta =
      Math.floor(group / perBlock) >= sb.s_first_meta_bg && (within === 0 || within === 1 || within === perBlock - 1);
    return (copy ? 1 + Math.min(tables, sb.s_first_meta_bg) : 0) + (meta ? 1 : 0);
  }

  /** Whether a bitmap says that an inode is in use; undefined when the bitmap cannot be read. */
  inodeAllocated(inode: number): boolean | undefined {
    const group = Math.floor((inode - 1) / this.super.s_inodes_per_group);
    const descriptor = this.group(group);
    if (!descriptor) return undefined;
    if (descriptor.bg_flags & GROUP_FLAG.inode_uninit) return false;
    return this.#bit(descriptor.bg_inode_bitmap, (inode - 1) % this.super.s_inodes_per_group);
  }

  /** Whether a bitmap says that a block is in use; undefined when the bitmap cannot be read. */
  blockAllocated(block: number): boolean | undefined {
    if (!this.isBlock(block)) return undefined;
    const relative = block - this.super.s_first_data_block;
    const group = Math.floor(relative / this.super.s_blocks_per_group);
    const descriptor = this.group(group);
    if (!descriptor) return undefined;
    if (descriptor.bg_flags & GROUP_FLAG.block_uninit) return undefined;
    return this.#bit(
      descriptor.bg_block_bitmap,
      Math.floor((relative % this.super.s_blocks_per_group) / this.super.clusterRatio),
    );
  }

  /** The raw inode, and where it stands. */
  rawInode(inode: number): { bytes: Buffer; place: InodePlace } | undefined {
    const found = this.#inodePlace(inode);
    if (!found) return undefined;
    const bytes = this.read(found.block, found.offset, this.super.s_inode_size);
    if (bytes.length < this.super.s_inode_size) return undefined;
    return { bytes, place: { source: this.source, at: found.block * this.blockSize + found.offset } };
  }

  #inodePlace(inode: number): { block: number; offset: number } | undefined {
    const { s_inodes_count, s_inodes_per_group, s_inode_size } = this.super;
    if (inode < 1 || inode > s_inodes_count) return undefined;
    const descriptor = this.group(Math.floor((inode - 1) / s_inodes_per_group));
    if (!descriptor) return undefined;
    const at = ((inode - 1) % s_inodes_per_group) * s_inode_size;
    return { block: descriptor.bg_inode_table + Math.floor(at / this.blockSize), offset: at % this.blockSize };
  }

  #bit(bitmapBlock: number, bit: number): boolean | undefined {
    let bitmap = this.#bitmaps.get(bitmapBlock);
    if (!bitmap && !this.#bitmaps.has(bitmapBlock)) {
      const read = this.block(bitmapBlock);
      bitmap = read.length === this.blockSize ? Buffer.from(read) : undefined;
      this.#bitmaps.set(bitmapBlock, bitmap);
      if (this.#bitmaps.size > 512) this.#bitmaps.delete(this.#bitmaps.keys().next().value!);
    }
    if (!bitmap || bit >> 3 >= bitmap.length) return undefined;
    return ((bitmap[bit >> 3]! >> (bit & 7)) & 1) === 1;
  }
}
