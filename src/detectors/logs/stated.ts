import type { LogRecord } from '../../artifacts/index.ts';
import type { LogClaim, LogDetector, LogWatcher, WatchedLog } from '../log-detector.ts';
import { type Landmark, Landmarks, Life } from './landmarks.ts';
import { DAY, HOUR, isWhole, list, MINUTE, type Place, placeOf, plural, say, span } from './place.ts';
import { type Statement, tampering } from './statement.ts';

/** A record in which the gateway itself says that evidence was taken away. */
interface Stated extends Place {
  code: string;
  /** The first arguments. */
  about: string;
  user: string;
  ip: string;
  /** True for the first record of its file. */
  first: boolean;
}

interface Digest {
  stated: Stated[];
  landmarks: Landmark[];
}

const MOST = 500;
const watched = new Set([
  'ADM20599',
  'ADM20604',
  'ADM20603',
  'ADM20601',
  'ADM20600',
  'SYS31013',
  'SYS20473',
  'SYS30818',
  'SYS23048',
]);

/** Formats that carry message codes: the gateway's own, and its records as sent by syslog. */
const formats = new Set(['vc0', 'welf', 'syslog', 'pulse-text']);

/**
 * What the gateway records openly: logs cleared, log categories and syslog servers switched off, snapshots deleted. These
 * records are no proof of bad intent, but they say who did it and when.
 */
export function statedRemovals(contentVersion: string): LogDetector<Digest> {
  return {
    name: 'log-stated',
    contentVersion,
    watch: ({ format, facts }) => (formats.has(format) && isWhole(facts) ? watcher() : undefined),
    *conclude(digests): Generator<LogClaim> {
      const life = new Life(digests.map(({ digest }) => digest.landmarks));
      const all = digests.flatMap(({ digest }) => digest.stated).sort((a, b) => a.micros - b.micros);
      for (const { log, digest } of digests) {
        const of = (...codes: string[]): Stated[] => digest.stated.filter(({ code }) => codes.includes(code));
        // A log may hold any number of them: one finding of a kind, with the first as its evidence.
        for (const [code, tell] of [
          ['ADM20599', cleared],
          ['ADM20604', silenced],
          ['ADM20601', removed],
        ] as const) {
          const records = of(code);
          if (records.length > 0) yield tell(log, records, { all, life, contentVersion });
        }
        const snapshots = of('SYS31013', 'SYS20473', 'SYS30818');
        if (snapshots.length > 0) yield deleted(log, snapshots, contentVersion);
      }
    },
  };
}

function watcher(): LogWatcher<Digest> {
  const landmarks = new Landmarks();
  const stated: Stated[] = [];
  let records = 0;
  return {
    record(record: LogRecord): void {
      landmarks.record(record);
      records++;
      const { code, user = '', source_ip: ip = '', arg1 = '', arg2 = '' } = record.event.fields;
      if (code === undefined || !watched.has(code) || record.micros === undefined || stated.length >= MOST) return;
      const about = [arg1, arg2]
        .filter((text) => text !== '')
        .join(', ')
        .slice(0, 120);
      stated.push({ ...placeOf(record, record.micros), code, about, user, ip, first: records === 1 });
    },
    end: () => ({ stated, landmarks: landmarks.found }),
  };
}

const who = ({ user, ip }: Stated): string => `${user || 'an administrator'}${ip === '' ? '' : ` from ${ip}`}`;

/** What a statement needs to know beside its records. */
interface Around {
  /** Records of every log, by time. */
  all: readonly Stated[];
  life: Life;
  contentVersion: string;
}

function cleared(log: WatchedLog, records: readonly Stated[], { life, contentVersion }: Around): LogClaim {
  const reasons = records.map((record) => reasonOf(record, life));
  const unexplained = records.filter((_, i) => reasons[i] === undefined);
  const [record] = unexplained.length > 0 ? unexplained : records;
  const reason = reasons[records.indexOf(record!)];
  const times = records.length === 1 ? '' : ` ${atLeast(records)} times, at first`;
  return tampering('log-cleared', contentVersion, log, [record!, ...records.filter((other) => other !== record)], {
    severity: reason ? 'low' : 'medium',
    confidence: reason ? 'low' : 'medium',
    techniques: ['T1070.001'],
    title: `Log cleared${times} by ${record!.user || 'an administrator'}${record!.about === '' ? '' : `: ${record!.about}`}`,
    explanation:
      `The gateway records that ${who(record!)} cleared a log (ADM20599, ${record!.about || 'which one is not said'}) at ${say(record!.micros)}. ` +
      (record!.first ? 'It is the first record of its file: what stood there before is gone from this file. ' : '') +
      (reason ??
        'Neither an archive of it (ARC22056) within the hour nor a full log (SYS23041) within two days explains it. ') +
      (records.length > 1
        ? `Of ${atLeast(records)} such records, ${unexplained.length} have neither explanation (${list(records)}). `
        : '') +
      'An administrator may clear logs on the administration page; ask who did, and whether the address is theirs. Copies may remain in free space and at a syslog server.',
  });
}

