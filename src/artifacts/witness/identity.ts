import { type EventList, isTelling } from './event-list.ts';
import type { Reconciliation } from './reconcile.ts';

/** Whether a witness speaks of the device, and by what evidence. */
export interface Belonging {
  same: boolean;
  /** Half a sentence: `of 125 events that both could tell of, 120 are told by both`. */
  why: string;
}

/** Share of the poorer side's events that both must tell; and where next to none names anybody. */
const LEAST_SHARE = 0.3;
const LEAST_OF_ALL = 0.7;
const FEW = 10;
/** Zones and clocks may set the raw times of two sides apart by this many seconds. */
const APART = 27 * 3600;

/**
 * Names of nodes are given by people and repeat (`localhost2`), so shared events decide; a name alone counts only where
 * the two sides have no time in common.
 * @param sameName the witness gives the node the name that the device's own log gives it
 */
export function belongs(local: EventList, remote: EventList, found: Reconciliation, sameName: boolean): Belonging {
  const [a, b] = [spanOf(local), spanOf(remote)];
  if (!(a.from <= b.to + APART && b.from <= a.to + APART)) {
    const why = `its events (${day(b.from)} to ${day(b.to)}) and those of the device's own logs (${day(a.from)} to ${day(a.to)}) have no time in common`;
    return { same: sameName, why };
  }
  // Heartbeats and scans of two gateways fall together by the clock: only events that name somebody tell them apart.
  const [named, all] = [counted(local, remote, found, isTelling), counted(local, remote, found, () => true)];
  const { both, of } = named.of >= FEW ? named : all;
  const share = of === 0 ? 0 : both / of;
  const least = named.of >= FEW ? LEAST_SHARE : LEAST_OF_ALL;
  const what = named.of >= FEW ? 'events of users and addresses' : 'events';
  const same = share >= least && (named.of >= FEW || sameName);
  return { same, why: `of ${of} ${what} that both could tell of, ${both} are told by both` };
}

/** Events of a sort that both have, and those that the poorer side has within the time of both. */
function counted(
  local: EventList,
  remote: EventList,
  { partner, times }: Reconciliation,
  wanted: (list: EventList, i: number) => boolean,
): { both: number; of: number } {
  const here = spanOf(local);
  let [both, there, from, to] = [0, 0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < remote.length; i++) {
    const time = times[i]!;
    if (time < from) from = time;
    if (time > to) to = time;
    if (!wanted(remote, i)) continue;
    if (partner[i]! >= 0) both++;
    // Where the clocks could not be brought together, all of them could have been told.
    if (Number.isNaN(time) || (time >= here.from && time <= here.to)) there++;
  }
  let own = 0;
  for (let l = 0; l < local.length; l++)
    if (wanted(local, l) && (from > to || (local.times[l]! >= from && local.times[l]! <= to))) own++;
  return { both, of: Math.max(both, Math.min(there, own)) };
}

function spanOf({ times, length }: EventList): { from: number; to: number } {
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < length; i++) {
    if (times[i]! < from) from = times[i]!;
    if (times[i]! > to) to = times[i]!;
  }
  return { from, to };
}

const day = (seconds: number): string =>
  Number.isFinite(seconds) && Math.abs(seconds) < 8.64e12 ? new Date(seconds * 1000).toISOString().slice(0, 10) : '?';
