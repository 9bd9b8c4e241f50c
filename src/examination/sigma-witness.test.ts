import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createCase, type EventRow } from '../case/index.ts';
import { compileSigma } from '../detectors/index.ts';
import { runSigma } from './sigma.ts';

const folder = mkdtempSync(join(tmpdir(), 'afterimage-sigma-witness-'));
afterAll(() => rmSync(folder, { recursive: true }));

const rules = compileSigma([
  {
    file: 'mine.yml',
    ours: false,
    text: `title: A configuration was imported
logsource: {product: ivanti}
detection:
  record: {code: ADM20456}
  condition: record
level: low
`,
  },
]);

const where = (offset: number): string => `"locator":{"layers":["file"],"bytes":[{"offset":${offset},"length":80}]}`;

const record = (more: Partial<EventRow>, values: Record<string, string> = {}): EventRow => ({
  at: 1_618_369_800_000_000,
  time_kind: 'logged',
  source: 'witness',
  message: 'imported',
  fields: { values, more: where(more.begins ?? 0) },
  code: 'ADM20456',
  evidence: '1',
  recovered: false,
  offset: more.begins ?? 0,
  begins: 0,
  length: 80,
  layers: 'file',
  allocation: 'allocated',
  ...more,
});

/** An own log of the device, as a row of its files. */
const own = {
  evidence: '0',
  layers: 'ext4',
  path: '/data/runtime/logs/log.admin.vc0',
  allocation: 'allocated',
  inode: 12,
};

async function subjects(name: string, rows: EventRow[]): Promise<unknown[]> {
  const store = await createCase(join(folder, name), {
    mode: 'new',
    evidence: [],
    tool: { name: 'afterimage', version: '0' },
    content: { version: '0', hash: '0' },
    options: {},
    now: () => new Date(0),
  });
  const row = { ...own, kind: 'file', size: 4096, content: 'intact', looked: 'read', extents: '[[0,8192,4096]]' };
  await store.store(0, { files: `${JSON.stringify(row)}\n` });
  store.storeEvents(1, rows);
  await store.store(1, { files: '' });
  await runSigma(store, rules, { contentVersion: '0', work: 2 });
  const { findings } = await store.mergeFindings(['device', 'siem']);
  await store.stop('interrupted', 'test');
  return findings.map(({ subject, locators }) => [subject.path, subject.inode, locators.map((l) => l.evidence)]);
}

describe('the subject of a hit', () => {
  const siem = { witness: 'syslog.gz', witness_path: '/syslog.gz' };
  const inside = { witness: 'siem.tar', witness_path: '/gateways/gw1.log' };

  it('is the witness, by its name and the log in it, where no log of the device tells of it', async () => {
    expect(await subjects('file', [record({}, siem)])).toEqual([['witness syslog.gz', undefined, ['siem']]]);
    expect(await subjects('archive', [record({}, inside)])).toEqual([
      ['witness siem.tar, gateways/gw1.log', undefined, ['siem']],
    ]);
  });

  it('is the log of the device as soon as one of the events stands in it', async () => {
    const device = record({ ...own, source: 'vc0', begins: 100 });
    const [first, ...others] = await subjects('both', [record({ begins: 50 }, siem), device]);
    expect(others).toEqual([]);
    expect(first).toEqual([own.path, own.inode, ['device', 'siem']]);
  });

  it('is none where a witness only repeats what the device tells', async () => {
    expect(await subjects('copy', [record({ source: 'witness-copy' }, siem)])).toEqual([]);
  });
});
