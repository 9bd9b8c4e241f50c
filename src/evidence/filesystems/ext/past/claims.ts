import type { InodeState } from './inode-states.ts';
import { lifeKey } from './lives.ts';
import type { Past } from './past.ts';

/** Stretches of past states that are remembered; beyond, only the bitmaps judge. */
const MOST = 1_000_000;

interface Claim {
  at: number;
  end: number;
  /** Order of the last transaction in which this life had the stretch. */
  order: number;
  life: string;
  inode: number;
}

/**
 * Which past lives used which blocks, so that a block given to a later file that is gone too is not taken for the
 * earlier one's content, and the taker can be named.
 */
export class Claims {
  readonly #claims: Claim[] = [];
  /** The farthest end of any claim up to the same place in the list. */
  readonly #reach: Float64Array;

  constructor(past: Past) {
    const merged = new Map<string, Claim>();
    for (const states of past.states.values()) {
      for (const state of states) {
        if (state.inode.i_links_count === 0) continue;
        for (const run of past.mapOf(state)) {
          if (run.at === undefined) continue;
          const life = lifeKey(state.inode);
          const key = `${life} ${run.at}`;
          const known = merged.get(key);
          const end = run.at + run.length;
          if (known) {
            known.end = Math.max(known.end, end);
            known.order = Math.max(known.order, state.version.order);
          } else if (merged.size < MOST)
            merged.set(key, { at: run.at, end, order: state.version.order, life, inode: state.inode.number });
        }
      }
    }
    this.#claims = [...merged.values()].sort((a, b) => a.at - b.at || a.order - b.order || a.inode - b.inode);
    this.#reach = new Float64Array(this.#claims.length);
    let reach = 0;
    for (const [i, claim] of this.#claims.entries()) {
      reach = Math.max(reach, claim.end);
      this.#reach[i] = reach;
    }
  }

  /** The inode of the last other life that used a block after a state; undefined when none is known. */
  takenBy(block: number, state: InodeState): number | undefined {
    let low = 0;
    let high = this.#claims.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#claims[middle]!.at <= block) low = middle + 1;
      else high = middle;
    }
    const life = lifeKey(state.inode);
    let taker: Claim | undefined;
    for (let i = low - 1; i >= 0 && this.#reach[i]! > block; i--) {
      const claim = this.#claims[i]!;
      if (claim.end <= block || claim.order <= state.version.order || claim.life === life) continue;
      if (!taker || claim.order > taker.order) taker = claim;
    }
    return taker?.inode;
  }
}
