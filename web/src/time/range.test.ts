import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { middleOf, moved, type Range, spanText, within, zoomed } from './range.ts';

const whole: Range = { from: 1_600_000_000_000, until: 1_620_000_000_000 };
const ranges = fc
  .tuple(fc.integer({ min: whole.from, max: whole.until - 1000 }), fc.integer({ min: 1000, max: 1e9 }))
  .map(([from, long]) => within({ from, until: from + long }, whole));

describe('what is shown of a timeline', () => {
  it('never leaves the whole, however it is moved and zoomed', () => {
    const steps = fc.array(fc.tuple(fc.boolean(), fc.double({ min: 0.01, max: 5, noNaN: true })), { maxLength: 20 });
    fc.assert(
      fc.property(ranges, steps, (range, moves) => {
        let shown = range;
        for (const [zoom, by] of moves)
          shown = zoom ? zoomed(shown, by, middleOf(shown), whole) : moved(shown, by - 2.5, whole);
        expect(shown.from).toBeGreaterThanOrEqual(whole.from - 1);
        expect(shown.until).toBeLessThanOrEqual(whole.until + 1);
        expect(shown.until - shown.from).toBeGreaterThanOrEqual(99);
      }),
    );
  });

  it('keeps the moment under the pointer in its place when it is zoomed', () => {
    const shown = { from: whole.from + 1e9, until: whole.from + 2e9 };
    const at = shown.from + 2.5e8;
    const near = zoomed(shown, 0.5, at, whole);
    expect((at - near.from) / (near.until - near.from)).toBeCloseTo(0.25, 6);
  });

  it('shows all when it is zoomed out for ever', () => {
    expect(zoomed({ from: whole.from + 5, until: whole.from + 5000 }, 1e12, whole.from + 100, whole)).toEqual(whole);
  });

  it('names lengths of time shortly', () => {
    expect([200, 1500, 90_000, 7_200_000, 36 * 3_600_000, 3e9].map(spanText)).toEqual([
      '0.2 s',
      '1.5 s',
      '1.5 min',
      '2 h',
      '1.5 d',
      '35 d',
    ]);
  });
});
