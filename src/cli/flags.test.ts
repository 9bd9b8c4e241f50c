import { describe, expect, it } from 'vitest';
import { instant, seconds, sha256, wholeNumber } from './flags.ts';

describe('values on the command line', () => {
  it('reads days and times in UTC', () => {
    expect(instant('2021-04-17')).toBe('2021-04-17T00:00:00Z');
    expect(instant('2021-04-17T02:14')).toBe('2021-04-17T02:14:00Z');
    expect(instant('2021-04-17 02:14:07.123456789Z')).toBe('2021-04-17T02:14:07.123456789Z');
  });

  it.each(['yesterday', '2021-02-30', '2021-13-01', '2021-04-17T25:00:00Z', '2021-04-17T02:14:07+09:00', ''])(
    'refuses %j as a time',
    (input) => {
      expect(() => instant(input)).toThrow(`found "${input}", expected a UTC time`);
    },
  );

  it.each(['0', '257', '1.5', '-1', '', '1e2', 'many'])('refuses %j as a number of threads', (input) => {
    expect(() => wholeNumber(1, 256)(input)).toThrow(`found "${input}", expected a whole number from 1 to 256.`);
  });

  it('reads seconds with fractions and refuses none', () => {
    expect(seconds('2.5')).toBe(2.5);
    expect(() => seconds('0')).toThrow('expected seconds');
    expect(() => seconds('1e9')).toThrow('expected seconds');
  });

  it('reads a SHA-256 in either case and says how long a wrong one is', () => {
    expect(sha256('AB'.repeat(32))).toBe('ab'.repeat(32));
    expect(() => sha256('abc')).toThrow('found "abc" (3 characters)');
  });
});
