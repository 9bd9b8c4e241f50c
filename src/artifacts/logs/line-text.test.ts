import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameText } from '../../bytes/index.ts';
import { lineText } from './line-text.ts';

describe('lineText', () => {
  it('shows the bytes that are not UTF-8 and keeps the rest', () => {
    expect(lineText(Buffer.from('a\\é'))).toBe('a\\é');
    expect(lineText(Buffer.from([0x61, 0x5c, 0xc3, 0xa9, 0xe9, 0xff]))).toBe('a\\\\é\\xe9\\xff');
  });

  it('agrees with nameText on any bytes', () => {
    const odd = fc.constantFrom(
      0x41,
      0x5c,
      0x80,
      0x8f,
      0x90,
      0x9f,
      0xa0,
      0xbf,
      0xc0,
      0xc2,
      0xe0,
      0xed,
      0xef,
      0xf0,
      0xf4,
      0xf5,
    );
    fc.assert(
      fc.property(fc.array(odd, { maxLength: 12 }), (bytes) => {
        expect(lineText(Buffer.from(bytes))).toBe(nameText(Buffer.from(bytes)));
      }),
      { numRuns: 2000 },
    );
  });
});
