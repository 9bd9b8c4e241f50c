import type { LogRecord } from '../../artifacts/index.ts';
import type { LogClaim, LogDetector, LogWatcher, WatchedLog } from '../log-detector.ts';
import { type Landmark, Landmarks, Life } from './landmarks.ts';
import { isWhole, list, type Place, placeOf, plural, SECOND } from './place.ts';
import { nameOf, tampering } from './statement.ts';

/** Records that stand out, and how many were asked. */
interface Odd {
  asked: number;
  /** Those that do as the others do. */
  usual: number;
  places: Place[];
}

interface Digest {
  /** The clock in field 18 against the one in field 1. */
  second: Odd;
  /** Microseconds that are exactly zero. */
  zero: Odd;
  landmarks: Landmark[];
}

const MOST = 64;
/** Seconds between the two clocks that are still the same moment, and that are certainly not. */
const SAME = 5;
const FAR = 120;

/**
 * The two clocks of a vc0 record, and its microseconds. Both checks let the file itself say what is usual: the second
 * clock counts only where nearly all records have the same time in it, and zeros only where nearly none have them.
 */
export function recordClocks(contentVersion: string): LogDetector<Digest> {
  return {
    name: 'log-record-clocks',
    contentVersion,
    watch: ({ format, facts }) => (format === 'vc0' && isWhole(facts) ? watcher() : undefined),
    *conclude(digests): Generator<LogClaim> {
      const life = new Life(digests.map(({ digest }) => digest.landmarks));
      const open = (places: readonly Place[]): Place[] =>
        places.filter(({ micros }) => life.near(micros, 30, ['boot', 'clock', 'upgrade']).length === 0);
      for (const { log, digest } of digests) {
        const { second, zero } = digest;
        const apart = second.asked >= 50 && second.usual >= 0.98 * second.asked ? open(second.places) : [];
        if (apart.length > 0) yield clocksApart(log, apart, second, contentVersion);
        const zeros = zero.asked >= 500 && zero.asked - zero.usual < 0.01 * zero.asked ? open(zero.places) : [];
        // Chance alone gives one in a million.
        if (zeros.length >= 2 + (4 * zero.asked) / 1e6) yield wholeSeconds(log, zeros, zero, contentVersion);
      }
    },
  };
}

function watcher(): LogWatcher<Digest> {
  const landmarks = new Landmarks();
  const second: Odd = { asked: 0, usual: 0, places: [] };
  const zero: Odd = { asked: 0, usual: 0, places: [] };
  const put = (odd: Odd, place: Place): void => {
    if (odd.places.length < MOST) odd.places.push(place);
  };
  return {
    record(record: LogRecord): void {
      landmarks.record(record);
      const { micros, event } = record;
      if (micros === undefined || event.time?.precision !== 'microsecond') return;
      zero.asked++;
      if (micros % SECOND === 0) put(zero, placeOf(record, micros));
      else zero.usual++;
      const other = event.fields.uid_time;
      if (other === undefined) return;
      second.asked++;
      const distance = Math.abs(Date.parse(other) / 1000 - Math.floor(micros / SECOND));
      if (distance <= SAME) second.usual++;
      else if (distance > FAR) put(second, placeOf(record, micros));
    },
    end: () => ({ second, zero, landmarks: landmarks.found }),
  };
}

function clocksApart(log: WatchedLog, places: Place[], { asked, usual }: Odd, contentVersion: string): LogClaim {
  return tampering('log-clocks-disagree', contentVersion, log, places, {
    severity: places.length >= 3 ? 'medium' : 'low',
    confidence: places.length >= 3 ? 'medium' : 'low',
    title: `${plural(places.length, 'record')} of ${nameOf(log)} ${places.length === 1 ? 'is' : 'are'} dated otherwise than ${places.length === 1 ? 'its' : 'their'} own second clock`,
    explanation:
      `A record holds its time twice, in its first field and in the identity that it was given. In ${usual} of ${asked} records of this file the two are within ${SAME} seconds; in ${list(places)} they are more than ${FAR} seconds apart. An editor who changes a date changes the first, which is the one that is shown. ` +
      'Ruled out within half an hour: a boot, an upgrade, a change of time zone or time server. What the identity holds is known from one public description only. ' +
      'Innocent causes that remain: a record that waited long before it was written, a clock that was corrected without a record of it.',
  });
}

function wholeSeconds(log: WatchedLog, places: Place[], { asked, usual }: Odd, contentVersion: string): LogClaim {
  return tampering('log-whole-second', contentVersion, log, places, {
    severity: 'low',
    confidence: places.length >= 3 ? 'medium' : 'low',
    title: `${plural(places.length, 'record')} of ${nameOf(log)} ${places.length === 1 ? 'is' : 'are'} dated to a whole second`,
    explanation:
      `${usual} of ${asked} records of this file have microseconds; ${list(places)} ${places.length === 1 ? 'has' : 'have'} exactly zero, which chance gives one record in a million. The device writes zeros in the first minutes of a boot only, and no boot is near. ` +
      'Consistent with a record written by hand. Innocent cause that remains: a writer of the device that counts whole seconds.',
  });
}
