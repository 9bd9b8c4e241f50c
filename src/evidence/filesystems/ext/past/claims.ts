import { blockMapOf } from '../content.ts';
import type { BlockRun } from '../extents.ts';
import type { ExtFileSystem } from '../filesystem.ts';
import type { Inode } from '../inode.ts';
import { kindOf } from '../inode.ts';
import { bySequence } from '../journal/history.ts';
import type { InodeState } from './inode-states.ts';
import { nodeReader } from './names.ts';
import type { Past } from './walk.ts';

/** Blocks of past states that are remembered one by one; beyond, only the bitmaps judge. */
const MOST = 4_000_000;

/**
 * Which past states used which blocks, so that a block given to a later file that is gone too is not taken for the
 * earlier one's content.
 */
export class Claims {
  readonly #fs: ExtFileSystem;
  /** By block: the latest state that used it. */
  readonly #latest = new Map<number, InodeState>();

  constructor(fs: ExtFileSystem, past: Past) {
    this.#fs = fs;
    for (const states of past.states.values()) {
      for (const state of states) {
        if (state.inode.i_links_count === 0) continue;
        for (const run of runsOf(fs, past, state)) {
          for (let i = 0; run.at !== undefined && i < run.length && this.#latest.size < MOST; i++) {
            const known = this.#latest.get(run.at + i);
            if (!known || bySequence(known.version.sequence, state.version.sequence) < 0)
              this.#latest.set(run.at + i, state);
          }
        }
      }
    }
  }

  /** True when a block is free now and no later state of another life is known to have used it. */
  holds(block: number, state: InodeState): boolean {
    if (this.#fs.free.isFree(block) !== true) return false;
    const latest = this.#latest.get(block);
    return latest === undefined || sameLife(latest.inode, state.inode);
  }
}

const sameLife = (a: Inode, b: Inode): boolean => a.number === b.number && a.i_generation === b.i_generation;

function runsOf(fs: ExtFileSystem, past: Past, { inode, version }: InodeState): BlockRun[] {
  return blockMapOf(fs.volume, inode, nodeReader(fs, past.history, version.sequence))?.runs ?? [];
}

/** Tells contents apart by where they lie: two states with one key show the same blocks. */
export function contentKey(fs: ExtFileSystem, past: Past, state: InodeState): string {
  const kind = kindOf(state.inode);
  if (kind !== 'file') return kind;
  const runs = runsOf(fs, past, state);
  return runs.length > 0 ? runs.map((r) => `${r.logical}:${r.at ?? '-'}`).join() : state.inode.i_block.toString('hex');
}

/** True when a state stored something in a block that another state of the file does not have at the same place. */
export function hasOwnContent(fs: ExtFileSystem, past: Past, state: InodeState, other: Inode): boolean {
  if (state.inode.i_size === 0) return false;
  const present = blockMapOf(fs.volume, other)?.runs ?? [];
  const runs = runsOf(fs, past, state);
  if (runs.length === 0) return !state.inode.i_block.equals(other.i_block);
  return runs.some(
    (run) =>
      run.at !== undefined &&
      !present.some(
        (p) =>
          p.at !== undefined &&
          p.logical <= run.logical &&
          p.logical + p.length >= run.logical + run.length &&
          p.at + (run.logical - p.logical) === run.at,
      ),
  );
}
