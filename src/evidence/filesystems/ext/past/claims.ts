import type { InodeState } from './inode-states.ts';
import { lifeKey } from './lives.ts';
import type { Past } from './past.ts';

/** Stretches of past states that are remembered; beyond, only the bitmaps judge. */
const MOST = 500_000;

interface Claim {
  at: number;
  end: number;
  /** Order of the last transaction in which this life had the stretch. */
  order: number;
  life: string;
  inode: number;
}

/**
 * Which life used each block last, by the inodes that the journal keeps: so that a block given to a later file that is
 * gone too is not taken for the earlier one's content, and the taker can be named.
 */
export class Claims {
  /** Where each stretch of one last user begins, ascending; each goes on to the next. */
  readonly #starts: number[] = [];
  readonly #users: (Claim | undefined)[] = [];

  constructor(past: Past) {
    const merged = new Map<string, Claim>();
    for (const states of past.states.values()) {
      for (const state of states) {
        if (state.inode.i_links_count === 0) continue;
        const life = lifeKey(state.inode);
        for (const run of past.mapOf(state)) {
          if (run.at === undefined) continue;
          const key = `${life} ${run.at} ${run.length}`;
          const known = merged.get(key);
          if (known) known.order = Math.max(known.order, state.version.order);
          else if (merged.size < MOST)
            merged.set(key, {
              at: run.at,
              end: run.at + run.length,
              order: state.version.order,
              life,
              inode: state.inode.number,
            });
        }
      }
    }
    this.#sweep([...merged.values()].sort((a, b) => a.at - b.at));
  }

  /** From left to right: at each edge of a claim, the latest of those that cover what follows. */
  #sweep(claims: Claim[]): void {
    const edges = [...new Set(claims.flatMap((c) => [c.at, c.end]))].sort((a, b) => a - b);
    const open = new LatestFirst();
    let next = 0;
    for (const edge of edges) {
      while (next < claims.length && claims[next]!.at <= edge) open.add(claims[next++]!);
      const user = open.latestBeyond(edge);
      if (this.#users.length > 0 && this.#users[this.#users.length - 1] === user) continue;
      this.#starts.push(edge);
      this.#users.push(user);
    }
  }

  /** The inode of another life that used a block after a state, and last of all; undefined when none is known. */
  takenBy(block: number, state: InodeState): number | undefined {
    let low = 0;
    let high = this.#starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#starts[middle]! <= block) low = middle + 1;
      else high = middle;
    }
    const user = this.#users[low - 1];
    return user && user.order > state.version.order && user.life !== lifeKey(state.inode) ? user.inode : undefined;
  }
}

/** A binary heap of claims, the latest on top; those that have ended are dropped when they get there. */
class LatestFirst {
  readonly #heap: Claim[] = [];

  add(claim: Claim): void {
    const heap = this.#heap;
    let at = heap.push(claim) - 1;
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (!later(heap[at]!, heap[parent]!)) break;
      [heap[at], heap[parent]] = [heap[parent]!, heap[at]!];
      at = parent;
    }
  }

  latestBeyond(edge: number): Claim | undefined {
    while (this.#heap.length > 0 && this.#heap[0]!.end <= edge) this.#drop();
    return this.#heap[0];
  }

  #drop(): void {
    const heap = this.#heap;
    const last = heap.pop()!;
    if (heap.length === 0) return;
    heap[0] = last;
    for (let at = 0; ; ) {
      const [left, right] = [at * 2 + 1, at * 2 + 2];
      let top = at;
      if (left < heap.length && later(heap[left]!, heap[top]!)) top = left;
      if (right < heap.length && later(heap[right]!, heap[top]!)) top = right;
      if (top === at) return;
      [heap[at], heap[top]] = [heap[top]!, heap[at]!];
      at = top;
    }
  }
}

const later = (a: Claim, b: Claim): boolean => (a.order === b.order ? a.inode < b.inode : a.order > b.order);
