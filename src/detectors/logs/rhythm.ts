import type { LogRecord } from '../../artifacts/index.ts';
import { ActivityWatcher, isDated } from './activity.ts';
import { type Landmark, Landmarks } from './landmarks.ts';
import { DAY, HOUR, MINUTE, type Place, placeOf } from './place.ts';

/** A stretch in which one kind of record did not come. */
export interface Pause {
  before: Place;
  after: Place;
  /** Records of the same node between the two. */
  between: number;
  /** Days with this kind, and days with any record of the node, up to its beginning. */
  days: number;
  nodeDays: number;
  /** Records of this kind up to its beginning. */
  count: number;
}

/** How often one kind of record comes from one node. */
export interface Rhythm {
  node: string;
  /** Message code, or program of a syslog line. Empty: all records of the node. */
  kind: string;
  count: number;
  /** The first and the last record, and how many of the node stand before each. */
  first: Place;
  firstOrdinal: number;
  last: Place;
  lastOrdinal: number;
  /** Days with a record of this kind. */
  days: number;
  /** The longest pauses by time, and by records between; the longest first. */
  longest: Pause[];
  busiest: Pause[];
  /** The usual distance in microseconds and the share of distances that have it, to a minute. */
  period?: { micros: number; share: number };
}

export interface RhythmDigest {
  rhythms: Rhythm[];
  landmarks: Landmark[];
  /** Where the clock of a node went back, and by how much: later it may jump forward without a silence. */
  setBacks: { node: string; micros: number; by: number }[];
  /** By node, when it had records; for logs that name no node under the empty name. */
  activity: Record<string, number[]>;
}

/** Kinds that are followed; of a log with more the others are left out. */
const MOST_KINDS = 600;
const PAUSES = 8;

/** Follows the kinds of records of one file. */
export class RhythmWatcher {
  readonly #kinds = new Map<string, Map<string, Follower>>();
  readonly #nodes = new Map<string, Follower>();
  readonly #activity = new Map<string, ActivityWatcher>();
  readonly #landmarks = new Landmarks();
  readonly #setBacks: RhythmDigest['setBacks'] = [];
  #count = 0;

