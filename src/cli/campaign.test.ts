import { spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { afterimage } from '../../tests/cli/context.ts';
import type { CaseFile } from '../case/index.ts';
import type { Campaign } from '../index.ts';

const bin = fileURLToPath(new URL('../../dist/cli/bin.js', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'afterimage-campaign-'));
const ask = (...words: string[]) => afterimage(words, { cwd: folder });
const lines = (text: string): string[] => text.trimEnd().split('\n');
const resultOf = (name: string): Campaign => JSON.parse(readFileSync(join(folder, name, 'campaign.json'), 'utf8'));

function examined(name: string): string {
  const packed = fileURLToPath(new URL(`../../fixtures/${name}/${name}.img.gz`, import.meta.url));
  writeFileSync(join(folder, `${name}.img`), gunzipSync(readFileSync(packed)));
  const { status } = spawnSync(process.execPath, [bin, 'examine', `${name}.img`, '-o', name, '-q'], { cwd: folder });
  expect(status).toBeLessThan(64);
  return join(folder, name);
}

/** A copy of a case, with a case.json that was changed: it names the hashes of all others. */
function copied(from: string, to: string, change: (file: CaseFile) => void): string {
  const path = join(folder, to);
  cpSync(join(folder, from), path, { recursive: true });
  const file = JSON.parse(readFileSync(join(path, 'case.json'), 'utf8')) as CaseFile;
  change(file);
  writeFileSync(join(path, 'case.json'), JSON.stringify(file, null, 2));
  return path;
}

const device =
  (n: number) =>
  (file: CaseFile): void => {
    file.id = `${n}`.repeat(16);
    file.name = `device-${n}`;
    file.evidence[0]!.id = `${n}`.repeat(64);
  };

beforeAll(() => {
  examined('gateway');
  examined('gateway-clean');
  copied('gateway', 'cases/1', device(1));
  copied('gateway', 'cases/2', device(2));
  copied('gateway', 'cases/3', (file) => {
    device(3)(file);
    delete file.files['assessment.json'];
  });
}, 120_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('afterimage campaign', () => {
  it('says nothing of a campaign with one case, nor with two cases of one device', async () => {
    const one = await ask('campaign', 'gateway', '-o', 'one');
    expect([one.status, lines(one.stdout).at(-1)]).toEqual([2, expect.stringMatching(/^One device only: nothing can/)]);
    copied('gateway', 'again', (file) => {
      file.id = 'another';
    });
    const twice = await ask('campaign', 'gateway', 'again', '-o', 'twice');
    expect(twice.status).toBe(2);
    expect(resultOf('twice').gateways).toHaveLength(1);
    expect(resultOf('twice').notes[0]).toMatch(/^The same device twice/);
  });

  it('finds no link between a device that was broken into and one that was not', async () => {
    const { status, stdout } = await ask('campaign', 'gateway', 'gateway-clean', '-o', 'apart');
    expect([status, lines(stdout).at(-1)]).toEqual([0, expect.stringMatching(/^No link found in what was read/)]);
    expect(readFileSync(join(folder, 'apart/campaign.md'), 'utf8')).not.toMatch(/\bclean\b/);
  });

  it('ties devices on which the same files were, and reads a case of an older version', async () => {
    const { status, stdout, stderr } = await ask('campaign', 'cases', '-o', 'tied');
    expect([status, stderr]).toEqual([1, '']);
    expect(lines(stdout).at(-1)).toMatch(/^Campaign \(high confidence\): 3 of 3 gateways show an intruder's tools/);
    const { indicators, clusters, waves, notes } = resultOf('tied');
    expect(indicators[0]).toMatchObject({
      kind: 'content',
      owners: 3,
      gateways: ['1', '2', '3'].map((n) => n.repeat(16)),
    });
    expect(clusters.map((c) => c.gateways.length)).toContain(3);
    expect(waves).toMatchObject([{ owners: 3, reading: 'before-report' }]);
    expect(waves[0]!.leadTimes[0]).toMatchObject({ at: '2021-04-20', concerns: true, hours: 45.76 });
    expect(notes).toContain(
      '1 of 3 cases were made by a version that did not assess: when software was installed is not known.',
    );
    for (const name of ['campaign.html', 'campaign.md']) expect(existsSync(join(folder, 'tied', name))).toBe(true);
  });

  it('gives the same bytes from the same cases, and counts owners where a list names them', async () => {
    const owners = 'organisation,country,sector,case\nExample A,DE,energy,device-1\nExample B,US,defense,device-2\n';
    writeFileSync(join(folder, 'owners.csv'), owners);
    const names = ['campaign.json', 'campaign.html', 'campaign.md'];
    const bytes: string[][] = [];
    for (const [i, order] of [
      ['cases/2', 'cases/1'],
      ['cases/1', 'cases/2'],
    ].entries()) {
      const output = `same-${i}`;
      expect((await ask('campaign', ...order, '--owners', 'owners.csv', '-o', output)).status).toBe(1);
      bytes.push(names.map((n) => readFileSync(join(folder, output, n), 'utf8')));
    }
    expect(bytes[0]).toEqual(bytes[1]);
    const { victims, verdict } = resultOf('same-0');
    expect(victims.byCountry).toEqual([
      { name: 'DE', owners: 1 },
      { name: 'US', owners: 1 },
    ]);
    expect(victims.priorities?.says).toContain('No base rates were stated');
    expect(verdict.conclusion).toBe('linked');
  });

  it('refuses a case that was changed, by name, and goes on without it when told to', async () => {
    const path = copied('gateway', 'changed/4', device(4));
    appendFileSync(join(path, 'findings.jsonl'), '\n');
    const refused = await ask('campaign', 'cases', 'changed', '-o', 'refused');
    expect(refused.status).toBe(65);
    expect(refused.stderr).toContain(
      `The case ${path} was changed after its examination: the SHA-256 of findings.jsonl`,
    );
    expect(existsSync(join(folder, 'refused'))).toBe(false);
    const without = await ask('campaign', 'cases', 'changed', '-o', 'without', '--without-refused');
    expect(without.status).toBe(1);
    expect(resultOf('without').notes).toContain('The case "4" was left out: it was changed after its examination.');
  });

  it('says what it cannot use: no case, a folder that is not empty, a list that is none', async () => {
    const missing = await ask('campaign', 'tied', '-o', 'x2');
    expect([missing.status, missing.stderr]).toEqual([
      66,
      expect.stringContaining('expected a case or a folder of cases'),
    ]);
    const full = await ask('campaign', 'cases', '-o', 'tied');
    expect([full.status, full.stderr]).toEqual([73, expect.stringContaining('it is not empty')]);
    writeFileSync(join(folder, 'rates.json'), '{"source": "x", "rates": {"enrgy": 0.1}}');
    const rates = await ask('campaign', 'cases', '--base-rates', 'rates.json', '-o', 'x3');
    expect([rates.status, rates.stderr]).toEqual([65, expect.stringContaining('"enrgy" is no category')]);
  });
});
