import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRuleText } from './rule-text.ts';
import { compileRules } from './rules.ts';
import { YaraScanner } from './scanner.ts';

describe('reading a rule file without compiling it', () => {
  test('finds rules, tags, meta and lines, whatever comments, strings and expressions hold', () => {
    const text = `// rule not_this { condition: true }
/* rule nor_this { condition: true }
   include "nor this" */
import "pe"
include "x/y.yar"
private global rule First : one two {
  meta:
    title = "with \\"quotes\\" and \\x41 { brace"   // rule nor_that
    count = -5
    ratio = 1.5
    on = true
    off = false
  strings:
    $a = "rule in_string { condition: true }"
    $r = /rule in_regex \\/ { "/
    $h = { 41 42 ( 43 | 44 ) // comment }
           45 }
  condition:
    filename == "x" and $a and #r > 1 and @h[1] == 0
}
rule Second { condition: filepath contains "include \\"z\\"" } rule Third{condition:First}`;
    const { rules, includes } = readRuleText(text, ['filename', 'filepath', 'a', 'title']);
    expect(rules.map((r) => [r.name, r.tags, r.line, r.lastLine, r.externals])).toEqual([
      ['First', ['one', 'two'], 6, 20, ['filename']],
      ['Second', [], 21, 21, ['filepath']],
      ['Third', [], 21, 21, []],
    ]);
    expect(rules[0]?.meta).toEqual([
      { key: 'title', value: 'with "quotes" and A { brace', escaped: true },
      { key: 'count', value: -5 },
      { key: 'ratio', value: 1.5 },
      { key: 'on', value: true },
      { key: 'off', value: false },
    ]);
    expect(includes.map((i) => [i.path, i.line])).toEqual([['x/y.yar', 5]]);
  });

  test('refuses what would overflow the engine', () => {
    const refused = (condition: string) => readRuleText(`rule a { condition: ${condition} }`).rules[0]?.refused;
    expect(refused(`${'('.repeat(101)}true${')'.repeat(101)}`)).toBe('parentheses are nested deeper than 100');
    expect(refused(`${'('.repeat(100)}true${')'.repeat(100)}`)).toBeUndefined();
    expect(refused(`${'uint8('.repeat(9)}0${')'.repeat(9)} == 0`)).toBe('function calls are nested deeper than 8');
    expect(refused(`${'not '.repeat(100)}true`)).toBe('a run of 100 or more `not`, `-` or `~`');
    expect(refused('not (true and not (true or not (1 of (them))))')).toBeUndefined();
  });
});

test('damage to one rule loses no other', { timeout: 60_000 }, () => {
  const names = Array.from({ length: 8 }, (_, i) => `rule_${i}`);
  const parts = names.map(
    (name) => `rule ${name}\n{\n  strings:\n    $a = "marker of ${name};"\n  condition:\n    $a\n}\n`,
  );
  const data = Buffer.from(names.map((name) => `marker of ${name};`).join(' '));
  const junk = fc.string({ maxLength: 12 }).filter((s) => !s.includes('/*') && !/\brule\b/.test(s));
  fc.assert(
    fc.property(fc.nat({ max: names.length - 1 }), fc.nat(), fc.nat({ max: 30 }), junk, (hurt, at, cut, more) => {
      const part = parts[hurt]!;
      const place = at % part.length;
      const damaged = part.slice(0, place) + more + part.slice(Math.min(place + cut, part.length - 1));
      const text = parts.map((p, i) => (i === hurt ? damaged : p)).join('');
      const compiled = compileRules([{ file: 'x.yar', namespace: 'x', text, ours: false }]);
      const matched = new YaraScanner(compiled.bytes).scan(data, 10_000).matches.map((m) => m.rule);
      for (const [i, name] of names.entries()) if (i !== hurt) expect(matched).toContain(name);
      if (!matched.includes(names[hurt]!) && readRuleText(text).rules.some((r) => r.name === names[hurt]))
        expect(compiled.rejected.length + compiled.ruleCount).toBeGreaterThanOrEqual(names.length);
      for (const { line } of compiled.rejected) expect(line).toBeGreaterThan(0);
    }),
    { numRuns: 60 },
  );
});
