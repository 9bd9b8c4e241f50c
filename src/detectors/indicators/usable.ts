import { hashesOfNothing } from './hash-of-nothing.ts';
import type { Property } from './observation.ts';
import { nanoseconds, propertyOf } from './observation.ts';
import { regex } from './regex.ts';
import { type Comparison, type Literal, type Observation, pathText } from './stix-ast.ts';
import { shorten } from './stix-tokens.ts';

/** What of a pattern can be asked of one file. */
export interface Usable {
  /** Absent when nothing is left. */
  test?: Comparison;
  /** Why parts of the pattern, or all of it, cannot be used; one phrase each. */
  reasons: string[];
}

/**
 * Reduces a pattern to what one file entry can answer. Alternatives (OR) that need anything else are dropped and named;
 * where such a part is required (AND), nothing is left. A test on something we do not know is never quietly false.
 */
export function usable(pattern: Observation): Usable {
  switch (pattern.type) {
    case 'observation':
      return reduce(pattern.test);
    case 'or':
      return either(pattern.of.map(usable));
    case 'and':
      return { reasons: ['it needs several observations together (AND between brackets)'] };
    case 'followed-by':
      return { reasons: ['it needs observations in order (FOLLOWEDBY)'] };
    case 'qualified':
      // One observation is within any span, and once is what we see of it.
      if (pattern.by.type === 'within' && single(pattern.of)) return usable(pattern.of);
      if (pattern.by.type === 'repeats' && pattern.by.times === 1) return usable(pattern.of);
      return { reasons: [needs[pattern.by.type]] };
  }
}

const needs = {
  within: 'it needs several observations within a span of time (WITHIN)',
  repeats: 'it needs several observations (REPEATS)',
  'start-stop': 'it needs the time of an observation (START ... STOP)',
};

const single = (pattern: Observation): boolean =>
  pattern.type === 'observation' ||
  (pattern.type === 'or' && pattern.of.every(single)) ||
  (pattern.type === 'qualified' && pattern.by.type === 'within' && single(pattern.of));

function reduce(comparison: Comparison): Usable {
  if (comparison.type === 'or') return either(comparison.of.map(reduce));
  if (comparison.type === 'and') {
    const parts = comparison.of.map(reduce);
    const reasons = parts.flatMap((p) => p.reasons);
    const of = parts.flatMap((p) => (p.test ? [p.test] : []));
    if (of.length < parts.length) return { reasons };
    const objects = of.map(objectsOf);
    if (objects.every((o) => o.length === 1) && new Set(objects.flat()).size > 1)
      return { reasons: [`one object cannot be ${[...new Set(objects.flat())].sort().join(' and ')}`] };
    return { test: { type: 'and', of }, reasons };
  }
  const property = propertyOf(comparison.path);
  if (!property) {
    const { object } = comparison.path;
    const known = object === 'file' || object === 'directory';
    return {
      reasons: [
        known
          ? `${pathText(comparison.path)} is not something this version knows of a file`
          : `${pathText(comparison.path)} is not about a file`,
      ],
    };
  }
  if (comparison.type === 'exists') return { test: comparison, reasons: [] };
  const reason = unanswerable(comparison, property);
  return reason === undefined
    ? { test: comparison, reasons: [] }
    : { reasons: [`${pathText(comparison.path)}: ${reason}`] };
}

function either(parts: Usable[]): Usable {
  const reasons = parts.flatMap((p) => p.reasons);
  const of = parts.flatMap((p) => (p.test ? [p.test] : []));
  if (of.length === 0) return { reasons };
  return { test: of.length === 1 ? of[0]! : { type: 'or', of }, reasons };
}

function objectsOf(comparison: Comparison): string[] {
  const found =
    comparison.type === 'and' || comparison.type === 'or' ? comparison.of.flatMap(objectsOf) : [comparison.path.object];
  return [...new Set(found)];
}

type Test = Extract<Comparison, { type: 'test' }>;

/** Why a comparison with a known property cannot be answered. */
function unanswerable({ operator, value, negated }: Test, property: Property): string | undefined {
  if (operator === 'ISSUBSET' || operator === 'ISSUPERSET') return `${operator} compares network addresses`;
  const values = Array.isArray(value) ? value : [value];
  if (values.length === 0) return 'the list is empty';
  if (operator === 'LIKE' || operator === 'MATCHES') {
    if (property.type === 'number' || property.type === 'time') return `${operator} compares text`;
    if (operator === 'MATCHES') return matcherTrouble(values[0]!);
    return undefined;
  }
  for (const literal of values) {
    const trouble = mismatch(literal, property);
    if (trouble) return trouble;
    if (
      property.type === 'hash' &&
      !negated &&
      operator !== '!=' &&
      hashesOfNothing.has(String(literal.value).toLowerCase())
    )
      return 'this is the hash of empty content, which every empty file has';
  }
  return undefined;
}

function matcherTrouble(literal: Literal): string | undefined {
  try {
    regex(String(literal.value));
    return undefined;
  } catch (error) {
    return `the expression is not one that RE2 can run (${error instanceof Error ? error.message : 'refused'})`;
  }
}

const digits = { md5: 32, sha1: 40, sha256: 64 } as Record<string, number>;

function mismatch(literal: Literal, { type, key }: Property): string | undefined {
  const shown = shorten(String(literal.value));
  if (type === 'number')
    return literal.type === 'integer' || literal.type === 'float'
      ? undefined
      : `compares with ${shown}, not with a number`;
  if (type === 'time')
    return (literal.type === 'timestamp' || literal.type === 'string') && nanoseconds(literal.value) !== undefined
      ? undefined
      : `compares with ${shown}, not with a time`;
  if (literal.type !== 'string' && !(type === 'hash' && literal.type === 'hex'))
    return `compares with ${shown}, not with a string`;
  if (type === 'hash' && !(literal.value.length === digits[key] && /^[0-9a-fA-F]+$/.test(literal.value)))
    return `${shown} is not ${digits[key]} hexadecimal digits`;
  if (type === 'string' && literal.value === '') return 'the text is empty';
  return undefined;
}
