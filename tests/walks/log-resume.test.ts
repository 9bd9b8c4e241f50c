import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { beforeAll, expect, it } from 'vitest';
import { afterimage, workspace } from '../support/afterimage.ts';

/** README: an examination that was stopped goes on where it was, also in the middle of its logs. */
const bin = resolve(import.meta.dirname, '../../dist/cli/bin.js');
const folder = workspace();
const evidence = join(folder, 'evidence');
const whole = join(folder, 'whole.case');

beforeAll(() => {
  const logs = join(evidence, 'var/log');
  mkdirSync(logs, { recursive: true });
  const clock = (i: number): string =>
    new Date(1_618_358_400_000 + i * 1000).toISOString().slice(0, 19).replace('T', ' ');
  const line = (i: number, text: string): string => `${clock(i)} dswsd(${i}) info: ${text}\n`;
  // Two pieces of work: one log of long lines that fills a piece, and one of many lines behind it.
  const padding = 'x'.repeat(8000);
  writeFileSync(join(logs, 'debuglog'), Array.from({ length: 8500 }, (_, i) => line(i, padding)).join(''));
  writeFileSync(join(logs, 'debuglog.old'), Array.from({ length: 20_000 }, (_, i) => line(i - 20_000, 'y')).join(''));
  // Reading sets the time of access where it is not later than the others, and the clock of a filesystem is a coarse one:
  // the second run must find what the first did.
  const accessed = new Date(Date.now() + 60_000);
  for (const name of ['debuglog', 'debuglog.old', '.', '..', '../..'])
    utimesSync(join(logs, name), accessed, new Date(1_618_444_800_000));
  expect(afterimage(['examine', evidence, '-o', whole]).status).toBe(0);
});

const results = (path: string): string[][] =>
  readdirSync(path)
    .filter((name) => name !== 'case.json' && name !== 'ledger.jsonl' && name !== '.work')
    .sort()
    .map((name) => [
      name,
      createHash('sha256')
        .update(readFileSync(join(path, name)))
        .digest('hex'),
    ]);

it.each(['SIGINT', 'SIGKILL'] as const)(
  'goes on after %s in the middle of its logs, with the same result',
  async (signal) => {
    const path = join(folder, `${signal}.case`);
    const child = spawn(process.execPath, [bin, 'examine', evidence, '-o', path], { stdio: 'ignore' });
    const ended = new Promise((done) => child.on('close', done));
    const events = (): string[] => {
      try {
        return readdirSync(join(path, '.work/parts')).filter((name) => name.includes('.events-'));
      } catch {
        return [];
      }
    };
    for (let waited = 0; events().length === 0 && waited < 60_000; waited += 5) await setTimeout(5);
    child.kill(signal);
    await ended;
    expect(events().length).toBeGreaterThan(0);
    expect(readdirSync(path)).not.toContain('timeline.parquet');
    const resumed = afterimage(['examine', evidence, '-o', path, '--resume']);
    expect([resumed.status, resumed.stderr]).toEqual([0, expect.not.stringContaining('failed')]);
    expect(results(path)).toEqual(results(whole));
  },
);