  record(record: LogRecord): void {
    const { micros } = record;
    if (micros === undefined || !isDated(record)) return;
    const { fields, source } = record.event;
    const node = source === 'vc0' || source === 'welf' ? (fields.node ?? '') : '';
    let activity = this.#activity.get(node);
    if (!activity) {
      if (this.#activity.size >= 64) return;
      this.#activity.set(node, (activity = new ActivityWatcher()));
    }
    activity.at(micros);
    if (source !== 'vc0') return;
    const kind = fields.code;
    if (kind === undefined) return;
    this.#landmarks.record(record);
    const all = this.#nodes.get(node) ?? this.#node(node);
    const place = placeOf(record, micros);
    const by = all.behind(micros);
    if (by > 5 * MINUTE && this.#setBacks.length < 64) this.#setBacks.push({ node, micros, by });
    all.met(place, all);
    const kinds = this.#kinds.get(node)!;
    let follower = kinds.get(kind);
    if (!follower) {
      if (this.#count >= MOST_KINDS) return;
      this.#count++;
      kinds.set(kind, (follower = new Follower()));
    }
    follower.met(place, all);
  }

  #node(node: string): Follower {
    const all = new Follower();
    this.#nodes.set(node, all);
    this.#kinds.set(node, new Map());
    return all;
  }

  end(): RhythmDigest {
    const rhythms: Rhythm[] = [];
    for (const [node, all] of this.#nodes) {
      rhythms.push(all.end(node, ''));
      for (const [kind, follower] of this.#kinds.get(node)!) rhythms.push(follower.end(node, kind));
    }
    const activity = [...this.#activity].map(([node, watcher]) => [node, watcher.runs]);
    const setBacks = this.#setBacks;
    return { rhythms, landmarks: this.#landmarks.found, setBacks, activity: Object.fromEntries(activity) };
  }
}

/** Follows one kind. */
class Follower {
  count = 0;
  days = 0;
  #first: Place | undefined;
  #firstOfNode = 0;
  #last: Place | undefined;
  #lastOfNode = 0;
  #day = -1;
  readonly #longest: Pause[] = [];
  readonly #busiest: Pause[] = [];
  /** How often each distance came, in minutes. */
  readonly #distances = new Map<number, number>();
  /** Distances of more than half a minute: several records at once are one beat. */
  #spaced = 0;

  /** By how much a time is before that of the last record. */
  behind(micros: number): number {
    return (this.#last?.micros ?? micros) - micros;
  }

  /** @param all follower of all records of the node, which has met this one already */
  met(place: Place, all: Follower): void {
    const last = this.#last;
    const ordinal = all.count - (this === all ? 0 : 1);
    if (last && place.micros > last.micros) {
      const distance = place.micros - last.micros;
      const minutes = Math.round(distance / MINUTE);
      if (minutes > 0) {
        this.#spaced++;
        const known = this.#distances.get(minutes);
        if (known !== undefined || this.#distances.size < 512) this.#distances.set(minutes, (known ?? 0) + 1);
      }
      const between = ordinal - this.#lastOfNode - 1;
      const isLong = distance > 10 * MINUTE && this.#isAbove(this.#longest, distance, byTime);
      const isBusy = this !== all && between > 0 && this.#isAbove(this.#busiest, between, byRecords);
      if (isLong || isBusy) {
        const pause: Pause = {
          before: last,
          after: place,
          between,
          days: this.days,
          nodeDays: all.days,
          count: this.count,
        };
        if (isLong) keep(this.#longest, pause, byTime);
        if (isBusy) keep(this.#busiest, pause, byRecords);
      }
    }
    if (!last) [this.#first, this.#firstOfNode] = [place, ordinal];
    const day = Math.floor(place.micros / DAY);
    if (day > this.#day) {
      this.#day = day;
      this.days++;
    }
    this.#last = place;
    this.#lastOfNode = ordinal;
    this.count++;
  }

  #isAbove(kept: readonly Pause[], measure: number, by: Measure): boolean {
    return kept.length < PAUSES || measure > by(kept[PAUSES - 1]!);
  }

  end(node: string, kind: string): Rhythm {
    const { count, days } = this;
    const period = this.#period();
    const found: Rhythm = {
      node,
      kind,
      count,
      days,
      first: this.#first!,
      firstOrdinal: this.#firstOfNode,
      last: this.#last!,
      lastOrdinal: this.#lastOfNode,
      longest: this.#longest,
      busiest: this.#busiest,
    };
    return period ? { ...found, period } : found;
  }

  #period(): Rhythm['period'] {
    let best = 0;
    let most = 0;
    for (const [minutes] of this.#distances) {
      const near = this.#near(minutes);
      if (near > most || (near === most && minutes < best)) [best, most] = [minutes, near];
    }
    return best > 0 ? { micros: best * MINUTE, share: most / this.#spaced } : undefined;
  }

  #near(minutes: number): number {
    let sum = 0;
    for (let m = minutes - 1; m <= minutes + 1; m++) sum += this.#distances.get(m) ?? 0;
    return sum;
  }
}

export type Measure = (pause: Pause) => number;
export const byTime: Measure = ({ before, after }) => after.micros - before.micros;
export const byRecords: Measure = ({ between }) => between;

/** Puts a pause into a short list, the greatest first. */
function keep(list: Pause[], pause: Pause, by: Measure): void {
  const at = list.findIndex((one) => by(one) < by(pause));
  list.splice(at < 0 ? list.length : at, 0, pause);
  if (list.length > PAUSES) list.pop();
}

/**
 * A kind that comes so regularly that its absence means something: at one distance, and for at least half of the time
 * between its first and its last record, which a burst of retries is not.
 */
export function isHeartbeat({ kind, count, period, first, last }: Rhythm): boolean {
  return (
    kind !== '' &&
    count >= 24 &&
    period !== undefined &&
    period.share >= 0.8 &&
    period.micros >= 2 * MINUTE &&
    period.micros <= 26 * HOUR &&
    count * period.micros >= 0.5 * (last.micros - first.micros)
  );
}
