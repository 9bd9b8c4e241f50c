import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inOrder, isReverted, standingAt, type TimedVersion } from './standing.ts';

const day = (n: number) => new Date(Date.UTC(2021, 0, n)).toISOString().replace('.000', '');

let row = 0;
const version = (given: Partial<TimedVersion>): TimedVersion => ({
  row: row++,
  allocation: 'allocated',
  content: 'intact',
  size: 1,
  layers: 'ext4',
  ...given,
});
const put = (changed: number, sha256: string, more: Partial<TimedVersion> = {}) =>
  version({ allocation: 'superseded', changed: day(changed), born: day(1), sha256, ...more });
const live = (changed: number, sha256: string) => put(changed, sha256, { allocation: 'allocated' });

const at = (versions: TimedVersion[], moment: number | undefined) => {
  const { standing, version: found } = standingAt(inOrder(versions), moment === undefined ? undefined : day(moment));
  return `${standing} ${found.sha256}`;
};

describe('a file that was trojanised and put back', () => {
  const versions = [live(20, 'a'), put(10, 'b'), put(2, 'a')];

  it('stands as it was at every moment', () => {
    const told = [undefined, 25, 20, 15, 10, 5].map((moment) => at(versions, moment));
    expect(told).toEqual(['live a', 'live a', 'live a', 'earlier b', 'earlier b', 'earlier a']);
  });

  it('was not there before its inode was made, and is unknown between that and the first version told of', () => {
    const told = [live(20, 'a'), put(10, 'b', { born: day(5) })];
    expect([at(told, 4), at(told, 6)]).toEqual(['later b', 'unknown b']);
    // ext3 does not say when an inode was made.
    expect(at([version({ changed: day(5), sha256: 'x' })], 4)).toBe('unknown x');
  });

  it('is reverted; one that was only changed is not', () => {
    expect(isReverted(inOrder(versions))).toBe(true);
    expect(isReverted(inOrder([live(20, 'b'), put(2, 'a')]))).toBe(false);
    expect(isReverted(inOrder([live(20, 'a'), put(10, 'a'), put(2, 'a')]))).toBe(false);
    expect(isReverted(inOrder([put(20, 'a'), put(10, 'b'), put(2, 'a')]))).toBe(false);
  });
});

describe('a file that was removed', () => {
  const gone = put(5, 'a', { allocation: 'deleted', deleted: day(10) });

  it('is gone from then on, and stood there before', () => {
    expect([at([gone], 7), at([gone], 10), at([gone], undefined)]).toEqual(['earlier a', 'gone a', 'gone a']);
  });

  it('and came again under its name is gone in between', () => {
    const again = put(20, 'b', { allocation: 'allocated', born: day(20) });
    expect([7, 12, 21].map((moment) => at([again, gone], moment))).toEqual(['earlier a', 'gone a', 'live b']);
  });

  it('at a time that nothing tells is unknown after its last change, and gone now', () => {
    const some = put(5, 'a', { allocation: 'deleted' });
    expect([at([some], 7), at([some], undefined)]).toEqual(['unknown a', 'gone a']);
  });
});

it('orders times of different precision', () => {
  const early = version({ allocation: 'superseded', changed: '2021-01-01T00:00:00Z' });
  const late = version({ allocation: 'superseded', changed: '2021-01-01T00:00:00.000000001Z' });
  expect(inOrder([late, early]).map((v) => v.row)).toEqual([early.row, late.row]);
});

it('gives one answer for any versions at any moment, whatever their order', () => {
  const instant = fc.option(fc.integer({ min: 1, max: 30 }).map(day), { nil: undefined });
  const any = fc
    .record({
      allocation: fc.constantFrom('allocated', 'superseded', 'deleted', 'orphan') as fc.Arbitrary<
        TimedVersion['allocation']
      >,
      changed: instant,
      born: instant,
      deleted: instant,
    })
    .map((given) => version(Object.fromEntries(Object.entries(given).filter(([, v]) => v !== undefined))));
  fc.assert(
    fc.property(fc.array(any, { minLength: 1, maxLength: 6 }), instant, (versions, moment) => {
      const told = standingAt(inOrder(versions), moment);
      expect(standingAt(inOrder(versions.toReversed()), moment)).toEqual(told);
      expect(['live', 'earlier', 'gone', 'later', 'unknown']).toContain(told.standing);
    }),
    { numRuns: 300 },
  );
});
