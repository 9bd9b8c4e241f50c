/** What was found, held against what was planted. */
import type { Campaign, GatewayFacts, Wave } from '../../../src/model/index.ts';
import { type Fleet, HOUR, type Wave as Planted } from '../world.ts';

export interface WaveScore {
  planted: Planted;
  /** Owners whose removal left a trace that is dated to less than three days: all that can be counted. */
  visible: number;
  /** What was found of it. */
  found?: Wave;
  /** Hours by which its beginning is dated wrong; above zero is late. */
  error?: number;
  /** Of the gateways named, how many are of it; and of those of it that are visible, how many are named. */
  precision?: number;
  recall?: number;
}

export interface FleetScore {
  waves: WaveScore[];
  /** Waves that nobody planted, and that are not said to follow a report. */
  alarms: Wave[];
  /** Waves that nobody planted, said to follow a report: owners clean up then, and the result says so. */
  afterReport: Wave[];
  rand: number;
}

const named = (wave: Wave, names: ReadonlyMap<string, string>): string[] => [
  ...new Set(wave.gateways.map((g) => names.get(g.id)!)),
];

export function scoreFleet(fleet: Fleet, facts: readonly GatewayFacts[], campaign: Campaign): FleetScore {
  const names = new Map(facts.map((f) => [f.id, f.name]));
  const taken = new Set<Wave>();
  const waves = fleet.waves.map((planted) => scoreWave(fleet, facts, planted, campaign.waves, names, taken));
  const rest = campaign.waves.filter((w) => !taken.has(w));
  return {
    waves,
    alarms: rest.filter((w) => w.reading !== 'after-report'),
    afterReport: rest.filter((w) => w.reading === 'after-report'),
    rand: randOf(fleet, facts, campaign),
  };
}

/** A planted wave is found when most gateways of one that was found are of it; several pieces of it count once. */
function scoreWave(
  fleet: Fleet,
  facts: readonly GatewayFacts[],
  planted: Planted,
  found: readonly Wave[],
  names: ReadonlyMap<string, string>,
  taken: Set<Wave>,
): WaveScore {
  const own = new Set(planted.gateways);
  const visible = visibleOf(fleet, facts, planted);
  const owners = ownersOf(fleet, visible);
  const hits = found
    .map((wave) => {
      const all = named(wave, names);
      return { wave, all, hit: all.filter((n) => own.has(n)).length };
    })
    .filter(({ all, hit }) => hit * 2 > all.length)
    .sort((a, b) => b.hit - a.hit);
  for (const { wave } of hits) taken.add(wave);
  const [best] = hits;
  if (!best) return { planted, visible: owners };
  const beside = new Set([...best.all, ...best.wave.alsoWithin.map((id) => names.get(id)!)]);
  return {
    planted,
    visible: owners,
    found: best.wave,
    error: (Date.parse(best.wave.began) - planted.from) / HOUR,
    precision: best.hit / best.all.length,
    recall: [...visible].filter((n) => beside.has(n)).length / Math.max(1, visible.size),
  };
}

/** Gateways of one owner, or of several whom one operator serves, may have been tidied up by one administrator. */
const ownersOf = (fleet: Fleet, names: ReadonlySet<string>): number =>
  new Set(fleet.gateways.flatMap((g) => (names.has(g.name) ? g.administrators : []))).size;

/** Owners of whose gateways a removal by a wave is dated well enough to be counted. */
export const visibleOwners = (fleet: Fleet, facts: readonly GatewayFacts[], planted: Planted): number =>
  ownersOf(fleet, visibleOf(fleet, facts, planted));

const VAGUE = 72 * HOUR;

/** Gateways of a wave on which a removal is dated well enough to be seen as part of it. */
function visibleOf(fleet: Fleet, facts: readonly GatewayFacts[], planted: Planted): Set<string> {
  const paths = new Map(
    fleet.gateways.map((g) => [g.name, new Set(g.implants.flatMap((i) => (i.wave === planted.id ? i.path : [])))]),
  );
  return new Set(
    facts
      .filter((f) =>
        f.sightings.some(({ path, removed, confidence }) => {
          if (path === undefined || !paths.get(f.name)!.has(path) || confidence === 'low') return false;
          const [from, to] = [Date.parse(removed?.notBefore ?? ''), Date.parse(removed?.notAfter ?? '')];
          return to - from <= VAGUE;
        }),
      )
      .map((f) => f.name),
  );
}

/**
 * How well clusters agree with actors (adjusted Rand index, Hubert and Arabie 1985): each gateway on which a tool was
 * found goes by the actor of most of its tools, and by the cluster of most of what was found. One in no cluster is one of
 * its own.
 */
function randOf(fleet: Fleet, facts: readonly GatewayFacts[], campaign: Campaign): number {
  const clusters = new Map<string, { id: string; share: number }>();
  for (const { id, gateways } of campaign.clusters)
    for (const g of gateways) {
      const known = clusters.get(g.id);
      if (!known || g.share > known.share) clusters.set(g.id, { id, share: g.share });
    }
  const pairs: [string, string][] = [];
  for (const [i, gateway] of fleet.gateways.entries()) {
    const fact = facts[i]!;
    const found = new Set(
      fact.sightings.filter((s) => s.about === 'compromise' && s.confidence !== 'low').map((s) => s.path),
    );
    const counts = new Map<string, number>();
    for (const { path, actor } of gateway.implants)
      if (found.has(path)) counts.set(actor, (counts.get(actor) ?? 0) + 1);
    const [most] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
    if (most) pairs.push([most[0], clusters.get(fact.id)?.id ?? `alone ${fact.id}`]);
  }
  return adjustedRand(pairs);
}

/** @param pairs for each thing, the group it is in and the group it was put in */
export function adjustedRand(pairs: readonly (readonly [string, string])[]): number {
  const count = (keys: readonly string[]): number[] => {
    const counts = new Map<string, number>();
    for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
    return [...counts.values()];
  };
  const two = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + (n * (n - 1)) / 2, 0);
  const both = two(count(pairs.map((p) => JSON.stringify(p))));
  const [a, b, all] = [two(count(pairs.map((p) => p[0]))), two(count(pairs.map((p) => p[1]))), two([pairs.length])];
  if (all === 0) return 1;
  const expected = (a * b) / all;
  const most = (a + b) / 2;
  return most === expected ? 1 : (both - expected) / (most - expected);
}
