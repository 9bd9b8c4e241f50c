/** Who takes implants away: a wave of their owner, single hands at any time, owners after a report, and what only looks alike. */
import { intrude, take } from './intrude.ts';
import type { ActorPlan, Plan, WavePlan } from './plan.ts';
import type { Random } from './random.ts';
import { DAY, type Decoy, type DecoyKind, type Disclosure, type Gateway, HOUR, MINUTE } from './world.ts';

/** Share of implants on a gateway that a clean-up forgets or leaves on purpose. */
const LEFT = 0.15;

/**
 * An actor goes through its gateways one after the other. What it takes on one goes within minutes; a session goes on to
 * the next, and there are pauses between sessions.
 */
export function wave(id: string, { actor, from, until, share }: WavePlan, gateways: Gateway[], random: Random): void {
  const held = gateways.filter(
    (g) =>
      g.taken > from + HOUR && g.implants.some((i) => i.actor === actor && i.appeared < from - DAY && lives(i, from)),
  );
  const sessions = Array.from({ length: random.whole(2, 5) }, () => random.between(from, until));
  for (const gateway of random.sample(held, Math.max(1, Math.round(share * held.length)))) {
    const begins = Math.min(until, random.pick(sessions) + random.exponential((until - from) / 12));
    let t = Math.min(begins, gateway.taken - HOUR);
    for (const implant of gateway.implants) {
      if (implant.actor !== actor || random.chance(LEFT)) continue;
      t += random.between(0.2, 6) * MINUTE;
      take(implant, t, 'wave', id);
    }
  }
}

const lives = (implant: Gateway['implants'][number], t: number): boolean =>
  implant.removed === undefined || implant.removed > t;

/** Implants that go one by one: tools that were used up, files that an administrator happened on. */
export function lone(share: number, gateways: Gateway[], random: Random): void {
  for (const gateway of gateways)
    for (const implant of gateway.implants)
      if (random.chance(share))
        take(implant, random.between(implant.appeared, gateway.taken), random.chance(0.6) ? 'intruder' : 'owner');
}

/** Owners who read a report, look, find, and remove: all their gateways within hours, each owner on days of its own. */
export function respond(
  share: number,
  disclosures: readonly Disclosure[],
  gateways: Gateway[],
  random: Random,
): Decoy[] {
  return disclosures.map(({ at }) => {
    const when = new Map<string, number | undefined>();
    const touched: string[] = [];
    for (const gateway of gateways) {
      const { name } = gateway.owner;
      if (!when.has(name))
        when.set(name, random.chance(share) ? at + 6 * HOUR + random.exponential(5 * DAY) : undefined);
      const begins = when.get(name);
      if (begins !== undefined && clear(gateway, begins + random.between(0, 5 * HOUR), 'responder', random))
        touched.push(gateway.name);
    }
    return { kind: 'responders', from: at, until: at + 30 * DAY, gateways: touched };
  });
}

/** Takes all implants of a gateway within minutes. */
function clear(gateway: Gateway, when: number, by: 'administrator' | 'responder', random: Random): boolean {
  if (when >= gateway.taken) return false;
  const taken = gateway.implants.map((i) => take(i, when + random.between(0, 10) * MINUTE, by));
  return taken.includes(true);
}

type Plant = (from: number, plan: Plan, gateways: Gateway[], random: Random) => Omit<Decoy, 'kind' | 'from'>;

const plants: Record<DecoyKind, Plant> = {
  'patch-day': (from, _plan, gateways, random) => {
    const owners = new Map<string, number | undefined>();
    const touched: string[] = [];
    for (const gateway of gateways) {
      const { name } = gateway.owner;
      if (!owners.has(name)) owners.set(name, random.chance(0.6) ? from + random.exponential(20 * HOUR) : undefined);
      const begins = owners.get(name);
      if (begins === undefined) continue;
      const installed = begins + random.between(0, 3 * HOUR);
      if (installed > gateway.taken - DAY) continue;
      const later = gateway.versions.filter((v) => v.installed < installed);
      const [last] = later.slice(-1);
      if (!last) continue;
      gateway.versions = [
        ...later,
        { version: patched(last.version), build: String(Number(last.build) + 7), installed },
      ];
      gateway.starts = [...gateway.starts, installed + 5 * MINUTE].sort((a, b) => a - b);
      const gone = gateway.implants.filter(() => random.chance(0.8));
      if (gone.map((i) => take(i, installed + random.between(1, 8) * MINUTE, 'upgrade')).includes(true))
        touched.push(gateway.name);
    }
    return { until: from + 4 * DAY, gateways: touched };
  },
  starts: (from, _plan, gateways, random) => {
    const touched: string[] = [];
    for (const gateway of gateways) {
      if (random.chance(0.4)) continue;
      const start = from + random.between(0, 6 * HOUR);
      if (start > gateway.taken - HOUR) continue;
      gateway.starts = [...gateway.starts, start].sort((a, b) => a - b);
      const volatile = gateway.implants.filter((i) => i.tool.volatile);
      if (volatile.map((i) => take(i, start - random.between(0, MINUTE), 'start')).includes(true))
        touched.push(gateway.name);
    }
    return { until: from + 6 * HOUR, gateways: touched };
  },
  administrator: (from, _plan, gateways, random) => {
    // One owner with many gateways, or one operator who runs those of several owners.
    const managed = random.chance(0.5);
    const hit = gateways.filter((g) => g.implants.some((i) => i.appeared < from) && g.taken > from + 6 * HOUR);
    const count = Math.min(hit.length, random.whole(5, 30));
    const chosen = random.sample(hit, count);
    const [head] = chosen;
    for (const gateway of chosen) {
      if (managed) gateway.operator = 'operator-of-many';
      else gateway.owner = head!.owner;
      gateway.administrators = [managed ? 'operator-of-many.example.com' : head!.administrators[0]!];
    }
    const touched = chosen.filter((g) => clear(g, from + random.between(0, 3 * HOUR), 'administrator', random));
    return { until: from + 3 * HOUR, gateways: touched.map((g) => g.name) };
  },
  responders: (from, _plan, gateways, random) => {
    const [found] = respond(0.6, [{ name: 'notice', at: from }], gateways, random);
    return { until: found!.until, gateways: found!.gateways };
  },
  'mass-exploitation': (from, plan, gateways, random) => {
    const crowd: ActorPlan = {
      name: `crowd-${from}`,
      kit: 'opportunist',
      share: random.between(0.3, 0.6),
      from,
      until: from + 2 * DAY,
    };
    const hit = intrude(
      crowd,
      plan,
      gateways.filter((g) => g.taken > from + 6 * DAY),
      random,
    );
    for (const { implants, taken } of hit)
      for (const implant of implants)
        if (implant.actor === crowd.name && random.chance(0.7)) {
          const when = implant.appeared + random.exponential(20 * DAY);
          if (when < taken) take(implant, when, 'owner');
        }
    return { until: from + 2 * DAY, gateways: hit.map((g) => g.name) };
  },
};

/** A version with one more correction. */
const patched = (version: string): string =>
  `${version.replace(/\.\d+$/, '')}.${Number(/\.(\d+)$/.exec(version.slice(3))?.[1] ?? 0) + 1}`;

export function plantDecoy(kind: DecoyKind, from: number, plan: Plan, gateways: Gateway[], random: Random): Decoy {
  return { kind, from, ...plants[kind](from, plan, gateways, random) };
}
