import type { Claim, Interval } from '../../model/index.ts';
import type { LogClaim, WatchedLog } from '../log-detector.ts';
import { duration } from '../survey/clock.ts';
import { type Episode, episodesOf, outcome, periodOf, type Scan, type ScanEvent, scansOf } from './scan-series.ts';

/** Gaps in the series from which on they are a habit of the device. */
const HABIT = 5;
/** Claims of one kind about one log. */
const MOST_CLAIMS = 20;

/** Scans that are missing between two. */
interface Gap {
  before: Scan;
  after: Scan;
  missed: number;
  restarts: number;
}

type Statement = Pick<Claim, 'about' | 'severity' | 'confidence' | 'title' | 'explanation' | 'techniques'> & {
  state?: Claim['state'];
  appeared?: Interval;
  removed?: Interval;
};

/** What one node's scans in one log show. */
export class ScanClaims {
  readonly #logs: WatchedLog[];
  readonly #events: ScanEvent[];
  readonly #alive: [number, number][];
  readonly #contentVersion: string;
  readonly #scans: Scan[];
  readonly #period: number | undefined;
  readonly #boots: ScanEvent[];

  constructor(logs: WatchedLog[], events: ScanEvent[], alive: [number, number][], contentVersion: string) {
    this.#logs = logs;
    this.#events = events;
    this.#alive = alive;
    this.#contentVersion = contentVersion;
    this.#scans = scansOf(events);
    this.#period = periodOf(this.#scans);
    this.#boots = events.filter((e) => e.kind === 'boot');
  }

  *all(): Generator<LogClaim> {
    yield* this.#changed();
    yield* this.#missed();
    yield* this.#brokenOff();
    yield* this.#blinded();
    yield* this.#external();
  }

