import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Comparison, type Literal, type Observation, pathText, type Qualifier } from './stix-ast.ts';
import { parsePattern } from './stix-pattern.ts';
import { PatternError } from './stix-tokens.ts';
import { usable } from './usable.ts';

/** What we make of a pattern, in the words of `fixtures/patterns.txt`. */
function describePattern(pattern: string): string[] {
  try {
    const tree = parsePattern(pattern);
    const { test: asked, reasons } = usable(tree);
    const lines = [`=> ${observation(tree)}`, ...reasons.map((reason) => `-- ${reason}`)];
    return asked && reasons.length > 0 ? [...lines, `++ ${comparison(asked)}`] : lines;
  } catch (error) {
    if (error instanceof PatternError) return [`!! ${error.message}`];
    throw error;
  }
}

const joined = <T extends { type: string }>(of: T[], word: string, show: (part: T) => string): string =>
  of.map((part) => ('of' in part ? `(${show(part)})` : show(part))).join(` ${word} `);

function observation(tree: Observation): string {
  if (tree.type === 'observation') return `[${comparison(tree.test)}]`;
  if (tree.type === 'qualified') return `(${observation(tree.of)}) ${qualifier(tree.by)}`;
  return joined(tree.of, tree.type === 'followed-by' ? 'FOLLOWEDBY' : tree.type.toUpperCase(), observation);
}

function qualifier(by: Qualifier): string {
  if (by.type === 'within') return `WITHIN ${by.seconds} SECONDS`;
  return by.type === 'repeats' ? `REPEATS ${by.times} TIMES` : `START ${by.start} STOP ${by.stop}`;
}

function comparison(tree: Comparison): string {
  if (tree.type === 'and' || tree.type === 'or') return joined(tree.of, tree.type.toUpperCase(), comparison);
  if (tree.type === 'exists') return `${tree.negated ? 'NOT ' : ''}EXISTS ${pathText(tree.path)}`;
  const value = Array.isArray(tree.value) ? `(${tree.value.map(literal).join(', ')})` : literal(tree.value);
  return `${pathText(tree.path)} ${tree.negated ? 'NOT ' : ''}${tree.operator} ${value}`;
}

const literal = ({ type, value }: Literal): string =>
  type === 'string' ? JSON.stringify(value) : typeof value === 'string' ? `${type}(${value})` : `${value}`;

describe('STIX patterns', () => {
  const cases: { pattern: string; expected: string[] }[] = [];
  for (const line of readFileSync(new URL('./fixtures/patterns.txt', import.meta.url), 'utf8').split('\n')) {
    const last = cases[cases.length - 1];
    if (/^(?:=>|!!|--|\+\+) /.test(line)) last!.expected.push(line);
    else if (line.startsWith('  ')) last!.pattern += `\n${line}`;
    else if (line !== '' && !line.startsWith('#')) cases.push({ pattern: line === '-' ? '' : line, expected: [] });
  }

  test.each(cases)('$pattern', ({ pattern, expected }) => {
    expect(describePattern(pattern)).toEqual(expected);
  });

  test('there are enough cases to speak of a grammar', () => {
    expect(cases.length).toBeGreaterThan(80);
  });

  test('nested deeper than 64 are refused, not followed', () => {
    const deep = (n: number) => `[${'('.repeat(n)}file:size = 1${')'.repeat(n)}]`;
    expect(describePattern(deep(64))).toEqual(['=> [file:size = 1]']);
    expect(describePattern(deep(65))).toEqual([
      '!! at character 66: found (, expected at most 64 parentheses within each other',
    ]);
    expect(describePattern('('.repeat(500_000))[0]).toMatch(/^!! /);
    expect(describePattern(`[file:size = 1]${' REPEATS 1 TIMES'.repeat(5_000)}`)[0]).toMatch(/at most 64 qualifiers/);
  });

  test('with tens of thousands of alternatives are read', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => `file:name = 'n${i}'`).join(' OR ');
    const tree = parsePattern(`[${many}]`);
    expect(tree.type === 'observation' && tree.test.type === 'or' && tree.test.of.length).toBe(20_000);
  });

  test('damaged anywhere either parse or say where they stop', () => {
    const whole = cases.filter((c) => c.expected[0]?.startsWith('=>')).map((c) => c.pattern);
    fc.assert(
      fc.property(fc.constantFrom(...whole), fc.nat(), fc.string(), (pattern, at, junk) => {
        const place = at % (pattern.length + 1);
        for (const damaged of [pattern.slice(0, place), pattern.slice(0, place) + junk + pattern.slice(place)]) {
          const [first] = describePattern(damaged);
          expect(first).toMatch(/^(?:=> |!! at character \d+: found )/);
        }
      }),
      { numRuns: 500 },
    );
  });
});
