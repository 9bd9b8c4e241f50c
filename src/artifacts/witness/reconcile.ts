/**
 * A device's own log beside another machine's record of the same events: what only one of them has, and why. Clocks,
 * zones and formats may differ; the remote side may have lost, repeated and reordered events. n log n, some 150 bytes
 * an event.
 */
import { type EventList, isTelling, type Kinds } from './event-list.ts';
import { judgeLocal, type LocalFate } from './judge-local.ts';
import { judgeRemote, type RemoteFate } from './judge-remote.ts';
import { learnKinds } from './learn-kinds.ts';
import { type Named, nameEvents } from './names.ts';
import { byTime, Occurrences } from './occurrences.ts';
import { agree, certain, pair } from './pair.ts';
import { estimateShift, type Piece } from './shift.ts';
import { Spans, streamsOfKinds } from './streams.ts';

export interface Reconciliation {
  /** Remote events by what became of them in the local log; local ones by what became of them on the way. */
  remote: Record<RemoteFate, number>;
  local: Record<LocalFate, number>;
  /** Of each remote event: its place in `remoteFates`, its local partner or -1, how likely it was taken out (0 where nothing is said). */
  fate: Uint8Array;
  partner: Int32Array;
  probability: Float32Array;
  /** Of each kind the local log that tells of it, or -1. */
  streams: Int32Array;
  /** Remote times on the local clock, seconds; NaN where that is not known. */
  times: Float64Array;
  /** How far the remote clock is ahead, stretch by stretch. */
  pieces: { from: number; to: number; shift: number }[];
  /** Shares of local events that were lost on the way, and of remote ones that came twice. */
  loss: number;
  repeated: number;
  /** Longest run of local events that were lost together. */
  burst: number;
  /** Seconds: the span that both tell of, and the events each has in it. */
  common: { from: number; to: number; local: number; remote: number };
}

/** Which of both sides' events are the same. */
interface Paired {
  times: Float64Array;
  partner: Int32Array;
  taken: Uint8Array;
  canon: Int32Array;
  pieces: Piece[];
  /** Of unpaired events near a change of the shift, what the clock on its other side makes of them; NaN elsewhere. */
  otherTimes: Float64Array | undefined;
}

/** @param streamNames names of the local logs, by the numbers in `local.streams` */
export function reconcile(
  local: EventList,
  remote: EventList,
  kinds: Kinds,
  streamNames: readonly string[],
): Reconciliation {
  const paired = bringTogether(local, remote, kinds);
  const { times, partner, taken, canon, pieces, otherTimes } = paired;
  const spans = new Spans(local, streamNames.length);
  const streams = streamsOfKinds(local, kinds, canon, streamNames);
  const judged = judgeRemote({ local, remote, kinds, canon, times, otherTimes, partner, taken, spans, streams });
  const back = judgeLocal({ local, remote, canon, times, taken, partner });
  const repeated = remote.length === 0 ? 0 : judged.counts.duplicate / remote.length;
  return {
    remote: judged.counts,
    local: back.counts,
    fate: judged.fate,
    partner,
    probability: judged.probability,
    streams,
    times,
    pieces: steps(pieces),
    loss: back.loss,
    repeated,
    burst: back.burst,
    common: back.common,
  };
}

function bringTogether(local: EventList, remote: EventList, kinds: Kinds): Paired {
  const order = byTime(local.times, local.length);
  const same = Int32Array.from(kinds.names, (_, i) => i);
  const byKind = nameEvents(local, remote, same, order, true);
  const byWho = nameEvents(local, remote, same, order, false);
  const known = byKind.remote.reduce((sum, name) => sum + (name >= 0 ? 1 : 0), 0);
  const voting = known * 5 >= remote.length ? byKind : byWho;
  const everything = Int32Array.from({ length: remote.length }, (_, i) => i);
  const { times, pieces } = onLocalClock(local, remote, voting, everything);
  const partner = new Int32Array(remote.length).fill(-1);
  const taken = new Uint8Array(local.length);
  // Where two shifts are possible the others choose first.
  const sure = times.slice();
  for (const { unsure, from } of pieces) sure.fill(Number.NaN, unsure, from);
  if (known > 0) pair(local, remote, byKind, sure, partner, taken, certain);
  const canon = learnKinds(local, remote, kinds, byWho, times, partner, taken);
  const learnt = nameEvents(local, remote, canon, order, true);
  pair(local, remote, learnt, sure, partner, taken);
  pair(local, remote, learnt, times, partner, taken);
  pair(local, remote, unlearnt(local, remote, canon, byWho, order), times, partner, taken);
  const others = acrossBorders(remote, pieces, partner);
  if (others) {
    pair(local, remote, learnt, others, partner, taken);
    for (let i = 0; i < remote.length; i++) if (partner[i]! >= 0 && !Number.isNaN(others[i]!)) times[i] = others[i]!;
  }
  const strays = straying(remote, learnt, order, partner, taken);
  if (strays) {
    const { times: others, pieces: more } = onLocalClock(local, remote, strays.named, strays.places);
    for (const piece of more) {
      if (piece.votes < 6 || piece.votes * 2 < piece.voters) continue;
      const only = new Float64Array(remote.length).fill(Number.NaN);
      for (const i of strays.places) if (i >= piece.from && i < piece.to) only[i] = others[i]!;
      pair(local, remote, strays.named, only, partner, taken);
      for (const i of strays.places) if (partner[i]! >= 0 && !Number.isNaN(only[i]!)) times[i] = only[i]!;
    }
  }
  return { times, partner, taken, canon, pieces, otherTimes: acrossBorders(remote, pieces, partner) };
}

