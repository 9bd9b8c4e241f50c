import { describe, expect, it } from 'vitest';
import { gateway } from '../../../tests/support/report-inputs.ts';
import { ticksOf } from '../../model/axis.ts';
import type { Finding, Interval, State } from '../../model/index.ts';
import { wordsOf } from '../words/index.ts';
import { timeline as drawn } from './timeline.ts';

const timeline = (findings: readonly Finding[]) => drawn(findings, wordsOf('en'));
const template = gateway().findings[0]!;
let made = 0;
const finding = (state: State, appeared?: Interval, removed?: Interval): Finding => {
  const { appeared: _, removed: __, ...rest } = template;
  return {
    ...rest,
    subject: { ...rest.subject, path: `/f${made++}` },
    state,
    ...(appeared && { appeared }),
    ...(removed && { removed }),
  };
};
const jan = '2021-01-14T03:12:00Z';
const feb = '2021-02-14T03:12:00Z';
const apr = '2021-04-18T02:14:07Z';
const looks = (...findings: Finding[]): string[] =>
  [...(timeline(findings)?.text ?? '').matchAll(/class="((?:sure|maybe|guess|end) \w+)"/g)].map((m) => m[1]!);

describe('the timeline', () => {
  it('is none when no finding has a time that can be drawn', () => {
    expect(timeline([])).toBeUndefined();
    expect(timeline([finding('live')])).toBeUndefined();
    expect(timeline([finding('live', { notBefore: '1970-01-01T00:00:00Z', notAfter: 'never' })])).toBeUndefined();
  });

  it('draws what is sure solid, bounds pale, and a removal upright', () => {
    expect(looks(finding('live', { notBefore: jan, notAfter: jan }))).toEqual(['sure alarm']);
    expect(looks(finding('reverted', { notBefore: jan, notAfter: feb }, { notBefore: apr, notAfter: apr }))).toEqual([
      'maybe amber',
      'sure amber',
      'end amber',
    ]);
    expect(looks(finding('removed', { notBefore: jan, notAfter: jan }, { notBefore: feb, notAfter: apr }))).toEqual([
      'sure calm',
      'maybe calm',
      'end calm',
    ]);
  });

  it('draws what has no bound dotted, never solid', () => {
    const looksOf = (appeared?: Interval, removed?: Interval): string =>
      looks(finding('removed', appeared, removed))
        .map((look) => look.split(' ')[0])
        .join(' ');
    expect(looksOf({ notBefore: jan, notAfter: feb })).toBe('maybe sure guess');
    expect(looksOf({ notAfter: jan })).toBe('guess sure guess');
    expect(looksOf({ notBefore: jan })).toBe('guess');
    expect(looksOf(undefined, { notBefore: apr, notAfter: apr })).toBe('guess end');
    expect(looksOf(undefined, { notBefore: apr })).toBe('guess guess');
    expect(looksOf({ notBefore: jan }, { notAfter: apr })).toBe('guess end');
    expect(looksOf({ notBefore: jan, notAfter: jan }, { notAfter: apr })).toBe('sure guess end');
  });

  it('draws a bar from the latest coming to the earliest going', () => {
    const text = timeline([
      finding('removed', { notBefore: jan, notAfter: feb }, { notBefore: feb, notAfter: apr }),
      finding('removed', { notBefore: jan, notAfter: jan }, { notBefore: apr, notAfter: apr }),
    ])!.text;
    const bars = [...text.matchAll(/class="sure calm" x="([\d.]+)" y="[\d.]+" width="([\d.]+)"/g)];
    const [short, long] = bars.map((m) => ({ x: Number(m[1]), width: Number(m[2]) }));
    expect(short!.width).toBe(2);
    expect(long!.x).toBeLessThan(short!.x);
    expect(long!.x + long!.width).toBeGreaterThan(short!.x + 100);
  });

  it('draws times that contradict each other without a bar of negative width', () => {
    const text = timeline([
      finding('removed', { notBefore: apr, notAfter: apr }, { notBefore: jan, notAfter: jan }),
    ])!.text;
    expect(text).not.toMatch(/(width|x1|x2|x)="-/);
  });

  it('says the day once when all is within it', () => {
    const at = (time: string): Interval => ({ notBefore: `2021-04-18T${time}Z`, notAfter: `2021-04-18T${time}Z` });
    expect(timeline([finding('removed', at('02:14:07'), at('02:20:00'))])!.text).toContain(
      'own clock. 2021-04-18.</p>',
    );
    expect(timeline([finding('live', { notBefore: jan, notAfter: feb })])!.text).toContain('own clock.</p>');
  });

  it('draws one row for several findings about one file', () => {
    const one = finding('live', { notBefore: jan, notAfter: feb });
    expect(timeline([one, { ...one, id: 'other' }])!.text.match(/<g>/g)).toHaveLength(1);
  });

  it('says how many things are not drawn', () => {
    const many = Array.from({ length: 40 }, () => finding('live', { notBefore: jan, notAfter: feb }));
    expect(timeline(many)!.text.match(/<g>/g)).toHaveLength(30);
    expect(timeline(many)!.text).toContain('10 more items are not drawn.');
  });
});

describe('the axis', () => {
  const texts = (from: string, to: string): string[] => ticksOf(Date.parse(from), Date.parse(to)).map((t) => t.text);

  it('has a few marks at round times for any span', () => {
    expect(texts('2020-10-28T00:00:00Z', '2021-04-25T00:00:00Z')).toEqual([
      '2020-11',
      '2020-12',
      '2021-01',
      '2021-02',
      '2021-03',
      '2021-04',
    ]);
    expect(texts('2021-04-18T02:14:00Z', '2021-04-18T02:21:00Z')[0]).toBe('02:14');
    expect(texts('2021-04-17T20:00:00Z', '2021-04-18T04:00:00Z')).toContain('04-18 00:00');
    for (const span of [1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 3e12]) {
      const ticks = ticksOf(700_000_000_123, 700_000_000_123 + span);
      expect(ticks.length).toBeGreaterThanOrEqual(1);
      expect(ticks.length).toBeLessThanOrEqual(10);
    }
  });
});
