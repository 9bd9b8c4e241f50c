import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { instantOf, isWritable } from './instant.ts';

describe('instantOf', () => {
  it('writes nine digits, or as many as the source has', () => {
    expect(instantOf(1_618_900_000, 123_456_789)).toBe('2021-04-20T06:26:40.123456789Z');
    expect(instantOf(1_618_900_000n, 5)).toBe('2021-04-20T06:26:40.000000005Z');
    expect(instantOf(1_618_900_000, 0, 0)).toBe('2021-04-20T06:26:40Z');
    expect(instantOf(1_618_900_000, 987_654_321, 6)).toBe('2021-04-20T06:26:40.987654Z');
  });

  it('counts nanoseconds forward from a negative second', () => {
    expect(instantOf(-1, 500_000_000)).toBe('1969-12-31T23:59:59.500000000Z');
    expect(instantOf(-2_147_483_648, 0)).toBe('1901-12-13T20:45:52.000000000Z');
  });

  it('reaches the last second ext4 can store', () => {
    expect(instantOf(15_032_385_535, 999_999_999)).toBe('2446-05-10T22:38:55.999999999Z');
  });

  it('carries nanoseconds that are a second or more', () => {
    expect(instantOf(0, 1_073_741_823)).toBe('1970-01-01T00:00:01.073741823Z');
  });

  it('keeps to the years that can be written', () => {
    expect(isWritable(253_402_300_799)).toBe(true);
    expect(isWritable(253_402_300_800n)).toBe(false);
    expect(isWritable(-62_167_219_201)).toBe(false);
    expect(instantOf(1e18, 0, 0)).toBe('9999-12-31T23:59:59Z');
    expect(instantOf(-1e18, 0, 0)).toBe('0000-01-01T00:00:00Z');
  });

  it('agrees with Date for every millisecond in the years 0000 to 9999', () => {
    fc.assert(
      fc.property(fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }), (ms) => {
        const seconds = Math.floor(ms / 1000);
        expect(instantOf(seconds, (ms - seconds * 1000) * 1e6, 3)).toBe(new Date(ms).toISOString());
      }),
      { numRuns: 2000 },
    );
  });
});
