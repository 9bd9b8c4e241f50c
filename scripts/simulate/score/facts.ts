/** A simulated gateway as a campaign analysis reads it from its case, without the way over the disk. */
import { conclude, limitsOf } from '../../../src/assessment/index.ts';
import { sightingsOf } from '../../../src/case/fleet/sightings.ts';
import { findingLines } from '../../../src/case/merge.ts';
import type { GatewayFacts } from '../../../src/model/index.ts';
import { digest, type Observed, observe } from '../observe.ts';
import type { Plan } from '../plan.ts';
import { Random } from '../random.ts';
import type { Fleet, Gateway } from '../world.ts';

export function factsOf(gateway: Gateway, { evidence, host, coverage, findings, life }: Observed): GatewayFacts {
  const { name, owner } = gateway;
  const verdict = conclude(evidence.name, host, findings, limitsOf(coverage, host));
  const spans = coverage.flatMap((c) => c.spans);
  const from = spans.flatMap((s) => (s.log.startsWith('journal of ') && s.from ? [s.from] : []));
  const logs = spans.flatMap((s) => (s.records && s.from ? [s.from] : []));
  const until = spans.flatMap((s) => s.to ?? []).sort();
  return {
    id: digest(`case of ${name}`).slice(0, 16),
    name,
    device: [evidence.id],
    product: host.title,
    version: host.version!,
    conclusion: verdict.conclusion,
    ...(from.length > 0 && { seenFrom: from.sort().at(-1)! }),
    seenUntil: until.at(-1)!,
    owner: {
      organisation: owner.name,
      country: owner.country,
      region: owner.region,
      sector: owner.sector,
      basis: 'supplied',
      confidence: 'high',
    },
    administrators: life.administrators,
    changes: life.changes,
    changesFrom: logs.sort()[0]!,
    ...sightingsOf(Buffer.from([...findingLines(findings)].join('')), name),
  };
}

/** The facts of all gateways of a fleet, as `writeFleet` would write them into cases. */
export function fleetFacts(fleet: Fleet, { seed, evidence }: Plan): GatewayFacts[] {
  const random = new Random(`${seed}/evidence`);
  return fleet.gateways.map((g) => factsOf(g, observe(g, evidence, random.fork(g.name))));
}
