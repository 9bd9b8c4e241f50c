import { blockMapOf } from '../content.ts';
import { type Inode, kindOf } from '../inode.ts';
import { INCOMPAT, INODE_FLAG } from '../layout.ts';
import type { ExtVolume } from '../volume.ts';
import type { Patches } from './patches.ts';

/** Blocks of one directory that are looked at; a fast commit of a larger one is stated and not applied. */
const MOST = 16_384;
/** Blocks of one directory that are gone through for room, all its new names together. */
const LOOKED_THROUGH = 65_536;
/** The file type of the record that holds a directory block's checksum. */
const CHECKSUM = 0xde;

/** A directory's records, to be added to and taken from as a mount would. */
export class Names {
  readonly #patches: Patches;
  readonly #typed: boolean;
  readonly #indexed: boolean;
  readonly #blocks: number[] = [];
  readonly #at = new Map<string, { block: number; offset: number; inode: number }>();
  /** Blocks before this one are full. */
  #roomFrom = 0;
  #looked = 0;
  /** False when not all of its names could be read. */
  readonly complete: boolean;

  /** @param blocks those of a directory made by these fast commits; else they are read from its map */
  constructor(volume: ExtVolume, patches: Patches, directory: Inode, blocks?: number[]) {
    this.#patches = patches;
    this.#typed = (volume.super.s_feature_incompat & INCOMPAT.filetype) !== 0;
    this.#indexed = (directory.i_flags & INODE_FLAG.index) !== 0;
    if (blocks) this.#blocks = blocks;
    else if (kindOf(directory) === 'directory' && !(directory.i_flags & INODE_FLAG.inline_data)) {
      for (const run of blockMapOf(volume, directory)?.runs ?? [])
        for (let i = 0; run.at !== undefined && i < run.length && this.#blocks.length < MOST; i++)
          this.#blocks.push(run.at + i);
    }
    this.complete = this.#blocks.length > 0 && this.#blocks.length < MOST;
    for (const block of this.#blocks) {
      const bytes = patches.block(block);
      for (const { offset, inode, name } of this.#records(bytes))
        if (inode !== 0 && name !== '') this.#at.set(name, { block, offset, inode });
    }
  }

  /** The inode a name leads to. */
  inodeOf(name: Buffer): number | undefined {
    return this.#at.get(name.toString('latin1'))?.inode;
  }

  /** @param recorded where its record stands in the journal
   * @returns false when no block has room for it */
  add(name: Buffer, inode: number, type: number, recorded: number): boolean {
    const needed = sizeOf(name.length);
    for (; this.#roomFrom < this.#blocks.length; this.#roomFrom++) {
      if (++this.#looked > LOOKED_THROUGH) return false;
      const block = this.#blocks[this.#roomFrom]!;
      for (const record of this.#records(this.#patches.block(block))) {
        const used = record.inode === 0 ? 0 : sizeOf(record.nameLength);
        if (record.checksum || record.index || record.length - used < needed) continue;
        const bytes = this.#patches.edit(block);
        if (!bytes) return false;
        const at = record.offset + used;
        if (used > 0) bytes.writeUInt16LE(used, record.offset + 4);
        bytes.fill(0, at, record.offset + record.length);
        bytes.writeUInt32LE(inode, at);
        bytes.writeUInt16LE(record.length - used, at + 4);
        if (this.#typed) bytes.set([name.length, type], at + 6);
        else bytes.writeUInt16LE(name.length, at + 6);
        name.copy(bytes, at + 8);
        // A record of a fast commit is as long as this one: two numbers of four bytes, and the name.
        this.#patches.recorded(block, at, 8 + name.length, recorded);
        this.#at.set(name.toString('latin1'), { block, offset: at, inode });
        return true;
      }
    }
    return false;
  }

  /** Takes a name out and wipes it, as kernels since 5.13 do. */
  remove(name: Buffer): boolean {
    const found = this.#at.get(name.toString('latin1'));
    const bytes = found && this.#patches.edit(found.block);
    if (!found || !bytes) return false;
    this.#at.delete(name.toString('latin1'));
    const length = bytes.readUInt16LE(found.offset + 4);
    const before = this.#records(bytes).findLast((r) => r.offset < found.offset);
    if (before) {
      bytes.fill(0, found.offset, found.offset + length);
      bytes.writeUInt16LE(before.length + length, before.offset + 4);
    } else {
      bytes.writeUInt32LE(0, found.offset);
      bytes.fill(0, found.offset + 6, found.offset + length);
    }
    this.#roomFrom = 0;
    return true;
  }

  /** The records of a block as long as they make sense; 64 KiB blocks, whose lengths do not fit, are left alone. */
  #records(bytes: Buffer): Found[] {
    const found: Found[] = [];
    for (let offset = 0; offset + 8 <= bytes.length; ) {
      const length = bytes.readUInt16LE(offset + 4);
      if (length < 8 || length % 4 !== 0 || offset + length > bytes.length) break;
      const nameLength = this.#typed ? bytes[offset + 6]! : bytes.readUInt16LE(offset + 6);
      const inode = bytes.readUInt32LE(offset);
      const name = bytes.toString('latin1', offset + 8, offset + Math.min(8 + nameLength, length));
      found.push({
        offset,
        length,
        nameLength,
        inode,
        name,
        checksum: inode === 0 && length === 12 && bytes[offset + 7] === CHECKSUM,
        // The root of a hash tree keeps its table behind "..", other nodes look like one empty record.
        index: this.#indexed && ((name === '..' && offset === 12) || (inode === 0 && length === bytes.length)),
      });
      offset += length;
    }
    return found;
  }
}

interface Found {
  offset: number;
  length: number;
  nameLength: number;
  inode: number;
  name: string;
  checksum: boolean;
  index: boolean;
}

const sizeOf = (nameLength: number): number => (8 + nameLength + 3) & ~3;
