import type { LogRecord } from '../../artifacts/index.ts';
import type { LogClaim, LogDetector, LogWatcher, WatchedLog } from '../log-detector.ts';
import { isWhole, list, type Place, placeOf, plural } from './place.ts';
import { nameOf, tampering } from './statement.ts';

/** Two neighbouring records between whose numbers some are missing. */
interface Jump {
  before: Place;
  after: Place;
  missing: number;
}

interface Digest {
  /** Of each number that records carry: neighbours asked, those that follow by 0 or 1, jumps. */
  counters: { name: string; asked: number; follow: number; jumps: Jump[] }[];
}

const MOST = 200;
/** A counter that goes so far at once was started anew. */
const FAR = 100_000;
const MOST_STREAMS = 4096;
/** Behind so many records it is asked whether anything counts at all. */
const ASKED = 2000;

/**
 * Numbers that records count themselves by: the serial number of the audit system, the request number of uwsgi, and the
 * numbers in field 18 of a vc0 record, of which nobody has said what they count. The file decides: a number is a counter
 * when nearly every record has the next one. Missing numbers then are missing records.
 */
export function counterHoles(contentVersion: string): LogDetector<Digest> {
  return {
    name: 'log-counter',
    contentVersion,
    watch: (log) =>
      ['vc0', 'audit', 'web-access'].includes(log.format) && isWhole(log.facts) ? watcher(log) : undefined,
    *conclude(digests): Generator<LogClaim> {
      for (const { log, digest } of digests) {
        const best = digest.counters
          .filter(({ asked, follow }) => asked >= 100 && follow >= 0.98 * asked)
          .sort((a, b) => b.follow / b.asked - a.follow / a.asked)[0];
        if (!best || best.jumps.length === 0) continue;
        const missing = best.jumps.reduce((sum, jump) => sum + jump.missing, 0);
        const shown = best.jumps
          .slice(0, 4)
          .map(({ before, after, missing: n }) => `${n} between ${list([before])} and ${list([after])}`);
        yield tampering(
          'log-counter-hole',
          contentVersion,
          log,
          best.jumps.flatMap(({ before, after }) => [before, after]),
          {
            severity: 'low',
            confidence: 'low',
            techniques: ['T1070'],
            title: `${plural(missing, 'number')} missing from the records of ${nameOf(log)}`,
            explanation:
              `The ${best.name} goes up by one from record to record (${best.follow} of ${best.asked} neighbours in this file), but ${missing === 1 ? 'one is' : `${missing} are`} missing: ${shown.join('; ')}${best.jumps.length > 4 ? `; and ${best.jumps.length - 4} more places` : ''}. ` +
              `Ruled out: a counter that began anew, and damage, for both records are whole. Innocent causes that remain: ${innocent[log.format]}.`,
          },
        );
      }
    },
  };
}

const innocent: Record<string, string> = {
  vc0: 'what this number counts is not publicly known, so that it may also count what is never written to this log',
  audit: 'audit rules that exclude records, a backlog that overflowed, a rate limit',
  'web-access': 'requests that the server was told not to log, a worker that died before it wrote',
};

function watcher(log: WatchedLog): LogWatcher<Digest> {
  const names =
    log.format === 'vc0'
      ? ['first number behind the time in field 18', 'second number behind the time in field 18']
      : [log.format === 'audit' ? 'serial number' : 'number of the request'];
  const counters = names.map((name) => ({ name, asked: 0, follow: 0, jumps: [] as Jump[] }));
  const streams = new Map<string, { number: number; place: Place }>();
  /** Nothing in this file counts: most files have no such number. */
  let given = false;
  let records = 0;
  return {
    record(record: LogRecord): void {
      const { micros, ragged } = record;
      if (given || micros === undefined || ragged) return;
      if (++records % ASKED === 0 && counters.every(({ asked, follow }) => follow < asked / 2)) {
        given = true;
        streams.clear();
        return;
      }
      for (const [i, [stream, number]] of numbersOf(record).entries()) {
        const key = `${i} ${stream}`;
        const last = streams.get(key);
        if (!last && streams.size >= MOST_STREAMS) continue;
        const place = placeOf(record, micros);
        streams.set(key, { number, place });
        if (!last) continue;
        const counter = counters[i]!;
        const step = number - last.number;
        // A counter that began anew says nothing of what was before.
        if (step < 0 || step > FAR) continue;
        counter.asked++;
        if (step <= 1) counter.follow += log.format === 'vc0' && step === 0 ? 0 : 1;
        else if (counter.jumps.length < MOST)
          counter.jumps.push({ before: last.place, after: place, missing: step - 1 });
      }
    },
    end: () => ({ counters: given ? [] : counters }),
  };
}

/** The numbers of a record, each with the name of who counts; none where they are no numbers. */
function numbersOf({ event: { source, sequence, fields } }: LogRecord): [stream: string, number: number][] {
  if (source !== 'vc0') return sequence === undefined ? [] : [[fields.node ?? fields.host ?? '', sequence]];
  const { uid = '', node = '' } = fields;
  const second = uid.lastIndexOf('_');
  const first = uid.lastIndexOf('_', second - 1);
  if (second <= 0) return [];
  const [a, b] = [uid.slice(first + 1, second), uid.slice(second + 1)];
  if (!isNumber(a) || !isNumber(b)) return [];
  // One of the two may name the process that counts with the other.
  return [
    [`${node} ${b}`, Number(a)],
    [`${node} ${a}`, Number(b)],
  ];
}

const isNumber = (text: string): boolean => text.length <= 9 && /^\d+$/.test(text);
