import { byText, type GatewayFacts, type Sighting } from '../../model/index.ts';
import { joinedBy } from './joined.ts';

/** A name as it is compared. */
export const folded = (text: string): string => text.trim().normalize('NFKC').toLowerCase();

/** One device: the facts of all its cases taken together, and which they were. */
export interface Device {
  facts: GatewayFacts;
  /** Its owner as counted: an organisation, or this device alone when nobody knows its owner. */
  owner: string;
  /** Ids of further cases. */
  others: string[];
}

/**
 * Cases that have an identity of the device in common are one device, counted once: the one whose evidence reaches
 * furthest stands for all, with what the others saw beside it.
 */
export function devicesOf(gateways: readonly GatewayFacts[], notes: string[]): Device[] {
  const sorted = [...gateways].sort((a, b) => byText(a.id, b.id) || byText(a.name, b.name));
  const joined = joinedBy(sorted.length, (i) => [`case ${sorted[i]!.id}`, ...sorted[i]!.device.map((d) => `id ${d}`)]);
  const groups = new Map<number, GatewayFacts[]>();
  sorted.forEach((facts, i) => {
    const root = joined.of(i);
    groups.set(root, [...(groups.get(root) ?? []), facts]);
  });
  return [...groups.values()].map((cases) => {
    const [first, ...rest] = cases.sort((a, b) => byText(b.seenUntil ?? '', a.seenUntil ?? '') || byText(a.id, b.id));
    if (rest.length === 0) return deviceOf(first!, []);
    notes.push(
      `The same device twice: ${cases.map((c) => `"${c.name}" (${c.id})`).join(' and ')} show the same evidence, and are counted as one.`,
    );
    return deviceOf(
      together(first!, rest),
      rest.map((c) => c.id),
    );
  });
}

const deviceOf = (facts: GatewayFacts, others: string[]): Device => ({
  facts,
  owner: facts.owner ? `organisation ${folded(facts.owner.organisation)}` : `device ${facts.id}`,
  others,
});

function together(first: GatewayFacts, rest: readonly GatewayFacts[]): GatewayFacts {
  const all = [first, ...rest];
  const organisations = new Set(all.flatMap((c) => c.owner?.organisation ?? c.ownersInConflict ?? []));
  const { owner, ownersInConflict: _, ...facts } = first;
  const own = owner ?? rest.find((c) => c.owner)?.owner;
  return {
    ...facts,
    ...(organisations.size > 1 ? { ownersInConflict: [...organisations].sort(byText) } : own && { owner: own }),
    administrators: [...new Set(all.flatMap((c) => c.administrators))].sort(byText),
    changes: all.flatMap((c) => c.changes),
    sightings: distinct(all.flatMap((c) => c.sightings)),
    leftOut: Math.max(...all.map((c) => c.leftOut)),
  };
}

/** Later cases come first, so that what was seen live once and removed later counts as removed. */
function distinct(sightings: readonly Sighting[]): Sighting[] {
  const found = new Map<string, Sighting>();
  for (const sighting of sightings) {
    const key = JSON.stringify([sighting.rule, sighting.path, sighting.sha256]);
    if (!found.has(key)) found.set(key, sighting);
  }
  return [...found.values()];
}
