import fc from 'fast-check';
import { expect, it } from 'vitest';
import { momentOf, momentText } from './moment.ts';

it('reads what people type, as UTC', () => {
  expect(momentOf('2021-04')).toBe('2021-04-01T00:00:00Z');
  expect(momentOf('2021-4-8')).toBe('2021-04-08T00:00:00Z');
  expect(momentOf(' 2021-04-18 02:14 ')).toBe('2021-04-18T02:14:00Z');
  expect(momentOf('2021-04-18T02:14:07Z')).toBe('2021-04-18T02:14:07Z');
  expect(momentOf('2021-04-18 02:14:07.25 utc')).toBe('2021-04-18T02:14:07.25Z');
});

it('refuses what is no moment instead of guessing another', () => {
  for (const typed of [
    '',
    'yesterday',
    '2021',
    '2021-13',
    '2021-02-30',
    '2021-04-18 24:00',
    '2021-04-18 02:61',
    '18.4.2021',
  ])
    expect(momentOf(typed)).toBeUndefined();
});

it('reads back what it shows', () => {
  fc.assert(
    fc.property(fc.date({ min: new Date('1970-01-01'), max: new Date('2099-12-31'), noInvalidDate: true }), (date) => {
      const instant = date.toISOString();
      expect(Date.parse(momentOf(momentText(instant))!)).toBe(date.getTime());
    }),
  );
});
