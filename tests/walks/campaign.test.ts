import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { scenarios } from '../../scripts/simulate/scenarios.ts';
import { simulate } from '../../scripts/simulate/simulate.ts';
import type { Fleet } from '../../scripts/simulate/world.ts';
import { writeFleet } from '../../scripts/simulate/write-fleet.ts';
import { loadKnowledge } from '../../src/detectors/index.ts';
import type { Campaign } from '../../src/model/index.ts';
import { afterimage, json, type Run, workspace } from '../support/afterimage.ts';

const folder = workspace();

interface Told {
  fleet: Fleet;
  run: Run;
  campaign: Campaign;
}

/** Simulated case folders of a scenario, and what the command says of them. */
async function told(name: string): Promise<Told> {
  const { plan: planOf, gateways } = scenarios[name]!;
  const plan = planOf(name, gateways);
  const fleet = simulate(plan);
  const where = join(folder, name);
  await writeFleet(where, fleet, plan, loadKnowledge());
  const run = afterimage(['campaign', 'cases', '--owners', 'owners.csv', '-o', 'picture'], { cwd: where });
  return { fleet, run, campaign: json<Campaign>(where, 'picture', 'campaign.json') };
}

const day = (at: string | undefined): string => at!.slice(0, 10);

describe('dozens of gateways that were cleaned up from 17 to 20 April 2021', () => {
  let reference: Told;
  beforeAll(async () => {
    reference = await told('reference');
  });

  it('are one wave, of dozens of gateways at many owners, none of which it takes for cleaned up that was not', () => {
    const { campaign, fleet } = reference;
    expect(campaign.waves).toHaveLength(1);
    const [wave] = campaign.waves;
    expect([day(wave!.from.notBefore), day(wave!.until.notAfter)]).toEqual(['2021-04-17', '2021-04-20']);
    expect(wave!.gateways.length).toBeGreaterThanOrEqual(24);
    expect(wave!.owners).toBeGreaterThanOrEqual(12);
    const names = new Map(campaign.gateways.map((g) => [g.id, g.name]));
    const planted = new Set(fleet.waves[0]!.gateways);
    const wrong = wave!.gateways.filter((g) => !planted.has(names.get(g.id)!));
    expect(wrong.length * 20).toBeLessThan(wave!.gateways.length);
  });

  it('began three days before the first report, which tells of what was removed', () => {
    const [wave] = reference.campaign.waves;
    expect(wave!.reading).toBe('before-report');
    expect(wave!.leadTimes[0]).toMatchObject({
      disclosure: 'First public report on the Pulse Secure intrusions',
      concerns: true,
    });
    expect(wave!.leadTimes[0]!.says).toContain('It began 3 days before');
    expect(wave!.families).toEqual(expect.arrayContaining(['ATRIUM', 'SLIGHTPULSE']));
    expect(wave!.families).not.toContain('HARDPULSE');
  });

  it('are two groups with tools of their own, and no more than consistent with two names', () => {
    const [first, second, ...others] = reference.campaign.clusters;
    expect([first!.consistentWith, second!.consistentWith]).toEqual([['UNC2630'], ['UNC2717']]);
    expect(others.flatMap((c) => c.consistentWith)).toEqual([]);
    expect(reference.campaign.waves[0]!.clusters[0]).toBe(first!.id);
  });

  it('are mostly in the United States, most others in Europe, and were chosen by whoever examined them', () => {
    const { byCountry, byRegion, selection } = reference.campaign.victims;
    expect([byCountry[0]!.name, byRegion[0]!.name, byRegion[1]!.name]).toEqual(['US', 'North America', 'Europe']);
    expect(selection).toMatch(/not a sample/);
  });

  it('are a campaign: in one sentence, on the page, and with what would change it', () => {
    const { run, campaign } = reference;
    expect([run.status, campaign.verdict.conclusion]).toEqual([1, 'campaign']);
    expect(run.last).toMatch(/^Campaign \(\w+ confidence\): .*from 2021-04-17 to 2021-04-20/);
    expect(campaign.verdict.wouldChange.length).toBeGreaterThan(0);
    expect(readFileSync(join(folder, 'reference', 'picture', 'campaign.html'), 'utf8')).toContain('2021-04-17');
  });

  it('are refused while one case was changed since, and the case is named', () => {
    const where = join(folder, 'reference');
    const file = join(where, 'cases', 'gw00007', 'verdict.json');
    const before = readFileSync(file);
    writeFileSync(file, before.toString().replace('"confidence"', '"Confidence"'));
    const run = afterimage(['campaign', 'cases', '-o', 'other'], { cwd: where });
    writeFileSync(file, before);
    expect(run.status).toBeGreaterThanOrEqual(64);
    expect(run.stderr).toContain('gw00007');
    expect(existsSync(join(where, 'other'))).toBe(false);
  });
});

describe('gateways that nobody came into', () => {
  it('show no link in what was read, and no wave', async () => {
    const { run, campaign } = await told('nothing');
    expect(run.status).toBe(0);
    expect(campaign.verdict.conclusion).toBe('no-link-found');
    expect([campaign.waves, campaign.clusters]).toEqual([[], []]);
    expect(run.last).toMatch(/^No link found in what was read/);
  });
});

describe('gateways on which a new version took the backdoors within days', () => {
  it('show no wave: their removals have another reason, one by one', async () => {
    const { fleet, campaign } = await told('patch-day');
    const touched = fleet.decoys.find((d) => d.kind === 'patch-day')!.gateways;
    expect(touched.length).toBeGreaterThan(8);
    expect(campaign.waves).toEqual([]);
    const names = new Map(campaign.gateways.map((g) => [g.id, g.name]));
    const upgraded = campaign.excluded.filter((e) => e.reason === 'upgrade').map((e) => names.get(e.gateway)!);
    expect(touched.filter((name) => upgraded.includes(name)).length).toBeGreaterThan(touched.length / 2);
    expect(campaign.verdict.statement).not.toMatch(/wave/);
  });
});
