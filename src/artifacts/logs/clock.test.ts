import { describe, expect, it } from 'vitest';
import { Clock, dateAt, zoneOfName } from './clock.ts';

const told = (text: string, clock = new Clock({})) => {
  const date = dateAt(text, 0);
  return date && clock.civil(date.civil, text.slice(0, date.end), date.offset);
};

describe('Clock', () => {
  it('takes the zone from the line, else from the name of the export, else from the host, else says it is unknown', () => {
    const named = new Clock({ fileName: 'log.gw1-Wed-2021-04-14_09_00_00-(GMT-03_30).events', zone: 60 });
    expect(told('2021-04-14 03:10:00+02:00', named)?.time).toMatchObject({
      at: '2021-04-14T01:10:00Z',
      zone: 'stated',
    });
    expect(told('2021-04-14 03:10:00', named)?.time).toMatchObject({ at: '2021-04-14T06:40:00Z', zone: 'stated' });
    const host = new Clock({ zone: 60 });
    expect(told('2021-04-14 03:10:00', host)?.time).toMatchObject({
      at: '2021-04-14T02:10:00Z',
      zone: 'assumed',
      offset: 60,
    });
    const time = told('2021-04-14 03:10:00')?.time;
    expect(time).toEqual({
      at: '2021-04-14T03:10:00Z',
      precision: 'second',
      zone: 'unknown',
      original: '2021-04-14 03:10:00',
    });
  });

  it.each([
    ['2021-01-15 12:00:00', '2021-01-15T11:00:00Z', 60],
    ['2021-07-15 12:00:00', '2021-07-15T10:00:00Z', 120],
    ['2021-03-28 01:59:59', '2021-03-28T00:59:59Z', 60],
    ['2021-03-28 03:00:00', '2021-03-28T01:00:00Z', 120],
    ['2021-10-31 02:30:00', '2021-10-31T00:30:00Z', 120],
    ['2021-10-31 03:00:00', '2021-10-31T02:00:00Z', 60],
  ])('takes %s for %s where the host has a zone with summer time, and says that it was assumed', (text, at, offset) => {
    const clock = new Clock({ zone: 'Europe/Berlin' });
    expect(told(text, clock)?.time).toMatchObject({ at, zone: 'assumed', offset });
    expect(told(`${text}Z`, clock)?.time).toMatchObject({ zone: 'stated', offset: 0 });
  });

  it('assumes no zone by a name that nobody knows', () => {
    expect(told('2021-07-15 12:00:00', new Clock({ zone: '../../etc/x' }))?.time.zone).toBe('unknown');
  });

  it('keeps a time from before 1970, which a clock without battery shows west of Greenwich', () => {
    expect(told('1969-12-31 19:00:00', new Clock({ zone: -300 }))).toMatchObject({ micros: 0 });
    expect(told('1969-12-31 19:00:00')?.time.at).toBe('1969-12-31T19:00:00Z');
  });

  it.each([
    '2021-02-29 00:00:00',
    '2021-13-01 00:00:00',
    '2021-04-31 00:00:00',
    '2021-04-14 24:00:00',
    '0001-01-01 00:00:00',
  ])('refuses %s, which no calendar or no log has', (text) => expect(told(text)).toBeUndefined());

  it('keeps the digits that were written', () => {
    expect(told('2021-04-14T03:10:00.25Z')?.time).toMatchObject({
      at: '2021-04-14T03:10:00.25Z',
      precision: 'millisecond',
    });
    expect(told('2021-04-14 03:10:00,123456789')?.time.at).toBe('2021-04-14T03:10:00.123456Z');
    expect(told('2021-04-14T03:10:00.25Z')?.micros).toBe(Date.parse('2021-04-14T03:10:00.250Z') * 1000);
  });

  it('gives a date without a year the last one before the file was written', () => {
    const clock = new Clock({ latest: '2021-01-02T00:00:00Z' });
    expect(clock.yearOf(1, 2)).toBe(2021);
    expect(clock.yearOf(1, 3)).toBe(2021);
    expect(clock.yearOf(1, 4)).toBe(2020);
    expect(clock.yearOf(2, 29)).toBe(2020);
    expect(new Clock({}).yearOf(1, 2)).toBeUndefined();
  });
});

describe('zoneOfName', () => {
  it.each([
    ['x-(GMT+09_00).access', 540],
    ['x-(GMT-03_30).access', -210],
    ['x-(GMT+99_00).access', undefined],
    ['x.access', undefined],
  ])('%s: %s', (name, minutes) => expect(zoneOfName(name)).toBe(minutes));
});
