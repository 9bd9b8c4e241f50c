import type { LogRecord } from '../../artifacts/index.ts';
import type { LogClaim, LogDetector, LogWatcher, WatchedLog } from '../log-detector.ts';
import { type Landmark, Landmarks, Life } from './landmarks.ts';
import { DAY, HOUR, isWhole, list, type Place, placeOf, plural, say } from './place.ts';
import { firstAtLeast } from './sorted.ts';
import { nameOf, tampering } from './statement.ts';

/** What the records of one node tell that only an administrator's act brings about, and the records of such acts. */
interface Rule {
  effect: string;
  /** The effect counts only when its first argument is not that of the one before. */
  changed?: true;
  causes: readonly string[];
  /** Microseconds within which the cause stands before the effect. */
  within: number;
  what: string;
  innocent: string;
}

const rules: readonly Rule[] = [
  {
    effect: 'SYS20412',
    changed: true,
    causes: ['ADM31438', 'ADM30408', 'ADM32111', 'SYS24258', 'SYS24259'],
    within: DAY,
    what: 'the software version changed',
    innocent: 'an upgrade or rollback at the console, or by a cluster peer',
  },
  {
    effect: 'SYS24258',
    causes: ['ADM32111'],
    within: DAY,
    what: 'the system was rolled back',
    innocent: 'a rollback at the console',
  },
  {
    effect: 'SYS20471',
    causes: ['SYS20470'],
    within: 6 * HOUR,
    what: 'a system snapshot was completed',
    innocent: 'a snapshot that took longer than six hours',
  },
  {
    effect: 'ADM31705',
    causes: ['ADM22668', 'AUT30684', 'AUT24412', 'ADM31274'],
    within: DAY,
    what: "an administrator's access to the REST interface was changed",
    innocent: 'a change pushed by a management server',
  },
  ...(['ADM20447', 'ADM24205', 'ADM20456', 'ADM24206', 'ADM20716', 'ADM20599', 'ADM20604'] as const).map(
    (effect): Rule => ({
      effect,
      causes: ['ADM22668', 'AUT30684', 'AUT24412', 'ADM23452', 'ADM31274', 'ADM31578'],
      within: DAY,
      what: 'an administrator acted',
      innocent: 'a session longer than a day, a change pushed by a management server or a cluster peer',
    }),
  ),
];

const effects = new Map<string, Rule[]>();
for (const rule of rules) effects.set(rule.effect, [...(effects.get(rule.effect) ?? []), rule]);
const causes = new Set(rules.flatMap((rule) => rule.causes));

interface Seen {
  code: string;
  node: string;
  /** First argument, where a change of it is what counts. */
  value?: string;
  place: Place;
}

interface Digest {
  first: number;
  last: number;
  effects: Seen[];
  causes: { code: string; micros: number }[];
  /** Codes the file has at all. */
  codes: string[];
  landmarks: Landmark[];
}

const MOST = 5000;

/**
 * Effects without the record of their cause. The cause may stand in another log than the effect, so it is missed only
 * where a log that has such records elsewhere covers the time before the effect.
 */
export function effectsWithoutCause(contentVersion: string): LogDetector<Digest> {
  return {
    name: 'log-effects',
    contentVersion,
    watch: ({ format, facts }) => (format === 'vc0' && isWhole(facts) ? watcher() : undefined),
    *conclude(digests): Generator<LogClaim> {
      const life = new Life(digests.map(({ digest }) => digest.landmarks));
      const acts = actsOf(digests.flatMap(({ digest }) => digest.causes));
      const unchanged = unchangedOf(digests.flatMap(({ digest }) => digest.effects));
      const node = localOf(digests.flatMap(({ digest }) => digest.effects));
      for (const { log, digest } of digests)
        for (const rule of rules) {
          // Administrators' acts stand in one log: where it has any, it would have this one.
          const kinds = rule.causes.some((code) => code.startsWith('ADM'))
            ? [...causes].filter((code) => !code.startsWith('SYS'))
            : rule.causes;
          const covering = digests.filter((one) => one.digest.codes.some((code) => kinds.includes(code)));
          const found = digest.effects.filter((effect) => {
            // A peer's administrator leaves his records on the peer.
            if (effect.code !== rule.effect || effect.node !== node || unchanged.has(effect)) return false;
            const { micros } = effect.place;
            const from = micros - rule.within;
            if (rule.causes.some((code) => isWithin(acts.get(code) ?? [], from, micros))) return false;
            return covering.some((one) => one.digest.first < from && one.digest.last > micros);
          });
          if (found.length > 0) yield claim(log, rule, found, life, contentVersion);
        }
    },
  };
}

