import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { grouped, isPlain, visible } from './visible.ts';

describe('what cannot be seen', () => {
  it.each([
    ['\u001b[31m', '\\x1b[31m'],
    ['a\u0000b', 'a\\x00b'],
    ['x\u202egpj.exe', 'x\\u{202e}gpj.exe'],
    ['a\ud800', 'a\\u{d800}'],
    ['two\u00a0words', 'two\\u{a0}words'],
    ['\u{e0041}', '\\u{e0041}'],
    ['日本語 ключ é', '日本語 ключ é'],
  ])('is shown as an escape: %j', (text, expected) => expect(visible(text)).toBe(expected));

  it('escapes stacks of combining marks, and leaves a few as they are', () => {
    expect(visible('e\u0301\u0323')).toBe('e\u0301\u0323');
    expect(visible(`e${'\u0301'.repeat(5)}`)).toBe(`e${'\\u{301}'.repeat(5)}`);
  });

  it('shows both ends of a text of a mebibyte, and says what is left out', () => {
    const text = `/start${'a'.repeat(1 << 20)}/end`;
    expect(visible(text)).toMatch(/^\/starta+\[… 1,047,486 characters not shown …\]a+\/end$/);
    // Cut between two halves of a character, neither half is left.
    const emoji = '\u{1f600}'.repeat(5000);
    for (const shift of ['', 'x']) expect(visible(shift + emoji)).not.toContain('\\u{d');
  });

  it('leaves nothing unseen in any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 60 }), (text) => {
        expect(isPlain(visible(text))).toBe(true);
        if (isPlain(text)) expect(visible(text)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });
});

it('groups digits by three', () =>
  expect([0, 999, 1000, 1234567].map(grouped)).toEqual(['0', '999', '1,000', '1,234,567']));
