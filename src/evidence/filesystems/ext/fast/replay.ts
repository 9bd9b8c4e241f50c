import { blockMapOf } from '../content.ts';
import type { BlockRun } from '../extents.ts';
import { describesSomething, Inode, kindOf } from '../inode.ts';
import type { FastRecord } from '../journal/fast-commits.ts';
import type { Journal } from '../journal/transactions.ts';
import { INODE_FLAG } from '../layout.ts';
import type { ExtVolume } from '../volume.ts';
import { Bits } from './bits.ts';
import { Names } from './directory.ts';
import { without, withRun, writeExtents } from './maps.ts';
import { Patches } from './patches.ts';

/** A record that could not be applied, and why. */
export interface Left {
  record: FastRecord;
  reason: string;
}

/** What fast commits make of a filesystem. */
export interface Replayed {
  patches: Patches;
  /** Inodes that they made, changed or removed. */
  inodes: Set<number>;
  left: Left[];
}

type Of<K extends FastRecord['kind']> = Extract<FastRecord, { kind: K }>;

/** Offsets in an inode. */
const [LINKS, BLOCK, GENERATION] = [0x1a, 0x28, 0x64];
const TYPES = { file: 1, directory: 2, 'character-device': 3, 'block-device': 4, fifo: 5, socket: 6, symlink: 7 };

/**
 * Applies fast commits as a mount would, without a byte of the evidence changed: inodes, names, block maps and bitmaps.
 * Source: Linux fs/ext4/fast_commit.c, ext4_fc_replay and what it calls.
 * @param volume the filesystem with its full transactions taken into account
 */
export function replayFast(volume: ExtVolume, journal: Journal, records: readonly FastRecord[]): Replayed {
  const replay = new Replay(volume, journal);
  for (const record of records) {
    const reason = replay.apply(record);
    if (reason !== undefined) replay.left.push({ record, reason });
  }
  replay.writeMaps();
  return { patches: replay.patches, inodes: replay.inodes, left: replay.left };
}

class Replay {
  readonly patches: Patches;
  readonly inodes = new Set<number>();
  readonly left: Left[] = [];
  /** The volume as it was: the blocks of maps are not changed before all records have been applied. */
  readonly #volume: ExtVolume;
  readonly #bits: Bits;
  readonly #names = new Map<number, Names>();
  readonly #maps = new Map<number, { runs: BlockRun[]; last: Of<'add'> | Of<'delete'> }>();
  /** Inodes with the map their last record shows, which tells where the blocks of a larger tree lie. */
  readonly #roots = new Map<number, Buffer>();

  constructor(volume: ExtVolume, journal: Journal) {
    this.patches = new Patches(volume, journal.source);
    this.#volume = volume;
    this.#bits = new Bits(volume, this.patches);
  }

  /** @returns why a record could not be applied */
  apply(record: FastRecord): string | undefined {
    if (record.kind === 'inode') return this.#inode(record);
    if (record.kind === 'add' || record.kind === 'delete') return this.#range(record);
    if (record.kind === 'unlink') return this.#unlink(record);
    return this.#link(record);
  }

