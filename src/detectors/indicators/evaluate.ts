import type { Basis, FileObservation, Property } from './observation.ts';
import { nanoseconds, propertyOf } from './observation.ts';
import { like, regex } from './regex.ts';
import type { Comparison, Literal } from './stix-ast.ts';

/** What a match rests on, or undefined when the pattern does not hold. */
export type Evaluate = (observation: FileObservation) => ReadonlySet<Basis> | undefined;

/** Makes a comparison that `usable` has passed ready to be asked of many files. */
export function prepare(comparison: Comparison): Evaluate {
  if (comparison.type === 'and') {
    const parts = comparison.of.map(prepare);
    return (observation) => {
      const basis = new Set<Basis>();
      for (const part of parts) {
        const found = part(observation);
        if (!found) return undefined;
        for (const b of found) basis.add(b);
      }
      return basis;
    };
  }
  if (comparison.type === 'or') {
    const parts = comparison.of.map(prepare);
    return (observation) => {
      let basis: Set<Basis> | undefined;
      for (const part of parts) for (const b of part(observation) ?? []) (basis ??= new Set()).add(b);
      return basis;
    };
  }
  const property = propertyOf(comparison.path)!;
  const ofDirectory = property.ofDirectory === true;
  if (comparison.type === 'exists') {
    const { negated } = comparison;
    return (o) =>
      o.directory === ofDirectory && (o[property.key] !== undefined) !== negated
        ? new Set(['other'] as const)
        : undefined;
  }
  const { operator, negated, value } = comparison;
  const holds = compare(operator, value, property);
  // What is not something says little about what it is.
  const denies = negated !== (operator === '!=');
  const list = Array.isArray(value) ? value : [value];
  const slashed = property.key === 'name' && list.some((l) => typeof l.value === 'string' && l.value.includes('/'));
  const key = slashed ? 'path' : property.key;
  const basis: ReadonlySet<Basis> = new Set([denies ? 'other' : slashed ? 'path' : property.basis]);
  return (o) => {
    const actual = o[key];
    // A property that is absent compares neither equal nor unequal.
    if (actual === undefined || o.directory !== ofDirectory) return undefined;
    return holds(actual) !== negated ? basis : undefined;
  };
}

type Holds = (actual: string | number | bigint | boolean) => boolean;

function compare(operator: string, value: Literal | Literal[], property: Property): Holds {
  if (operator === 'IN') {
    const set = new Set((value as Literal[]).map((literal) => known(literal, property)));
    return (actual) => set.has(actual);
  }
  const literal = value as Literal;
  if (operator === 'LIKE') {
    const matches = like(text(literal, property));
    return (actual) => matches(String(actual));
  }
  if (operator === 'MATCHES') {
    const matches = regex(String(literal.value));
    return (actual) => matches(String(actual));
  }
  const wanted = known(literal, property);
  switch (operator) {
    case '=':
      return (actual) => actual === wanted;
    case '!=':
      return (actual) => actual !== wanted;
    case '<':
      return (actual) => actual < wanted;
    case '<=':
      return (actual) => actual <= wanted;
    case '>':
      return (actual) => actual > wanted;
    default:
      return (actual) => actual >= wanted;
  }
}

/** A literal in the form the observation has. */
function known(literal: Literal, property: Property): string | number | bigint | boolean {
  if (property.type === 'time') return nanoseconds(String(literal.value))!;
  if (property.type === 'number') return literal.value;
  return text(literal, property);
}

function text({ value }: Literal, { type, key }: Property): string {
  const string = String(value);
  if (type === 'hash') return string.toLowerCase();
  const path = key === 'folder' || key === 'path' || (key === 'name' && string.includes('/'));
  return path && string.length > 1 ? string.replace(/\/+$/, '') : string;
}
