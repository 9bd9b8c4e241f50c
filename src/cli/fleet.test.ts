import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { afterimage } from '../../tests/cli/context.ts';
import { gatewayCase } from '../../tests/support/fleet-cases.ts';

const folder = mkdtempSync(join(tmpdir(), 'afterimage-fleet-cli-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const ask = (...words: string[]) => afterimage(['fleet', ...words], { cwd: folder });

const files = { '/home/bin/a.cgi': 'a', '/home/bin/b.cgi': 'b' };
beforeAll(async () => {
  for (const name of ['one', 'two', 'three']) await gatewayCase(join(folder, 'cases'), name, files);
  await gatewayCase(join(folder, 'more'), 'odd', { ...files, '/home/bin/b.cgi': '\u001b[2J' });
  writeFileSync(join(folder, 'fleet.key'), 'thirty-two bytes or more of a key\n');
  writeFileSync(join(folder, 'short.key'), 'secret\n');
});

describe('afterimage fleet', () => {
  it('finds nothing where all agree, and says so without a word too much', async () => {
    const { status, stdout } = await ask('compare', 'cases');
    expect([status, stdout.trimEnd().split('\n').at(-1)]).toEqual([
      0,
      '3 devices voted; no program of any stands alone against the others, in what was compared.',
    ]);
  });

  it('names the odd one out with status 1, and writes the whole result to a new file', async () => {
    const { status, stdout } = await ask('compare', 'cases', 'more/odd', '-o', 'vote.json');
    expect(status).toBe(1);
    expect(stdout).toMatch(/^medium +odd +changed +3 of 4 +\/home\/bin\/b\.cgi/m);
    const vote = JSON.parse(readFileSync(join(folder, 'vote.json'), 'utf8'));
    expect(vote.editions[0].odd[0].says).toContain('3 of 4 devices have the same content here');
    expect((await ask('compare', 'cases', '-o', 'vote.json')).status).toBe(73);
  });

  it('says with status 2 that two cannot outvote each other', async () => {
    const { status, stdout } = await ask('compare', 'cases/one', 'more/odd');
    expect([status, stdout]).toEqual([2, expect.stringContaining('cannot say. 2 of its devices voted')]);
  });

  it('shares votes under a key, and compares them with a case', async () => {
    for (const name of ['one', 'two', 'three']) {
      const shared = await ask('share', `cases/${name}`, '--fleet-key', 'fleet.key', '-o', `${name}.jsonl`);
      expect([shared.status, shared.stdout]).toEqual([
        0,
        expect.stringMatching(/^2 files of .* check value [0-9a-f]{16}/),
      ]);
    }
    expect((await ask('compare', 'one.jsonl', 'two.jsonl', 'three.jsonl')).status).toBe(0);
    const mixed = await ask(
      'compare',
      'one.jsonl',
      'two.jsonl',
      'three.jsonl',
      'more/odd',
      '--fleet-key',
      'fleet.key',
      '--json',
    );
    expect(JSON.parse(mixed.stdout)).toMatchObject([{ device: 'odd', path: '/home/bin/b.cgi' }]);
  });

  it('refuses a key that could be guessed, and a case without one beside votes', async () => {
    const short = await ask('share', 'cases/one', '--fleet-key', 'short.key', '-o', 'x.jsonl');
    expect([short.status, short.stderr]).toEqual([64, expect.stringContaining('short.key: it has 6 bytes')]);
    expect((await ask('compare', 'one.jsonl', 'cases/two', 'cases/three')).stderr).toContain('--fleet-key');
    expect((await ask('compare', 'nowhere')).status).toBe(66);
  });
});
