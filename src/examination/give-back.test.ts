import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { createCase } from '../case/index.ts';
import { openDevice } from '../evidence/index.ts';
import { giveBack } from './give-back.ts';
import { logEvents } from './log-events.ts';
import { logFiles } from './log-files.ts';
import { logRows } from './log-rows.ts';
import { lyingAbout } from './lying-about.ts';

const folder = mkdtempSync(join(tmpdir(), 'afterimage-give-back-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const line = (i: number): string => `2021-04-14 02:${String(i % 60).padStart(2, '0')}:00 record ${i}\n`;
const lines = (from: number, to: number): string =>
  Array.from({ length: to - from }, (_, i) => line(from + i)).join('');

const contents: Record<string, { text: string; row: Record<string, unknown> }> = {
  live: { text: lines(100, 200), row: { kind: 'file', path: '/var/log/debuglog', allocation: 'allocated' } },
  // What was rolled out of the log, the log as it was, and the same once more: one line of each is torn.
  older: { text: `torn\n${lines(50, 150)}2021-04`, row: { kind: 'run', allocation: 'unallocated' } },
  again: { text: `torn\n${lines(40, 60)}`, row: { kind: 'run', allocation: 'unallocated' } },
  picture: { text: '\x89PNG\0\0\0\x01'.repeat(600), row: { kind: 'run', allocation: 'unallocated' } },
  deleted: { text: lines(30, 45), row: { kind: 'file', path: '/var/log/debuglog.1', allocation: 'deleted' } },
  elsewhere: { text: lines(300, 310), row: { kind: 'file', path: '/etc/passwd', allocation: 'deleted' } },
};

it('gives back what stands in free space and in deleted logs and in no live log, each record once', async () => {
  const evidence = [join(folder, 'evidence')];
  mkdirSync(evidence[0]!);
  const rows = Object.entries(contents).map(([name, { text, row }]) => {
    writeFileSync(join(evidence[0]!, name), text, 'latin1');
    const extents = JSON.stringify([[0, 0, text.length, name]]);
    const common = {
      evidence: '0',
      layers: 'directory',
      size: text.length,
      content: 'intact',
      looked: 'read',
      extents,
    };
    return `${JSON.stringify({ ...common, ...row })}\n`;
  });
  const c = await createCase(join(folder, 'x.case'), {
    mode: 'new',
    evidence,
    tool: { name: 'afterimage', version: '0' },
    content: { version: '0', hash: '0' },
    options: {},
    now: () => new Date(0),
  });
  await c.store(0, { files: rows.join('') });
  const device = await openDevice(evidence);
  const lying = lyingAbout(await logRows(c));
  const options = { evidence, threads: 2, contentVersion: '0', work: 2, lying };
  const logs = await logEvents(c, device, await logFiles(c), options);
  const told = new Set<string>();
  await giveBack(c, told, logs, lying.units.length, 1);
  const events = (await c.events())!;
  const given: unknown[] = [];
  const sql = `SELECT message, json_extract_string(fields, '$.from') AS origin, recovered FROM event WHERE recovered ORDER BY message`;
  for await (const row of events.rows(sql)) given.push(row);
  events.close();
  const expected = (from: number, to: number, origin: string): unknown[] =>
    Array.from({ length: to - from }, (_, i) => ({ message: `record ${from + i}`, origin, recovered: true }));
  expect(given).toEqual([...expected(30, 40, 'a deleted log'), ...expected(40, 100, 'free space')]);
  await c.stop('interrupted', 'test');
});
