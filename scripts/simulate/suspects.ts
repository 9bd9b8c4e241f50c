/** Single cases of which it is known who was there, to score attributions by. */
import type { Finding } from '../../src/model/index.ts';
import { settle } from './intrude.ts';
import { type KitName, kits } from './kits.ts';
import { contentVersion, digest, observe } from './observe.ts';
import { type ActorPlan, actorPlans, ordinaryEvidence, reports } from './plan.ts';
import { populate } from './populate.ts';
import { Random } from './random.ts';
import { at, DAY, type Gateway, instant } from './world.ts';

export interface Suspected {
  /** The hypothesis that is true. */
  truth: string;
  /** For the tables: the kit, `insider` or `nobody`. */
  kind: KitName | 'insider' | 'nobody';
  findings: Finding[];
}

/** How often each is behind a simulated case. A guess: published cases are of known actors, the others are not written about. */
const mixture: readonly (readonly [Suspected['kind'], number])[] = [
  ['UNC2630', 22],
  ['UNC2717', 10],
  ['UNC5221', 12],
  ['UNC5325', 5],
  ['nameless', 10],
  ['borrower', 7],
  ['opportunist', 14],
  ['insider', 6],
  ['nobody', 14],
];

const periods: Record<KitName, ActorPlan> = {
  ...actorPlans,
  UNC5221: { name: 'UNC5221', kit: 'UNC5221', share: 1, from: at('2023-12-03'), until: at('2025-02-01') },
  UNC5325: { name: 'UNC5325', kit: 'UNC5325', share: 1, from: at('2024-01-15'), until: at('2024-06-01') },
};

/** Share of implants that are taken for another family, and of those of which only the name is left. */
const MISTAKEN = 0.02;
const NAME_ONLY = 0.1;

/** Share of cases in which somebody who tries every door left a web shell beside it. */
const CROWDED = 0.06;

/** Share of quiet devices on which a rule is wrong: a family by its name, or a sign of tampering. */
const FALSE_ALARM = 0.12;

/** The same seed gives the same case. */
export function suspect(seed: string): Suspected {
  const random = new Random(seed);
  const kind = random.weighted(mixture);
  const plan = {
    seed,
    gateways: 1,
    beside: 0,
    actors: [],
    waves: [],
    decoys: [],
    disclosures: reports,
    lone: 0,
    responding: 0,
    evidence: ordinaryEvidence,
  };
  const gateway = populate(plan, random.fork('gateway'))[0]!;
  if (kind === 'insider' || kind === 'nobody') {
    const { findings } = observe(gateway, ordinaryEvidence, random.fork('evidence'));
    const more =
      kind === 'insider' ? inside(gateway, random) : random.chance(FALSE_ALARM) ? [mistake(gateway, random)] : [];
    return { truth: kind === 'insider' ? 'insider' : 'no intrusion', kind, findings: [...more, ...findings] };
  }
  const actor = periods[kind];
  gateway.taken = Math.max(gateway.taken, actor.from + random.between(5, 90) * DAY);
  settle(actor, gateway, random.fork('actor'));
  if (random.chance(CROWDED)) settle(periods.opportunist, gateway, random.fork('crowd'));
  for (const implant of gateway.implants)
    if (random.chance(0.4)) implant.removed = random.between(implant.appeared, gateway.taken);
  const { findings } = observe(gateway, ordinaryEvidence, random.fork('evidence'));
  return { truth: kits[kind].answer, kind, findings: findings.map((f) => blurred(f, random)) };
}

const families = Object.values(kits).flatMap((kit) => kit.tools.flatMap((t) => t.family ?? []));

function blurred(finding: Finding, random: Random): Finding {
  if (finding.about !== 'compromise') return finding;
  if (finding.family !== undefined && random.chance(MISTAKEN))
    return { ...finding, family: random.pick(families), confidence: 'medium' };
  if (random.chance(NAME_ONLY))
    return {
      ...finding,
      about: 'lead',
      severity: 'medium',
      confidence: 'low',
      rule: { ...finding.rule, source: 'path' },
    };
  return finding;
}

const told = (
  gateway: Gateway,
  rule: string,
  source: 'sigma' | 'builtin' | 'path',
  when: number,
  more: Partial<Finding>,
): Finding => ({
  id: digest(`${rule} ${gateway.name} ${when}`).slice(0, 16),
  about: 'lead',
  state: 'inferred',
  rule: { id: rule, source, version: contentVersion },
  actors: [],
  techniques: [],
  subject: { path: '/data/runtime/logs/log.events.vc0', size: 4096, allocation: 'allocated', content: 'intact' },
  appeared: { notBefore: instant(when), notAfter: instant(when) },
  severity: 'medium',
  confidence: 'medium',
  title: 'Simulated',
  explanation: 'Simulated: nothing stands behind it.',
  locators: [],
  ...more,
});

/** Somebody with a login of an administrator: exports, accounts, and sometimes records cut. No backdoor is needed. */
function inside(gateway: Gateway, random: Random): Finding[] {
  const when = random.between(gateway.taken - 60 * DAY, gateway.taken);
  const deeds = random.sample(
    ['configuration-exported', 'local-account-added', 'snapshot-deleted'],
    random.whole(1, 3),
  );
  return [
    ...deeds.map((rule) => told(gateway, rule, 'sigma', when, { severity: 'low' })),
    ...(random.chance(0.5)
      ? [told(gateway, 'record-gap', 'builtin', when, { about: 'tampering', techniques: ['T1070.002'] })]
      : []),
  ];
}

/** What rules say of an innocent device now and then. */
const mistake = (gateway: Gateway, random: Random): Finding =>
  random.chance(0.5)
    ? told(gateway, 'published-path', 'path', gateway.taken - DAY, { family: random.pick(families), confidence: 'low' })
    : told(gateway, 'record-gap', 'builtin', gateway.taken - DAY, { about: 'tampering', techniques: ['T1070.002'] });
