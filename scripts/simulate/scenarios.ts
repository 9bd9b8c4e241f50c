/** Fleets that have a name. `drawn` makes one at random, with or without a wave, as the scores need them by the thousand. */
import { type ActorPlan, actorPlans, fixedVersion, ordinaryEvidence, type Plan, reports } from './plan.ts';
import { Random } from './random.ts';
import { at, DAY, type DecoyKind, decoyKinds, HOUR } from './world.ts';

export interface Scenario {
  about: string;
  gateways: number;
  plan: (seed: string, gateways: number) => Plan;
}

const usual: ActorPlan[] = [
  actorPlans.UNC2630,
  actorPlans.UNC2717,
  actorPlans.nameless,
  actorPlans.borrower,
  actorPlans.opportunist,
];

const plain = (seed: string, gateways: number): Plan => ({
  seed,
  gateways,
  beside: 1.1,
  actors: usual,
  waves: [],
  decoys: [],
  disclosures: reports,
  lone: 0.15,
  responding: 0,
  evidence: ordinaryEvidence,
});

const decoy = (kind: DecoyKind, about: string, from: number): Scenario => ({
  about,
  gateways: 60,
  plan: (seed, gateways) => ({ ...plain(seed, gateways), decoys: [{ kind, from }] }),
});

export const scenarios: Record<string, Scenario> = {
  reference: {
    about: 'UNC2630 cleans dozens of gateways from 17 to 20 April 2021; the first report is of the 20th.',
    gateways: 130,
    plan: (seed, gateways) => ({
      ...plain(seed, gateways),
      actors: [
        { ...actorPlans.UNC2630, share: 0.38 },
        { ...actorPlans.UNC2717, share: 0.08 },
        { ...actorPlans.nameless, share: 0.03 },
      ],
      waves: [{ actor: 'UNC2630', from: at('2021-04-17'), until: at('2021-04-20'), share: 0.9 }],
      lone: 0.05,
      responding: 0.2,
    }),
  },
  nothing: {
    about: 'Gateways that nobody came into.',
    gateways: 40,
    plan: (seed, gateways) => ({ ...plain(seed, gateways), actors: [] }),
  },
  'patch-day': decoy(
    'patch-day',
    'Most owners install a new version within days, which takes implants with it.',
    fixedVersion,
  ),
  starts: decoy('starts', 'Most gateways are started anew in one night; what lay in memory is gone.', at('2021-02-13')),
  administrator: decoy(
    'administrator',
    'One owner or operator cleans all its gateways in an evening.',
    at('2021-03-10T17:00:00Z'),
  ),
  responders: decoy('responders', 'Owners clean up by themselves after a report.', at('2021-04-20')),
  'mass-exploitation': decoy('mass-exploitation', 'Somebody comes into everything within two days.', at('2021-03-02')),
};

/** Days in which a planted wave may begin. */
const FIRST = at('2020-12-01');
const LAST = at('2021-05-24');

/**
 * Days after a report in which no wave is planted: owners clean up then, and nothing in a case tells an actor's hand
 * from an owner's.
 */
const TAKEN_BY_OWNERS = 15;

/** A fleet at random. Without a wave everything else is the same: actors, lone removals, owners, and often decoys. */
export function drawn(seed: string, gateways: number, withWave: boolean): Plan {
  const random = new Random(`${seed}/plan`);
  // In a small fleet nearly everything was handed in because something was found, by somebody else each time.
  const small = gateways <= 30;
  const scale = small ? 2 : gateways <= 300 ? 1 : random.between(0.3, 1);
  const begin = beginning(random);
  const actors = usual.flatMap((actor) => {
    // Who cleans up is about to leave, and comes into nothing new.
    const until = withWave && actor.kit === 'UNC2630' ? Math.min(actor.until, begin - 2 * DAY) : actor.until;
    const share = Math.min(0.8, actor.share * scale * random.between(0.7, 1.4));
    return actor.kit === 'UNC2630' || random.chance(0.7) ? [{ ...actor, until, share }] : [];
  });
  const count = random.weighted([
    [0, 3],
    [1, 4],
    [2, 3],
  ]);
  const until = begin + random.lognormal(48, 0.6) * HOUR;
  return {
    seed,
    gateways,
    beside: small ? 0.15 : 1.1,
    actors,
    waves: withWave ? [{ actor: 'UNC2630', from: begin, until, share: random.between(0.6, 0.95) }] : [],
    decoys: random.sample(decoyKinds, count).map((kind) => ({
      kind,
      from: kind === 'responders' ? random.pick(reports).at : random.between(at('2020-11-01'), at('2021-05-10')),
    })),
    disclosures: reports,
    lone: random.between(0.05, 0.3),
    responding: random.between(0, 0.5),
    evidence: ordinaryEvidence,
  };
}

function beginning(random: Random): number {
  for (;;) {
    const begin = random.between(FIRST, LAST);
    if (!reports.some((r) => begin > r.at - 6 * HOUR && begin < r.at + TAKEN_BY_OWNERS * DAY)) return begin;
  }
}
