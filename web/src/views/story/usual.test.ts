import { describe, expect, it } from 'vitest';
import type { FindingSummary, Interval } from '../../model.ts';
import { usualOf } from './usual.ts';

const ms = (day: string): number => Date.parse(`${day}T00:00:00Z`);
const whole = { from: ms('2015-01-01'), until: ms('2022-01-01') };
const usual = { from: '2019-03-01T00:00:00Z', until: '2021-05-01T00:00:00Z' };
const finding = (appeared?: Interval, removed?: Interval) => ({ appeared, removed }) as FindingSummary;
const day = (time: number): string => new Date(time).toISOString().slice(0, 7);

describe('what a story shows first', () => {
  it('begins with the first sign and ends with the events', () => {
    const shown = usualOf(
      { findings: [finding({ notBefore: '2020-07-14T00:00:00Z', notAfter: '2021-01-15T00:00:00Z' })], usual },
      whole,
    );
    expect([day(shown.from), day(shown.until)]).toEqual(['2020-07', '2021-05']);
  });

  it('is where nearly all events lie when no finding has a time', () => {
    const shown = usualOf({ findings: [finding()], usual }, whole);
    expect([day(shown.from), day(shown.until)]).toEqual(['2019-02', '2021-05']);
  });

  it('is everything when nothing tells', () => {
    expect(usualOf({ findings: [] }, whole)).toEqual(whole);
  });
});
