/** What truth.json says: what was planted, in words of the real world and nothing of how it was seen. */
import { type Fleet, instant } from './world.ts';

export function truthOf({ seed, gateways, actors, waves, decoys, disclosures }: Fleet) {
  return {
    format: 'afterimage-simulated-truth',
    seed,
    disclosures: disclosures.map(({ name, at }) => ({ name, at: instant(at) })),
    actors,
    waves: waves.map(({ from, until, lead, ...rest }) => ({
      ...rest,
      from: instant(from),
      until: instant(until),
      ...(lead !== undefined && { leadHours: lead / 3_600_000 }),
    })),
    decoys: decoys.map(({ from, until, ...rest }) => ({ ...rest, from: instant(from), until: instant(until) })),
    gateways: gateways.map(({ name, owner, zone, skew, operator, versions, starts, taken, kept, implants }) => ({
      name,
      owner: owner.name,
      zone,
      clockAheadSeconds: Math.round(skew / 1000),
      ...(operator && { operator }),
      kept,
      taken: instant(taken),
      versions: versions.map(({ version, installed }) => ({ version, installed: instant(installed) })),
      starts: starts.map(instant),
      implants: implants.map(({ actor, tool, path, build, own, appeared, removed, by, wave }) => ({
        actor,
        ...(tool.family && { family: tool.family }),
        path,
        build,
        own,
        appeared: instant(appeared),
        ...(removed !== undefined && { removed: instant(removed), by }),
        ...(wave && { wave }),
      })),
    })),
  };
}