  #inode({ inode: number, raw, place }: Of<'inode'>): string | undefined {
    const slot = this.#slot(number);
    if (!slot) return `inode ${number} does not exist here`;
    const before = this.#read(number);
    const edited = this.patches.edit(slot.block);
    if (!before || !edited) return `inode ${number} was changed`;
    const same = this.#isAlive(number, before) && before.i_generation === raw.readUInt32LE(GENERATION);
    const bytes = edited.subarray(slot.offset, slot.offset + slot.size);
    const old = Buffer.from(bytes);
    const length = Math.min(raw.length, slot.size);
    const fromRecord = (from: number, to: number): void => {
      raw.copy(bytes, from, from, to);
      this.patches.recorded(slot.block, slot.offset + from, to - from, place.at + from);
    };
    if (!same) {
      bytes.fill(0);
      this.#maps.delete(number);
    }
    fromRecord(0, length);
    this.inodes.add(number);
    this.#bits.inode(number, true);
    const now = this.#read(number)!;
    const own = (from: number, to: number): void => {
      old.copy(bytes, from, from, to);
      this.patches.forget(slot.block, slot.offset + from, to - from);
    };
    if (same && kindOf(now) === 'directory') {
      // The blocks of a directory are not in fast commits: names are added to those that it had.
      own(4, 8);
      own(BLOCK, BLOCK + 60);
    } else if (kindOf(now) === 'file' && now.i_flags & INODE_FLAG.extents && !(now.i_flags & INODE_FLAG.inline_data)) {
      // The map is told by ranges: the tree in the record may lead to blocks that were never written.
      this.#roots.set(number, Buffer.from(raw.subarray(BLOCK, BLOCK + 60)));
      own(BLOCK, BLOCK + 60);
      if (!same) writeExtents(bytes.subarray(BLOCK, BLOCK + 60), [], []);
    }
    return undefined;
  }

  #range(record: Of<'add'> | Of<'delete'>): string | undefined {
    const { inode: number, logical, length } = record;
    const inode = this.#read(number);
    if (!inode) return `inode ${number} does not exist here`;
    const map = this.#maps.get(number)?.runs ?? blockMapOf(this.#volume, inode)?.runs ?? [];
    if (record.kind === 'add' && !(this.#volume.isBlock(record.at) && this.#volume.isBlock(record.at + length - 1)))
      return `blocks ${record.at} to ${record.at + length - 1} of inode ${number} lie outside the filesystem`;
    const [runs, gone] =
      record.kind === 'delete'
        ? without(map, logical, length)
        : withRun(map, { logical, at: record.unwritten ? undefined : record.at, length });
    for (const run of gone) this.#bits.blocks(run, false);
    if (record.kind === 'add') this.#bits.blocks({ at: record.at, length }, true);
    this.#maps.set(number, { runs, last: record });
    this.inodes.add(number);
    return undefined;
  }

  #link(record: Of<'creat'> | Of<'link'>): string | undefined {
    const { parent, inode: number, name } = record;
    const inode = this.#read(number);
    if (!inode || !describesSomething(inode)) return `inode ${number} got the name ${nameOf(name)}, but is not known`;
    const names = this.#namesOf(parent);
    if (!names) return `inode ${parent}, which got a name, is not a directory that could be read`;
    if (names.inodeOf(name) === number) return undefined;
    if (names.inodeOf(name) !== undefined) names.remove(name);
    const kind = kindOf(inode);
    if (record.kind === 'creat' && kind === 'directory') {
      const problem = this.#newDirectory(inode, parent);
      if (problem !== undefined) return problem;
      this.#count(parent, 1);
    }
    if (!names.add(name, number, kind === 'unknown' ? 0 : (TYPES[kind as keyof typeof TYPES] ?? 0), record.place.at))
      return `inode ${number} got the name ${nameOf(name)}, for which its directory has no room`;
    if (record.kind === 'link') this.#count(number, 1);
    return undefined;
  }

  #unlink({ parent, inode: number, name }: Of<'unlink'>): string | undefined {
    const names = this.#namesOf(parent);
    if (!names?.complete) return `inode ${number} lost its name ${nameOf(name)} in a directory that could not be read`;
    // A file that came and went between two commits leaves an unlinking only.
    if (names.inodeOf(name) !== number) return undefined;
    if (!names.remove(name)) return `inode ${number} lost its name ${nameOf(name)}`;
    const inode = this.#read(number);
    if (!inode) return undefined;
    const directory = kindOf(inode) === 'directory';
    if (directory) this.#count(parent, -1);
    this.#count(number, directory ? -inode.i_links_count : -1);
    if (inode.i_links_count > 1 && !directory) return undefined;
    const map = blockMapOf(this.#volume, inode);
    for (const run of this.#maps.get(number)?.runs ?? map?.runs ?? []) this.#bits.blocks(run, false);
    for (const at of map?.mapBlocks ?? []) this.#bits.blocks({ at, length: 1 }, false);
    this.#maps.delete(number);
    this.#names.delete(number);
    this.#bits.inode(number, false);
    return undefined;
  }

  /** The one block of a directory that was just made: its bytes were never written. */
  #newDirectory(inode: Inode, parent: number): string | undefined {
    const [run, ...more] = blockMapOf(this.#volume, inode)?.runs ?? [];
    const made = `directory inode ${inode.number} was made`;
    if (run?.at === undefined || run.length !== 1 || more.length > 0) return `${made}, but where it lies is not known`;
    if (this.#bits.isTaken(run.at)) return `${made} in a block that was in use`;
    const bytes = this.patches.edit(run.at);
    if (!bytes) return made;
    this.#bits.blocks(run, true);
    bytes.fill(0);
    bytes.writeUInt32LE(inode.number, 0);
    bytes.set([12, 0, 1, 2, 0x2e], 4);
    bytes.writeUInt32LE(parent, 12);
    bytes.writeUInt16LE(bytes.length - 12, 16);
    bytes.set([2, 2, 0x2e, 0x2e], 18);
    this.#names.set(inode.number, new Names(this.#volume, this.patches, inode, [run.at]));
    return undefined;
  }

  /** Puts the changed maps into their inodes. */
  writeMaps(): void {
    for (const [number, { runs, last }] of this.#maps) {
      const slot = this.#slot(number)!;
      const inode = this.#read(number)!;
      if (inode.i_links_count === 0 || !(inode.i_flags & INODE_FLAG.extents)) continue;
      const own = new Set(blockMapOf(this.#volume, inode)?.mapBlocks);
      const root = this.#roots.get(number);
      const leaves: { block: number; bytes: Buffer }[] = [];
      for (let i = 0; root && root.readUInt16LE(6) === 1 && i < Math.min(4, root.readUInt16LE(2)); i++) {
        const block = root.readUInt32LE(16 + i * 12) + root.readUInt16LE(20 + i * 12) * 2 ** 32;
        if (!this.#volume.isBlock(block) || (!own.has(block) && this.#bits.isTaken(block))) continue;
        const bytes = this.patches.edit(block);
        if (bytes) leaves.push({ block, bytes });
      }
      const block = this.patches.edit(slot.block);
      if (block && writeExtents(block.subarray(slot.offset + BLOCK, slot.offset + BLOCK + 60), runs, leaves))
        for (const { block } of leaves) this.#bits.blocks({ at: block, length: 1 }, true);
      else
        this.left.push({
          record: last,
          reason: `inode ${number} has a block map that fast commits do not tell in full`,
        });
    }
  }

  #count(number: number, change: number): void {
    const slot = this.#slot(number);
    const bytes = slot && this.patches.edit(slot.block);
    if (!slot || !bytes) return;
    const links = bytes.readUInt16LE(slot.offset + LINKS) + change;
    bytes.writeUInt16LE(Math.min(65_535, Math.max(0, links)), slot.offset + LINKS);
    this.inodes.add(number);
  }

  #namesOf(directory: number): Names | undefined {
    let names = this.#names.get(directory);
    if (!names) {
      const inode = this.#read(directory);
      if (!inode || kindOf(inode) !== 'directory' || inode.i_links_count === 0) return undefined;
      names = new Names(this.#volume, this.patches, inode);
      this.#names.set(directory, names);
    }
    return names;
  }

  #isAlive(number: number, inode: Inode): boolean {
    return inode.i_mode !== 0 && inode.i_links_count > 0 && this.#bits.hasInode(number);
  }

  #read(number: number): Inode | undefined {
    const slot = this.#slot(number);
    if (!slot) return undefined;
    return new Inode(number, this.patches.block(slot.block).subarray(slot.offset, slot.offset + slot.size));
  }

  #slot(number: number): { block: number; offset: number; size: number } | undefined {
    const { blockSize, super: sb } = this.#volume;
    const place = number >= sb.s_first_ino || number === 2 ? this.#volume.rawInode(number)?.place : undefined;
    return place && { block: Math.floor(place.at / blockSize), offset: place.at % blockSize, size: sb.s_inode_size };
  }
}

const nameOf = (name: Buffer): string => JSON.stringify(name.toString('utf8'));
