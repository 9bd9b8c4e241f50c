/** A rule's expression as SQL over the events, with a guard: a cheap condition that holds wherever it holds. */
import { re2 } from '../re2.ts';
import { networkPredicate } from './cidr.ts';
import { type AddressPart, type Atom, both, either, type Guard } from './guard.ts';
import { column, escaped, joined, literal } from './literal.ts';
import { type FieldColumn, keywordColumns, type Mapping, otherFields } from './mapping.ts';
import { type Expression, type Piece, type Test, Unusable } from './rule.ts';

export interface Predicate {
  /** True, false or NULL; NULL means false. */
  sql: string;
  guard: Guard;
}

const longestPattern = 4096;
/** Characters of one rule's statement. */
const longestSql = 1 << 20;

/** @throws Unusable when a field is not mapped or a value cannot be searched for */
export function predicateOf(expression: Expression, mapping: Mapping): Predicate {
  const made = build(expression, mapping);
  if (made.sql.length > longestSql)
    throw new Unusable(`the rule becomes ${made.sql.length} characters of SQL, at most ${longestSql} are run`);
  return made;
}

function build(expression: Expression, mapping: Mapping): Predicate {
  if (expression.kind === 'match') return match(expression.field, expression.test, mapping);
  if (expression.kind === 'not') {
    // What a record does not hold does not match, and so its negation does.
    const sql = `(NOT coalesce(${build(expression.part, mapping).sql}, false))`;
    return exactly(sql);
  }
  const parts = expression.parts.map((part) => build(part, mapping));
  if (expression.kind === 'and')
    return {
      sql: joined(
        parts.map((p) => p.sql),
        'AND',
      ),
      guard: both(parts.map((p) => p.guard)),
    };
  const guard = either(parts.map((p) => p.guard));
  if (expression.kind !== 'atLeast')
    return {
      sql: joined(
        parts.map((p) => p.sql),
        'OR',
      ),
      guard,
    };
  const sum = joined(
    parts.map((p) => `CASE WHEN ${p.sql} THEN 1 ELSE 0 END`),
    '+',
  );
  return { sql: `(${sum} >= ${expression.least})`, guard };
}

/** A predicate that no cheaper condition stands for. */
const exactly = (sql: string): Predicate => ({ sql, guard: [{ kind: 'sql', sql }] });

function match(field: string | undefined, test: Test, mapping: Mapping): Predicate {
  if (field === undefined) return keyword(test);
  const found = mapping.field(field);
  if (!found) throw new Unusable(`field ${JSON.stringify(field)} is in no record of ${mapping.name}`);
  if (test.op === 'time' || found.time) return moment(found, field, test);
  if (test.op === 'field') return fieldReference(found, field, test, mapping);
  return one(found, test);
}

function one(found: FieldColumn, test: Test): Predicate {
  const { sql } = found;
  switch (test.op) {
    case 'exists':
      return exactly(`(${sql} IS ${test.is ? 'NOT ' : ''}NULL)`);
    case 'null':
      return exactly(`(${sql} IS NULL)`);
    case 'compare':
      return exactly(`(TRY_CAST(${sql} AS DOUBLE) ${operators[test.how]} ${test.number})`);
    case 'cidr':
      return exactly(networkPredicate(sql, test.network));
    case 'regex':
      return regex(found, test);
    case 'text':
      return textTest(found, test.pieces, test.cased);
    default:
      throw new Unusable(`${test.op} cannot be asked of this field`);
  }
}

function regex(found: FieldColumn, { source, flags }: Test & { op: 'regex' }): Predicate {
  const sql = `regexp_matches(${found.sql}, ${literal(checkedPattern(source, flags))})`;
  const atom = regexGuard(found, source, flags);
  return atom ? { sql, guard: [atom] } : exactly(sql);
}

const operators = { lt: '<', lte: '<=', gt: '>', gte: '>=', eq: '=' } as const;

function moment({ sql, time }: FieldColumn, field: string, test: Test): Predicate {
  if (!time) throw new Unusable(`field ${JSON.stringify(field)} is no time`);
  if (test.op === 'exists') return exactly(`(${sql} IS ${test.is ? 'NOT ' : ''}NULL)`);
  if (test.op !== 'time')
    throw new Unusable(`field ${JSON.stringify(field)} is a time: only hour, day and the like are compared`);
  return exactly(`(date_part('${test.unit}', ${sql}) ${operators[test.how]} ${test.number})`);
}

function fieldReference(found: FieldColumn, field: string, test: Test & { op: 'field' }, mapping: Mapping): Predicate {
  const other = mapping.field(test.other);
  if (!other || other.time)
    throw new Unusable(`${field}: field ${JSON.stringify(test.other)} is in no record of ${mapping.name}`);
  const [a, b] = test.cased ? [found.sql, other.sql] : [`lower(${found.sql})`, `lower(${other.sql})`];
  const functions = { startswith: 'starts_with', endswith: 'suffix', contains: 'contains' } as const;
  return exactly(test.how === 'equals' ? `(${a} = ${b})` : `${functions[test.how]}(${a}, ${b})`);
}

/** A keyword is looked for in everything a record says. */
function keyword(test: Test): Predicate {
  if (test.op !== 'text' && test.op !== 'regex') throw new Unusable('a keyword is a text or a regular expression');
  const parts = keywordColumns.map((column) => one(column, test));
  const json: FieldColumn = { sql: otherFields, within: { column: otherFields, json: false } };
  if (test.op === 'text') parts.push(one(json, { ...test, pieces: test.pieces.map(asJson) }));
  else parts.push(one(json, test));
  return {
    sql: joined(
      parts.map((p) => p.sql),
      'OR',
    ),
    guard: either(parts.map((p) => p.guard)),
  };
}

