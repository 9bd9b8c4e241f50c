import type { LogRecord } from '../../artifacts/index.ts';
import type { LogClaim, LogDetector, LogWatcher } from '../log-detector.ts';
import { isWhole, list, type Place, placeOf } from './place.ts';
import { nameOf, tampering } from './statement.ts';

/** A stretch of a file in which a kind has records, but only such as a line editor passes over. */
interface Stretch {
  survivors: Place[];
  /** Records of all kinds in it. */
  between: number;
}

interface Kind {
  kind: string;
  /** Records with other lengths. */
  ordinary: number;
  /** The stretch with survivors that is longest in records, and the longest one besides it. */
  longest?: Stretch;
  second: number;
}

interface Digest {
  records: number;
  kinds: Kind[];
}

const MOST_KINDS = 600;
/** `\n`. */
const FEED = 0x0a;

/**
 * A record whose length has the low byte 0x0A holds a line feed in its framing. `sed` works by lines, so a pattern made
 * to take records out with their framing does not see it: where all others of its kind are gone, it stays.
 */
export function loneSurvivor(contentVersion: string): LogDetector<Digest> {
  return {
    name: 'log-lone-survivor',
    contentVersion,
    watch: ({ format, facts }) => (format === 'vc0' && isWhole(facts) ? watcher() : undefined),
    *conclude(digests): Generator<LogClaim> {
      for (const { log, digest } of digests) {
        const siblings = digests.filter((one) => one.log.series === log.series && one.log !== log);
        for (const { kind, ordinary, longest, second } of digest.kinds) {
          if (!longest) continue;
          // How often the kind comes elsewhere: in the rest of this file, and in the other files of this log.
          let outside = ordinary;
          let all = digest.records - longest.between;
          for (const { digest: other } of siblings) {
            outside += other.kinds.find((one) => one.kind === kind)?.ordinary ?? 0;
            all += other.records;
          }
          const expected = (outside / Math.max(1, all)) * longest.between;
          if (outside < 40 || expected < 25 || 3 * second > longest.between) continue;
          const name = nameOf(log);
          yield tampering('log-lone-survivor', contentVersion, log, longest.survivors, {
            kind,
            severity: 'medium',
            confidence: expected >= 60 ? 'medium' : 'low',
            techniques: ['T1070'],
            title: `Of ${kind} only records that a line editor cannot match are left in a part of ${name}`,
            explanation:
              `In a stretch of ${longest.between} records ${kind} should stand about ${Math.round(expected)} times, by its share elsewhere in this log; what stands there has a length word with the low byte 0x0A: ${list(longest.survivors)}. That byte is a line feed, at which sed and its kin end a line, so that a pattern which takes whole records out passes over these. By chance one record in 256 has it. ` +
              'Ruled out: a kind whose records all have that length, for elsewhere they do not, and a kind that pauses as long elsewhere. ' +
              'Innocent cause that remains: what these records tell of really became rare for that time.',
          });
        }
      }
    },
  };
}

function watcher(): LogWatcher<Digest> {
  const kinds = new Map<string, Follower>();
  let records = 0;
  return {
    record(record: LogRecord): void {
      const kind = record.event.fields.code;
      records++;
      if (kind === undefined || record.lengthWord === undefined) return;
      let follower = kinds.get(kind);
      if (!follower) {
        if (kinds.size >= MOST_KINDS) return;
        kinds.set(kind, (follower = new Follower()));
      }
      follower.met(record, records);
    },
    end: () => ({ records, kinds: [...kinds].map(([kind, follower]) => follower.end(kind, records)) }),
  };
}

class Follower {
  #ordinary = 0;
  #from = 0;
  #survivors: Place[] = [];
  #longest: Stretch | undefined;
  #second = 0;

  met(record: LogRecord, ordinal: number): void {
    if ((record.lengthWord! & 255) === FEED) {
      if (this.#survivors.length < 16) this.#survivors.push(placeOf(record, record.micros ?? 0));
      return;
    }
    this.#ordinary++;
    this.#close(ordinal);
    this.#from = ordinal;
  }

  /** A stretch without ordinary records ends. */
  #close(ordinal: number): void {
    const between = ordinal - this.#from - 1;
    if (this.#survivors.length > 0 && between > (this.#longest?.between ?? 0)) {
      this.#second = Math.max(this.#second, this.#longest?.between ?? 0);
      this.#longest = { survivors: this.#survivors, between };
    } else this.#second = Math.max(this.#second, between);
    this.#survivors = [];
  }

  end(kind: string, records: number): Kind {
    this.#close(records + 1);
    const found = { kind, ordinary: this.#ordinary, second: this.#second };
    return this.#longest ? { ...found, longest: this.#longest } : found;
  }
}
