import { byText, type Disclosure, type Excluded, type LeadTime, type Wave } from '../../model/index.ts';
import { atLeast } from './binomial.ts';
import type { Device } from './devices.ts';
import { organisationsOf, ownersOf } from './hands.ts';
import { HOUR, instantOf, minuteOf } from './instants.ts';
import { leadTimesOf, momentOf } from './lead-times.ts';
import type { Removal } from './removals.ts';
import { LEAST, type TestedBurst } from './scan.ts';
import { toolName } from './variants.ts';

/** A report this near before or after is named as what the wave lies by. */
const NEAR = 30 * 24;
/** A smaller part of a wave, before a report that came out during it, is what would have gone anyway. */
const FORERUNNERS = 0.2;

/** So is what chance puts there this often. */
const ORDINARY = 1e-3;

/** A burst that chance does not explain. */
export interface Found {
  /** In the order of time, one for each device. */
  removals: Removal[];
  burst: TestedBurst;
  /** The whole time in which one could have been seen, milliseconds. */
  watched: { from: number; to: number };
}

export interface Telling {
  devices: readonly Device[];
  excluded: readonly Excluded[];
  /** Clusters that the tools removed belong to. */
  clustersOf(removal: Removal): string[];
  disclosures: readonly Disclosure[];
}

/** A burst with everything that is said of it. */
export function waveOf({ removals: all, burst, watched }: Found, id: string, input: Telling): Wave {
  const removals = withoutForerunners(all, burst, input.disclosures);
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
  const published = momentOf(nearest);
  return removals.filter((r) => r.to < published).length >= LEAST ? 'before-report' : 'after-report';
}

const least = (removals: readonly Removal[], bound: 'from' | 'to'): number =>
  Math.min(...removals.map((r) => r[bound]));
const most = (removals: readonly Removal[], bound: 'from' | 'to'): number => Math.max(...removals.map((r) => r[bound]));

const within = ({ at }: Excluded, from: number, to: number): boolean => {
  const when = Date.parse(at);
  return when >= from - HOUR && when <= to + HOUR;
};

export function commonestFirst(names: readonly string[]): string[] {
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
  const chance = `chance explains ${burst.expected < 1 ? 'less than one' : Math.round(burst.expected)} in that time (${probability(burst)})`;
  return `${own.length} gateways ${known} were cleaned up between ${minuteOf(first)} and ${minuteOf(last)}; ${chance}.${lead ? ` ${lead}` : ''}`;
}

/** What was counted comes first: the tail continues it to where no fleet was drawn. */
function probability({ counted, tail, permutations }: TestedBurst): string {
  const beyond = tail < 1e-6 ? 'less than one in a million' : tail.toPrecision(2);
  return `p = ${counted.toPrecision(2)} counted in ${permutations} fleets drawn by chance, ${beyond} where their tail is continued`;
}

/**
 * Owners clean up when a report comes out. Where few of a burst's clean-ups lie before a report that came out during it,
 * the burst begins with the report.
 */
function withoutForerunners(
  removals: Removal[],
  { expected }: TestedBurst,
  disclosures: readonly Disclosure[],
): Removal[] {
  const [first, last] = [removals[0]!.at, removals.at(-1)!.at];
  for (const moment of disclosures.map(momentOf).sort((a, b) => a - b)) {
    if (!(moment > first && moment <= last)) continue;
    const after = removals.filter((r) => r.at >= moment);
    const before = removals.length - after.length;
    const usual = (expected * (moment - first)) / (last - first);
    const ordinary = atLeast(before, 1000, Math.min(1, usual / 1000)) > ORDINARY;
    if (after.length >= LEAST && (before < LEAST || before < FORERUNNERS * removals.length || ordinary)) return after;
  }
  return removals;
}
