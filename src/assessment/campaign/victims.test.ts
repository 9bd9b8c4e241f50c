import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PriorityList } from '../../model/index.ts';
import { atLeast, holm } from './binomial.ts';
import { devicesOf } from './devices.ts';
import { gateway, sighting } from './fixtures/facts.ts';
import { victimsOf } from './victims.ts';

const list: PriorityList = {
  name: 'A list',
  source: 'somebody',
  categories: [
    { id: 'energy', title: { en: 'Energy', ja: 'エネルギー' }, sectors: ['energy', 'utilities'] },
    { id: 'rail', title: { en: 'Rail', ja: '鉄道' }, sectors: ['rail'] },
  ],
};
const victims = (sectors: string[]) =>
  devicesOf(
    sectors.map((sector, n) =>
      gateway(n, [sighting('ATRIUM')], {
        owner: { organisation: `Example ${n}`, sector, basis: 'supplied', confidence: 'high' },
      }),
    ),
    [],
  );

describe('binomial tails', () => {
  it('are those of tables', () => {
    expect(atLeast(3, 10, 0.1)).toBeCloseTo(0.0701908264, 9);
    expect(atLeast(5, 5, 0.5)).toBeCloseTo(1 / 32, 12);
    expect([atLeast(0, 7, 0.2), atLeast(1, 7, 0), atLeast(7, 7, 1)]).toEqual([1, 0, 1]);
  });

  it('fall with what is asked, rise with the rate, and adjusted values keep the order and never shrink', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.double({ min: 0.01, max: 0.99, noNaN: true }), (n, p) => {
        const k = Math.ceil(n / 3);
        expect(atLeast(k + 1, n, p)).toBeLessThanOrEqual(atLeast(k, n, p) + 1e-9);
        expect(atLeast(k, n, p * 0.9)).toBeLessThanOrEqual(atLeast(k, n, p) + 1e-9);
      }),
      { seed: 5 },
    );
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 9 }), (values) => {
        const adjusted = holm(values);
        for (const [i, v] of values.entries()) expect(adjusted[i]!).toBeGreaterThanOrEqual(v);
        expect(Math.min(...adjusted)).toBeCloseTo(Math.min(1, Math.min(...values) * values.length), 12);
      }),
      { seed: 5 },
    );
  });
});

describe('victims against a list of priorities', () => {
  const sectors = [...Array<string>(8).fill('Energy'), 'utilities', 'retail'];

  it('are counted and not tested without base rates, and the warning about selection is there', () => {
    const { priorities, selection, bySector } = victimsOf(victims(sectors), list, undefined);
    expect(priorities).toMatchObject({
      outside: 1,
      categories: [
        { victims: 9, of: 10 },
        { victims: 0, of: 10 },
      ],
    });
    expect(priorities?.categories.some((c) => 'pValue' in c)).toBe(false);
    expect(priorities?.says).toContain('No base rates were stated');
    expect(selection).toMatch(/not a sample of all/);
    expect(bySector[0]).toEqual({ name: 'energy', owners: 8 });
  });

  it('are tested against the rates that somebody states, adjusted for the number of categories', () => {
    const { priorities } = victimsOf(victims(sectors), list, {
      source: 'a register',
      rates: { energy: 0.1, rail: 0.1 },
    });
    const [energy, rail] = priorities!.categories;
    expect(energy!.pValue).toBeLessThan(1e-7);
    expect(energy!.adjusted).toBeCloseTo(2 * energy!.pValue!, 12);
    expect(energy!.ratio).toBeCloseTo(9);
    expect(rail!.adjusted).toBe(1);
  });

  it('are owners, not gateways: one with many counts once', () => {
    const own = Array.from({ length: 5 }, (_, n) =>
      gateway(n, [], {
        owner: { organisation: ' example ONE', sector: 'energy', basis: 'supplied', confidence: 'high' },
      }),
    );
    expect(victimsOf(devicesOf(own, []), list, undefined)).toMatchObject({ owners: 1, gateways: 5 });
  });
});
