import type { EventList } from './event-list.ts';
import { TOLERANCE } from './pair.ts';

/** What became of a local event on the way to the other machine. */
export const localFates = [
  /** It arrived. */
  'arrived',
  /** It did not, while others of its kind did. */
  'loss',
  /** None of its kind did: the gateway does not send them, or the other machine does not keep them. */
  'filter',
  /** The other machine's record begins later or ends before. */
  'outside',
  'undated',
] as const;
export type LocalFate = (typeof localFates)[number];

/** How likely a kind is not sent at all, before anything is known. */
const UNSENT = 0.02;

export function judgeLocal({
  local,
  remote,
  canon,
  times,
  taken,
  partner,
}: {
  local: EventList;
  remote: EventList;
  canon: Int32Array;
  times: Float64Array;
  taken: Uint8Array;
  partner: Int32Array;
}): {
  counts: Record<LocalFate, number>;
  loss: number;
  burst: number;
  common: { from: number; to: number; local: number; remote: number };
} {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const time of times) {
    if (time < from) from = time;
    if (time > to) to = time;
  }
  const arrived = new Float64Array(canon.length);
  const sent = new Float64Array(canon.length);
  for (let i = 0; i < remote.length; i++) if (partner[i]! >= 0) arrived[canon[remote.kinds[i]!]!]!++;
  const inside = (l: number): boolean => local.times[l]! >= from - TOLERANCE && local.times[l]! <= to + TOLERANCE;
  for (let l = 0; l < local.length; l++) if (inside(l)) sent[canon[local.kinds[l]!]!]!++;
  // Of the kinds that are sent, how many were lost.
  let [some, all] = [0, 0];
  for (let kind = 0; kind < canon.length; kind++) {
    if (arrived[kind] === 0) continue;
    some += arrived[kind]!;
    all += Math.max(sent[kind]!, arrived[kind]!);
  }
  const loss = all === 0 ? 0 : 1 - some / all;
  const counts: Record<LocalFate, number> = { arrived: 0, loss: 0, filter: 0, outside: 0, undated: 0 };
  let [run, burst, here] = [0, 0, 0];
  for (let l = 0; l < local.length; l++) {
    const kind = canon[local.kinds[l]!]!;
    if (inside(l)) here++;
    if (taken[l]) {
      counts.arrived++;
      run = 0;
    } else if (Number.isNaN(local.times[l]!)) counts.undated++;
    else if (!inside(l)) counts.outside++;
    else if (arrived[kind] === 0 && UNSENT > (1 - UNSENT) * Math.max(loss, 1e-6) ** sent[kind]!) counts.filter++;
    else {
      counts.loss++;
      burst = Math.max(burst, ++run);
    }
  }
  const [first, last] = spanOf(local);
  let there = 0;
  for (const time of times) if (time >= first - TOLERANCE && time <= last + TOLERANCE) there++;
  return {
    counts,
    loss,
    burst,
    common: { from: Math.max(first, from), to: Math.min(last, to), local: here, remote: there },
  };
}

function spanOf(list: EventList): [from: number, to: number] {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < list.length; i++) {
    const time = list.times[i]!;
    if (time < from) from = time;
    if (time > to) to = time;
  }
  return [from, to];
}
