import { describesSomething, type Inode, parseInode } from '../inode.ts';
import { type BlockHistory, type BlockVersion, bySequence } from '../journal/history.ts';
import type { ExtVolume } from '../volume.ts';

/** An inode as one transaction left it. */
export interface InodeState {
  inode: Inode;
  version: BlockVersion;
  /** Bytes from the beginning of the block. */
  offset: number;
}

/** Most states kept; a journal of a gigabyte could hold more than a machine has memory for. */
const MOST = 400_000;

/** Number of the inode table block's first inode, for blocks that are part of an inode table. */
class InodeTables {
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

/** Every distinct state of every inode that the journal still tells of, oldest first. */
export function inodeStates(
  volume: ExtVolume,
  history: BlockHistory,
): { states: Map<number, InodeState[]>; complete: boolean } {
  const tables = new InodeTables(volume);
  const size = volume.super.s_inode_size;
  const states = new Map<number, InodeState[]>();
  let kept = 0;
  for (const block of history.blocks()) {
    const first = tables.firstInode(block);
    if (first === undefined) continue;
    const last: (Buffer | undefined)[] = [];
    for (const version of history.versions(block)) {
      const bytes = history.read(version);
      if (!bytes) continue;
      for (let i = 0; (i + 1) * size <= bytes.length; i++) {
        const raw = bytes.subarray(i * size, (i + 1) * size);
        if (last[i]?.equals(raw)) continue;
        last[i] = raw;
        const number = first + i;
        if (number > volume.super.s_inodes_count) break;
        const inode = parseInode(number, raw);
        if (!describesSomething(inode)) continue;
        if (++kept > MOST) return { states, complete: false };
        const list = states.get(number);
        const state = { inode, version, offset: i * size };
        if (list) list.push(state);
        else states.set(number, [state]);
      }
    }
  }
  for (const list of states.values()) list.sort((a, b) => bySequence(a.version.sequence, b.version.sequence));
  return { states, complete: true };
}

/** The lives an inode number has had: states of one generation belong to one file. */
export function lives(states: InodeState[]): InodeState[][] {
  const found: InodeState[][] = [];
  for (const state of states) {
    const current = found[found.length - 1];
    const before = current?.[current.length - 1];
    // A file that was deleted never comes back under its number, even where the generation was not changed.
    const same =
      before &&
      before.inode.i_generation === state.inode.i_generation &&
      !(before.inode.i_dtime !== 0 && state.inode.i_dtime === 0 && state.inode.i_links_count > 0);
    if (same) current.push(state);
    else found.push([state]);
  }
  return found;
}
