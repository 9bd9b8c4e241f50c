import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { coverage, gatewayCoverage } from '../../tests/support/coverage.ts';
import { loadKnowledge } from '../detectors/index.ts';
import type { Coverage } from '../model/index.ts';
import { visibilityOf } from './visibility.ts';
import { visibleThrough } from './visible-through.ts';

const root = join(import.meta.dirname, '..', '..');
const textsIn = (folder: string, ending: RegExp): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((f) => ending.test(f) && !f.includes('.test.'))
    .map((f) => readFileSync(join(root, folder, f), 'utf8'));

const seenIn = (technique: string, of: Coverage[]): string =>
  visibilityOf(of).find((v) => v.technique === technique)!.seen;

it('says of every technique that the rules and the knowledge name whether it could have been seen', () => {
  const named = [
    ...textsIn('content/yara', /\.yar$/),
    ...textsIn('content/sigma', /\.ya?ml$/),
    ...textsIn('src/detectors', /\.ts$/),
  ]
    .join('\n')
    .matchAll(/\bT1\d{3}(?:\.\d{3})?\b/g);
  const listed = new Set(visibleThrough.map(([technique]) => technique));
  const missing = new Set([...named].map(([id]) => id).filter((id) => !listed.has(id)));
  for (const { type, name, object } of loadKnowledge().entities.values()) {
    if (type !== 'attack-pattern') continue;
    const [reference] = object.external_references as { external_id: string }[];
    const ours = visibleThrough.find(([technique]) => technique === reference!.external_id);
    if (ours?.[1] !== name) missing.add(`${reference!.external_id} ${name}`);
  }
  expect([...missing].sort()).toEqual([]);
  expect(visibleThrough.map(([id]) => id)).toEqual([...listed].sort());
});

it('follows what was read', () => {
  expect(seenIn('T1056.003', [coverage()])).toBe('in part');
  expect(seenIn('T1056.003', [])).toBe('no');
  expect(seenIn('T1078', [coverage()])).toBe('no');
  const log = {
    log: '/data/runtime/logs/log.access.vc0',
    records: 5,
    from: '2021-01-01T00:00:00Z',
    to: '2021-02-01T00:00:00Z',
  };
  expect(visibilityOf([coverage({ spans: [log] })]).find((v) => v.technique === 'T1078')).toMatchObject({
    seen: 'in part',
    through: [{ source: 'access log', from: log.from, until: log.to }],
  });
  expect(seenIn('T1573.001', [coverage({ space: {} })])).toBe('no');
  expect(seenIn('T1542', [coverage({ spans: [log] })])).toBe('no');
});

describe('what could have been seen', () => {
  const shown = [
    'T1190',
    'T1505.003',
    'T1554',
    'T1056.003',
    'T1078',
    'T1070.002',
    'T1070.004',
    'T1070.006',
    'T1562.006',
    'T1055',
    'T1542',
  ];
  const table = (c: Coverage): string[] =>
    shown
      .map((id) => visibilityOf([c]).find((v) => v.technique === id)!)
      .map((v) => `${v.technique} ${v.seen}: ${v.through.map((t) => `${t.source} ${t.seen}`).join(', ')}`);

  it('is technique against evidence, with the time each covers', () => {
    expect(table(gatewayCoverage())).toEqual([
      'T1190 in part: access log in part, logs in part',
      'T1505.003 in part: live files yes, earlier versions in part, free space in part, access log in part',
      'T1554 in part: live files yes, list of vendor files no, earlier versions in part',
      'T1056.003 in part: live files yes, earlier versions in part, free space in part',
      'T1078 in part: access log in part',
      'T1070.002 in part: logs in part, earlier versions in part, free space in part',
      'T1070.004 in part: earlier versions in part, free space in part',
      'T1070.006 in part: inode times yes, earlier versions in part',
      'T1562.006 in part: logs in part, memory no',
      'T1055 in part: live files yes, earlier versions in part, free space in part, memory no',
      'T1542 no: firmware no',
    ]);
    const exploit = visibilityOf([gatewayCoverage()]).find((v) => v.technique === 'T1190');
    expect(exploit!.through[0]).toMatchObject({ from: '2020-11-06T00:33:30Z', until: '2021-04-19T23:19:37Z' });
  });

  it('says no where the evidence was not there', () => {
    const collected = gatewayCoverage({
      recognised: ['directory'],
      space: { allocated: { present: 10, read: 10, entries: 1 } },
      spans: [],
    });
    expect(
      table(collected)
        .filter((line) => / no:/.test(line))
        .map((line) => line.split(' ')[0]),
    ).toEqual(['T1190', 'T1078', 'T1070.002', 'T1070.004', 'T1070.006', 'T1562.006', 'T1542']);
  });
});