/** When each kind of cause was recorded, sorted. */
function actsOf(all: readonly { code: string; micros: number }[]): Map<string, number[]> {
  const acts = new Map<string, number[]>();
  for (const { code, micros } of all) {
    const list = acts.get(code);
    if (list) list.push(micros);
    else acts.set(code, [micros]);
  }
  for (const list of acts.values()) list.sort((a, b) => a - b);
  return acts;
}

/** Whether one of some sorted numbers lies between two, both included. */
function isWithin(sorted: readonly number[], from: number, to: number): boolean {
  const low = firstAtLeast(sorted, from, (micros) => micros);
  return low < sorted.length && sorted[low]! <= to;
}

/** Of the effects that count only as a change, those with the same value as the one before on their node. */
function unchangedOf(seen: readonly Seen[]): Set<Seen> {
  const before = new Map<string, string>();
  const found = new Set<Seen>();
  for (const one of seen.filter(({ value }) => value !== undefined).sort((a, b) => a.place.micros - b.place.micros)) {
    const key = `${one.node}\t${one.code}`;
    if ((before.get(key) ?? one.value) === one.value) found.add(one);
    before.set(key, one.value!);
  }
  return found;
}

/** The node whose administration log this is: the one with the most effects. */
function localOf(seen: readonly Seen[]): string {
  const counts = new Map<string, number>();
  for (const { node } of seen) counts.set(node, (counts.get(node) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

function claim(log: WatchedLog, rule: Rule, found: Seen[], life: Life, contentVersion: string): LogClaim {
  const places = found.map(({ place }) => place);
  const off = life.within(places[0]!.micros - 30 * DAY, places[0]!.micros, ['silenced'])[0];
  return tampering('log-effect-without-cause', contentVersion, log, places, {
    severity: off ? 'informational' : 'low',
    confidence: 'low',
    techniques: ['T1070'],
    title: `${rule.effect} in ${nameOf(log)} without the record of its cause`,
    explanation:
      `${plural(found.length, 'record')} ${found.length === 1 ? 'tells' : 'tell'} that ${rule.what} (${rule.effect}: ${list(places)}), and no log has ${rule.causes.join(', ')} in the ${rule.within === DAY ? 'day' : `${rule.within / HOUR} hours`} before, though a log that has such records elsewhere covers that time. ` +
      (off ? `A log category was switched off at ${say(off.micros)} (${off.code}), which may explain it. ` : '') +
      `Consistent with a record that was cut out. Innocent causes that remain: ${rule.innocent}.`,
  });
}

function watcher(): LogWatcher<Digest> {
  const landmarks = new Landmarks();
  const digest: Digest = { first: Number.NaN, last: Number.NaN, effects: [], causes: [], codes: [], landmarks: [] };
  const codes = new Set<string>();
  return {
    record(record: LogRecord): void {
      landmarks.record(record);
      const { micros } = record;
      if (micros === undefined) return;
      if (!(micros >= digest.first)) digest.first = micros;
      if (!(micros <= digest.last)) digest.last = micros;
      const { code, node = '', arg1 = '' } = record.event.fields;
      if (code === undefined) return;
      if (causes.has(code)) {
        codes.add(code);
        if (digest.causes.length < MOST) digest.causes.push({ code, micros });
      }
      const asked = effects.get(code);
      if (!asked || digest.effects.length >= MOST) return;
      const value = asked.some((rule) => rule.changed) ? { value: arg1.slice(0, 80) } : {};
      digest.effects.push({ code, node, ...value, place: placeOf(record, micros) });
    },
    end: () => ({ ...digest, codes: [...codes], landmarks: landmarks.found }),
  };
}
