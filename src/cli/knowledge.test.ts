import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { afterimage } from '../../tests/cli/context.ts';

const folder = mkdtempSync(join(tmpdir(), 'afterimage-knowledge-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const ask = (...words: string[]) => afterimage(['knowledge', ...words], { cwd: folder });

describe('afterimage knowledge', () => {
  it('shows who used a family, how sure that is, and who says so', async () => {
    const { status, stdout } = await ask('show', 'slightpulse');
    expect(status).toBe(0);
    expect(stdout).toMatch(/^uses \(by\) +intrusion-set +UNC2630 +85 +cyware/m);
  });

  it('shows no actor for a family that nobody attributed', async () => {
    expect((await ask('show', 'LOCKPICK', '--csv')).stdout).not.toContain('intrusion-set');
  });

  it('helps with a name that is not known', async () => {
    const { status, stderr } = await ask('show', 'SLIGTHPULSE');
    expect([status, stderr]).toEqual([66, expect.stringContaining('Did you mean "SLIGHTPULSE"?')]);
  });

  it('searches for all the words', async () => {
    const rows = JSON.parse((await ask('search', 'web', 'SHELL', 'headers', '--json')).stdout) as { name: string }[];
    expect(rows.map((r) => r.name)).toEqual(['PULSECHECK']);
  });

  it('imports into a file that can be handed over again, lists what it could not use, and overwrites nothing', async () => {
    const id = 'intrusion-set--00000000-0000-4000-8000-000000000002';
    const family = 'malware--00000000-0000-4000-8000-000000000009';
    const objects = [
      { type: 'intrusion-set', id, name: 'Example Group' },
      {
        type: 'relationship',
        id: 'relationship--00000000-0000-4000-8000-000000000001',
        relationship_type: 'uses',
        source_ref: id,
        target_ref: family,
      },
      { type: 'x-thing', id: 'x-thing--00000000-0000-4000-8000-000000000003', name: '\u001b[2J' },
    ];
    writeFileSync(join(folder, 'theirs.json'), JSON.stringify({ type: 'bundle', objects }));
    const taken = await ask('import', 'theirs.json', '-o', 'known.json');
    expect(taken.status).toBe(0);
    expect(taken.stdout).toContain(family);
    expect(taken.stdout).toContain('x-thing');
    expect(taken.stdout).toContain('3 objects, 2 with a name, 0 relations used: 2 problems');
    expect(taken.stdout).not.toContain('\u001b');
    expect((await ask('search', 'example', 'group', '--with', 'known.json')).stdout).toContain('Example Group');
    const before = readFileSync(join(folder, 'known.json'), 'utf8');
    expect((await ask('import', 'known.json', '-o', 'known.json')).status).toBe(73);
    expect((await ask('import', 'known.json', '-o', 'again.json')).status).toBe(0);
    expect(readFileSync(join(folder, 'again.json'), 'utf8')).toBe(before);
  });

  it('refuses a file that holds no knowledge, by name', async () => {
    writeFileSync(join(folder, 'list.txt'), 'not json');
    const { status, stderr } = await ask('import', 'list.txt', '-o', 'none.json');
    expect([status > 63, stderr]).toEqual([true, expect.stringContaining('list.txt')]);
  });
});
