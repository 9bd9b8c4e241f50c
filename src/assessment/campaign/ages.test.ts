import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Ages } from './ages.ts';

const ages = fc.array(fc.integer({ min: 1, max: 1e9 }), { minLength: 1, maxLength: 60 });

describe('ages at which implants go', () => {
  it('spread evenly over all before when all agree', () => {
    const same = new Ages([1000, 1000, 1000]);
    expect([same.before(250), same.before(500), same.by(0.5)]).toEqual([0.25, 0.5, 500]);
    expect([...same.pieces(0, 800)]).toEqual([{ from: 0, to: 800, share: 0.8 }]);
  });

  it('keep their decline when most go early', () => {
    const early = new Ages([10, 20, 30, 40, 1000]);
    expect(early.before(40)).toBeCloseTo(0.8);
    expect([...early.pieces(0, 1000)].map((p) => p.share / (p.to - p.from))).toEqual([0.02, expect.closeTo(0.2 / 960)]);
  });

  it('never rise in density, lie above what was observed, and invert', () => {
    fc.assert(
      fc.property(ages, fc.double({ min: 0, max: 1, noNaN: true }), (observed, share) => {
        const of = new Ages(observed);
        const densities = [...of.pieces(0, Number.POSITIVE_INFINITY)].map((p) => p.share / (p.to - p.from));
        for (let i = 1; i < densities.length; i++)
          expect(densities[i]!).toBeLessThanOrEqual(densities[i - 1]! * (1 + 1e-9));
        for (const age of observed)
          expect(of.before(age) + 1e-9).toBeGreaterThanOrEqual(
            observed.filter((a) => a <= age).length / observed.length,
          );
        expect(of.before(of.by(share))).toBeCloseTo(share, 6);
        expect([...of.pieces(0, Number.POSITIVE_INFINITY)].reduce((sum, p) => sum + p.share, 0)).toBeCloseTo(1, 6);
      }),
      { seed: 11 },
    );
  });
});
