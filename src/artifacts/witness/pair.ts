/** Which remote event is which local one, once the clocks agree. */
import type { EventList } from './event-list.ts';
import type { Named } from './names.ts';
import { byTime, Occurrences } from './occurrences.ts';

/** Seconds that two clocks brought together may still be apart: rounding, drift within a block, delay. */
export const TOLERANCE = 3;
/** What is this near goes first, so that of several records of one kind the right one is missed. */
export const CLOSE = 1.2;
/** Whether details must agree, and how near in seconds. */
type Round = readonly [strict: boolean, tolerance: number];
const allRounds: readonly Round[] = [
  [true, CLOSE],
  [false, CLOSE],
  [true, TOLERANCE],
  [false, TOLERANCE],
];
/** Only what cannot be anything else. */
export const certain: readonly Round[] = [[true, CLOSE]];
/** Namesakes within the tolerance that are asked for one whose details agree. */
const MOST_TRIED = 64;

/** True when everything one of two events says in detail stands in the other. */
export function agree(local: EventList, l: number, remote: EventList, r: number): boolean {
  const [a, b] = [local.details[2 * l]!, remote.details[2 * r]!];
  const [c, d] = [local.details[2 * l + 1]!, remote.details[2 * r + 1]!];
  return ((a & ~b) === 0 && (c & ~d) === 0) || ((b & ~a) === 0 && (d & ~c) === 0);
}

/** True when something said in detail stands in both. */
export const sharesDetail = (local: EventList, l: number, remote: EventList, r: number): boolean =>
  ((local.details[2 * l]! & remote.details[2 * r]!) | (local.details[2 * l + 1]! & remote.details[2 * r + 1]!)) !== 0;

/**
 * Pairs events of the same name that lie within the tolerance: first the near ones, and of those the ones whose details
 * agree; each with the earliest that is left, so that as many as possible are paired.
 * @param times remote times on the local clock
 * @param partner of each remote event its local one, or -1; what is paired already stays
 * @param taken of each local event, whether it has a partner
 * @param rounds all of them unless something is still to be learnt
 */
export function pair(
  local: EventList,
  remote: EventList,
  named: Named,
  times: Float64Array,
  partner: Int32Array,
  taken: Uint8Array,
  rounds: readonly Round[] = allRounds,
): void {
  const here = named.occurrences;
  const there = new Occurrences(named.remote, byTime(times, remote.length), here.count);
  const free = new Free(here.items, taken);
  for (const [strict, tolerance] of rounds)
    for (let name = 0; name < here.count; name++) {
      let begin = here.start(name);
      const end = here.end(name);
      for (let k = there.start(name); k < there.end(name); k++) {
        const r = there.items[k]!;
        if (partner[r]! >= 0) continue;
        const time = times[r]!;
        while (begin < end && local.times[here.items[begin]!]! < time - tolerance) begin++;
        for (let at = free.next(begin), tried = 0; at < end && tried < MOST_TRIED; at = free.next(at + 1), tried++) {
          const l = here.items[at]!;
          if (local.times[l]! > time + tolerance) break;
          if (strict && !agree(local, l, remote, r)) continue;
          partner[r] = l;
          taken[l] = 1;
          break;
        }
      }
    }
}

/** Finds the next local event without a partner, however many have one. */
class Free {
  readonly #skip: Int32Array;
  readonly #items: Int32Array;
  readonly #taken: Uint8Array;

  constructor(items: Int32Array, taken: Uint8Array) {
    this.#skip = Int32Array.from({ length: items.length + 1 }, (_, i) => i);
    this.#items = items;
    this.#taken = taken;
  }

  next(from: number): number {
    let at = from;
    while (at < this.#items.length) {
      if (this.#skip[at] !== at) at = this.#skip[at]!;
      else if (this.#taken[this.#items[at]!]) this.#skip[at] = at + 1;
      else break;
    }
    for (let i = from; i < at; ) {
      const next = this.#skip[i]!;
      this.#skip[i] = at;
      i = Math.max(next, i + 1);
    }
    return at;
  }
}
