import type { SnapshotHead, SnapshotItem } from '../../artifacts/index.ts';
import { byText, type Claim, type EntryFacts, type Interval } from '../../model/index.ts';
import type { EntryDetector } from '../detector.ts';
import { fileName, isProgram, isVendorProgram } from '../survey/places.ts';
import type { DiskNow } from './disk.ts';
import { type ListedState, ListingHistory, type PathHistory, type Place } from './history.ts';
import { type Running, runningOf } from './running.ts';

/** A claim that a series of snapshots makes about a path. */
export interface SnapshotClaim {
  claim: Claim;
  path: string;
  /** As last listed. */
  state?: ListedState;
  gone: boolean;
  /** The lines it rests on. */
  places: Place[];
}

/** Vendor programs that change between two snapshots of one version before it looks like a hotfix. */
const TOGETHER = 40;
/** The same when a version is not known. */
const UNKNOWN_VERSION = 8;
/** Claims of one rule. */
const MOST = 200;

const SCRIPT = /\.(?:cgi|pl|pm|py|php|jsp|sh|thtml)$/;
const isWebScript = (path: string): boolean => path.startsWith('/home/webserver/htdocs/') && SCRIPT.test(path);
const isHidden = (path: string): boolean => /^\/(?:home|data|var\/tmp)\//.test(path) && fileName(path).startsWith('.');

/** What happened between one snapshot and the next. */
interface Step {
  changed: number;
  otherVersion: boolean;
  version?: string;
}

type Statement = Pick<Claim, 'about' | 'techniques' | 'severity' | 'confidence' | 'title' | 'explanation' | 'state'> & {
  appeared?: Interval | undefined;
  removed?: Interval | undefined;
};

/**
 * The snapshots of one node, oldest first, as a history of what was there: a file that was listed once and later not
 * was removed, whoever reads the disk today. Handed item after item; keeps the changes only.
 */
export class SnapshotSeries {
  readonly #heads: SnapshotHead[] = [];
  readonly #versions: (string | undefined)[] = [];
  readonly #listing = new ListingHistory();
  readonly #running = new Map<string, Running>();
  /** Paths that indicators speak of. */
  readonly #listed = new Map<string, Claim[]>();
  readonly #asked = new Set<string>();
  readonly #indicators: EntryDetector;
  readonly #contentVersion: string;
  readonly #writable: Place[] = [];
  /** Place behind the last snapshot, when the disk is compared. */
  #disk: number | undefined;
  /** Claims that were too many. */
  left = 0;

  /** @param indicators asked of the name and path of everything listed */
  constructor(indicators: EntryDetector, contentVersion: string) {
    this.#indicators = indicators;
    this.#contentVersion = contentVersion;
  }

  /** Paths of listings that were too many to be remembered. */
  get forgotten(): number {
    return this.#listing.left;
  }

  begin(head: SnapshotHead): void {
    this.#heads.push(head);
    this.#versions.push(undefined);
    this.#listing.begin();
  }

