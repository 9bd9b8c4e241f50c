import { byText, type Disclosure, type Excluded, type LeadTime, type Wave } from '../../model/index.ts';
import { type Moment, packed } from './chance.ts';
import type { Device } from './devices.ts';
import { organisationsOf, ownersOf } from './hands.ts';
import { DAY, HOUR, instantOf, minuteOf } from './instants.ts';
import { leadTimesOf } from './lead-times.ts';
import type { Block, Removal } from './removals.ts';
import { LEAST, type TestedBurst, testedBurst } from './scan.ts';
import { withoutStrays } from './strays.ts';
import { toolName } from './variants.ts';

/** Probability, over all scans of one fleet together, with which chance alone may be called a wave. */
const ALARM = 1e-3;
/** What the same hands took with no longer pause between are sessions of one wave. */
const PAUSE = 3 * DAY;
/** A wave is at least this much denser than chance, or in a large fleet any unevenness would be one. */
const DENSER = 2;
/** Waves of one scan; what is left after them is not looked at. */
const MOST = 12;
/** A report this near before or after is named as what the wave lies by. */
const NEAR = 30 * 24;

/** Removals of one kind, scanned by themselves: all of them, or those of one cluster's tools. */
export interface Scope {
  cluster?: string;
  blocks: readonly Block[];
}

interface Found {
  /** In the order of time. */
  removals: Removal[];
  burst: TestedBurst;
  /** The whole time in which one could have been seen, milliseconds. */
  watched: { from: number; to: number };
}

export interface WaveInput {
  devices: readonly Device[];
  scopes: readonly Scope[];
  excluded: readonly Excluded[];
  /** Clusters that the tools removed belong to. */
  clustersOf(removal: Removal): string[];
  disclosures: readonly Disclosure[];
  permutations: number;
  seed: number;
}

/** Bursts of clean-ups that chance does not explain, in the order of time. */
export function wavesOf(input: WaveInput): Wave[] {
  const scopes = input.scopes.filter((s) => s.blocks.length >= LEAST);
  const found = scopes.flatMap(({ blocks }, i) => burstsOf(blocks, ALARM / scopes.length, input, i));
  const kept: Found[] = [];
  for (const one of found.sort((a, b) => b.burst.ratio - a.burst.ratio)) {
    const same = kept.some((k) => {
      const shared = one.removals.filter((r) => k.removals.includes(r)).length;
      return shared * 2 > Math.min(one.removals.length, k.removals.length) || overlaps(one, k);
    });
    if (!same) kept.push(one);
  }
  return sessionsAsOne(kept, input).map((one, i) => waveOf(one, `wave-${i + 1}`, input));
}

/** Bursts of one set of tools that follow each other closely, as one: whoever goes through many gateways pauses. */
function sessionsAsOne(bursts: readonly Found[], { clustersOf }: WaveInput): Found[] {
  const toolsOf = ({ removals }: Found): string | undefined => commonestFirst(removals.flatMap(clustersOf))[0];
  const joined: Found[] = [];
  for (const one of [...bursts].sort((a, b) => a.removals[0]!.at - b.removals[0]!.at)) {
    const before = joined.at(-1);
    const tools = toolsOf(one);
    if (
      before &&
      tools !== undefined &&
      tools === toolsOf(before) &&
      one.removals[0]!.at - before.removals.at(-1)!.at <= PAUSE
    )
      joined[joined.length - 1] = together(before, one);
    else joined.push(one);
  }
  return joined;
}

function together(a: Found, b: Found): Found {
  const removals = [...new Set([...a.removals, ...b.removals])].sort((x, y) => x.at - y.at || x.device - y.device);
  const stronger = a.burst.tail <= b.burst.tail ? a.burst : b.burst;
  return {
    removals: oncePerDevice(removals),
    burst: { ...stronger, expected: a.burst.expected + b.burst.expected },
    watched: { from: Math.min(a.watched.from, b.watched.from), to: Math.max(a.watched.to, b.watched.to) },
  };
}

/** Two bursts at the same time are one wave when most of the shorter one lies within the other. */
function overlaps(a: Found, b: Found): boolean {
  const [a0, a1, b0, b1] = [a.removals[0]!.at, a.removals.at(-1)!.at, b.removals[0]!.at, b.removals.at(-1)!.at];
  const both = Math.min(a1, b1) - Math.max(a0, b0);
  return both > 0.5 * Math.min(a1 - a0, b1 - b0);
}

/** The densest burst, then the densest of what is left, as long as chance does not explain it. */
function burstsOf(blocks: readonly Block[], alarm: number, input: WaveInput, scope: number): Found[] {
  let left = finite(blocks).sort((a, b) => packed(a.at, a.hand) - packed(b.at, b.hand));
  const watched = {
    from: Math.min(...left.map((b) => b.watchedFrom)),
    to: Math.max(...left.map((b) => b.watchedTo)),
  };
  const found: Found[] = [];
  while (found.length < MOST) {
    const moments = left.map(
      ({ at, hand, watchedFrom, watchedTo, came }): Moment => ({
        at,
        hand,
        from: watchedFrom,
        to: watchedTo,
        ...(came !== undefined && { came }),
      }),
    );
    const burst = testedBurst(moments, input.permutations, input.seed + scope * MOST + found.length);
    if (!burst || burst.tail > alarm || burst.counted > 5 / burst.permutations) break;
    const own = left.slice(burst.first, burst.last + 1);
    left = left.toSpliced(burst.first, own.length);
    if (burst.hands < DENSER * burst.expected) continue;
    found.push({ removals: withoutStrays(oncePerDevice(own.flatMap((b) => b.removals))), burst, watched });
  }
  return found;
}

