import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Moment } from './chance.ts';
import { DAY, HOUR } from './instants.ts';
import { randomFrom } from './random.ts';
import { testedBurst } from './scan.ts';

const YEAR = 300 * DAY;
const byTime = (moments: Moment[]): Moment[] => moments.sort((a, b) => a.at - b.at);

/** Removals that know nothing of each other, of what came in the first half of the time. */
function scattered(seed: number, count: number): Moment[] {
  const random = randomFrom(seed);
  return Array.from({ length: count }, (_, hand) => {
    const came = (random() * YEAR) / 2;
    return { at: came + random() * (YEAR - came), hand, from: came, to: YEAR, came };
  });
}

describe('the densest stretch of clean-ups', () => {
  it('is rare under chance when many hands clean up together what came over months', () => {
    const together = scattered(1, 10).map((m, i) => ({ ...m, hand: 100 + i, at: 200 * DAY + i * 4 * HOUR }));
    const found = testedBurst(byTime([...scattered(2, 20), ...together]), 499, 7)!;
    expect(found.tail).toBeLessThan(1e-4);
    expect(found.hands).toBeGreaterThanOrEqual(10);
  });

  it('is ordinary when what came together is found one after the other in the weeks after', () => {
    const random = randomFrom(3);
    const crowd = Array.from({ length: 25 }, (_, i): Moment => {
      const came = 100 * DAY + random() * 2 * DAY;
      const at = came - 15 * DAY * Math.log(1 - random());
      return { at, hand: 100 + i, from: came, to: YEAR, came };
    });
    expect(testedBurst(byTime([...scattered(4, 10), ...crowd]), 499, 7)?.tail ?? 1).toBeGreaterThan(1e-3);
  });

  it('counts one hand once, however many devices it has', () => {
    const own = scattered(5, 10).map((m) => ({ ...m, hand: 100, at: 200 * DAY + m.hand * HOUR }));
    expect(testedBurst(byTime([...scattered(6, 20), ...own]), 499, 7)?.tail ?? 1).toBeGreaterThan(1e-3);
  });

  it('is seldom called rare when nothing was planted', () => {
    let rare = 0;
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), fc.integer({ min: 3, max: 40 }), (seed, count) => {
        const found = testedBurst(byTime(scattered(seed, count)), 99, seed);
        if (found && found.tail < 1e-3) rare++;
      }),
      { numRuns: 150, seed: 11 },
    );
    expect(rare).toBeLessThanOrEqual(1);
  });
});
