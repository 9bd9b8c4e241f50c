import type { EventList, Kinds } from './event-list.ts';
import { byTime, Occurrences } from './occurrences.ts';
import { TOLERANCE } from './pair.ts';
import type { Spans } from './streams.ts';
import { NOT_WRITTEN, sharesOf, unrecognised } from './weigh.ts';

/** What became of a remote event in the local log. */
export const remoteFates = [
  /** It stands there. */
  'present',
  /** The local log lacks it where it should stand, and that it was taken out is the likeliest reason. */
  'edit',
  /** The same datagram came twice. */
  'duplicate',
  /** The local log begins later: rotation. */
  'rotation',
  /** The local log ends before. */
  'behind-the-end',
  /** So near the beginning or end of the local log that a second decides. */
  'clock-skew',
  /** The local log cannot be read where it should stand. */
  'in-a-gap',
  /** All local logs are silent around it until the system starts again: the log service may have stood still. No probability is given. */
  'silence',
  /** A local record of the same moment and kind says otherwise: altered, or rendered in a way we do not know. */
  'differs',
  /** No local log that we have tells of its kind. */
  'no-log',
  /** Without a time, or where the clocks could not be brought together. */
  'unplaced',
  /** Missing, but an explanation without an edit is as likely. */
  'unexplained',
] as const;
export type RemoteFate = (typeof remoteFates)[number];

const PRESENT = 0;
const fate = (name: RemoteFate): number => remoteFates.indexOf(name);

export interface Matter {
  local: EventList;
  remote: EventList;
  kinds: Kinds;
  canon: Int32Array;
  /** Remote times on the local clock. */
  times: Float64Array;
  /** Where a change of the clock leaves two readings open, the other one. */
  otherTimes: Float64Array | undefined;
  partner: Int32Array;
  taken: Uint8Array;
  spans: Spans;
  /** Of each kind its local log, or -1. */
  streams: Int32Array;
}

export function judgeRemote(matter: Matter): {
  counts: Record<RemoteFate, number>;
  fate: Uint8Array;
  probability: Float32Array;
} {
  const { remote, kinds, canon, times, partner } = matter;
  const fates = new Uint8Array(remote.length);
  const probability = new Float32Array(remote.length);
  const missing = new Uint8Array(remote.length);
  const twins = repeated(remote, partner);
  for (let i = 0; i < remote.length; i++) {
    if (partner[i]! >= 0) continue;
    fates[i] = fate(placeOf(matter, i, twins));
    if (fates[i] === PRESENT && twins.of[i]! < 0) missing[i] = 1;
  }
  const judged = byTime(times, remote.length).filter((i) => fates[i] === PRESENT);
  // Two equal events of which the local log has one: sent twice, or one of two that were equal there was taken out.
  const equal = (twins.equal + 0.5) / (twins.equal + 0.5 + twins.spare);
  const { share } = sharesOf(remote, judged, missing, canon);
  const others = new Others(matter);
  const silence = new Silence(matter);
  const shared = new Uint8Array(canon.length);
  for (let i = 0; i < matter.local.length; i++) shared[canon[matter.local.kinds[i]!]!] = 1;
  for (const [place, i] of judged.entries()) {
    if (partner[i]! >= 0) continue;
    const kind = remote.kinds[i]!;
    const innocent: [number, RemoteFate][] = [
      [NOT_WRITTEN + unrecognised(kinds, canon, kind, shared[canon[kind]!] === 1), 'unexplained'],
      [twins.of[i]! >= 0 ? 1 - equal : 0, 'duplicate'],
      [others.near(i) ? 1 : 0, 'differs'],
    ];
    if (silence.around(times[i]!) || silence.around(matter.otherTimes?.[i] ?? Number.NaN)) {
      // Whether a service stood still or somebody stopped it, nothing here tells: no number would mean anything.
      fates[i] = fate('silence');
      continue;
    }
    const f = share(place) * (twins.of[i]! >= 0 ? equal : 1);
    const e = innocent.reduce((sum, [odds]) => sum + odds, 0);
    probability[i] = f / (f + e);
    const likeliest = innocent.reduce((a, b) => (b[0] > a[0] ? b : a));
    fates[i] = fate(f > e ? 'edit' : likeliest[1]);
  }
  const counts = Object.fromEntries(remoteFates.map((name) => [name, 0])) as Record<RemoteFate, number>;
  for (const f of fates) counts[remoteFates[f]!]++;
  return { counts, fate: fates, probability };
}