/** Why a log was cleared, as far as other records tell. */
function reasonOf(record: Stated, life: Life): string | undefined {
  const named = (about: string | undefined): boolean =>
    about !== undefined && record.about !== '' && about.slice(0, 5) === record.about.slice(0, 5);
  const archived = life.within(record.micros - HOUR, record.micros + MINUTE, ['archived'])[0];
  if (archived) return `The log had been archived at ${say(archived.micros)} (${archived.code}): look for that copy. `;
  const full = life.within(record.micros - 2 * DAY, record.micros, ['full']).find(({ about }) => named(about));
  return full && `It was nearly full (${full.code}, ${say(full.micros)}), which is a reason to empty it. `;
}

function silenced(log: WatchedLog, records: readonly Stated[], { all, contentVersion }: Around): LogClaim {
  const backs = new Map<string, Stated>();
  // The last of each category: the ones before were followed by others of the kind.
  for (const one of all) if (one.code === 'ADM20603') backs.set(one.about, one);
  const [record] = records;
  const back = all.find(
    ({ code, about, micros }) => code === 'ADM20603' && about === record!.about && micros > record!.micros,
  );
  const off = records.filter(({ about, micros }) => !((backs.get(about)?.micros ?? 0) > micros)).length;
  const times = records.length === 1 ? '' : ` ${atLeast(records)} times, at first`;
  return tampering('log-category-off', contentVersion, log, records, {
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1562.008'],
    title: `Log category switched off${times}${record!.about === '' ? '' : `: ${record!.about}`}`,
    explanation:
      `${who(record!)} switched off what the gateway logs (ADM20604, ${record!.about || 'which category is not said'}) at ${say(record!.micros)}. ` +
      (back
        ? `It was switched on again ${span(back.micros - record!.micros)} later; what happened in between was not logged. `
        : 'No record tells that it was switched on again. ') +
      (records.length > 1
        ? `There are ${atLeast(records)} such records (${list(records)}); after ${off} of them none tells that the category was switched on again. `
        : '') +
      'Innocent cause: an administrator who has too many records of that kind.',
  });
}

function removed(log: WatchedLog, records: readonly Stated[], { all, contentVersion }: Around): LogClaim {
  const added = all.filter(({ code }) => code === 'ADM20600');
  const replacing = (record: Stated): Stated | undefined => oneNear(added, record.micros, 15 * MINUTE);
  const alone = records.filter((record) => replacing(record) === undefined);
  const record = alone[0] ?? records[0]!;
  const other = replacing(record);
  const times = records.length === 1 ? '' : ` ${atLeast(records)} times, at first`;
  const statement: Statement = {
    severity: other ? 'informational' : 'low',
    confidence: 'medium',
    techniques: ['T1562.008'],
    title: `Syslog server removed${times}${record.about === '' ? '' : `: ${record.about}`}`,
    explanation:
      `${who(record)} removed a syslog server (ADM20601, ${record.about || 'which one is not said'}) at ${say(record.micros)}; from then on it got no copy. ` +
      (other
        ? `Within a quarter of an hour another one was added (${other.about}), as when a server is replaced. `
        : '') +
      (records.length > 1
        ? `There are ${atLeast(records)} such records (${list(records)}), ${alone.length} of them without another server added near them. `
        : '') +
      'Innocent cause: a syslog server that was given up. What it has received until then cannot be edited from the gateway: ask for it.',
  };
  const rest = records.filter((one) => one !== record);
  return tampering('log-syslog-removed', contentVersion, log, [record, ...(other ? [other] : []), ...rest], statement);
}

/** A record that is less than so far from a moment, of records by time. */
function oneNear(sorted: readonly Stated[], moment: number, apart: number): Stated | undefined {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.micros < moment - apart) low = middle + 1;
    else high = middle;
  }
  const found = sorted[low];
  return found && found.micros < moment + apart ? found : undefined;
}

/** How many there are; of a log that holds more than are kept, at least so many. */
const atLeast = ({ length }: readonly Stated[]): string => `${length >= MOST ? 'at least ' : ''}${length}`;

function deleted(log: WatchedLog, records: readonly Stated[], contentVersion: string): LogClaim {
  return tampering('log-snapshots-deleted', contentVersion, log, records, {
    severity: 'low',
    confidence: 'low',
    techniques: ['T1070.004'],
    title: `${plural(records.length, 'snapshot')} deleted`,
    explanation: `The gateway records that ${plural(records.length, 'snapshot')} of its state or of a crashed process ${records.length === 1 ? 'was' : 'were'} deleted (${list(records)}). Intruders have emptied the folders of state dumps and core files. Innocent cause: the gateway and its administrators delete old ones to make room.`,
  });
}
