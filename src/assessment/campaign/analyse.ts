import {
  byText,
  type Campaign,
  type CampaignGateway,
  type CampaignKnowledge,
  type CampaignOptions,
  type Cluster,
  type Confidence,
  type GatewayFacts,
  type SharedIndicator,
  type Sighting,
} from '../../model/index.ts';
import { groupsOf } from './clusters.ts';
import { type Device, devicesOf } from './devices.ts';
import { ownersOf } from './hands.ts';
import { sharedIndicators } from './indicators.ts';
import { boundsOf } from './instants.ts';
import { type Block, type Removal, removalsOf } from './removals.ts';
import { type Tool, toolsOf, usersOf } from './tools.ts';
import { type Seen, seenOn, toolName, variantsOf } from './variants.ts';
import { concludeCampaign } from './verdict.ts';
import { victimsOf } from './victims.ts';
import { wavesOf } from './waves.ts';
import { isGone, isTelling } from './weight.ts';

const SEED = 20210417;
const PERMUTATIONS = 999;

/** The picture over many gateways. No clock: the same facts, knowledge and seed give the same answer. */
export function analyseCampaign(
  gateways: readonly GatewayFacts[],
  knowledge: CampaignKnowledge,
  { seed = SEED, permutations = PERMUTATIONS, priorities, baseRates }: CampaignOptions = {},
): Campaign {
  const notes: string[] = [];
  const devices = devicesOf(gateways, notes);
  noteOwners(devices, notes);
  const seen = seenOn(devices);
  const victims = devices.filter(({ facts }) => facts.sightings.some(isTelling));
  const indicators = sharedIndicators(devices, seen, variantsOf(seen), knowledge);
  const { clusters, clusterOf } = clustersOf(devices, seen, indicators, knowledge);
  const { blocks, excluded } = removalsOf(devices);
  const waves = wavesOf({
    devices,
    scopes: scopesOf(blocks, clusters, clusterOf),
    excluded,
    clustersOf: (removal) => [...new Set(removal.sightings.flatMap((s) => clusterOf.get(s) ?? []))],
    disclosures: knowledge.disclosures,
    permutations,
    seed,
  });
  const [inCluster, inWave] = [within(clusters), within(waves)];
  const vague = excluded.filter((e) => e.reason === 'too-vague' || e.reason === 'undated').length;
  return {
    format: 'afterimage-campaign',
    formatVersion: 1,
    verdict: concludeCampaign({ devices, victims, clusters, indicators, waves, vague }),
    gateways: devices.map((d) => gatewayOf(d, inCluster, inWave)),
    indicators,
    clusters,
    waves,
    excluded: excluded.filter((e) => !(e.reason.startsWith('same-') && inWave.has(e.gateway))),
    victims: victimsOf(victims, priorities, baseRates),
    disclosures: [...knowledge.disclosures].sort((a, b) => byText(a.at, b.at) || byText(a.name, b.name)),
    notes,
    seed,
  };
}

function noteOwners(devices: readonly Device[], notes: string[]): void {
  for (const { facts } of devices)
    if (facts.ownersInConflict)
      notes.push(
        `"${facts.name}" (${facts.id}) is said to belong to ${facts.ownersInConflict.join(' and to ')}; it counts as nobody's until that is settled.`,
      );
}

/** Sets of tools that at least two devices share, the most widespread first. */
function clustersOf(
  devices: readonly Device[],
  seen: readonly Seen[],
  indicators: readonly SharedIndicator[],
  knowledge: CampaignKnowledge,
): { clusters: Cluster[]; clusterOf: Map<Sighting, string> } {
  const { tools, of } = toolsOf(seen, knowledge);
  const groups = groupsOf(tools, { devices: devices.length, victims: new Set(seen.map((s) => s.device)).size });
  const groupOf = new Map(tools.map((tool, i) => [tool, groups[i]!]));
  const members = new Map<number, { tools: Set<Tool>; seen: Seen[] }>();
  seen.forEach((one, i) => {
    const group = groupOf.get(of[i]!)!;
    const known = members.get(group) ?? { tools: new Set(), seen: [] };
    known.tools.add(of[i]!);
    known.seen.push(one);
    members.set(group, known);
  });
  const total = new Map<number, number>();
  for (const { device } of seen) total.set(device, (total.get(device) ?? 0) + 1);
  const wide = [...members.values()]
    .map((m) => ({ ...m, devices: new Set(m.seen.map((s) => s.device)) }))
    .filter((m) => m.devices.size > 1)
    .sort((a, b) => b.devices.size - a.devices.size || Math.min(...a.devices) - Math.min(...b.devices));
  const clusterOf = new Map<Sighting, string>();
  const clusters = wide.map((m, i) => {
    const id = `cluster-${i + 1}`;
    for (const { sighting } of m.seen) clusterOf.set(sighting, id);
    return clusterFrom(id, m, total, devices, indicators, knowledge);
  });
  return { clusters, clusterOf };
}

