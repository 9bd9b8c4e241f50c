import type { Comparison, Literal, ObjectPath, Observation, Operator, Qualifier, Step } from './stix-ast.ts';
import { PatternError, shorten, type Token, tokens } from './stix-tokens.ts';

/** Parentheses within parentheses; deeper patterns are refused, so that none can exhaust the stack. */
const deepest = 64;

const operators = new Map<string, Operator>([
  ['=', '='],
  ['==', '='],
  ['!=', '!='],
  ['<>', '!='],
  ['<', '<'],
  ['<=', '<='],
  ['>', '>'],
  ['>=', '>='],
  ['IN', 'IN'],
  ['LIKE', 'LIKE'],
  ['MATCHES', 'MATCHES'],
  ['ISSUBSET', 'ISSUBSET'],
  ['ISSUPERSET', 'ISSUPERSET'],
]);

/**
 * Reads a STIX pattern: the grammar of STIX 2.1 section 9, which takes in that of 2.0 (whose START and STOP have plain
 * strings). FOLLOWEDBY binds loosest, then OR, then AND, outside and inside the brackets.
 * @throws PatternError with the place, what was found there, and what was expected
 */
export function parsePattern(text: string): Observation {
  const parser = new Parser(tokens(text));
  const pattern = parser.observations();
  parser.end();
  return pattern;
}

class Parser {
  readonly #tokens: Token[];
  #next = 0;
  #depth = 0;

  constructor(list: Token[]) {
    this.#tokens = list;
  }

