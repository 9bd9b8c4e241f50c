import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { gateway, hostile, hostileTexts } from '../../../tests/support/report-inputs.ts';
import { dark, light } from '../../model/tokens.ts';
import { page } from './page.ts';

/** Tags with the names of their attributes, as a parser that takes every `<` for a tag would see them. */
function tagsOf(document: string): string[] {
  const body = document.replace(/<style>[\s\S]*?<\/style>/, '').replace(/<span class="esc">[^<]*<\/span>/g, '');
  return [...body.matchAll(/<([^>]*)>/g)].map(([, tag]) => {
    const attributes = [...tag!.matchAll(/([^\s=]+)="[^"]*"/g)].map((m) => m[1]);
    return [tag!.split(/\s/)[0], ...attributes].join(' ');
  });
}

describe('the page', () => {
  const document = page(gateway());

  it('allows one style sheet, by its hash, and nothing else', () => {
    const style = /<style>([\s\S]*?)<\/style>/.exec(document)![1]!;
    const hash = createHash('sha256').update(style).digest('base64');
    expect(document).toContain(
      `content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`,
    );
    expect(style).not.toMatch(/url\(|@import|expression/);
    // The policy comes before everything that it shall hold for.
    expect(document.indexOf('Content-Security-Policy')).toBeLessThan(document.indexOf('<title>'));
  });

  it('loads and runs nothing', () => {
    const tags = new Set(tagsOf(document).map((t) => t.split(' ')[0]));
    for (const tag of ['script', 'img', 'iframe', 'object', 'embed', 'link', 'base', 'form', 'input', 'style'])
      expect(tags).not.toContain(tag);
    expect(tagsOf(document).join(' ')).not.toMatch(/\b(on\w+|src|style)\b/);
  });

  it.each(hostileTexts)('gains no tag and no attribute from what evidence is named: %j', (text) => {
    const known = new Set(tagsOf(page(hostile('harmless'))));
    expect(tagsOf(page(hostile(text))).filter((tag) => !known.has(tag))).toEqual([]);
  });

  it('opens and closes every element in order', () => {
    const open: string[] = [];
    for (const [, slash, name, own] of document
      .replace(/<style>[\s\S]*?<\/style>/, '')
      .matchAll(/<(\/?)([a-z][a-z0-9]*)[^>]*?(\/?)>/g)) {
      if (own || ['meta', 'br'].includes(name!)) continue;
      if (slash) expect(open.pop()).toBe(name);
      else open.push(name!);
    }
    expect(open).toEqual([]);
  });

  it('shows an escape in a way that a name cannot imitate', () => {
    const shown = page(hostile('a\u001bb \\x1b')).match(/<h1>.*?<\/h1>/)![0];
    expect(shown).toBe('<h1>a<span class="esc">\\x1b</span>b \\x1b</h1>');
  });

  it('links only to the web', () => {
    for (const reference of ['javascript:alert(1)', 'file:///etc/passwd', 'data:text/html,x', 'https://user@x/']) {
      const input = gateway();
      input.findings[0]!.rule.reference = reference;
      expect(page(input)).not.toContain(`href="${reference}`);
    }
    expect(document).toContain('href="https://attack.mitre.org/techniques/T1505/003/"');
  });

  it('tells first the verdict, how sure, since when, what was not seen, what to do; then the findings', () => {
    const order = [
      '<h1>',
      'How sure',
      'Since',
      'Until',
      'What was not seen',
      'What to do next',
      'Evidence of compromise<',
    ];
    const places = order.map((o) => document.indexOf(o));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    expect(places).not.toContain(-1);
  });

  it('gives every finding its bytes', () => {
    for (const f of gateway().findings)
      for (const { offset } of f.locators.flatMap((l) => l.bytes))
        expect(document).toContain(`<td class="num">${offset}</td><td class="num">0x${offset.toString(16)}</td>`);
  });

  it('shows a file once, however many rules speak of it, and says what each adds', () => {
    const input = gateway();
    const [first] = input.findings;
    input.findings = ['one', 'two', 'three'].map((title, i) => ({
      ...first!,
      id: `${i}`.repeat(16),
      title,
      family: `F${i}`,
    }));
    const told = page(input);
    expect(told.match(/<article/g)).toHaveLength(1);
    expect(told.match(/<h3>.*?<\/h3>/g)).toEqual(['<h3>one</h3>']);
    expect(told.match(/Also: <span class="what">\w+/g)).toEqual([
      'Also: <span class="what">two',
      'Also: <span class="what">three',
    ]);
    expect(told.match(/<dt>SHA-256<\/dt>/g)).toHaveLength(2);
    expect(told).toContain('<b>F0, F1, F2</b>');
    expect(told.match(/<pre>dd /g)).toHaveLength(3);
  });

  it('stays under 20 MiB with 10,000 findings: the strongest in full, the others as one line each', () => {
    const input = gateway();
    const [first] = input.findings;
    input.findings = Array.from({ length: 10_000 }, (_, i) => ({
      ...first!,
      id: i.toString(16).padStart(16, '0'),
      subject: { ...first!.subject, path: `/f${i}` },
    }));
    const long = page(input);
    expect(long.match(/<article/g)).toHaveLength(2000);
    expect(long.match(/<td><code>[0-9a-f]{16}<\/code>/g)).toHaveLength(8000);
    expect(long).toContain('This report shows 2000 of 10000 findings in full');
    expect(Buffer.byteLength(long)).toBeLessThan(20 << 20);
  });

  it('is not blown up by names of a mebibyte', () => {
    expect(page(hostile('<'.repeat(1 << 20))).length).toBeLessThan(2_000_000);
    expect(page(hostile('\u0000'.repeat(1 << 20))).length).toBeLessThan(2_000_000);
  });
});

/** Relative luminance contrast of two colours, as WCAG 2 counts it. */
function contrast(a: string, b: string): number {
  const luminance = (hex: string): number => {
    const [r, g, bl] = [1, 3, 5].map((i) => {
      const c = Number.parseInt(hex.slice(i, i + 2), 16) / 255;
      return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r! + 0.7152 * g! + 0.0722 * bl!;
  };
  const [high, low] = [luminance(a), luminance(b)].toSorted((x, y) => y - x);
  return (high! + 0.05) / (low! + 0.05);
}

describe.each([
  ['light', light],
  ['dark', dark],
])('the %s page', (_, colours) => {
  it.each(['ink', 'soft', 'link', 'alarm', 'amber', 'calm'] as const)('shows %s text at 4.5:1 at least', (name) => {
    expect(contrast(colours[name], colours.paper)).toBeGreaterThanOrEqual(4.5);
    expect(contrast(colours[name], colours.tint)).toBeGreaterThanOrEqual(4.5);
  });
});