  *#changed(): Generator<LogClaim> {
    const upgraded = (from: number, to: number): boolean => {
      const known = this.#boots
        .filter((b) => b.at <= from)
        .findLast((b) => b.versions)
        ?.versions?.at(-1);
      return this.#between(this.#boots, from, to).some(
        (b) => b.versions !== undefined && (known === undefined || b.versions.at(-1) !== known),
      );
    };
    for (const episode of episodesOf(this.#scans, upgraded).slice(0, MOST_CLAIMS)) yield this.#episode(episode);
  }

  #episode({ before, first, last, after, scans }: Episode): LogClaim {
    const more = (kind: 'new' | 'modified'): boolean =>
      (first.results[kind]?.count ?? 0) > (before.results[kind]?.count ?? 0);
    const found = more('new') || more('modified');
    const zero = first.results.matched?.count === 0;
    const booted = this.#between(this.#boots, before.start.at, first.start.at).length > 0;
    const bracket = duration((first.start.at - before.start.at) / 1e6);
    const back = after && outcome(after) === outcome(before);
    const ended = after
      ? ` It was so in ${scans === 1 ? 'one scan' : `${scans} scans`}, up to ${time(last.start.at)}; the scan of ${time(after.start.at)} says ${outcome(after)}${back ? ', as before' : ''}.`
      : ` It is so in ${scans === 1 ? 'the last scan' : `all ${scans} scans from then on`}, up to ${time(last.start.at)}.`;
    return this.#claim('integrity-scan-changed', [before, first, last, ...(after ? [after] : [])].flatMap(eventsOf), {
      about: 'tampering',
      state: back ? 'removed' : 'inferred',
      techniques: found ? ['T1554', 'T1505.003'] : ['T1562.001'],
      severity: found || zero ? 'high' : 'medium',
      confidence: booted ? 'low' : 'medium',
      title: found
        ? `The gateway's own integrity scans found files within ${bracket}`
        : `The results of the gateway's integrity scans changed within ${bracket}`,
      explanation:
        `The scan of ${time(before.start.at)} says ${outcome(before)}, as ${this.#runBefore(before)}; that of ${time(first.start.at)} says ${outcome(first)}.${ended} ` +
        `What changed did so between those two, ${bracket} apart. No start of another version of the software is logged in between${booted ? ', though the device did start' : ''}. ` +
        'The scan tells numbers, not names, and nothing of what lies outside its manifest. Innocent causes that remain: a hotfix, pages that an administrator customised, and an upgrade whose record is gone from the log.',
      appeared: this.#interval(before, first),
      ...(back && { removed: this.#interval(last, after) }),
    });
  }

  /** How many scans before this one say the same. */
  #runBefore(scan: Scan): string {
    const at = this.#scans.indexOf(scan);
    let from = at;
    while (from > 0 && (outcome(this.#scans[from - 1]!) ?? outcome(scan)) === outcome(scan)) from--;
    return at === from
      ? 'no scan before it does'
      : `${at - from} before it do, from ${time(this.#scans[from]!.start.at)}`;
  }

  *#missed(): Generator<LogClaim> {
    const period = this.#period;
    const gaps = period === undefined ? [] : this.#gaps(period);
    // A checker that often skips a scan has that habit: one gap of it says little.
    if (gaps.length <= HABIT) for (const gap of gaps) yield this.#gap(gap, period!);
    else
      yield this.#claim(
        'integrity-scan-missed',
        gaps.slice(0, MOST_CLAIMS).flatMap((g) => eventsOf(g.before)),
        {
          about: 'lead',
          state: 'inferred',
          techniques: ['T1562.001'],
          severity: 'low',
          confidence: 'low',
          title: `Integrity scans are often missing: ${gaps.length} gaps while the log goes on`,
          explanation: `Scans start every ${duration(period! / 1e6)} in this log, and ${gaps.length} times at least one is missing, the first behind ${time(gaps[0]!.before.start.at)}, the last behind ${time(gaps.at(-1)!.before.start.at)}. As often as that it looks like a habit of this device: busy, or filtered.`,
        },
      );
  }

  /** Where scans were due, the node went on logging, and no scan began. */
  #gaps(period: number): Gap[] {
    const found: Gap[] = [];
    for (let i = 1; i < this.#scans.length; i++) {
      const [before, after] = [this.#scans[i - 1]!, this.#scans[i]!];
      if (after.start.at - before.start.at < 1.75 * period) continue;
      let alive = 0;
      const last = Math.min(after.start.at - period / 2, before.start.at + 10_000 * period);
      for (let due = before.start.at + period; due < last; due += period)
        if (this.#wasAlive(due - period / 4, due + period / 4)) alive++;
      // A start of the device begins the period anew.
      const restarts = this.#between(this.#boots, before.start.at, after.start.at).length;
      if (alive > restarts) found.push({ before, after, missed: alive - restarts, restarts });
    }
    return found;
  }

  #gap({ before, after, missed, restarts }: Gap, period: number): LogClaim {
    const switched = this.#between(this.#optionRecords(), before.start.at - period, after.start.at);
    const weighty = missed >= 2 && switched.length === 0;
    return this.#claim('integrity-scan-missed', [...eventsOf(before), ...eventsOf(after), ...switched], {
      about: weighty ? 'tampering' : 'lead',
      state: 'inferred',
      techniques: ['T1562.001'],
      severity: weighty ? 'medium' : 'low',
      confidence: 'low',
      title: `${missed === 1 ? 'An integrity scan is' : `${missed} integrity scans are`} missing while the log goes on`,
      explanation:
        `Scans start every ${duration(period / 1e6)} in this log. Between ${time(before.start.at)} and ${time(after.start.at)} none did, though at ${missed === 1 ? '1 of the times' : `${missed} of the times`} when one was due the gateway went on logging. ` +
        `${switched.length > 0 ? 'An administrator changed the options of the checker, which explains it; ask who. ' : 'No record says that an administrator changed its options. '}` +
        `${restarts > 0 ? `The device started ${restarts === 1 ? 'once' : `${restarts} times`} in between, which is taken into account. ` : ''}Innocent causes that remain: a device too busy to scan, an upgrade under way, a category of the log that was filtered.`,
    });
  }

  /** True when the node wrote other records in that time. */
  #wasAlive(from: number, to: number): boolean {
    return this.#alive.some(([a, b]) => a <= to && b >= from);
  }

  *#brokenOff(): Generator<LogClaim> {
    const usual = this.#scans.filter((s) => s.finish).length;
    if (usual < this.#scans.length / 2) return;
    const broken = this.#scans.filter((scan, i) => {
      const next = this.#scans[i + 1];
      return next && !scan.finish && this.#between(this.#boots, scan.start.at, next.start.at).length === 0;
    });
    if (broken.length === 0) return;
    const weighty = broken.length >= 2;
    yield this.#claim('integrity-scan-broken-off', broken.slice(0, MOST_CLAIMS).flatMap(eventsOf), {
      about: weighty ? 'tampering' : 'lead',
      state: 'inferred',
      techniques: ['T1562.001'],
      severity: weighty ? 'medium' : 'low',
      confidence: 'low',
      title: `${broken.length === 1 ? 'An integrity scan was' : `${broken.length} integrity scans were`} begun and not finished`,
      explanation: `${usual} of the ${this.#scans.length} scans in this log say that they finished; ${broken.length === 1 ? 'one did not' : `${broken.length} did not`}, the first begun at ${time(broken[0]!.start.at)}, and the device did not start before the next one. Innocent causes that remain: a scan that overran the next one, a record lost when the log was rolled over.`,
    });
  }

  *#blinded(): Generator<LogClaim> {
    const bad = this.#events.filter((e) => e.kind === 'bad-manifest');
    if (bad.length === 0) return;
    yield this.#claim('integrity-manifest-bad', bad.slice(0, MOST_CLAIMS), {
      about: 'tampering',
      state: 'inferred',
      techniques: ['T1562.001', 'T1565.001'],
      severity: 'high',
      confidence: 'medium',
      title: 'The gateway says that its manifest is missing or bad',
      explanation: `${bad.length === 1 ? 'One record says' : `${bad.length} records say`} so, the first at ${time(bad[0]!.at)}: the checker did not find its manifest, or the signature did not fit. Of these codes only the vendor's short names are public. Innocent causes that remain: an update that was broken off, a failing disk.`,
    });
  }

  *#external(): Generator<LogClaim> {
    const periodic = this.#scans.filter((s) => (s.results.new?.count ?? 0) + (s.results.modified?.count ?? 0) > 0);
    for (const [i, begin] of this.#events.entries()) {
      if (begin.kind !== 'external-started') continue;
      const until = this.#events.findIndex(
        (e, j) => j > i && (e.kind === 'external-finished' || e.kind === 'external-started'),
      );
      const end = this.#events[until];
      const inside = this.#events.slice(i + 1, until < 0 ? undefined : until);
      if (end?.kind === 'external-started' || (!end && this.#alive.some(([, b]) => b > begin.at + 86_400e6)))
        yield this.#claim('integrity-external-broken-off', [begin], {
          about: 'lead',
          state: 'inferred',
          techniques: ['T1562.001'],
          severity: 'low',
          confidence: 'low',
          title: 'An external integrity check was begun and not finished',
          explanation: `It began at ${time(begin.at)} and no record says that it finished, though the log goes on for more than a day or another one began. A check that ends early is one of the published signs. Innocent cause that remains: somebody broke it off.`,
        });
      const results = inside.filter((e) => e.kind === 'new' || e.kind === 'modified');
      if (results.length >= 2 && results.every((e) => e.count === 0) && periodic.length >= 3)
        yield this.#claim('integrity-both-zero', [begin, ...results, ...(end ? [end] : [])], {
          about: 'lead',
          state: 'inferred',
          techniques: ['T1562.001'],
          severity: 'medium',
          confidence: 'low',
          title: 'An external integrity check found nothing at all where the periodic scans find some files',
          explanation: `The check of ${time(begin.at)} counts no new and no modified file; ${periodic.length} periodic scans in the same log count some, as healthy devices do. Published advice calls both counts being zero suspicious. Innocent cause that remains: the two checks may count differently.`,
        });
    }
  }

  #optionRecords(): ScanEvent[] {
    return this.#events.filter((e) => e.kind === 'options');
  }

  #between(events: readonly ScanEvent[], from: number, to: number): ScanEvent[] {
    return events.filter((e) => e.at > from && e.at < to);
  }

  #interval(from: Scan, to: Scan): Interval {
    return {
      notBefore: iso(from.start.at),
      notAfter: iso((to.finish ?? to.start).at),
      basis: [
        `The integrity scan of ${time(from.start.at)} still says ${outcome(from)}.`,
        `The integrity scan of ${time(to.start.at)} says ${outcome(to)}.`,
      ],
    };
  }

  /** The claim stands on the file that holds most of its records; only bytes of that one can be named. */
  #claim(rule: string, records: readonly ScanEvent[], { state, ...statement }: Statement): LogClaim {
    const times = records.map((r) => r.at).sort((a, b) => a - b);
    const basis = ['The first and the last of the records in the log that say so.'];
    const appeared: Interval = { notBefore: iso(times[0]!), notAfter: iso(times.at(-1)!), basis };
    const file = records.find((r) => r.kind !== 'boot')?.file ?? 0;
    const { format } = this.#logs[file]!;
    const zone = format === 'vc0' ? '' : ' Times are as the log states them.';
    return {
      log: this.#logs[file]!,
      bytes: records.filter((r) => r.file === file).map(({ offset, length }) => ({ offset, length })),
      claim: {
        rule: { id: rule, source: 'builtin', version: this.#contentVersion },
        actors: [],
        matched: [],
        ...(state && { state }),
        appeared,
        ...statement,
        explanation: `${statement.explanation}${zone}`,
      },
    };
  }
}

const eventsOf = ({ start, finish, results }: Scan): ScanEvent[] => [
  start,
  ...Object.values(results),
  ...(finish ? [finish] : []),
];

const iso = (micros: number): string => new Date(micros / 1000).toISOString();
const time = (micros: number): string => `${iso(micros).slice(0, 19)}Z`;