  observations(): Observation {
    return this.#chain('FOLLOWEDBY', 'followed-by', () =>
      this.#chain('OR', 'or', () => this.#chain('AND', 'and', () => this.#qualified())),
    );
  }

  end(): void {
    if (this.#token.type !== 'end')
      throw this.#unexpected('AND, OR, FOLLOWEDBY, WITHIN, REPEATS, START or the end of the pattern');
  }

  #chain<T, K extends string>(word: string, type: K, part: () => T): T | { type: K; of: T[] } {
    const first = part();
    if (!this.#is(word)) return first;
    const of = [first];
    while (this.#accept(word)) of.push(part());
    return { type, of };
  }

  #qualified(): Observation {
    let observation = this.#observation();
    for (let n = 0; ; n++) {
      const by = this.#qualifier();
      if (!by) return observation;
      if (n >= deepest) throw this.#unexpected(`at most ${deepest} qualifiers`);
      observation = { type: 'qualified', of: observation, by };
    }
  }

  #observation(): Observation {
    if (this.#accept('[')) {
      const test = this.#comparison();
      this.#expect(']', 'AND, OR or ]');
      return { type: 'observation', test };
    }
    if (this.#is('(')) return this.#inside(() => this.observations(), 'AND, OR, FOLLOWEDBY or )');
    throw this.#unexpected('[ or (');
  }

  #qualifier(): Qualifier | undefined {
    if (this.#accept('WITHIN')) {
      const token = this.#take(['integer', 'float'], 'a number of seconds');
      const seconds = Number(token.value);
      if (!(seconds > 0)) throw wrong(token, 'more than 0 seconds');
      this.#expect('SECONDS');
      return { type: 'within', seconds };
    }
    if (this.#accept('REPEATS')) {
      const token = this.#take(['integer'], 'a number of times');
      const times = Number(token.value);
      if (!(times > 0)) throw wrong(token, 'at least 1');
      this.#expect('TIMES');
      return { type: 'repeats', times };
    }
    if (this.#accept('START')) {
      const start = this.#take(['timestamp', 'string'], 'a time').value;
      this.#expect('STOP');
      return { type: 'start-stop', start, stop: this.#take(['timestamp', 'string'], 'a time').value };
    }
    return undefined;
  }

  #comparison(): Comparison {
    return this.#chain('OR', 'or', () => this.#chain('AND', 'and', () => this.#test()));
  }

  #test(): Comparison {
    if (this.#is('(')) return this.#inside(() => this.#comparison(), 'AND, OR or )');
    const notExists = this.#is('NOT');
    if (notExists) {
      this.#next++;
      if (!this.#is('EXISTS')) throw this.#unexpected('EXISTS (NOT stands before the operator: file:name NOT = ...)');
    }
    if (this.#accept('EXISTS')) return { type: 'exists', path: this.#path(), negated: notExists };
    const path = this.#path();
    const negated = this.#accept('NOT');
    const token = this.#token;
    const operator = token.type === 'word' || token.type === 'symbol' ? operators.get(token.value) : undefined;
    if (!operator) throw this.#unexpected(negated ? 'an operator' : 'an operator or NOT');
    this.#next++;
    return { type: 'test', path, operator, negated, value: this.#operand(operator) };
  }

  #operand(operator: Operator): Literal | Literal[] {
    if (operator === 'IN') {
      this.#expect('(');
      const list: Literal[] = [];
      while (!this.#is(')')) {
        if (list.length > 0) this.#expect(',', ', or )');
        list.push(this.#literal('a literal'));
      }
      this.#next++;
      return list;
    }
    if (operator === '=' || operator === '!=') return this.#literal('a literal');
    if (/^[<>]/.test(operator)) {
      if (this.#token.type === 'word') throw this.#unexpected('a number, string or time');
      return this.#literal('a number, string or time');
    }
    return { type: 'string', value: this.#take(['string'], 'a string in single quotes').value };
  }

  #literal(expected: string): Literal {
    const token = this.#token;
    if (token.type === 'word' && (token.value === 'true' || token.value === 'false')) {
      this.#next++;
      return { type: 'boolean', value: token.value === 'true' };
    }
    if (token.type === 'end' || token.type === 'word' || token.type === 'symbol') throw this.#unexpected(expected);
    this.#next++;
    if (token.type === 'integer' || token.type === 'float') return { type: token.type, value: Number(token.value) };
    return { type: token.type, value: token.value };
  }

  #path(): ObjectPath {
    const object = this.#take(['word'], 'an object path such as file:name').value;
    this.#expect(':');
    const steps: Step[] = [this.#key()];
    for (;;) {
      if (this.#accept('.')) steps.push(this.#key());
      else if (this.#accept('[')) {
        const index = this.#accept('*') ? '*' : Number(this.#take(['integer'], 'an index or *').value);
        this.#expect(']');
        steps.push({ index });
      } else return { object, steps };
    }
  }

  #key(): Step {
    const token = this.#take(['word', 'string'], 'a property name');
    if (token.type === 'word' && token.value.includes('-'))
      throw wrong(token, `'${token.value}' (a name with a hyphen is quoted)`);
    return { key: token.value };
  }

  #inside<T>(part: () => T, expected: string): T {
    if (++this.#depth > deepest) throw this.#unexpected(`at most ${deepest} parentheses within each other`);
    this.#next++;
    const value = part();
    this.#expect(')', expected);
    this.#depth--;
    return value;
  }

  get #token(): Token {
    return this.#tokens[this.#next]!;
  }

  #is(text: string): boolean {
    const { type, value } = this.#token;
    return (type === 'word' || type === 'symbol') && value === text;
  }

  #accept(text: string): boolean {
    const is = this.#is(text);
    if (is) this.#next++;
    return is;
  }

  #expect(text: string, expected = text): void {
    if (!this.#accept(text)) throw this.#unexpected(expected);
  }

  #take(types: Token['type'][], expected: string): Token {
    const token = this.#token;
    if (!types.includes(token.type)) throw this.#unexpected(expected);
    this.#next++;
    return token;
  }

  #unexpected(expected: string): PatternError {
    return wrong(this.#token, expected);
  }
}

const wrong = (token: Token, expected: string): PatternError =>
  new PatternError(token.at, token.type === 'end' ? 'the end' : shorten(token.text), expected);
