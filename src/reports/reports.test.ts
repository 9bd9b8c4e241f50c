import { describe, expect, it } from 'vitest';
import { gateway, hostile, hostileTexts } from '../../tests/support/report-inputs.ts';
import type { Finding } from '../model/index.ts';
import { isPlain } from '../model/visible.ts';
import { reports } from './index.ts';
import { json } from './json.ts';
import { omitted, sectionsOf } from './selection.ts';

describe.each(reports.map((r) => [r.name, r] as const))('every report: %s', (_, report) => {
  it('says what it is', () => {
    expect(report.description).toMatch(/^[A-Z].{20,}[^.]$/);
    expect(report.extension).toMatch(/^[a-z]+$/);
  });

  it('gives the same bytes for the same case, and leaves the case as it was', () => {
    const input = gateway();
    const first = report.write(input);
    expect(input).toEqual(gateway());
    expect(report.write(gateway())).toBe(first);
  });

  it.each(hostileTexts)('holds no character that a reader cannot see: %j', (text) => {
    for (const line of report.write(hostile(text)).split('\n')) expect(isPlain(line)).toBe(true);
  });

  it('can tell a case in which nothing was found or read', () => {
    const { verdict, tool, content, examined } = gateway();
    const empty = report.write({
      verdict: { ...verdict, conclusion: 'inconclusive', confidence: 'low', because: [], limitedBy: [], statement: '' },
      findings: [],
      coverage: [],
      evidence: [],
      host: { product: 'unknown', title: 'unknown system', confidence: 'low', systems: [], basis: [] },
      tool,
      content,
      examined,
    });
    expect(empty).not.toMatch(/undefined|null|NaN|\[object/);
    expect(empty.length).toBeGreaterThan(300);
  });

  it('has none of the marks of a value that was not there', () => {
    expect(report.write(gateway())).not.toMatch(/undefined|NaN|\[object/);
  });
});

it('json gives everything back', () => {
  for (const text of hostileTexts) expect(JSON.parse(json.write(hostile(text)))).toEqual(hostile(text));
});

describe('sections', () => {
  const many = (n: number, finding: Finding): Finding[] =>
    Array.from({ length: n }, (_, i) => ({ ...finding, id: i.toString(16).padStart(16, '0') }));
  const { findings } = gateway();
  const compromise = findings.find((f) => f.about === 'compromise')!;
  const lead = findings.find((f) => f.about === 'lead')!;

  it('keep compromise apart from what is to be reviewed', () => {
    expect(sectionsOf(findings).map((s) => [s.kind, s.total])).toEqual([
      ['compromise', 7],
      ['traces', 2],
      ['review', 1],
    ]);
  });

  it('put a weak match to review, whatever it is about', () => {
    const weak = [
      { ...compromise, confidence: 'low' as const },
      { ...compromise, severity: 'medium' as const },
    ];
    expect(sectionsOf(weak).map((s) => s.kind)).toEqual(['review']);
  });

  it('show the strongest of too many in full, and the others as one line each', () => {
    const all = [...many(10, lead), ...many(2000, compromise)];
    expect(sectionsOf(all).map((s) => [s.findings.length, s.rest.length, s.total])).toEqual([
      [2000, 0, 2000],
      [0, 10, 10],
    ]);
    expect(omitted(all)).toBe(2000);
    expect(omitted(all.slice(0, 2000))).toBeUndefined();
  });
});
