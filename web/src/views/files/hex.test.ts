import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bytesOf, hexLines, looksLikeText, textLines } from './hex.ts';

const ascii = (text: string): Uint8Array => Uint8Array.from(text, (c) => c.charCodeAt(0));

describe('content', () => {
  it('is shown as hexdump -C shows it, at its place in the file', () => {
    expect(hexLines(ascii('#!/usr/bin/perl\nuse'), 0x1000)).toEqual([
      '00001000  23 21 2f 75 73 72 2f 62  69 6e 2f 70 65 72 6c 0a  |#!/usr/bin/perl.|',
      '00001010  75 73 65                                          |use|',
    ]);
  });

  it('loses no byte on its way, and shows none that could be taken for markup or a control', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const read = bytesOf(btoa(String.fromCharCode(...bytes)));
        expect([...read]).toEqual([...bytes]);
        const hex = hexLines(read, 0).flatMap((line) => line.slice(10, 58).trim().split(/ +/).filter(Boolean));
        expect(hex.map((h) => Number.parseInt(h, 16))).toEqual([...bytes]);
        expect(hexLines(read, 0).join('')).toMatch(/^[\x20-\x7e]*$/);
      }),
    );
  });

  it('is taken for text when it has hardly a byte that no text has', () => {
    expect(looksLikeText(ascii('my $x = 1;\n\tprint;\r\n'))).toBe(true);
    expect(looksLikeText(ascii('\x7fELF\x02\x01\x01\x00\x00\x00\x00'))).toBe(false);
    expect(looksLikeText(new Uint8Array())).toBe(false);
    expect(textLines(ascii('a\r\nb\tc\n'))).toEqual(['a', 'b    c', '']);
  });
});