  item(item: SnapshotItem): void {
    const snapshot = this.#heads.length - 1;
    const place = (): Place => ({ snapshot, offset: item.offset, length: item.length });
    if (item.kind === 'version') this.#versions[snapshot] = `${item.version} ${item.build ?? ''}`.trim();
    const history = this.#listing.item(item);
    if (history?.states.length === 1 && history.states[0]!.first.snapshot === snapshot) this.#ask(history.path);
    for (const running of runningOf(item)) {
      this.#ask(running.path);
      const key = `${running.kind} ${running.path}`;
      const known = this.#running.get(key);
      if (known) known.last = place();
      else if (running.notable || this.#listed.has(running.path))
        this.#running.set(key, { ...running, first: place(), last: place() });
    }
    if (item.kind === 'mount' && item.mount.at === '/' && item.mount.options.includes('rw'))
      this.#writable.push(place());
  }

  end(): void {
    this.#listing.end();
  }

  /** Every path whose listing says something on its own, for the timeline. */
  get paths(): Iterable<PathHistory> {
    return this.#listing.paths;
  }

  #ask(path: string): void {
    if (this.#asked.has(path)) return;
    if (this.#asked.size < 2_000_000) this.#asked.add(path);
    const facts: EntryFacts = {
      locator: { evidence: '0', layers: [], bytes: [] },
      path,
      kind: 'file',
      size: 0,
      allocation: 'allocated',
      content: 'lost',
      times: {},
    };
    const claims = [...this.#indicators.entry({ facts })].filter(
      (c) => c.rule.source === 'path' || c.rule.source === 'name',
    );
    if (claims.length > 0) this.#listed.set(path, claims);
  }

  /** What the series shows, strongest kind first; deterministic order. */
  *finish(disk?: DiskNow): Generator<SnapshotClaim> {
    if (disk) this.#compare(disk);
    const steps = this.#steps();
    const histories = [...this.#listing.paths].sort((a, b) => byText(a.path, b.path));
    const count = new Map<string, number>();
    for (const history of histories)
      for (const claim of this.#judge(history, steps)) {
        const n = (count.get(claim.claim.rule.id) ?? 0) + 1;
        count.set(claim.claim.rule.id, n);
        if (n <= MOST) yield claim;
        else this.left++;
      }
    for (const [, running] of [...this.#running].sort(([a], [b]) => byText(a, b))) yield* this.#runs(running);
    if (this.#writable.length > 0) yield this.#remounted();
  }

  /** The disk of the same version is the last listing: of the programs that it lacks, none is missing by an upgrade. */
  #compare(disk: DiskNow): void {
    const latest = this.#heads.length - 1;
    const version = this.#versions[latest];
    if (version === undefined || version.split(' ')[0] !== disk.version) return;
    const gone = [...this.#listing.paths].filter(({ path, states, goneBy }) => {
      const { last, file } = states.at(-1)!;
      return goneBy === undefined && last.snapshot === latest && file.kind === 'file' && disk.lacks(path);
    });
    if (gone.length > TOGETHER) return;
    this.#disk = this.#heads.push({}) - 1;
    this.#versions.push(version);
    for (const history of gone) history.goneBy = this.#disk;
  }

  /** Vendor programs that came, went or changed up to each snapshot. */
  #steps(): Step[] {
    const steps = this.#heads.map((_, i): Step => {
      const [before, now] = [this.#versions[i - 1], this.#versions[i]];
      return {
        changed: 0,
        otherVersion: before !== undefined && now !== undefined && before !== now,
        ...(now !== undefined && before !== undefined && { version: now }),
      };
    });
    for (const { path, states, goneBy } of this.#listing.paths) {
      if (!isVendorProgram(path)) continue;
      for (const state of states) if (state.first.snapshot > 0) steps[state.first.snapshot]!.changed++;
      if (goneBy !== undefined) steps[goneBy]!.changed++;
    }
    return steps;
  }

  *#judge(history: PathHistory, steps: Step[]): Generator<SnapshotClaim> {
    const { path, states, goneBy } = history;
    const [first, last] = [states[0]!, states.at(-1)!];
    const absent = this.#listing.lackedBefore(history, first.first.snapshot);
    const upgraded = (at: number): boolean => {
      const step = steps[at]!;
      return step.otherVersion || step.changed > (step.version === undefined ? UNKNOWN_VERSION : TOGETHER);
    };
    const came = absent !== undefined && !upgraded(first.first.snapshot);
    const went = goneBy !== undefined && !upgraded(goneBy);
    const indicators = this.#listed.get(path) ?? [];
    for (const claim of indicators) yield this.#listedName(history, claim, absent);
    if (indicators.length > 0 || last.file.kind === 'directory') return;
    const program = isProgram(path);
    const script = isWebScript(path);
    if (went && (program || isHidden(path))) yield this.#removed(history, came, script, absent, steps[goneBy!]!);
    else if (came && goneBy === undefined && program)
      yield this.#claim('snapshot-new', history, {
        about: 'lead',
        techniques: script ? ['T1505.003'] : ['T1554'],
        severity: script ? 'medium' : 'low',
        confidence: 'low',
        title: "New file among the vendor's programs, seen by system snapshots",
        explanation: `Its folder was listed without it ${this.#when(absent!)}, and with it ${this.#when(first.first.snapshot)}; it was still listed ${this.#when(last.last.snapshot)}. ${this.#sameVersion(steps[first.first.snapshot]!)} Innocent causes that remain: a hotfix, or a page that an administrator customised.`,
        appeared: this.#between(absent, first.first.snapshot),
      });
    if (program && states.length > 1) yield* this.#changed(history, steps);
  }

  #removed(
    history: PathHistory,
    came: boolean,
    script: boolean,
    absent: number | undefined,
    step: Step,
  ): SnapshotClaim {
    const { states, goneBy } = history;
    const last = states.at(-1)!;
    const first = states[0]!;
    const brief = came
      ? ` Its folder had been listed without it ${this.#when(absent!)}, so it came and went within the series: an installation lays its files down together and keeps them.`
      : ' It was there in the first snapshot that lists its folder, so it may be a file of the vendor.';
    return this.#claim('snapshot-removed', history, {
      about: came && script ? 'removal' : 'lead',
      state: 'removed',
      techniques: script ? ['T1070.004', 'T1505.003'] : ['T1070.004'],
      severity: script ? (came ? 'high' : 'medium') : 'low',
      confidence: script && came ? 'medium' : 'low',
      title: script
        ? came
          ? 'Script of the web server that came and went between system snapshots'
          : 'Script of the web server that is gone from later system snapshots'
        : 'File that is gone from later system snapshots',
      explanation: `It was listed with ${last.file.size ?? 'no'} bytes${last.file.modified ? `, modified ${last.file.modified.at}` : ''} ${this.#when(last.last.snapshot)}; ${this.#when(goneBy!)} its folder was listed to the end without it.${brief} ${this.#sameVersion(step)} Innocent causes that remain: support or an administrator who put a file there for a test and took it away.`,
      appeared: this.#between(absent, first.first.snapshot),
      removed: this.#between(last.last.snapshot, goneBy!),
    });
  }

  /** A name that indicators list; come and gone within the series it is more than a name. */
  #listedName(history: PathHistory, claim: Claim, absent: number | undefined): SnapshotClaim {
    const { states, goneBy } = history;
    const [first, last] = [states[0]!, states.at(-1)!];
    const gone = goneBy !== undefined;
    const strong = gone && absent !== undefined && claim.rule.source === 'path' && claim.severity !== 'low';
    const told = `A system snapshot lists it ${this.#when(last.last.snapshot)} with ${last.file.size ?? 'no'} bytes.`;
    const went = gone ? ` ${this.#when(goneBy)} its folder was listed to the end without it.` : '';
    return {
      path: history.path,
      state: last,
      gone,
      places: [last.last, ...(first.first.snapshot === last.last.snapshot ? [] : [first.first])],
      claim: {
        ...claim,
        ...(strong && { about: 'compromise', severity: 'high', confidence: 'medium' }),
        state: gone ? 'removed' : 'live',
        explanation: `${claim.explanation} ${told}${went}${strong ? ' It came and went at a listed path while the device stayed the same.' : ''} Its content is not in the snapshot.`,
        matched: [],
        ...interval('appeared', this.#between(absent, first.first.snapshot)),
        ...(gone && interval('removed', this.#between(last.last.snapshot, goneBy))),
      },
    };
  }

  *#changed(history: PathHistory, steps: Step[]): Generator<SnapshotClaim> {
    const { states } = history;
    for (let i = 1; i < states.length; i++) {
      const [was, is] = [states[i - 1]!, states[i]!];
      const step = steps[is.first.snapshot]!;
      if (was.file.size === is.file.size || step.otherVersion || step.changed > TOGETHER) continue;
      if (step.version === undefined && step.changed > UNKNOWN_VERSION) continue;
      const back = states[i + 1]?.file.size === was.file.size ? states[i + 1] : undefined;
      const kept = was.file.modified?.at === is.file.modified?.at && is.file.modified !== undefined;
      yield this.#claim(
        'snapshot-changed',
        { ...history, states: [was, is, ...(back ? [back] : [])] },
        {
          about: 'tampering',
          state: back ? 'reverted' : 'edited',
          techniques: ['T1554', ...(kept ? ['T1070.006'] : [])],
          severity: back || kept ? 'high' : 'medium',
          confidence: back || kept ? 'medium' : 'low',
          title: back
            ? 'Program that had another size for a while'
            : kept
              ? 'Program that changed its size and kept its date'
              : 'Program that changed its size between system snapshots',
          explanation: `It was listed with ${was.file.size} bytes ${this.#when(was.last.snapshot)} and with ${is.file.size} bytes ${this.#when(is.first.snapshot)}${back ? `, then with ${back.file.size} bytes again ${this.#when(back.first.snapshot)}` : ''}.${kept ? ' Its date of modification stayed the same.' : ''} ${this.#sameVersion(step)} Innocent causes that remain: a hotfix, or a change that an administrator tried${back ? ' and took back' : ''}.`,
          appeared: this.#between(was.last.snapshot, is.first.snapshot),
          removed: back && this.#between(is.last.snapshot, back.first.snapshot),
        },
      );
      if (back) i++;
    }
  }

  *#runs({ kind, path, text, notable, first, last }: Running): Generator<SnapshotClaim> {
    const listed = this.#listed.get(path)?.[0];
    const gone = last.snapshot < (this.#disk ?? this.#heads.length) - 1;
    const statement: Statement = {
      about: 'lead',
      state: gone ? 'removed' : 'live',
      techniques: kind === 'process' ? ['T1059'] : ['T1574'],
      severity: 'medium',
      confidence: 'low',
      title:
        kind === 'process' ? 'Process run from a folder for temporary files' : 'Program that was deleted while it runs',
      explanation: `${text} Seen ${this.#when(first.snapshot)}${last.snapshot === first.snapshot ? '' : ` and still ${this.#when(last.snapshot)}`}. ${notable ?? ''}`,
      appeared: this.#between(undefined, first.snapshot),
    };
    const rule = `snapshot-${kind}`;
    const claim: Claim = listed
      ? {
          ...listed,
          explanation: `${listed.explanation} ${statement.explanation}`,
          state: statement.state!,
          matched: [],
        }
      : this.#made(rule, statement);
    yield { path, gone, places: [last, ...(first.snapshot === last.snapshot ? [] : [first])], claim };
  }

  #remounted(): SnapshotClaim {
    const places = this.#writable;
    return {
      path: '/',
      gone: false,
      places: places.slice(0, 8),
      claim: this.#made('snapshot-root-writable', {
        about: 'lead',
        techniques: [],
        severity: 'low',
        confidence: 'low',
        title: 'The root filesystem was mounted for writing',
        explanation: `The appliance keeps it read-only in normal use; ${places.length === 1 ? 'one snapshot shows' : `${places.length} snapshots show`} it writable, first ${this.#when(places[0]!.snapshot)}. Innocent cause: an upgrade that was under way.`,
      }),
    };
  }

  #claim(rule: string, { path, states, goneBy }: PathHistory, statement: Statement): SnapshotClaim {
    const places = [states.at(-1)!.last, ...states.map((s) => s.first)];
    const seen = new Set<string>();
    return {
      path,
      state: states.at(-1)!,
      gone: goneBy !== undefined,
      places: places.filter((p) => !seen.has(`${p.snapshot} ${p.offset}`) && seen.add(`${p.snapshot} ${p.offset}`)),
      claim: this.#made(rule, statement),
    };
  }

  #made(rule: string, { appeared, removed, ...statement }: Statement): Claim {
    return {
      rule: { id: rule, source: 'builtin', version: this.#contentVersion },
      actors: [],
      matched: [],
      ...statement,
      ...interval('appeared', appeared),
      ...interval('removed', removed),
    };
  }

  #sameVersion(step: Step): string {
    return step.version === undefined
      ? 'The snapshots do not state the version on both sides, so an upgrade is not ruled out; few programs changed with it.'
      : `Both snapshots state version ${step.version}, so no upgrade explains it.`;
  }

  #when(snapshot: number): string {
    if (snapshot === this.#disk) return 'on the disk';
    const created = this.#heads[snapshot]?.created;
    if (!created) return `in snapshot ${snapshot + 1} of ${this.#heads.length}, of unknown time`;
    return created.zone === 'unknown' ? `at ${created.at.slice(0, -1)} device time` : `at ${created.at}`;
  }

  /** @param from the last snapshot that shows the state before, @param to the first that shows the one behind */
  #between(from: number | undefined, to: number): Interval | undefined {
    const [a, b] = [from === undefined ? undefined : this.#heads[from]?.created, this.#heads[to]?.created];
    if (!a && !b) return undefined;
    const basis = [
      ...(a ? [`The system snapshot made ${this.#when(from!)} shows the state before.`] : []),
      ...(b ? [`The system snapshot made ${this.#when(to)} shows the state behind.`] : []),
    ];
    if ([a, b].some((time) => time?.zone === 'unknown'))
      basis.push('Snapshots state the local time of the device without its zone; it was taken as UTC.');
    return { ...(a && { notBefore: a.at }), ...(b && { notAfter: b.at }), basis };
  }
}

const interval = <K extends 'appeared' | 'removed'>(kind: K, value: Interval | undefined): { [P in K]?: Interval } =>
  (value ? { [kind]: value } : {}) as { [P in K]?: Interval };
