/** How actors come in, and what of their implants goes for ordinary reasons. */
import { type Kit, kits, type Tool } from './kits.ts';
import type { ActorPlan, Plan } from './plan.ts';
import type { Random } from './random.ts';
import { DAY, type Gateway, HOUR, type Implant, MINUTE } from './world.ts';

/** A missing region's weight. */
const ELSEWHERE = 0.15;

/** Share of gateways that a second actor shares with the first: there is one hole, and many find it. */
const SHARED = 0.1;

/** Days for which one build of a tool is in use. */
const BUILD_DAYS = 45;

/** Share of copies that have a password or a change of their own, so that their hash is theirs alone. */
const OWN_COPY = 0.35;

/** Share of upgrades that an implant outlives, by patching the installer. */
const OUTLIVES = 0.6;

/** Plants an actor. @returns the gateways that it came into */
export function intrude(actor: ActorPlan, plan: Plan, gateways: Gateway[], random: Random): Gateway[] {
  const kit: Kit = kits[actor.kit];
  const wanted = Math.max(1, Math.round(actor.share * plan.gateways));
  const weight = (g: Gateway): number =>
    (kit.regions ? (kit.regions[g.owner.region] ?? ELSEWHERE) : 1) * (g.implants.length > 0 ? SHARED : 1);
  // Without replacement by weight: the largest of u^(1/w) (Efraimidis and Spirakis).
  const chosen = gateways
    .map((g) => ({ g, key: random.next() ** (1 / weight(g)) }))
    .sort((a, b) => b.key - a.key)
    .slice(0, wanted)
    .map(({ g }) => g);
  for (const gateway of chosen) settle(actor, gateway, random.fork(gateway.name));
  return chosen;
}

/** Puts an actor's tools on one gateway, some days before its evidence is taken at the latest. */
export function settle(actor: ActorPlan, gateway: Gateway, random: Random): void {
  const kit: Kit = kits[actor.kit];
  const came = Math.min(random.between(actor.from, actor.until), gateway.taken - 3 * DAY);
  const [least, most] = kit.carried;
  for (const tool of random.sample<Tool>(kit.tools, random.whole(least, Math.min(most, kit.tools.length)))) {
    // Tools follow in the order of their kit: a foothold first, then what it is for.
    const appeared = came + kit.tools.indexOf(tool) * random.between(20 * MINUTE, 6 * HOUR);
    const implant: Implant = {
      actor: actor.name,
      tool,
      path: tool.path.replace('#', () => (kit.common ? '1' : String(random.whole(1, 99)))),
      build: kit.common ? 0 : Math.floor((appeared - actor.from) / (BUILD_DAYS * DAY)),
      own: !kit.common && random.chance(OWN_COPY),
      appeared,
    };
    fade(implant, gateway, random);
    gateway.implants.push(implant);
  }
}

/** Upgrades and starts of the device take some implants; that is nobody's clean-up. */
function fade(implant: Implant, { versions, starts, taken }: Gateway, random: Random): void {
  const upgrade = versions.find((v) => v.installed > implant.appeared && !random.chance(OUTLIVES));
  const start = implant.tool.volatile ? starts.find((t) => t > implant.appeared) : undefined;
  if (upgrade && upgrade.installed < taken) take(implant, upgrade.installed + random.between(1, 8) * MINUTE, 'upgrade');
  if (start !== undefined && start < taken) take(implant, start - random.between(0, MINUTE), 'start');
}

/** Takes an implant away, unless it went earlier. @returns whether it was still there */
export function take(implant: Implant, when: number, by: Implant['by'], wave?: string): boolean {
  if (when <= implant.appeared || (implant.removed ?? Number.POSITIVE_INFINITY) <= when) return false;
  implant.removed = when;
  implant.by = by;
  if (wave !== undefined) implant.wave = wave;
  else delete implant.wave;
  return true;
}
