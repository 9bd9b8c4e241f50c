import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createCase } from '../case/index.ts';
import { openDevice } from '../evidence/index.ts';
import { logEvents } from './log-events.ts';
import { logFiles } from './log-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'afterimage-log-events-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('logs read without threads', () => {
  it('are read to their end, however many short lines a small log has', async () => {
    const lines = 360_000;
    const line = (i: number): string =>
      `2021-04-14 ${[i / 3600, (i / 60) % 60, i % 60].map((n) => String(Math.floor(n)).padStart(2, '0')).join(':')} x\n`;
    const text = Array.from({ length: lines }, (_, i) => line(i % 86_400)).join('');
    const evidence = [join(folder, 'evidence')];
    mkdirSync(evidence[0]!);
    writeFileSync(join(evidence[0]!, 'debuglog'), text);
    const target = await createCase(join(folder, 'x.case'), {
      mode: 'new',
      evidence,
      tool: { name: 'afterimage', version: '0' },
      content: { version: '0', hash: '0' },
      options: {},
      now: () => new Date(0),
    });
    const row = {
      evidence: '0',
      layers: 'directory',
      kind: 'file',
      path: '/debuglog',
      size: text.length,
      allocation: 'allocated',
      content: 'intact',
      looked: 'read',
      extents: JSON.stringify([[0, 0, text.length, 'debuglog']]),
    };
    await target.store(0, { files: `${JSON.stringify(row)}\n` });
    const options = { evidence, threads: 2, contentVersion: '0', work: 1 };
    const { told } = await logEvents(target, await openDevice(evidence), await logFiles(target), options);
    expect(told).toMatchObject([{ format: 'debuglog', records: lines }]);
    const events = (await target.events())!;
    for await (const counted of events.rows('SELECT count(*) AS n, max(begins) AS last FROM event'))
      expect(counted).toEqual({ n: lines, last: text.length - line(0).length });
    events.close();
    await target.stop('interrupted', 'test');
  });
});
