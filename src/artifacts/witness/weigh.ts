/**
 * How likely it is that an event which the remote side has and the local log lacks was taken out of it.
 *
 * For each such event the odds of "edit" are f / e. `f` is how often events of its company are missing: the largest,
 * over its address, its user, its kind and the ten events around it, of the share of that group that the local log
 * lacks, the event itself left out and the group drawn towards the share of all events as two more members would;
 * where nothing around it is missing it is the share of all. `e` is how often an event that nobody touched would look
 * the same: the local log failed to write it (5 in a million, an assumption: nobody has published a rate), we failed to
 * recognise it (1 in 100,000 where both sides give a code, 1 in 20,000 where a sentence had to be matched to one, 1 in
 * 20 where that was not learnt), or a record beside it speaks of the same user or address in the same moment (1). Where all
 * logs were silent until the system started nothing is said. Where two equal events came and the local log has one, f is
 * multiplied by the share of equal events that both stand in the local log, and the rest is e.
 */
import type { EventList, Kinds } from './event-list.ts';
import { NameTable } from './occurrences.ts';

export const NOT_WRITTEN = 5e-6;
const BY_CODE = 1e-5;
const BY_SENTENCE = 5e-5;
const NOT_LEARNT = 0.05;
/** Members that the whole lends to each group. */
const LENT = 2;
const AROUND = 5;

/** How often we fail to recognise an event of a kind. */
export function unrecognised(kinds: Kinds, canon: Int32Array, kind: number, shared: boolean): number {
  if (canon[kind] !== kind) return BY_SENTENCE;
  return shared || kinds.isCode(kind) ? BY_CODE : NOT_LEARNT;
}

/**
 * Of each event that is missing, the share `f`.
 * @param judged remote events that the local log should have, by time
 * @param missing of each remote event, 1 when the local log lacks it
 */
export function sharesOf(
  remote: EventList,
  judged: Int32Array,
  missing: Uint8Array,
  canon: Int32Array,
): { share: (place: number) => number; all: number } {
  let lacking = 0;
  for (const i of judged) lacking += missing[i]!;
  const all = judged.length === 0 ? 0 : lacking / judged.length;
  const table = new NameTable(Math.max(1, 3 * lacking));
  const groups = (i: number, add: boolean): [number, number, number] => [
    remote.sources[i] ? table.of(remote.sources[i]!, 1, add) : -1,
    remote.users[i] ? table.of(remote.users[i]!, 2, add) : -1,
    table.of(canon[remote.kinds[i]!]!, 3, add),
  ];
  for (const i of judged) if (missing[i]) groups(i, true);
  const total = new Float64Array(table.size);
  const gone = new Float64Array(table.size);
  for (const i of judged)
    for (const group of groups(i, false)) {
      if (group < 0) continue;
      total[group]!++;
      gone[group]! += missing[i]!;
    }
  const drawn = (out: number, of: number): number => (out - 1 + LENT * all) / (of - 1 + LENT);
  const share = (place: number): number => {
    let most = all;
    for (const group of groups(judged[place]!, false))
      if (group >= 0) most = Math.max(most, drawn(gone[group]!, total[group]!));
    let [out, of] = [0, 0];
    for (let k = Math.max(0, place - AROUND); k <= Math.min(judged.length - 1, place + AROUND); k++) {
      out += missing[judged[k]!]!;
      of++;
    }
    return Math.max(most, drawn(out, of));
  };
  return { share, all };
}
