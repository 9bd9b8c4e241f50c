import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from 'vitest';
import { collectRules, sourceText } from './collect.ts';
import { compileRules } from './rules.ts';
import { YaraScanner } from './scanner.ts';
import type { RuleSource } from './source.ts';

const folder = fileURLToPath(new URL('./fixtures/third-party', import.meta.url));
const one = (text: string): RuleSource => ({ file: 'one.yar', namespace: 'one.yar', text, ours: false });
const marker = (word: string) => Buffer.from(`.. ${word}-MARKER ..`, 'latin1');

describe('a folder of third-party rules, taken as it is', () => {
  const collected = collectRules([folder]);
  const compiled = compileRules(collected.sources);
  const scanner = new YaraScanner(compiled.bytes);
  const hits = (data: Buffer) => scanner.scan(data, 10_000).matches.map((m) => `${m.namespace}/${m.rule}`);

  test('a bad rule costs only itself, also after a syntax error', () => {
    expect(hits(marker('BEFORE'))).toEqual(['broken.yara/Before_The_Damage']);
    expect(hits(marker('AFTER'))).toEqual(['broken.yara/After_The_Damage']);
    expect(hits(marker('LAST'))).toEqual(['broken.yara/Last_Of_The_File']);
  });

  test('every rule that is not in use is listed with its file, line and reason', () => {
    expect(
      compiled.rejected.map((r) => `${r.file}:${r.line}:${r.column ?? '-'} ${r.rule ?? '-'}: ${r.reason}`),
    ).toEqual([
      'broken.yara:6:8 Unclosed: syntax error: unclosed literal string',
      'broken.yara:18:10 Unknown_Pattern: unknown pattern `$b`: this pattern is not declared in the `strings` section',
      'broken.yara:21:1 -: syntax error: expecting `global`, `private`, `rule`, `import` or `include`, found `this`',
      'hostile.yar:3:- Too_Deep: parentheses are nested deeper than 100',
      'hostile.yar:4:- Calls_Of_Calls: function calls are nested deeper than 8',
      'sub/banned.yar:1:1 -: module `vt` is not allowed: its answers come from outside the file',
      'sub/banned.yar:2:1 -: unknown module `magic`: module `magic` not found',
      'sub/banned.yar:3:39 Asks_The_Network: vt.metadata is supported only in rulesets matching against files: this field is supported for files only',
      'sub/banned.yar:4:30 Asks_Magic: unknown identifier `magic`: this identifier has not been declared',
      'sub/duplicate.rule:2:6 Example_Shell: duplicate rule `Example_Shell`: duplicate declaration of `Example_Shell`',
      'sub/external.rules:3:36 No_Such_External: unknown identifier `colour`: this identifier has not been declared',
    ]);
    expect(compiled.ruleCount).toBe(14);
  });

  test('equal names in two files stay apart', () => {
    expect(hits(marker('EXAMPLE'))).toEqual(['good.yar/Example_Shell', 'sub/duplicate.rule/Example_Shell']);
  });

  test('modules work', () => {
    expect(hits(marker('MODULE'))).toEqual(['good.yar/Uses_Modules']);
    expect(hits(marker('NOBODY'))).toEqual(['sub/banned.yar/Asks_Nobody']);
  });

  test('external variables are empty, and the rules that use them are listed', () => {
    expect(hits(marker('EXTERNAL'))).toEqual(['sub/external.rules/By_Name']);
    expect(compiled.withExternals).toEqual([
      { file: 'sub/external.rules', line: 1, rule: 'By_Name', externals: ['filename'] },
      { file: 'sub/external.rules', line: 2, rule: 'Needs_Name', externals: ['extension', 'owner'] },
    ]);
  });

  test('an included file is compiled once, before the one that includes it', () => {
    expect(hits(marker('LINKED'))).toEqual(['linked/main.yar/Main']);
    expect(compiled.origins['linked/main.yar']?.files).toEqual(['linked/helper.yar', 'linked/main.yar']);
  });

  test('an include that leaves the folder is refused, and no byte of its target is told', () => {
    expect(collected.problems.map((p) => `${p.file}:${p.line} ${p.reason}`)).toEqual([
      'hostile.yar:1 include "/etc/passwd" not followed: no such file within the folder of the rules',
      'hostile.yar:2 include "../../claims.ts" not followed: no such file within the folder of the rules',
      'index.yar:4 include "sub/missing.yar" not followed: no such file within the folder of the rules',
    ]);
    expect(JSON.stringify([collected, compiled.rejected])).not.toContain('root:');
    expect(hits(marker('HARMLESS'))).toEqual(['hostile.yar/Harmless']);
  });

  test('an include that reaches the engine is refused as well', () => {
    const { rejected, ruleCount } = compileRules([one('include "/etc/passwd"\nrule a { condition: true }')]);
    expect(rejected).toEqual([
      {
        file: 'one.yar',
        line: 1,
        column: 1,
        reason: 'include statements not allowed: includes are disabled for this compilation',
      },
    ]);
    expect(ruleCount).toBe(1);
  });

  test('bytes that are not UTF-8 keep their meaning', () => {
    expect(hits(marker('caf\xe9'))).toEqual(['latin1.yar/Latin']);
    expect(sourceText(Buffer.from('\xef\xbb\xbfrule \xe9 "\xc3\xa9"', 'latin1'))).toBe('rule \\xe9 "é"');
  });

  test('meta strings with escapes are read by us, because the engine does not', () => {
    expect(compiled.origins['good.yar']?.escapedMeta.Example_Shell).toEqual({ description: 'Example shell "one"' });
  });
});