function oncePerDevice(removals: readonly Removal[]): Removal[] {
  const first = new Map<number, Removal>();
  for (const removal of removals) {
    const known = first.get(removal.device);
    if (!known || removal.at < known.at) first.set(removal.device, removal);
  }
  return [...first.values()].sort((a, b) => a.at - b.at || a.device - b.device);
}

/** Where nobody says from when or until when a device was watched, the rest of the fleet does. */
function finite(blocks: readonly Block[]): Block[] {
  const bounded = blocks.flatMap((r) => [r.at, r.watchedFrom, r.watchedTo]).filter(Number.isFinite);
  const [least, most] = [Math.min(...bounded), Math.max(...bounded)];
  // Time that nobody watched is not known to be quiet: some is added on either side of what is known.
  const pad = Math.max(7 * DAY, (most - least) / 10);
  return blocks.map((r) => ({
    ...r,
    watchedFrom: Number.isFinite(r.watchedFrom) ? r.watchedFrom : least - pad,
    watchedTo: Number.isFinite(r.watchedTo) ? r.watchedTo : most + pad,
  }));
}

function waveOf({ removals, burst, watched }: Found, id: string, input: WaveInput): Wave {
  const { devices } = input;
  const own = removals.map((r) => devices[r.device]!);
  const [first, last] = [removals[0]!, removals.at(-1)!];
  const from = { notBefore: least(removals, 'from'), notAfter: least(removals, 'to') };
  const families = [...new Set(removals.flatMap((r) => r.sightings.map(toolName)))].sort(byText);
  const owners = ownersOf(own);
  const began = { at: first.at, from: from.notBefore, to: from.notAfter };
  const leadTimes = leadTimesOf(began, families, input.disclosures, watched);
  const beside = input.excluded.filter((e) => within(e, first.at, last.at)).map((e) => e.gateway);
  const nearest = leadTimes.find((l) => Math.abs(l.hours) <= NEAR);
  return {
    id,
    says: saysOf(removals, own, owners, burst, nearest?.says),
    from: { notBefore: instantOf(from.notBefore), notAfter: instantOf(from.notAfter) },
    until: { notBefore: instantOf(most(removals, 'from')), notAfter: instantOf(most(removals, 'to')) },
    began: instantOf(first.at),
    gateways: removals.map((r) => ({
      id: devices[r.device]!.facts.id,
      at: instantOf(r.at),
      width: Math.round((r.to - r.from) / 1000),
    })),
    owners,
    alsoWithin: [...new Set(beside)].filter((g) => !own.some((d) => d.facts.id === g)).sort(byText),
    clusters: commonestFirst(removals.flatMap((r) => input.clustersOf(r))),
    families,
    expected: Math.round(burst.expected * 1000) / 1000,
    pValue: burst.counted,
    tailValue: burst.tail,
    permutations: burst.permutations,
    leadTimes,
    reading: readingOf(removals, nearest),
  };
}

/**
 * Ahead of a report only when several removals surely are: on the day itself owners read it already, and one clock may be
 * wrong.
 */
function readingOf(removals: readonly Removal[], nearest: LeadTime | undefined): Wave['reading'] {
  if (!nearest) return 'no-report-near';
  const published = Date.parse(nearest.at.length === 10 ? `${nearest.at}T00:00:00Z` : nearest.at);
  return removals.filter((r) => r.to < published).length >= LEAST ? 'before-report' : 'after-report';
}

const least = (removals: readonly Removal[], bound: 'from' | 'to'): number =>
  Math.min(...removals.map((r) => r[bound]));
const most = (removals: readonly Removal[], bound: 'from' | 'to'): number => Math.max(...removals.map((r) => r[bound]));

const within = ({ at }: Excluded, from: number, to: number): boolean => {
  const when = Date.parse(at);
  return when >= from - HOUR && when <= to + HOUR;
};

function commonestFirst(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || byText(a[0], b[0])).map(([name]) => name);
}

function saysOf(
  removals: readonly Removal[],
  own: readonly Device[],
  owners: number,
  burst: TestedBurst,
  lead: string | undefined,
): string {
  const [first, last] = [instantOf(removals[0]!.at), instantOf(removals.at(-1)!.at)];
  const known = organisationsOf(own).length > 0 ? `of ${owners} owners` : 'whose owners are not known';
  const chance = `chance explains ${burst.expected < 1 ? 'less than one' : Math.round(burst.expected)} in that time (p = ${probability(burst.tail)})`;
  return `${own.length} gateways ${known} were cleaned up between ${minuteOf(first)} and ${minuteOf(last)}; ${chance}.${lead ? ` ${lead}` : ''}`;
}

const probability = (p: number): string => (p < 1e-6 ? 'less than one in a million' : p.toPrecision(2));
