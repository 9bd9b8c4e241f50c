import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileSigma, statementsOf } from './compile.ts';

const compile = (text: string) => compileSigma([{ file: 'r.yml', text, ours: false }]);
const reasons = (text: string) => compile(text).notRun.map((n) => n.reason);
const rule = (detection: string, head = 'title: T\nlogsource: {category: webserver}') =>
  `${head}\ndetection:\n${detection}\n`;
const sqlOf = (text: string) =>
  statementsOf(compile(text), 'event')
    .map((s) => s.sql)
    .join('\n');

describe('what cannot be run is listed with its reason', () => {
  test.each([
    [
      'a field that no record has',
      rule('  s: {cs-host: x}\n  condition: s'),
      /field "cs-host" is in no record of webserver/,
    ],
    [
      'a logsource without events',
      rule('  s: {a: b}\n  condition: s', 'title: T\nlogsource: {product: windows, service: security}'),
      /no events of this kind are read/,
    ],
    ['lookahead', rule("  s: {c-uri|re: 'a(?=b)'}\n  condition: s"), /RE2.*lookaround and backreferences/],
    ['a backreference', rule("  s: {c-uri|re: '(a)\\1'}\n  condition: s"), /RE2.*lookaround and backreferences/],
    ['a repetition of repetitions', rule("  s: {c-uri|re: '((a{1,1000}){1,1000}){1,1000}'}\n  condition: s"), /RE2/],
    ['an unknown modifier', rule('  s: {c-uri|sounds: x}\n  condition: s'), /modifier "sounds" is not known/],
    ['placeholders', rule("  s: {c-uri|expand: '%x%'}\n  condition: s"), /expand needs values/],
    ['UTF-16 without base64', rule('  s: {c-uri|wide: x}\n  condition: s'), /base64 must follow/],
    ['a wildcard in base64', rule("  s: {c-uri|base64: 'x*'}\n  condition: s"), /cannot encode a wildcard/],
    ['a network that is none', rule('  s: {c-ip|cidr: 300.1.1.0/24}\n  condition: s'), /no network in CIDR/],
    ['a name that is no search', rule('  s: {c-uri: x}\n  condition: s and t'), /names "t"/],
    ['an open parenthesis', rule('  s: {c-uri: x}\n  condition: (s'), /parenthesis is not closed/],
    ['the end of a condition', rule('  s: {c-uri: x}\n  condition: s and'), /ends where a search was expected/],
    ['aggregation of Sigma 1', rule('  s: {c-uri: x}\n  condition: s | count() > 5'), /correlation rule counts/],
    ['timeframe of Sigma 1', rule('  s: {c-uri: x}\n  timeframe: 5m\n  condition: s'), /timeframe/],
    [
      'deep nesting of a condition',
      rule(`  s: {c-uri: x}\n  condition: '${'('.repeat(200)}s${')'.repeat(200)}'`),
      /nested more than 50 deep/,
    ],
    [
      'an enormous list',
      rule(`  s:\n    c-uri:\n${'      - x\n'.repeat(5001)}  condition: s`),
      /more than 5000 values/,
    ],
    ['a very long value', rule(`  s: {c-uri: ${'x'.repeat(20_000)}}\n  condition: s`), /at most 16384/],
    ['a level that is none', `${rule('  s: {c-uri: x}\n  condition: s')}level: terrible\n`, /level is "terrible"/],
    ['no condition', rule('  s: {c-uri: x}'), /no condition/],
    ['a list instead of a rule', '- a\n- b\n', /no map/],
    ['a key twice', 'title: T\ntitle: U\n', /YAML: Map keys must be unique/],
    ['brackets without end', '['.repeat(100_000), /YAML/],
    ['NUL', 'title: \0', /NUL/],
    ['more text than a rule has', 'x'.repeat(2 << 20), /characters, at most/],
    ['a filter', 'title: T\nfilter: {rules: [a]}\n', /filters are not supported/],
    [
      'a correlation of nothing',
      'title: T\ncorrelation: {type: event_count, rules: [gone], timespan: 1h, condition: {gte: 1}}\n',
      /"gone", which was not handed over/,
    ],
    [
      'a correlation type',
      'title: T\ncorrelation: {type: value_avg, rules: [a], timespan: 1h}\n',
      /"value_avg" is not known/,
    ],
    [
      'fewer than',
      'title: T\ncorrelation: {type: event_count, rules: [a], timespan: 1h, condition: {lt: 5}}\n',
      /fewer than/,
    ],
  ])('%s', (_, text, reason) => {
    const found = compile(text);
    expect(found.detections.length + found.correlations.length).toBe(0);
    expect(found.notRun[0]?.reason).toMatch(reason);
  });

  test('a bomb of aliases is refused in a moment', () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefghij'
      .split('')
      .map((name, i) => `${name}: &${name} [${Array(9).fill(`*${'abcdefghi'[i]}`).join(',')}]`)
      .join('\n')}\n`;
    const before = performance.now();
    expect(reasons(`title: T\n${bomb}`)[0]).toMatch(/alias/i);
    expect(performance.now() - before).toBeLessThan(2000);
  });

  test('a rule with an id that is taken, naming the file that has it; the first one runs', () => {
    const one = rule('  s: {c-uri: x}\n  condition: s', 'title: T\nid: 1\nlogsource: {category: webserver}').replace(
      'id: 1',
      "id: '1'",
    );
    const found = compileSigma([
      { file: 'a.yml', text: one, ours: false },
      { file: 'b.yml', text: one, ours: false },
    ]);
    expect(found.detections.map((d) => d.rule.file)).toEqual(['a.yml']);
    expect(found.notRun).toMatchObject([{ file: 'b.yml', reason: 'id 1 is taken by a rule in a.yml' }]);
  });

  test('a broken document does not take its neighbours along, and is told by its line', () => {
    const good = rule('  s: {c-uri: x}\n  condition: s');
    const found = compile(`${good}---\ntitle: [\n---\n${good}`);
    expect(found.detections.length).toBeGreaterThan(0);
    expect(found.notRun[0]?.line).toBeGreaterThan(5);
  });
});

describe('the statement', () => {
  test('never holds a value of a rule but as a literal', () => {
    const hostile = "x'); DROP TABLE event; --";
    const sql = sqlOf(rule(`  s: {c-uri|contains: "${hostile}"}\n  condition: s`));
    expect(sql).toContain("'x''); drop table event; --'");
    expect(sql.replace(/'(?:[^']|'')*'/g, '')).not.toMatch(/drop/i);
  });

  test('keeps every text of every rule inside its literals', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 40 }),
        fc.constantFrom('contains', 'startswith', 'endswith', 'cased', 're', 'fieldref', 'base64offset|contains'),
        (text, modifier) => {
          const found = compile(
            JSON.stringify({
              title: 'T',
              logsource: { category: 'webserver' },
              detection: { s: { [`c-uri|${modifier}`]: `Zq${text}` }, condition: 's' },
            }),
          );
          const sql = statementsOf(found, 'event')
            .map((s) => s.sql)
            .join('');
          expect(sql.replace(/'(?:[^']|'')*'/g, '')).not.toMatch(/zq/i);
          expect(sql.split("'").length % 2).toBe(1);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('asks the guards of many rules as one question of each column', () => {
    const many = Array.from({ length: 60 }, (_, i) =>
      rule(`  s: {c-uri|contains: shell${i}.cgi}\n  condition: s`),
    ).join('---\n');
    const where = /WHERE (.*)\),\nmet/s.exec(sqlOf(many))![1]!;
    expect(where.match(/regexp_extract/g)).toHaveLength(1);
  });
});
