import { join } from 'node:path';
import { expect, it } from 'vitest';
import { healthyMonth } from '../../fixtures/logs/healthy-month.ts';
import { afterimage, coverageOf, findingsOf, workspace } from '../support/afterimage.ts';

const folder = workspace();

interface LogRow {
  at: string;
  source: string;
  path: string;
  mark?: string;
}

it('reads a healthy month of logs, rotated, packed, with an upgrade and a day switched off, and accuses nobody', () => {
  const root = join(folder, 'month');
  healthyMonth(root);
  const casePath = join(folder, 'month.case');
  afterimage(['examine', root, '-o', casePath, '--quiet', '--exit-zero']);

  const accusing = findingsOf(casePath).filter(
    ({ about, severity }) => about !== 'lead' && severity !== 'informational' && severity !== 'low',
  );
  expect(accusing).toEqual([]);

  const rows = afterimage(['logs', casePath, '--jsonl'])
    .stdout.trim()
    .split('\n')
    .map((line) => JSON.parse(line) as LogRow);
  const times = rows.map((r) => r.at.slice(0, -1));
  expect(times).toEqual([...times].sort());
  expect(rows.some((r) => r.mark !== undefined)).toBe(false);
  const spans = coverageOf(casePath).flatMap((c) => c.spans);
  expect(spans.reduce((sum, s) => sum + (s.records ?? 0), 0)).toBe(rows.length);
  expect(spans.find((s) => s.log === '/data/runtime/logs/log.events.vc0.old')).toMatchObject({
    from: '2021-03-01T00:00:01.508469Z',
  });
  expect(spans.filter((s) => s.log.startsWith('/var/log/messages')).map((s) => s.log)).toEqual([
    '/var/log/messages',
    '/var/log/messages.1.gz',
    '/var/log/messages.2.gz',
    '/var/log/messages.3.gz',
    '/var/log/messages.4.gz',
  ]);
  expect(coverageOf(casePath).flatMap((c) => c.unread)).toEqual([]);

  const upgrades = afterimage(['logs', casePath, '--code', 'SYS20412', '--source', 'vc0', '--csv']).stdout;
  expect(upgrades.match(/9\.1R11\.[34]/g)?.length).toBeGreaterThanOrEqual(4);
  const body = afterimage(['timeline', casePath, '--format', 'timesketch']).stdout.trim().split('\n');
  expect(body.length).toBeGreaterThan(rows.length);
  for (const line of body.slice(0, 50)) expect(JSON.parse(line).timestamp).toBeGreaterThan(1.6e15);
});
