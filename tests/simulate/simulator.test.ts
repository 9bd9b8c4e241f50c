import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { observe } from '../../scripts/simulate/observe.ts';
import { Random } from '../../scripts/simulate/random.ts';
import { drawn, scenarios } from '../../scripts/simulate/scenarios.ts';
import { simulate } from '../../scripts/simulate/simulate.ts';
import { truthOf } from '../../scripts/simulate/truth.ts';
import { at } from '../../scripts/simulate/world.ts';
import { writeFleet } from '../../scripts/simulate/write-fleet.ts';
import { checkCase } from '../../src/case/open-case.ts';
import { loadKnowledge } from '../../src/detectors/index.ts';

const folder = mkdtempSync(join(tmpdir(), 'simulate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const fleetOf = (seed: string, gateways: number, withWave: boolean) => {
  const plan = drawn(seed, gateways, withWave);
  return { plan, fleet: simulate(plan) };
};
const seeds = fc.tuple(fc.string({ maxLength: 8 }), fc.integer({ min: 1, max: 60 }), fc.boolean());

describe('a simulated fleet', () => {
  it('is the same for the same seed, and another for another', () => {
    const truth = (seed: string) => JSON.stringify(truthOf(fleetOf(seed, 40, true).fleet));
    expect(truth('a')).toBe(truth('a'));
    expect(truth('a')).not.toBe(truth('b'));
  });

  it('has no implant that went before it came, or after the evidence was taken', () => {
    fc.assert(
      fc.property(seeds, ([seed, gateways, withWave]) => {
        for (const { implants, taken } of fleetOf(seed, gateways, withWave).fleet.gateways)
          for (const { appeared, removed } of implants) {
            expect(appeared).toBeLessThan(taken);
            if (removed !== undefined) expect(removed).toBeGreaterThan(appeared);
          }
      }),
      { numRuns: 40 },
    );
  });

  it('holds a wave only when one was planted, and says of it what its implants say', () => {
    fc.assert(
      fc.property(seeds, ([seed, gateways, withWave]) => {
        const { waves, gateways: all } = fleetOf(seed, gateways, withWave).fleet;
        if (!withWave) expect(waves).toEqual([]);
        for (const wave of waves) {
          const taken = all.flatMap((g) => g.implants.filter((i) => i.wave === wave.id));
          expect(Math.min(...taken.map((i) => i.removed!))).toBe(wave.from);
          expect(taken.every((i) => i.actor === wave.actor && i.by === 'wave')).toBe(true);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('dates what is found so that the truth, by the clock of the device, lies within', () => {
    fc.assert(
      fc.property(seeds, ([seed, gateways, withWave]) => {
        const { plan, fleet } = fleetOf(seed, gateways, withWave);
        for (const gateway of fleet.gateways) {
          const { findings } = observe(gateway, plan.evidence, new Random(seed));
          for (const { subject, removed } of findings) {
            const truth = gateway.implants.filter((i) => i.path === subject.path && i.removed !== undefined);
            if (!removed || truth.length !== 1) continue;
            const device = truth[0]!.removed! + gateway.skew;
            if (removed.notBefore) expect(at(removed.notBefore)).toBeLessThanOrEqual(device);
            if (removed.notAfter) expect(at(removed.notAfter) + 1000).toBeGreaterThan(device);
          }
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe('a fleet on disk', () => {
  it('is made of finished cases that verify, with their own tables or copied ones', async () => {
    const plan = scenarios.reference!.plan('disk', 4);
    const fleet = simulate(plan);
    for (const ownTables of [true, false]) {
      const where = join(folder, String(ownTables));
      const cases = await writeFleet(where, fleet, plan, loadKnowledge(), { ownTables, extra: 5 });
      expect(cases).toHaveLength(4);
      for (const path of cases) expect(await checkCase(path)).toEqual([]);
      const [head, ...owners] = readFileSync(join(where, 'owners.csv'), 'utf8').trimEnd().split('\r\n');
      expect(head).toBe('organisation,country,region,sector,case');
      expect(owners).toHaveLength(4);
      expect(JSON.parse(readFileSync(join(where, 'truth.json'), 'utf8')).gateways).toHaveLength(4);
    }
    for (const name of ['findings.jsonl', 'verdict.json', 'assessment.json', 'coverage.json'])
      expect(readFileSync(join(folder, 'true', 'cases', 'gw00002', name))).toEqual(
        readFileSync(join(folder, 'false', 'cases', 'gw00002', name)),
      );
  });
});
