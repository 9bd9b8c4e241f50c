import { blockMapOf, type NodeReader } from '../content.ts';
import type { BlockRun } from '../extents.ts';
import type { ExtFileSystem } from '../filesystem.ts';
import { type Inode, kindOf } from '../inode.ts';
import type { BlockHistory, BlockVersion } from '../journal/history.ts';
import type { BlockFate } from '../judge.ts';
import { Bitmaps } from './bitmaps.ts';
import { Claims } from './claims.ts';
import { type InodeState, inodeStates } from './inode-states.ts';
import { InodeTables } from './inode-tables.ts';
import { type Life, lives } from './lives.ts';
import { has } from './maps.ts';

/** Blocks of one file that are looked up in the journal. */
const MOST_JOURNALLED = 65_536;

/** What the journal still knows of a filesystem's past. */
export class Past {
  readonly fs: ExtFileSystem;
  readonly history: BlockHistory;
  readonly states: Map<number, InodeState[]>;
  /** False when the journal holds more states than are kept. */
  readonly complete: boolean;
  readonly tables: InodeTables;
  readonly bitmaps: Bitmaps;
  readonly #lives = new Map<number, Life[]>();
  readonly #maps = new Map<InodeState, BlockRun[]>();
  #claims: Claims | undefined;
  readonly #journalled = new Map<InodeState, boolean>();

  constructor(fs: ExtFileSystem, history: BlockHistory) {
    this.fs = fs;
    this.history = history;
    this.tables = new InodeTables(fs.volume);
    const { states, complete } = inodeStates(fs.volume, history, this.tables);
    this.states = states;
    this.complete = complete;
    this.bitmaps = new Bitmaps(fs.volume, history);
  }

  /** The lives of an inode number that the journal tells of, oldest first. */
  livesOf(number: number): Life[] {
    let found = this.#lives.get(number);
    if (!found) {
      found = lives(this.states.get(number) ?? []);
      this.#lives.set(number, found);
    }
    return found;
  }

  /**
   * The life an inode number was in after a transaction. Every change of an inode is logged, so before the first state
   * that is known it was in the same life, unless that state begins one.
   */
  lifeAt(number: number, order: number): Life | undefined {
    const all = this.livesOf(number);
    return all.findLast((life) => life[0]!.since.order <= order) ?? all[0];
  }

  /** The runs of a past state's block map. */
  mapOf(state: InodeState): BlockRun[] {
    let runs = this.#maps.get(state);
    if (!runs) {
      runs = blockMapOf(this.fs.volume, state.inode, this.nodesAsOf(state))?.runs ?? [];
      this.#maps.set(state, runs);
      if (this.#maps.size > 100_000) this.#maps.delete(this.#maps.keys().next().value!);
    }
    return runs;
  }

  /**
   * Reads the blocks of a map as they were after a state's transaction: from the journal, or in place when nothing says
   * that they have changed since. Otherwise nothing: what stands there now may be another file's map.
   */
  nodesAsOf({ inode, version: { order } }: InodeState): NodeReader {
    const { volume, free } = this.fs;
    return (block) => {
      const copy = this.history.asOf(block, order);
      if (copy) return this.history.read(copy) ?? Buffer.alloc(0);
      const later = this.history.versions(block).some((v) => v.order > order);
      const changed = later || this.bitmaps.givenAfter(block, order);
      if (changed || (free.isFree(block) !== true && !this.#liveMap(inode).includes(block))) return Buffer.alloc(0);
      return volume.block(block);
    };
  }

  /** The blocks that hold the present map of the same file, when it still exists. */
  #liveMap(inode: Inode): number[] {
    const now = this.fs.inode(inode.number)?.inode;
    if (!now || now.i_generation !== inode.i_generation || now.i_links_count === 0) return [];
    return blockMapOf(this.fs.volume, now)?.mapBlocks ?? [];
  }

  /**
   * The journal's copy of a block of a file's content, as it was after a state's transaction: with data=journal, content
   * is logged like everything else. Undefined when this state was not written that way, or the copy is gone.
   */
  contentCopy(block: number, state: InodeState): BlockVersion | undefined {
    if (!this.history.has(block) || !this.#isJournalled(state)) return undefined;
    const copy = this.history.asOf(block, state.version.order);
    return copy && !copy.elsewhere && !copy.escaped && this.history.read(copy) ? copy : undefined;
  }

  /**
   * Whether what was written last to a file went through the journal: then a copy of one of its blocks was committed no
   * earlier than its time of modification. A filesystem may have been mounted otherwise before or since.
   */
  #isJournalled(state: InodeState): boolean {
    let known = this.#journalled.get(state);
    if (known === undefined) {
      const { modified } = state.inode.times;
      known = false;
      let looked = 0;
      for (const run of modified !== undefined && kindOf(state.inode) === 'file' ? this.mapOf(state) : []) {
        for (let i = 0; run.at !== undefined && i < run.length && !known && ++looked <= MOST_JOURNALLED; i++) {
          const copy = this.history.has(run.at + i) && this.history.asOf(run.at + i, state.version.order);
          if (copy) known = (copy.committed?.slice(0, 19) ?? '') >= modified!.slice(0, 19);
        }
      }
      this.#journalled.set(state, known);
    }
    return known;
  }

  /**
   * What became of a block that a state used.
   * @param next the map of the file after it was next written to
   */
  fateOf(block: number, logical: number, state: InodeState, next: readonly BlockRun[]): BlockFate {
    const copy = this.contentCopy(block, state);
    if (copy) return { copied: this.history.place(copy) };
    this.#claims ??= new Claims(this);
    const taker = this.#claims.takenBy(block, state);
    if (taker !== undefined) return { takenBy: taker };
    if (this.bitmaps.givenAfter(block, state.version.order)) return 'taken';
    if (has(next, block, logical)) return 'kept';
    return this.fs.free.isFree(block) === true ? 'own' : 'taken';
  }
}

export function openPast(fs: ExtFileSystem): Past | undefined {
  const history = fs.history();
  return history && new Past(fs, history);
}