/** Remote times on the local clock, as the events at these places vote. */
function onLocalClock(
  local: EventList,
  remote: EventList,
  named: Named,
  places: Int32Array,
): { times: Float64Array; pieces: Piece[] } {
  const dated = places.filter((i) => !Number.isNaN(remote.times[i]!));
  // Heartbeats vote only where nothing else does.
  const quiet = dated.reduce((sum, i) => sum + Number(isTelling(remote, i)), 0) * 20 < dated.length;
  const pieces = estimateShift({
    times: Float64Array.from(dated, (i) => remote.times[i]!),
    names: Int32Array.from(dated, (i) => named.remote[i]!),
    voting: Uint8Array.from(dated, (i) => Number(quiet || isTelling(remote, i))),
    files: Uint16Array.from(dated, (i) => remote.files[i]!),
    local: local.times,
    occurrences: named.occurrences,
    agree: (k, l) => agree(local, l, remote, dated[k]!),
  });
  const times = new Float64Array(remote.length).fill(Number.NaN);
  for (const { from, to, shift } of pieces)
    for (let k = from; k < to; k++) times[dated[k]!] = remote.times[dated[k]!]! - shift;
  const place = (k: number): number => (k < dated.length ? dated[k]! : remote.length);
  const placed = pieces.map((p) => ({ ...p, from: place(p.from), to: place(p.to), unsure: place(p.unsure) }));
  return { times, pieces: placed };
}

/** Events of kinds that only one side seems to have, under who they speak of: rare sentences are not learnt. */
function unlearnt(local: EventList, remote: EventList, canon: Int32Array, byWho: Named, order: Int32Array): Named {
  const here = new Uint8Array(canon.length);
  const there = new Uint8Array(canon.length);
  for (let i = 0; i < local.length; i++) here[canon[local.kinds[i]!]!] = 1;
  for (let i = 0; i < remote.length; i++) there[canon[remote.kinds[i]!]!] = 1;
  const only = (list: EventList, names: Int32Array, others: Uint8Array): Int32Array =>
    names.map((name, i) => (others[canon[list.kinds[i]!]!] ? -1 : name));
  const names = only(local, byWho.local, there);
  return {
    local: names,
    remote: only(remote, byWho.remote, here),
    occurrences: new Occurrences(names, order, byWho.occurrences.count),
  };
}

/** Places around a change of the shift that are tried with the shift on its other side. */
const BORDER = 128;

/** Times of unpaired events near a change of the shift, on the clock of the other side of it. */
function acrossBorders(remote: EventList, pieces: Piece[], partner: Int32Array): Float64Array | undefined {
  let times: Float64Array | undefined;
  for (const [k, { from, unsure, shift }] of pieces.entries()) {
    const before = pieces[k - 1]?.shift;
    if (before === undefined || Math.abs(before - shift) <= 2) continue;
    for (let i = Math.max(0, unsure - BORDER); i < Math.min(remote.length, from + BORDER); i++) {
      if (partner[i]! >= 0) continue;
      times ??= new Float64Array(remote.length).fill(Number.NaN);
      times[i] = remote.times[i]! - (i < from ? shift : before);
    }
  }
  return times;
}

/** What is still alone on both sides: a clock that was wrong for a moment makes many of them at one distance. */
function straying(
  remote: EventList,
  named: Named,
  order: Int32Array,
  partner: Int32Array,
  taken: Uint8Array,
): { named: Named; places: Int32Array } | undefined {
  const places = Int32Array.from({ length: remote.length }, (_, i) => i).filter(
    (i) => partner[i]! < 0 && named.remote[i]! >= 0,
  );
  if (places.length < 6) return undefined;
  const free = order.filter((l) => !taken[l]);
  return { named: { ...named, occurrences: new Occurrences(named.local, free, named.occurrences.count) }, places };
}

/** The stretches as people count them: a second more or less is rounding or drift. */
function steps(pieces: Piece[]): Reconciliation['pieces'] {
  const found: Reconciliation['pieces'] = [];
  for (const { from, to, shift } of pieces) {
    const last = found.at(-1);
    if (last && Math.abs(last.shift - shift) <= 2) last.to = to;
    else if (to > from) found.push({ from, to, shift });
  }
  return found;
}
