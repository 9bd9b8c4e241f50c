import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { gateway, hostile, hostileTexts } from '../../tests/support/report-inputs.ts';
import { markdown } from './markdown.ts';
import { code, prose } from './markdown-text.ts';

describe('the report as Markdown', () => {
  it('tells the gateway as fixtures/gateway.md.txt has it', async () => {
    await expect(markdown.write(gateway())).toMatchFileSnapshot(join(import.meta.dirname, 'fixtures/gateway.md.txt'));
  });

  it.each(hostileTexts)('keeps its shape whatever evidence is named: %j', (text) => {
    // Headings and lists are those of a harmless name; only commands may be missing.
    const shape = (s: string): string[] =>
      markdown
        .write(hostile(s))
        .split('\n')
        .filter((line) => !/^ |^$/.test(line))
        .map((line) => /^(#+|-|\d+\.|\||>|```) ?/.exec(line)?.[0] ?? 'text');
    expect(shape(text)).toEqual(shape('harmless'));
  });
});

describe('text in Markdown', () => {
  it.each([
    ['<script>', '\\<script\\>'],
    ['[x](y) ![z](w)', '\\[x\\](y) \\!\\[z\\](w)'],
    ['*a* _b_ `c` ~d~', '\\*a\\* \\_b\\_ \\`c\\` \\~d\\~'],
    ['http://192.0.2.1 www.example.com', 'http\\://192.0.2.1 www\\.example.com'],
    ['1. one', '1\\. one'],
    ['- one', '\\- one'],
    ['# one', '\\# one'],
    ['a\n# b', 'a\\\\x0a\\# b'],
    ['a | b', 'a \\| b'],
    ['&lt;', '\\&lt;'],
  ])('prose shows %j as it is', (text, expected) => {
    // An escape that we show is text too, so its backslash is escaped as well.
    expect(prose(text)).toBe(expected);
  });

  it.each([
    ['plain', '`plain`'],
    ['a`b', '`` a`b ``'],
    ['```', '```` ``` ````'],
    [' padded ', '`  padded  `'],
    ['', '(empty)'],
  ])('a code span shows %j as it is', (text, expected) => expect(code(text)).toBe(expected));
});
