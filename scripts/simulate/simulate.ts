/** A fleet from a plan: everything that happened, and to whom. */
import { lone, plantDecoy, respond, wave } from './clean.ts';
import { intrude } from './intrude.ts';
import type { Plan } from './plan.ts';
import { populate } from './populate.ts';
import { Random } from './random.ts';
import type { Fleet, Gateway, Wave } from './world.ts';

/** The same plan gives the same fleet. */
export function simulate(plan: Plan): Fleet {
  const random = new Random(plan.seed);
  const gateways = populate(plan, random.fork('owners'));
  for (const actor of plan.actors) intrude(actor, plan, gateways, random.fork(`actor/${actor.name}`));
  lone(plan.lone, gateways, random.fork('lone'));
  const decoys = plan.decoys.map(({ kind, from }, i) =>
    plantDecoy(kind, from, plan, gateways, random.fork(`decoy/${i}`)),
  );
  for (const [i, w] of plan.waves.entries()) wave(idOf(i), w, gateways, random.fork(`wave/${i}`));
  decoys.push(...respond(plan.responding, plan.disclosures, gateways, random.fork('responders')));
  return {
    seed: plan.seed,
    gateways,
    actors: plan.actors.map(({ name, kit }) => ({ name, kit })),
    waves: plan.waves.flatMap(({ actor }, i) => waveOf(idOf(i), actor, plan, gateways)),
    decoys,
    disclosures: plan.disclosures,
  };
}

const idOf = (place: number): string => `W${place + 1}`;

/** What a wave took in the end: what went earlier by another hand is not its doing. */
function waveOf(id: string, actor: string, plan: Plan, gateways: readonly Gateway[]): Wave[] {
  const cleaned = gateways.filter((g) => g.implants.some((i) => i.wave === id));
  if (cleaned.length === 0) return [];
  const moments = cleaned.flatMap((g) => g.implants.flatMap((i) => (i.wave === id ? i.removed! : [])));
  const from = Math.min(...moments);
  return [
    {
      id,
      actor,
      from,
      until: Math.max(...moments),
      gateways: cleaned.map((g) => g.name),
      owners: new Set(cleaned.map((g) => g.owner.name)).size,
      ...leadOf(from, plan),
    },
  ];
}

function leadOf(from: number, { disclosures }: Plan): { lead?: number } {
  const next = disclosures.map((d) => d.at).filter((t) => t >= from)[0];
  return next === undefined ? {} : { lead: next - from };
}
