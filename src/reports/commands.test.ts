import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gateway } from '../../tests/support/report-inputs.ts';
import type { Evidence, Locator, Subject } from '../model/index.ts';
import { commandsFor, shellQuoted } from './commands.ts';

let folder: string;
const disk = gunzipSync(readFileSync(join(import.meta.dirname, '../../fixtures/gateway/gateway.img.gz')));
const run = (command: string): string => execFileSync('sh', ['-c', command], { cwd: folder, encoding: 'utf8' });
const sha256 = (data: Uint8Array): string => createHash('sha256').update(data).digest('hex');

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'commands-'));
  writeFileSync(join(folder, 'gateway.img'), disk);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the commands of a finding, run on the disk', () => {
  const { findings, evidence } = gateway();
  const whole = findings.filter((f) => f.family !== 'STEADYPULSE' && f.state !== 'edited');

  it.each(whole.map((f) => [f.subject.path ?? f.family, f] as const))('cut %s out: its SHA-256 comes out', (_, f) => {
    const commands = f.locators.flatMap((l) => commandsFor(l, evidence[0], f.subject));
    expect(commands).toHaveLength(1);
    const [command] = commands;
    if (!command || 'trouble' in command) throw new Error('no command');
    expect(command.expects).toBe(f.subject.sha256);
    expect(run(command.text)).toBe(`${f.subject.sha256}  -\n`);
  });

  it('show the bytes that matched, one command for each range', () => {
    const f = findings.find((x) => x.family === 'STEADYPULSE')!;
    const commands = commandsFor(f.locators[0]!, evidence[0], f.subject);
    expect(commands).toHaveLength(2);
    for (const [i, command] of commands.entries()) {
      if ('trouble' in command) throw new Error(command.trouble);
      const { offset, length } = f.locators[0]!.bytes[i]!;
      const shown = run(command.text)
        .split('\n')
        .flatMap(
          (line) =>
            line
              .slice(8)
              .split('>')[0]!
              .match(/[0-9a-f]{2}/g) ?? [],
        );
      expect(shown.join('')).toBe(disk.subarray(offset, offset + length).toString('hex'));
    }
  });
});

const evidence = (name: string): Evidence => ({ id: 'e', name, kind: 'image', size: 1, hashes: {}, role: 'device' });
const subject: Subject = { size: 5, allocation: 'allocated', content: 'intact' };
const at = (length: number, ranges = 1, member?: string): Locator => ({
  evidence: 'e',
  layers: [],
  ...(member !== undefined && { member }),
  bytes: Array.from({ length: ranges }, (_, i) => ({ offset: 3 + i * length, length })),
});

describe('commands', () => {
  it('copy a long range in large blocks, byte for byte', () => {
    const [command] = commandsFor(at(5_000_001), evidence('gateway.img'), subject);
    if (!command || 'trouble' in command) throw new Error('no command');
    expect(command.text).toContain('iflag=skip_bytes,count_bytes');
    expect(run(command.text)).toBe(`${sha256(disk.subarray(3, 5_000_004))}  -\n`);
  });

  it.each(["it's $(touch owned) `touch owned`", '-rf', 'a b;c&d|e>f', '"\\"', '日本', 'a=b', '*'])(
    'take a file named %s for that file, and for nothing else',
    (name) => {
      writeFileSync(join(folder, name), 'abcdefghijkl');
      const [command] = commandsFor(at(5), evidence(name), subject);
      if (!command || 'trouble' in command) throw new Error('no command');
      expect(run(command.text)).toContain('64 65 66 67 68');
      expect(() => readFileSync(join(folder, 'owned'))).toThrow('ENOENT');
    },
  );

  it('name the file inside a folder that was handed over', () => {
    mkdirSync(join(folder, 'tree/etc'), { recursive: true });
    writeFileSync(join(folder, 'tree/etc/hosts'), '123456789');
    const [command] = commandsFor(at(5, 1, 'etc/hosts'), evidence('tree'), subject);
    if (!command || 'trouble' in command) throw new Error('no command');
    expect(run(command.text)).toContain('34 35 36 37 38');
  });

  it('are not given for a name that cannot be copied as it is', () => {
    for (const name of ['a\nb', 'a\u202eb', 'a\u0000', 'a\u001b[0m', 'not-utf-8\\xff', 'a\ufffdb', 'x'.repeat(5000)]) {
      expect(shellQuoted(name)).toBeUndefined();
      expect(commandsFor(at(5), evidence(name), subject)).toEqual([{ trouble: 'badName' }]);
    }
    expect(commandsFor(at(5), undefined, subject)).toEqual([{ trouble: 'unlisted' }]);
  });

  it('are at most four for one place, and none where nothing is stored', () => {
    expect(commandsFor(at(5, 9), evidence('x'), subject)).toHaveLength(4);
    expect(commandsFor({ ...at(5), bytes: [] }, evidence('x'), subject)).toEqual([]);
  });

  it('promise no hash for ranges that overlap, for a part, or for content of another length', () => {
    const known = { ...subject, sha256: 'f'.repeat(64), size: 10 };
    const expects = (locator: Locator, s: Subject): boolean =>
      commandsFor(locator, evidence('x'), s).some((c) => 'expects' in c);
    expect(expects(at(5, 2), known)).toBe(true);
    expect(
      expects(
        {
          ...at(5),
          bytes: [
            { offset: 3, length: 5 },
            { offset: 5, length: 5 },
          ],
        },
        known,
      ),
    ).toBe(false);
    expect(expects(at(5, 2), { ...known, content: 'partial' })).toBe(false);
    expect(expects(at(5, 1), known)).toBe(false);
  });
});