const asJson = (piece: Piece): Piece =>
  typeof piece === 'object' ? { text: JSON.stringify(piece.text).slice(1, -1) } : piece;

function textTest({ sql, within, part }: FieldColumn, pieces: readonly Piece[], cased: boolean): Predicate {
  const [a, b, c] = pieces;
  const on = cased ? sql : `lower(${sql})`;
  const text = (piece: Piece): string => literal(cased ? textOf(piece) : textOf(piece).toLowerCase());
  const isText = (piece: Piece | undefined): piece is { text: string } => typeof piece === 'object';
  if (a === undefined) return exactly(`(coalesce(${sql}, '') = '')`);
  if (pieces.length === 1 && a === 'any') return exactly(`(${sql} IS NOT NULL)`);
  const guard = within ? guardOf(within, pieces, cased, part) : undefined;
  const made = (made: string): Predicate => (guard ? { sql: made, guard } : exactly(made));
  if (pieces.length === 1 && isText(a)) return made(`(${on} = ${text(a)})`);
  if (pieces.length === 2 && a === 'any' && isText(b)) return made(`suffix(${on}, ${text(b)})`);
  if (pieces.length === 2 && isText(a) && b === 'any') return made(`starts_with(${on}, ${text(a)})`);
  if (pieces.length === 3 && a === 'any' && isText(b) && c === 'any') return made(`contains(${on}, ${text(b)})`);
  // Not LIKE: with several wildcards its time grows with a power of the length, and lines are hostile.
  return made(`regexp_full_match(${sql}, ${literal(`(?s${cased ? '' : 'i'})${patternOf(pieces)}`)})`);
}

const textOf = (piece: Piece): string => (piece as { text: string }).text;

const patternOf = (pieces: readonly Piece[]): string =>
  pieces
    .map((piece) =>
      piece === 'any'
        ? '.*'
        : piece === 'one'
          ? '.'
          : piece === 'dash'
            ? '[\\-/\u2013\u2014\u2015]'
            : escaped(piece.text),
    )
    .join('');

/** What the column holds wherever the test is true: the longest text of the value, or the whole of a fixed one. */
function guardOf(
  within: NonNullable<FieldColumn['within']>,
  pieces: readonly Piece[],
  cased: boolean,
  part: FieldColumn['part'],
): Atom[] | undefined {
  const texts = pieces.flatMap((piece) => (typeof piece === 'object' ? [piece.text] : []));
  // In JSON some characters are written otherwise; parts without them are not.
  const plain = within.json ? texts.flatMap((t) => t.split(/[^\w .,:;()=+@%?&-]+/)) : texts;
  const longest = plain.reduce((best, t) => (t.length > best.length ? t : best), '');
  if (longest === '') return undefined;
  const has = (pattern: string, place: AddressPart): Atom[] => [
    { kind: 'has', column: within.column, pattern, weight: longest.length, part: place },
  ];
  const text = escaped(longest);
  if (part === 'query') return has(text, { place: 'query', pattern: `.*${text}` });
  if (part === 'path' && pieces.length <= 2) {
    if (pieces.length === 1) return has(`^${text}(?:\\?|$)`, { place: 'whole', pattern: text });
    if (pieces[0] === 'any') return has(`${text}(?:\\?|$)`, { place: 'end', pattern: text });
    if (pieces[1] === 'any') return has(`^${text}`, { place: 'begin', pattern: text });
  }
  if (!within.json && pieces.length === 1 && !cased)
    return [{ kind: 'is', column: within.column, text: longest.toLowerCase() }];
  return [{ kind: 'has', column: within.column, pattern: escaped(longest), weight: longest.length }];
}

/** Longest expression of a rule that joins those of others: together they must stay a small program. */
const joinable = 200;

/**
 * An expression over a whole column joins the question that is asked of the column anyway. One over the query does when
 * it begins as most do, with a parameter's name behind the beginning or `&`: in the address that is behind `?` or `&`.
 */
function regexGuard({ sql, within, part }: FieldColumn, source: string, flags: string): Atom | undefined {
  if (!within || within.json || source.length > joinable || /\{\d*,?\d{3}/.test(source)) return undefined;
  const weight = Math.max(...source.split(/\\.|[^A-Za-z0-9/_-]+/).map((run) => run.length));
  if (sql === column(within.column))
    return { kind: 'has', column: within.column, pattern: `(?${flags}:${source})`, weight };
  const rest = /^(?:\(\?i\))?\(\?:\^\|&\)([^|]+)$/.exec(source)?.[1];
  if (part !== 'query' || rest === undefined || flags.includes('m') || /(?:^|[^[])\^|\(\?/.test(rest)) return undefined;
  return {
    kind: 'has',
    column: within.column,
    pattern: `[?&]${rest}`,
    weight,
    part: { place: 'query', pattern: `(?:.*&)?${rest}` },
  };
}

/** A regular expression that RE2 takes: linear in the length of the line, whatever it says. */
function checkedPattern(source: string, flags: string): string {
  if (source.length > longestPattern)
    throw new Unusable(`a regular expression has ${source.length} characters, at most ${longestPattern} are taken`);
  const pattern = `${flags === '' ? '' : `(?${flags})`}${source}`;
  try {
    re2(pattern);
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const why = /\(\?[=!<]|\\[1-9]/.test(source)
      ? '; lookaround and backreferences cannot be matched in linear time'
      : '';
    throw new Unusable(`regular expression ${JSON.stringify(source.slice(0, 80))} is not taken by RE2: ${said}${why}`);
  }
  return pattern;
}
