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
        for (const record of of('ADM20599')) yield cleared(log, record, life, contentVersion);
        for (const record of of('ADM20604')) yield silenced(log, record, all, contentVersion);
        for (const record of of('ADM20601')) yield removed(log, record, all, contentVersion);
        const snapshots = of('SYS31013', 'SYS30818');
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

function cleared(log: WatchedLog, record: Stated, life: Life, contentVersion: string): LogClaim {
  const named = (about: string | undefined): boolean =>
    about !== undefined && record.about !== '' && about.slice(0, 5) === record.about.slice(0, 5);
  const full = life.within(record.micros - 2 * DAY, record.micros, ['full']).find(({ about }) => named(about));
  const archived = life.within(record.micros - HOUR, record.micros + MINUTE, ['archived'])[0];
  const explained = full ?? archived;
  const reason = archived
    ? `The log had been archived at ${say(archived.micros)} (${archived.code}): look for that copy. `
    : full
      ? `It was nearly full (${full.code}, ${say(full.micros)}), which is a reason to empty it. `
      : 'Neither an archive of it (ARC22056) within the hour nor a full log (SYS23041) within two days explains it. ';
  return tampering('log-cleared', contentVersion, log, [record], {
    severity: explained ? 'low' : 'medium',
    confidence: explained ? 'low' : 'medium',
    techniques: ['T1070.001'],
    title: `Log cleared by ${record.user || 'an administrator'}${record.about === '' ? '' : `: ${record.about}`}`,
    explanation:
      `The gateway records that ${who(record)} cleared a log (ADM20599, ${record.about || 'which one is not said'}) at ${say(record.micros)}. ` +
      (record.first ? 'It is the first record of its file: what stood there before is gone from this file. ' : '') +
      reason +
      'An administrator may clear logs on the administration page; ask who did, and whether the address is theirs. Copies may remain in free space and at a syslog server.',
  });
}

function silenced(log: WatchedLog, record: Stated, all: readonly Stated[], contentVersion: string): LogClaim {
  const back = all.find(
    ({ code, about, micros }) => code === 'ADM20603' && about === record.about && micros > record.micros,
  );
  return tampering('log-category-off', contentVersion, log, [record], {
    severity: 'low',
    confidence: 'medium',
    techniques: ['T1562.008'],
    title: `Log category switched off${record.about === '' ? '' : `: ${record.about}`}`,
    explanation:
      `${who(record)} switched off what the gateway logs (ADM20604, ${record.about || 'which category is not said'}) at ${say(record.micros)}. ` +
      (back
        ? `It was switched on again ${span(back.micros - record.micros)} later; what happened in between was not logged. `
        : 'No record tells that it was switched on again. ') +
      'Innocent cause: an administrator who has too many records of that kind.',
  });
}

function removed(log: WatchedLog, record: Stated, all: readonly Stated[], contentVersion: string): LogClaim {
  const other = all.find(({ code, micros }) => code === 'ADM20600' && Math.abs(micros - record.micros) < 15 * MINUTE);
  const statement: Statement = {
    severity: other ? 'informational' : 'low',
    confidence: 'medium',
    techniques: ['T1562.008'],
    title: `Syslog server removed${record.about === '' ? '' : `: ${record.about}`}`,
    explanation:
      `${who(record)} removed a syslog server (ADM20601, ${record.about || 'which one is not said'}) at ${say(record.micros)}; from then on it got no copy. ` +
      (other
        ? `Within a quarter of an hour another one was added (${other.about}), as when a server is replaced. `
        : '') +
      'Innocent cause: a syslog server that was given up. What it has received until then cannot be edited from the gateway: ask for it.',
  };
  return tampering('log-syslog-removed', contentVersion, log, [record, ...(other ? [other] : [])], statement);
}

function deleted(log: WatchedLog, records: readonly Stated[], contentVersion: string): LogClaim {
  return tampering('log-snapshots-deleted', contentVersion, log, records, {
    severity: 'low',
    confidence: 'low',
    techniques: ['T1070.004'],
    title: `${plural(records.length, 'snapshot')} deleted`,
    explanation: `The gateway records that ${plural(records.length, 'snapshot')} of its state or of a crashed process ${records.length === 1 ? 'was' : 'were'} deleted (${list(records)}). Intruders have emptied the folders of state dumps and core files. Innocent cause: the gateway and its administrators delete old ones to make room.`,
  });
}
