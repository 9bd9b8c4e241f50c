import { describe, expect, it } from 'vitest';
import type { Moment } from '../../model.ts';
import { stopAt, stopsOf } from './stops.ts';

const moment = (at: string, volume: string, path: string): Moment => ({
  at,
  kind: 'changed',
  volume,
  changes: 1,
  paths: [path],
});

describe('the stops of the slider', () => {
  const stops = stopsOf([
    moment('2021-04-18T02:14:07.020000256Z', 'a', '/x'),
    moment('2021-04-18T02:14:07.500000000Z', 'b', '/y'),
    moment('2021-04-18T02:14:07.100000000Z', 'c', '/z'),
    moment('2021-04-18T02:15:30.000000000Z', 'a', '/x'),
  ]);

  it('take what happened within a second together, as of its end', () => {
    expect(stops.map(({ at, changes, volumes }) => [at, changes, volumes.join('')])).toEqual([
      ['2021-04-18T02:14:07.500000000Z', 3, 'abc'],
      ['2021-04-18T02:15:30.000000000Z', 1, 'a'],
    ]);
  });

  it('are found again by their own time, so that each step leads to another one', () => {
    for (const [i, stop] of stops.entries()) expect(stopAt(stops, stop.at)).toBe(i);
    expect(stopAt(stops, '2020-01-01T00:00:00Z')).toBe(0);
    expect(stopAt(stops, '2030-01-01T00:00:00Z')).toBe(1);
  });
});
