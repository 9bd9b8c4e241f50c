import { describe, expect, it } from 'vitest';
import { HOUR } from './instants.ts';
import type { Removal } from './removals.ts';
import { withoutStrays } from './strays.ts';

const removal = (at: number, device: number): Removal => ({
  device,
  at,
  from: at,
  to: at,
  watchedFrom: 0,
  watchedTo: 1e12,
  sightings: [],
});
const every = (count: number, hours: number, from = 0): Removal[] =>
  Array.from({ length: count }, (_, i) => removal((from + i * hours) * HOUR, i));

describe('a burst of removals', () => {
  it('loses one clock that is hours ahead, and one that is hours behind', () => {
    const burst = every(40, 0.5, 20);
    const found = withoutStrays([removal(11 * HOUR, 90), ...burst, removal(49 * HOUR, 91)]);
    expect(found).toEqual(burst);
  });

  it('keeps a first session of several before a pause', () => {
    const burst = [...every(5, 0.5), ...every(35, 0.5, 30)];
    expect(withoutStrays(burst)).toEqual(burst);
  });

  it('keeps all of a few, of which none can be told from a beginning', () => {
    const burst = [removal(0, 90), ...every(8, 0.5, 20)];
    expect(withoutStrays(burst)).toEqual(burst);
  });
});
