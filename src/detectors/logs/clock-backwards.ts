import type { LogRecord } from '../../artifacts/index.ts';
import type { LogClaim, LogDetector, LogWatcher, WatchedLog } from '../log-detector.ts';
import { type Landmark, Landmarks, Life } from './landmarks.ts';
import { HOUR, isWhole, list, MINUTE, type Place, placeOf, plural, span } from './place.ts';
import { nameOf, tampering } from './statement.ts';

/** Records are dated earlier than one that stands before them. */
interface Step {
  node: string;
  before: Place;
  after: Place;
  /** The clock stays back; a few records alone are early; the one record before them is ahead. */
  shape: Shape;
}

type Shape = 'back' | 'early' | 'ahead';

interface Digest {
  records: number;
  /** All that were met, those not kept included. */
  count: number;
  /** Records that are earlier than their neighbour, by however little. */
  falls: number;
  steps: Step[];
  landmarks: Landmark[];
}

const MOST = 64;
const MOST_NODES = 64;
/** This many records behind a step must be early as well, before the clock counts as set back. */
const STAY = 5;
/** Local time goes back by an hour once a year. */
const SUMMER_TIME = 65 * MINUTE;
const YEAR = 300 * 24 * HOUR;

/** Web servers date a request by its beginning and write it at its end; a relay writes in the order of arrival. */
const unordered = new Set(['web-access', 'welf']);

/**
 * Clocks that run backwards within a file: the time of each node must not fall. A few seconds are the writers' own, and
 * a time zone, a time server given up, a boot or an upgrade nearby explain it.
 */
export function clockBackwards(contentVersion: string): LogDetector<Digest> {
  return {
    name: 'log-clock-backwards',
    contentVersion,
    watch: (log) => (unordered.has(log.format) || !isWhole(log.facts) ? undefined : watcher(log)),
    *conclude(digests): Generator<LogClaim> {
      const life = new Life(digests.map(({ digest }) => digest.landmarks));
      for (const { log, digest } of digests) {
        // A log that goes back all the time is sorted otherwise: newest first, or put together from several.
        if (digest.count * 50 > digest.records || digest.falls * 2 > digest.records) continue;
        const open = digest.steps.filter(({ before, after }) =>
          [before, after].every(({ micros }) => life.near(micros, 30, ['boot', 'clock', 'upgrade']).length === 0),
        );
        for (const shape of ['back', 'early', 'ahead'] as const) {
          const found = open.filter((step) => step.shape === shape);
          if (found.length > 0) yield claim(log, found, shape, contentVersion);
        }
      }
    },
  };
}

function claim(log: WatchedLog, found: Step[], shape: Shape, contentVersion: string): LogClaim {
  const name = nameOf(log);
  const back = Math.max(...found.map(({ before, after }) => before.micros - after.micros));
  const shown = found.slice(0, 4).map(({ before, after }) => `${list([after])} behind ${list([before])}`);
  const own = log.format === 'vc0';
  const stays = shape === 'back';
  return tampering(
    'log-clock-backwards',
    contentVersion,
    log,
    found.flatMap(({ before, after }) => [before, after]),
    {
      severity: stays && own && back >= 5 * MINUTE ? 'medium' : 'low',
      confidence: stays && own ? 'medium' : 'low',
      techniques: ['T1070'],
      title: stays
        ? `The clock of ${name} goes back by ${span(back)}`
        : `${plural(found.length, 'record')} of ${name} ${found.length === 1 ? 'stands' : 'stand'} behind later ones`,
      explanation:
        `The file is appended to, so that its records follow in time; here one is dated earlier than what stands before it: ${shown.join('; ')}${found.length > 4 ? `; ${found.length - 4} more` : ''}. ` +
        (stays
          ? 'The records behind it go on from the earlier time, as when the clock was set back. '
          : shape === 'early'
            ? 'The records behind it go on from the later time, as when a record was put in, or written late. '
            : 'Only the one before it is ahead of its neighbours, as when its date was changed. ') +
        (own
          ? 'Ruled out within half an hour: a change of time zone or time server (ADM20655, ADM20651), a boot and an upgrade. The zone does not matter, for these times count from 1970. '
          : 'Ruled out: the hour at the end of summer time, and a boot or change of the clock that the administration log tells of. ') +
        `Innocent causes that remain: ${stays ? 'a time server that corrected a clock which was wrong, a virtual machine put back to a snapshot' : 'a process that waited before it wrote'}.`,
    },
  );
}

function watcher({ format }: WatchedLog): LogWatcher<Digest> {
  const digest: Digest = { records: 0, count: 0, falls: 0, steps: [], landmarks: [] };
  const landmarks = new Landmarks();
  const nodes = new Map<string, NodeClock>();
  const tolerance = format === 'vc0' || format === 'audit' ? MINUTE : SUMMER_TIME;
  return {
    record(record: LogRecord): void {
      landmarks.record(record);
      const { micros } = record;
      if (micros === undefined || record.ragged) return;
      digest.records++;
      const { node, host } = record.event.fields;
      const key = node ?? host ?? '';
      let clock = nodes.get(key);
      if (!clock) {
        if (nodes.size >= MOST_NODES) return;
        nodes.set(key, (clock = new NodeClock(key, tolerance)));
      }
      if (clock.falls(micros)) digest.falls++;
      const step = clock.met(placeOf(record, micros));
      if (!step) return;
      // A date without a year counts from when the file was written: a year too much is our own guess.
      if (record.event.fields.year === 'assumed' && step.before.micros - step.after.micros > YEAR) return;
      digest.count++;
      if (digest.steps.length < MOST) digest.steps.push(step);
    },
    end: () => ({ ...digest, landmarks: landmarks.found }),
  };
}

class NodeClock {
  readonly #node: string;
  readonly #tolerance: number;
  #latest: Place | undefined;
  /** What was the latest before it. */
  #earlier: Place | undefined;
  #early: Place | undefined;
  #run = 0;
  #last = Number.NEGATIVE_INFINITY;

  constructor(node: string, tolerance: number) {
    this.#node = node;
    this.#tolerance = tolerance;
  }

  /** True for a time earlier than the one asked before. */
  falls(micros: number): boolean {
    const isEarlier = micros < this.#last;
    this.#last = micros;
    return isEarlier;
  }

  /** Returns a step once it is known whether the clock stays back. */
  met(place: Place): Step | undefined {
    const latest = this.#latest;
    if (!latest || place.micros >= latest.micros - this.#tolerance) {
      const early = this.#early;
      this.#early = undefined;
      this.#run = 0;
      if (!latest || place.micros > latest.micros) [this.#earlier, this.#latest] = [latest, place];
      return early && latest && { node: this.#node, before: latest, after: early, shape: 'early' };
    }
    this.#early ??= place;
    if (++this.#run < STAY) return undefined;
    const after = this.#early;
    this.#early = undefined;
    this.#run = 0;
    const isAhead = this.#earlier !== undefined && after.micros >= this.#earlier.micros - this.#tolerance;
    this.#latest = place;
    this.#earlier = undefined;
    return { node: this.#node, before: latest, after, shape: isAhead ? 'ahead' : 'back' };
  }
}