function clusterFrom(
  id: string,
  { tools, seen, devices: members }: { tools: Set<Tool>; seen: Seen[]; devices: Set<number> },
  total: ReadonlyMap<number, number>,
  devices: readonly Device[],
  indicators: readonly SharedIndicator[],
  knowledge: CampaignKnowledge,
): Cluster {
  const own = [...members].map((d) => devices[d]!);
  const counts = new Map<number, number>();
  for (const { device } of seen) counts.set(device, (counts.get(device) ?? 0) + 1);
  // A secret ties programs of several families into one tool: the sightings say which.
  const families = [...new Set(seen.map((s) => toolName(s.sighting)))].sort(byText);
  const ids = new Set(own.map((d) => d.facts.id));
  const shared = indicators.flatMap(({ families: f, gateways: g }, place) =>
    f.every((name) => families.includes(name)) && f.length > 0 && g.every((gateway) => ids.has(gateway)) ? [place] : [],
  );
  const known = new Set(knowledge.actors.map((a) => a.toUpperCase()));
  const unknownActors = [...new Set(seen.flatMap((s) => s.sighting.actors))].filter((a) => !known.has(a.toUpperCase()));
  const users = families.map((f) => usersOf(knowledge, f)).filter((u) => u.length > 0);
  const consistentWith = [...new Set(users.flat())]
    .filter((u) => users.filter((list) => list.includes(u)).length * 2 >= users.length)
    .sort(byText);
  const owners = ownersOf(own);
  const first = boundsOf(
    seen.map((s) => s.sighting.appeared),
    'first',
  );
  const last = boundsOf(
    seen.map((s) => s.sighting.removed),
    'last',
  );
  const variants = [...tools].filter((t) => t.variant).length;
  return {
    id,
    says: `${own.length} gateways of ${owners} ${owners === 1 ? 'owner' : 'owners'} share a set of tools: ${someOf(families)}${consistentWith.length > 0 ? `; consistent with ${consistentWith.join(' or ')}` : '; nobody is known to use these together'}.`,
    gateways: [...counts]
      .map(([d, n]) => ({ id: devices[d]!.facts.id, share: Math.round((n / total.get(d)!) * 1000) / 1000 }))
      .sort((a, b) => byText(a.id, b.id)),
    owners,
    families,
    indicators: shared,
    consistentWith,
    confidence: confidenceOf(variants, families.length),
    unknownActors: unknownActors.sort(byText),
    ...(first && { first }),
    ...(last && { last }),
  };
}

/** Families named in a sentence. */
const NAMED = 8;

const someOf = (names: readonly string[]): string =>
  names.length <= NAMED ? names.join(', ') : `${names.slice(0, NAMED).join(', ')} and ${names.length - NAMED} more`;

/** The same code on several gateways ties them; families alone are bought, shared and copied. */
const confidenceOf = (variants: number, families: number): Confidence =>
  variants > 0 && families > 1 ? 'high' : variants > 0 || families > 1 ? 'medium' : 'low';

/**
 * All clean-ups and those of each cluster's tools, and of both those that took several things at once: single files go for
 * many reasons, and hide in their number what a hand does that goes through with it.
 */
function scopesOf(
  blocks: readonly Block[],
  clusters: readonly Cluster[],
  clusterOf: ReadonlyMap<Sighting, string>,
): { blocks: Block[] }[] {
  const only = (removal: (r: Removal) => boolean): { blocks: Block[] } => ({
    blocks: blocks.flatMap((block): Block[] => {
      const removals = block.removals.filter(removal);
      return removals.length > 0 ? [{ ...block, at: removals[0]!.at, removals }] : [];
    }),
  });
  const several = (r: Removal): boolean => r.sightings.length > 1;
  const apart = clusters.length > 1 ? clusters : [];
  return [
    only(() => true),
    only(several),
    ...apart.flatMap(({ id }) => {
      const own = (r: Removal): boolean => r.sightings.some((s) => clusterOf.get(s) === id);
      return [only(own), only((r) => own(r) && several(r))];
    }),
  ];
}

/** Which of these each gateway is in. */
function within(groups: readonly { id: string; gateways: readonly { id: string }[] }[]): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const group of groups)
    for (const { id } of group.gateways) {
      const known = found.get(id);
      if (!known) found.set(id, [group.id]);
      else if (known.at(-1) !== group.id) known.push(group.id);
    }
  return found;
}

type Groups = ReadonlyMap<string, string[]>;

function gatewayOf({ facts, others }: Device, clusters: Groups, waves: Groups): CampaignGateway {
  const { id, name, product, version, conclusion, owner, sightings } = facts;
  const telling = sightings.filter(isTelling);
  const first = boundsOf(
    telling.map((s) => s.appeared),
    'first',
  );
  const cleaned = boundsOf(
    telling.filter(isGone).map((s) => s.removed),
    'last',
  );
  return {
    id,
    name,
    ...(product !== undefined && { product }),
    ...(version !== undefined && { version }),
    conclusion,
    ...(owner && { owner }),
    sameDevice: others,
    families: [...new Set(telling.flatMap((s) => s.family ?? []))].sort(byText),
    clusters: clusters.get(id) ?? [],
    waves: waves.get(id) ?? [],
    ...(first && { first }),
    ...(cleaned && { cleaned }),
    live: telling.some((s) => s.state === 'live'),
  };
}
