import { likeness, sketchKeys } from '../../bytes/index.ts';
import type { Sighting } from '../../model/index.ts';
import type { Device } from './devices.ts';
import { type Joined, joinedBy } from './joined.ts';
import { isTelling } from './weight.ts';

/** One telling sighting and the device it is from, by its place in the list of devices. */
export interface Seen {
  device: number;
  sighting: Sighting;
}

/** Contents that share this much of their pieces are variants of one another. */
export const ALIKE = 0.6;

/** So many earlier contents with the same key are compared with a new one. */
const COMPARED = 8;

export const seenOn = (devices: readonly Device[]): Seen[] =>
  devices.flatMap(({ facts }, device) =>
    facts.sightings.filter(isTelling).map((sighting): Seen => ({ device, sighting })),
  );

/** What a sighting is called when nothing finer tells it apart. */
export const toolName = ({ family, rule }: Sighting): string => family ?? rule;

/** Sightings of the same code: same hash, same secret, or code much alike found as the same family. */
export function variantsOf(seen: readonly Seen[]): Joined {
  const joined = joinedBy(seen.length, (i) => {
    const { sha256, secrets = [] } = seen[i]!.sighting;
    return [...(sha256 === undefined ? [] : [`content ${sha256}`]), ...secrets.map((s) => `secret ${s}`)];
  });
  const first = new Map<string, number>();
  const buckets = new Map<string, number[]>();
  seen.forEach(({ sighting }, i) => {
    const { sketch } = sighting;
    if (sketch === undefined) return;
    const tool = toolName(sighting);
    const same = first.get(`${tool}\0${sketch}`);
    if (same !== undefined) {
      joined.join(same, i);
      return;
    }
    first.set(`${tool}\0${sketch}`, i);
    for (const key of sketchKeys(sketch)) {
      const bucket = `${tool}\0${key}`;
      const near = buckets.get(bucket);
      if (!near) {
        buckets.set(bucket, [i]);
        continue;
      }
      for (const other of near)
        if (joined.of(other) !== joined.of(i) && likeness(seen[other]!.sighting.sketch!, sketch) >= ALIKE)
          joined.join(other, i);
      if (near.length < COMPARED) near.push(i);
    }
  });
  return joined;
}
