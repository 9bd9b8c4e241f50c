import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pad, printable, printableJson, shorten, widthOf, wrap } from './terminal.ts';

describe('names from evidence on a terminal', () => {
  it.each([
    ['/home/webserver/htdocs/café.cgi', '/home/webserver/htdocs/café.cgi'],
    ['/tmp/\u001b[2J\u001b]0;owned\u0007', '/tmp/\\x1b[2J\\x1b]0;owned\\x07'],
    ['/tmp/a\nverdict: clean', '/tmp/a\\x0averdict: clean'],
    ['/tmp/c1\u009b31m', '/tmp/c1\\u{9b}31m'],
    ['/tmp/gpj.\u202eexe', '/tmp/gpj.\\u{202e}exe'],
    ['/tmp/\u2066x\u2069', '/tmp/\\u{2066}x\\u{2069}'],
    ['/tmp/zero\u200bwidth', '/tmp/zero\\u{200b}width'],
    ['/tmp/tag\u{e0041}', '/tmp/tag\\u{e0041}'],
    ['/tmp/half\ud800', '/tmp/half\\u{d800}'],
    ['/tmp/line\u2028end\0', '/tmp/line\\u{2028}end\\x00'],
  ])('shows %j as %j', (name, shown) => {
    expect(printable(name)).toBe(shown);
  });

  it('leaves nothing that a terminal would act on, whatever the name', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(printable(name)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
  });

  it('writes JSON that says the same and cannot steer a terminal', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        const json = printableJson({ name });
        expect(JSON.parse(json)).toEqual({ name });
        expect(json).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/);
      }),
    );
    expect(printableJson({ name: '\u{e0041}\u202e' })).toBe('{"name":"\\udb40\\udc41\\u202e"}');
    expect(printableJson({ a: [1] }, 2)).toBe('{\n  "a": [\n    1\n  ]\n}');
  });
});

describe('columns', () => {
  it('counts wide characters as two and combining ones as none', () => {
    expect(widthOf('日本')).toBe(4);
    expect(widthOf('e\u0301')).toBe(1);
    expect(widthOf('👻')).toBe(2);
    expect(pad('日本', 6)).toBe('日本  ');
    expect(pad('7', 3, 'right')).toBe('  7');
  });

  it('cuts a long path in its middle and keeps both ends', () => {
    expect(shorten('/home/webserver/htdocs/dana-na/meeting/meeting_testjs.cgi', 30)).toBe(
      '/home/web…g/meeting_testjs.cgi',
    );
    expect(shorten('/short', 30)).toBe('/short');
    expect(shorten('anything', 1)).toBe('…');
    expect(shorten('anything', 0)).toBe('');
  });

  it('never exceeds the columns it was given', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), fc.integer({ min: 0, max: 40 }), (name, columns) => {
        expect(widthOf(shorten(printable(name), columns))).toBeLessThanOrEqual(columns);
      }),
    );
  });

  it('cuts a name of a mebibyte without reading all of it', () => {
    expect(shorten('x'.repeat(1 << 20), 20)).toBe('xxxxxx…xxxxxxxxxxxxx');
  });

  it('wraps words and keeps one that is too long whole', () => {
    expect(wrap('two sectors were unreadable', 12)).toEqual(['two sectors', 'were', 'unreadable']);
    expect(wrap('averyverylongword', 5)).toEqual(['averyverylongword']);
    expect(wrap('', 5)).toEqual([]);
  });
});