/** Why nothing follows from an event's absence, or `present` when something does. */
function placeOf({ remote, kinds, times, spans, streams }: Matter, i: number, twins: Twins): RemoteFate {
  const time = times[i]!;
  if (Number.isNaN(time) || kinds.names[remote.kinds[i]!] === '(other)') return 'unplaced';
  if (twins.of[i]! >= 0 && twins.alone[i]) return 'duplicate';
  const stream = streams[remote.kinds[i]!]!;
  if (stream < 0 || Number.isNaN(spans.from[stream]!)) return 'no-log';
  const where = spans.where(stream, time);
  if (where === 'inside') return 'present';
  if (where === 'before') return 'rotation';
  if (where === 'behind') return 'behind-the-end';
  return where === 'gap' ? 'in-a-gap' : 'clock-skew';
}

interface Twins {
  /** Of each unpaired event, an earlier or later one of the same bytes, or -1. */
  of: Int32Array;
  /** 1 where no copy of it is paired and it is not the first of them: a copy of what is judged already. */
  alone: Uint8Array;
  /** Unpaired events of which a copy is paired, and paired events of which another copy is. */
  spare: number;
  equal: number;
}

function repeated(remote: EventList, partner: Int32Array): Twins {
  const of = new Int32Array(remote.length).fill(-1);
  const alone = new Uint8Array(remote.length);
  let [spare, equal] = [0, 0];
  const last = new Map<number, number>();
  const lastPaired = new Map<number, number>();
  const pairedBefore = new Set<number>();
  const missing = new Set<number>();
  for (let i = 0; i < remote.length; i++) if (partner[i]! < 0) missing.add(remote.lines[i]!);
  for (let i = 0; i < remote.length; i++)
    if (partner[i]! >= 0 && missing.has(remote.lines[i]!)) lastPaired.set(remote.lines[i]!, i);
  for (let i = 0; i < remote.length; i++) {
    const line = remote.lines[i]!;
    if (partner[i]! >= 0) {
      if (pairedBefore.has(line)) equal++;
      pairedBefore.add(line);
      continue;
    }
    const paired = lastPaired.get(line) ?? -1;
    const copy = last.get(line) ?? -1;
    last.set(line, i);
    if (paired >= 0) {
      of[i] = paired;
      spare++;
    } else if (copy >= 0) {
      of[i] = copy;
      alone[i] = 1;
    }
  }
  return { of, alone, spare, equal };
}

/** Local events without a partner, by their kind. */
class Others {
  readonly #matter: Matter;
  readonly #free: Occurrences;

  constructor(matter: Matter) {
    this.#matter = matter;
    const { local, canon, taken } = matter;
    const order = byTime(local.times, local.length).filter((l) => !taken[l]);
    const names = Int32Array.from({ length: local.length }, (_, l) => canon[local.kinds[l]!]!);
    this.#free = new Occurrences(names, order, canon.length);
  }

  /** True when one of the same moment speaks of the same user or address. */
  near(i: number): boolean {
    const { local, remote, canon, times } = this.#matter;
    const kind = canon[remote.kinds[i]!]!;
    const end = this.#free.end(kind);
    let tried = 0;
    for (let at = this.#free.from(kind, local.times, times[i]! - TOLERANCE); at < end && tried < 64; at++, tried++) {
      const l = this.#free.items[at]!;
      if (local.times[l]! > times[i]! + TOLERANCE) return false;
      const user = local.users[l] !== 0 && local.users[l] === remote.users[i];
      const source = local.sources[l] !== 0 && local.sources[l] === remote.sources[i];
      if (user || source) return true;
    }
    return false;
  }
}

/** Messages of a system that starts. */
const STARTS = new Set(['SYS10306', 'SYS20412', 'SYS20413', 'SYS10298']);
/** Seconds: a pause is a silence when it is this long and twenty times the usual pause. */
const LEAST_SILENCE = 120;

/** Pauses of all local logs together. */
class Silence {
  readonly #times: Float64Array;
  readonly #starts: Float64Array;
  readonly #least: number;

  constructor({ local, kinds }: Matter) {
    const order = byTime(local.times, local.length);
    this.#times = Float64Array.from(order, (l) => local.times[l]!);
    const starting = order.filter((l) => STARTS.has(kinds.names[local.kinds[l]!]!));
    this.#starts = Float64Array.from(starting, (l) => local.times[l]!);
    const n = this.#times.length;
    const usual = n > 1 ? (this.#times[n - 1]! - this.#times[0]!) / (n - 1) : 0;
    this.#least = Math.max(LEAST_SILENCE, 20 * usual);
  }

  /** True when the pause around a moment is a silence that ends as the system starts. */
  around(time: number): boolean {
    const after = firstNotBefore(this.#times, time);
    const [from, to] = [this.#times[after - 1], this.#times[after]];
    if (from === undefined || to === undefined || to - from < this.#least) return false;
    const start = this.#starts[firstNotBefore(this.#starts, to)];
    return start !== undefined && start - to <= 60;
  }
}

function firstNotBefore(times: Float64Array, time: number): number {
  let [low, high] = [0, times.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (times[middle]! < time) low = middle + 1;
    else high = middle;
  }
  return low;
}