describe('compiled rules', () => {
  test('travel to another thread as plain data', () => {
    const compiled = compileRules([one('rule a { strings: $a = "needle" condition: $a }')]);
    const copy = structuredClone(compiled);
    expect(copy.bytes.buffer).toBeInstanceOf(SharedArrayBuffer);
    expect(new YaraScanner(copy.bytes).scan(Buffer.from('x needle'), 5_000).matches[0]?.patterns).toEqual([
      { label: '$a', offset: 2, length: 6 },
    ]);
  });

  test('have a hash that depends on the sources alone', () => {
    const a = compileRules([one('rule a { condition: true }')]);
    expect(compileRules([one('rule a { condition: true }')]).hash).toBe(a.hash);
    expect(compileRules([one('rule a { condition: false }')]).hash).not.toBe(a.hash);
  });

  test('of 5,000 compile within seconds', { timeout: 60_000 }, () => {
    const text = Array.from(
      { length: 5_000 },
      (_, i) =>
        `rule r_${i} { strings: $a = "needle_${i}_" $b = { 4d 41 52 4b ?? ${(i % 256).toString(16).padStart(2, '0')} 0${i % 10} } condition: any of them }\n`,
    ).join('');
    const start = performance.now();
    const compiled = compileRules([one(text)]);
    expect(performance.now() - start).toBeLessThan(30_000);
    expect([compiled.ruleCount, compiled.rejected]).toEqual([5_000, []]);
  });
});

describe('a scan', () => {
  test('that takes too long is told as timed out, and the scanner goes on', { timeout: 60_000 }, () => {
    const scanner = new YaraScanner(
      compileRules([
        one(
          'rule slow { condition: for any i in (0..filesize) : (for any j in (0..filesize) : (uint8(i) + j == -7)) }',
        ),
        { ...one('rule quick { strings: $a = "needle" condition: $a }'), namespace: 'two.yar' },
      ]).bytes,
    );
    expect(scanner.scan(Buffer.alloc(64 * 1024 * 1024), 100)).toEqual({ matches: [], timedOut: true });
    expect(scanner.scan(Buffer.from('needle'), 100)).toMatchObject({ matches: [{ rule: 'quick' }], timedOut: false });
  });

  test('keeps at most 1,000 matches of a pattern', () => {
    const scanner = new YaraScanner(compileRules([one('rule z { strings: $a = "zz" condition: $a }')]).bytes);
    expect(scanner.scan(Buffer.alloc(10_000, 'z'), 5_000).matches[0]?.patterns).toHaveLength(1_000);
  });
});

describe('paths that hold no rules', () => {
  const temporary = mkdtempSync(join(tmpdir(), 'rules-'));
  afterAll(() => rmSync(temporary, { recursive: true }));

  test('are trouble with the request', () => {
    expect(() => collectRules([join(temporary, 'nothing')])).toThrow(/rules at .* could not be read: ENOENT/);
    expect(() => collectRules([temporary])).toThrow(/no rules in .*: expected files ending in/);
  });

  test('links that lead out of the folder are not followed', () => {
    const rules = join(temporary, 'rules');
    mkdirSync(rules);
    writeFileSync(join(rules, 'a.yar'), 'rule a { condition: true }');
    symlinkSync('/etc/passwd', join(rules, 'b.yar'));
    symlinkSync('/etc', join(rules, 'c'));
    const { sources, problems } = collectRules([rules]);
    expect(sources.map((s) => s.file)).toEqual(['a.yar']);
    expect(problems).toEqual([
      { file: 'b.yar', reason: 'not read: not a regular file of this folder' },
      { file: 'c', reason: 'linked folder not followed: hand it over by itself' },
    ]);
  });
});
