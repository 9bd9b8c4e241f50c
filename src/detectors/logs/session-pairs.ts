import type { LogRecord } from '../../artifacts/index.ts';
import type { LogClaim, LogDetector, LogWatcher, WatchedLog } from '../log-detector.ts';
import { type Landmark, Landmarks, Life } from './landmarks.ts';
import { DAY, HOUR, isWhole, list, type Place, placeOf, plural, say, span } from './place.ts';
import { nameOf, tampering } from './statement.ts';

/** Which records begin a session, and which tell that one ended. */
interface Family {
  name: string;
  starts: ReadonlySet<string>;
  ends: ReadonlySet<string>;
}

const families: readonly Family[] = [
  {
    name: 'session',
    starts: new Set(['AUT32033', 'AUT31504', 'AUT24414', 'AUT24326']),
    ends: new Set(['AUT31829', 'AUT31951', 'AUT22673', 'AUT20914', 'AUT22886', 'AUT20915']),
  },
  { name: 'tunnel', starts: new Set(['NWC23464']), ends: new Set(['NWC23465']) },
  {
    name: 'administrator session',
    starts: new Set(['ADM22668', 'AUT30684', 'AUT24412', 'ADM23452']),
    ends: new Set(['ADM22671']),
  },
];

interface Unpaired {
  family: string;
  user: string;
  code: string;
  node: string;
  place: Place;
}

/** How the ends of one kind fare in a file. */
interface Fate {
  family: string;
  code: string;
  paired: number;
  unpaired: number;
}

interface Digest {
  fates: Fate[];
  unpaired: Unpaired[];
  /** Microseconds that 49 in 50 sessions do not exceed. */
  usual: number;
  first: number;
  landmarks: Landmark[];
}

const MOST = 1000;
const MOST_USERS = 5000;
/** Sessions of one user that are open at once. */
const MOST_OPEN = 32;
/** Lengths of sessions that are remembered. */
const MOST_LENGTHS = 5000;

/**
 * Ends of sessions without a beginning. An intruder who takes out the records with his address leaves what the system
 * writes in its own name. Only a kind of end that nearly always has its beginning in this very file counts, and only
 * behind the first days of the file, in which sessions from before it end.
 */
export function sessionPairs(contentVersion: string): LogDetector<Digest> {
  return {
    name: 'log-session-pairs',
    contentVersion,
    watch: ({ format, facts }) => (format === 'vc0' && isWhole(facts) ? watcher() : undefined),
    *conclude(digests): Generator<LogClaim> {
      const life = new Life(digests.map(({ digest }) => digest.landmarks));
      for (const { log, digest } of digests) yield* unpairedOf(log, digest, life, contentVersion);
    },
  };
}

function* unpairedOf(log: WatchedLog, digest: Digest, life: Life, contentVersion: string): Generator<LogClaim> {
  const grace = Math.max(3 * DAY, 2 * digest.usual);
  const steady = new Set(
    digest.fates
      .filter(({ paired, unpaired }) => paired >= 20 && unpaired <= 0.05 * (paired + unpaired))
      .map(({ family, code }) => `${family} ${code}`),
  );
  for (const { name } of families) {
    const found = digest.unpaired.filter(
      (one) => one.family === name && steady.has(`${name} ${one.code}`) && one.place.micros > digest.first + grace,
    );
    if (found.length === 0) continue;
    const users = [...new Set(found.map(({ user }) => user))];
    const places = found.map(({ place }) => place);
    const off = life.within(digest.first - 30 * DAY, places[0]!.micros, ['silenced']).at(-1);
    // One session has several records of its end: logout and deletion count once.
    const sessions = distinct(found);
    yield tampering('log-session-unpaired', contentVersion, log, places, {
      severity: off ? 'informational' : sessions >= 3 ? 'medium' : 'low',
      confidence: off || sessions < 3 ? 'low' : 'medium',
      techniques: ['T1070'],
      title: `${plural(sessions, name)} in ${nameOf(log)} ${sessions === 1 ? 'ends' : 'end'} without having begun`,
      explanation:
        `${plural(found.length, 'record')} (${[...new Set(found.map(({ code }) => code))].join(', ')}) ${found.length === 1 ? 'tells' : 'tell'} the end of a ${name} of ${users.slice(0, 5).join(', ')}${users.length > 5 ? ` and ${users.length - 5} more` : ''}, and no record in this file tells its beginning: ${list(places)}. ` +
        `Of the other ends of these kinds at least 19 in 20 have their beginning here. Of the sessions of the file 49 in 50 lasted ${span(digest.usual)} at most; what ended within ${span(grace)} from its first record (${say(digest.first)}) was not asked, so that neither rotation nor a session from before the log is the cause. ` +
        (off ? `A log category was switched off at ${say(off.micros)} (${off.code}), which may explain it. ` : '') +
        'Consistent with records of the beginning that were cut out or held back. Innocent causes that remain: a session taken over from another node of a cluster, a login by a way that none of these records tells of.',
    });
  }
}

