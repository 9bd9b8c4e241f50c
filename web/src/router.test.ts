import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressOf, caseViews, placeOf, queryText } from './router.ts';

describe('addresses', () => {
  it('lead to the place they were made from, whatever a case is called', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1, unit: 'grapheme' }), fc.constantFrom(...caseViews), (caseKey, view) => {
        const url = new URL(addressOf({ view, caseKey }), 'http://127.0.0.1');
        // A folder can be named `.` in no file system, and browsers fold it away.
        if (caseKey === '.' || caseKey === '..') return;
        expect(placeOf(url.pathname)).toEqual({ view, caseKey });
      }),
    );
  });

  it('are unknown, not something else, when they are not ours', () => {
    for (const path of ['/case', '/case/a/nothing', '/case/a/files/more', '/other', '/case/%ff', '/campaign/x'])
      expect(placeOf(path)).toEqual({ view: 'unknown' });
    expect(placeOf('/')).toEqual({ view: 'cases' });
    expect(placeOf('/campaign')).toEqual({ view: 'campaign' });
  });

  it('carry choices, several of one name too, and leave out what is not chosen', () => {
    expect(queryText({ a: '1', state: ['live', 'removed'], no: undefined, empty: '' })).toBe(
      '?a=1&state=live&state=removed',
    );
    expect(queryText({})).toBe('');
  });
});
