/** The grammar of `condition`: `and`, `or`, `not`, parentheses, `1 of x*`, `all of them`. */
import { type Expression, Unusable } from './rule.ts';

const longest = 10_000;
const deepest = 50;
/** Searches a condition may put in, counted again each time one is named. */
const mostParts = 20_000;

const token = /\s+|[()|]|[^\s()|]+/y;

/**
 * Reads a condition over named searches.
 * @throws Unusable with what was found and what was expected
 */
export function parseCondition(text: string, searches: ReadonlyMap<string, Expression>): Expression {
  if (text.length > longest)
    throw new Unusable(`condition has ${text.length} characters, at most ${longest} are taken`);
  return new Parser(text, searches).whole();
}

class Parser {
  readonly #tokens: string[] = [];
  readonly #searches: ReadonlyMap<string, Expression>;
  #at = 0;
  #parts = 0;

  constructor(text: string, searches: ReadonlyMap<string, Expression>) {
    this.#searches = searches;
    token.lastIndex = 0;
    for (let match = token.exec(text); match; match = token.exec(text))
      if (match[0].trim() !== '') this.#tokens.push(match[0]);
  }

  whole(): Expression {
    const expression = this.#or(0);
    const rest = this.#tokens[this.#at];
    if (rest === '|')
      throw new Unusable('condition uses "|", the aggregation of Sigma 1; in Sigma 2 a correlation rule counts');
    if (rest !== undefined) throw new Unusable(`condition: found ${quoted(rest)}, expected and, or or its end`);
    return expression;
  }

  /** `or` binds weakest, then `and`, then `not`. */
  #or(depth: number): Expression {
    const parts = [this.#and(depth)];
    while (this.#takes('or')) parts.push(this.#and(depth));
    return parts.length === 1 ? parts[0]! : { kind: 'or', parts };
  }

  #and(depth: number): Expression {
    const parts = [this.#not(depth)];
    while (this.#takes('and')) parts.push(this.#not(depth));
    return parts.length === 1 ? parts[0]! : { kind: 'and', parts };
  }

  #not(depth: number): Expression {
    let negations = 0;
    while (this.#takes('not')) negations++;
    const part = this.#primary(depth);
    return negations % 2 === 1 ? { kind: 'not', part } : part;
  }

  #primary(depth: number): Expression {
    if (depth > deepest) throw new Unusable(`condition is nested more than ${deepest} deep`);
    const word = this.#tokens[this.#at++];
    if (word === undefined) throw new Unusable('condition ends where a search was expected');
    if (word === '(') {
      const inside = this.#or(depth + 1);
      if (this.#tokens[this.#at++] !== ')') throw new Unusable('condition: a parenthesis is not closed');
      return inside;
    }
    if (this.#tokens[this.#at]?.toLowerCase() === 'of' && /^(?:all|any|[1-9]\d{0,3})$/i.test(word))
      return this.#of(word);
    const search = this.#searches.get(word);
    if (!search) throw new Unusable(`condition names ${quoted(word)}, which is no search of this rule`);
    this.#count(1);
    return search;
  }

  #of(quantity: string): Expression {
    this.#at++;
    const pattern = this.#tokens[this.#at++];
    if (pattern === undefined) throw new Unusable('condition ends where a name was expected after "of"');
    // `them` leaves out the searches whose name begins with an underscore.
    const names = [...this.#searches.keys()].filter((name) =>
      pattern.toLowerCase() === 'them' ? !name.startsWith('_') : fits(name, pattern),
    );
    if (names.length === 0) throw new Unusable(`condition: no search is named like ${quoted(pattern)}`);
    this.#count(names.length);
    const parts = names.map((name) => this.#searches.get(name)!);
    const least = /^all$/i.test(quantity) ? parts.length : /^any$/i.test(quantity) ? 1 : Number(quantity);
    if (least > parts.length)
      throw new Unusable(`condition wants ${least} of ${quoted(pattern)}, but only ${parts.length} are named so`);
    if (parts.length === 1) return parts[0]!;
    if (least === 1) return { kind: 'or', parts };
    return least === parts.length ? { kind: 'and', parts } : { kind: 'atLeast', least, parts };
  }

  #takes(word: string): boolean {
    if (this.#tokens[this.#at]?.toLowerCase() !== word) return false;
    this.#at++;
    return true;
  }

  #count(more: number): void {
    this.#parts += more;
    if (this.#parts > mostParts) throw new Unusable(`condition names more than ${mostParts} searches`);
  }
}

const quoted = (word: string): string => JSON.stringify(word.slice(0, 80));

/** `*` stands for any characters; a name has at most a few of them, and matching never goes back twice. */
function fits(name: string, pattern: string): boolean {
  const parts = pattern.split('*');
  if (parts.length === 1) return name === pattern;
  const [first, last] = [parts[0]!, parts.at(-1)!];
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let at = first.length;
  for (const part of parts.slice(1, -1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return at <= name.length - last.length;
}