/** Ends of one user within a minute belong to one session. */
function distinct(found: readonly Unpaired[]): number {
  const last = new Map<string, number>();
  let count = 0;
  for (const { user, place } of [...found].sort((a, b) => a.place.micros - b.place.micros)) {
    const known = last.get(user);
    if (known === undefined || place.micros - known > HOUR / 60) count++;
    last.set(user, place.micros);
  }
  return count;
}

function watcher(): LogWatcher<Digest> {
  const landmarks = new Landmarks();
  const users = new Map<string, Sessions>();
  const fates = new Map<string, Fate>();
  const unpaired: Unpaired[] = [];
  let first: number | undefined;
  const lengths: number[] = [];
  return {
    record(record: LogRecord): void {
      landmarks.record(record);
      const { micros } = record;
      const { code, user, realm = '', node = '' } = record.event.fields;
      if (micros === undefined) return;
      first ??= micros;
      if (code === undefined || user === undefined) return;
      for (const { name, starts, ends } of families) {
        const isStart = starts.has(code);
        if (!isStart && !ends.has(code)) continue;
        const key = `${name}\t${user}\t${realm}`;
        let sessions = users.get(key);
        if (!sessions) {
          if (users.size >= MOST_USERS) return;
          users.set(key, (sessions = new Sessions(ends)));
        }
        if (isStart) {
          sessions.start(code, micros);
          continue;
        }
        const began = sessions.end(code);
        const fate = fates.get(`${name} ${code}`) ?? { family: name, code, paired: 0, unpaired: 0 };
        fates.set(`${name} ${code}`, fate);
        if (began !== undefined) {
          fate.paired++;
          if (lengths.length < MOST_LENGTHS) lengths.push(micros - began);
        } else {
          fate.unpaired++;
          if (unpaired.length < MOST) unpaired.push({ family: name, user, code, node, place: placeOf(record, micros) });
        }
      }
    },
    end() {
      lengths.sort((a, b) => a - b);
      const usual = lengths[Math.floor(lengths.length * 0.98)] ?? 0;
      return { fates: [...fates.values()], unpaired, usual, first: first ?? 0, landmarks: landmarks.found };
    },
  };
}

/**
 * The sessions of one user. Several kinds of record tell one beginning and several one end, so each kind of end has a
 * balance of its own against each kind of beginning, and an end lacks its beginning only when every balance is empty.
 * An end takes the latest beginning: one whose end was never told must not stand in for others.
 */
class Sessions {
  /** By kind of end, then by kind of beginning: when the sessions that are still open began. */
  readonly #open = new Map<string, Map<string, number[]>>();

  constructor(ends: ReadonlySet<string>) {
    for (const code of ends) this.#open.set(code, new Map());
  }

  start(code: string, micros: number): void {
    for (const starts of this.#open.values()) {
      const list = starts.get(code);
      if (!list) starts.set(code, [micros]);
      else if (list.push(micros) > MOST_OPEN) list.shift();
    }
  }

  /** When the session began that ends now, or undefined when none did. */
  end(code: string): number | undefined {
    let began: number | undefined;
    for (const list of this.#open.get(code)?.values() ?? []) {
      const last = list.pop();
      if (last !== undefined) began = Math.max(began ?? last, last);
    }
    return began;
  }
}
