/** A piece of a pattern. `at` counts characters from 1. */
export interface Token {
  type: 'word' | 'string' | 'timestamp' | 'hex' | 'binary' | 'integer' | 'float' | 'symbol' | 'end';
  /** As written, for messages. */
  text: string;
  /** Of a literal, without quotes and escapes. */
  value: string;
  at: number;
}

/** Where a pattern stops being one. */
export class PatternError extends Error {
  readonly at: number;
  readonly found: string;
  readonly expected: string;

  constructor(at: number, found: string, expected: string) {
    super(`at character ${at}: found ${found}, expected ${expected}`);
    this.name = 'PatternError';
    this.at = at;
    this.found = found;
    this.expected = expected;
  }
}

/** Longest pattern that is read, in characters, and most tokens in it. */
const longest = 1024 * 1024;
const most = 200_000;

const skipped = /(?:[\s\u0085]+|\/\*[\s\S]*?\*\/|\/\/[^\n]*)*/y;
const word = /[A-Za-z_][\w-]*/y;
const number = /[+-]?(?:\d*\.\d+|\d+)/y;
const symbol = /==|!=|<>|<=|>=|[[\]():.,*=<>]/y;
const timestamp =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:(?:[0-5]\d|60)(?:\.\d+)?Z$/;
const prefixed = { t: 'timestamp', h: 'hex', b: 'binary' } as const;

/**
 * Cuts a pattern into tokens; the last one is `end`.
 * @throws PatternError where no token begins
 */
export function tokens(text: string): Token[] {
  if (text.length > longest) throw new PatternError(longest, `${text.length} characters`, `at most ${longest}`);
  const list: Token[] = [];
  for (let at = 0; ; ) {
    at += take(skipped, text, at)!.length;
    if (list.length > most) throw new PatternError(at + 1, 'more', `at most ${most} words and signs`);
    if (at >= text.length) {
      list.push({ type: 'end', text: 'the end', value: '', at: at + 1 });
      return list;
    }
    const next = literal(text, at) ?? plain(text, at);
    list.push(next);
    at += next.text.length;
  }
}

function take(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

/** A quoted literal, with its prefix when it has one. */
function literal(text: string, at: number): Token | undefined {
  const prefix = text[at]! as keyof typeof prefixed;
  const type = text[at] === "'" ? 'string' : text[at + 1] === "'" ? prefixed[prefix] : undefined;
  if (type === undefined) return undefined;
  const start = type === 'string' ? at : at + 1;
  let value = '';
  let end = start + 1;
  for (; text[end] !== "'"; end++) {
    if (end >= text.length) throw new PatternError(at + 1, 'an open quote', "a closing '");
    if (text[end] === '\\' && text[++end] !== "'" && text[end] !== '\\')
      throw new PatternError(end, `\\${text[end] ?? ''}`, "\\' or \\\\ (the only escapes in a string)");
    value += text[end];
  }
  const written = text.slice(at, end + 1);
  const bad = (expected: string) => new PatternError(at + 1, shorten(written), expected);
  if (type === 'timestamp' && !timestamp.test(value)) throw bad("a time such as t'2021-04-20T00:00:00Z'");
  if (type === 'hex' && !/^(?:[0-9a-fA-F]{2})*$/.test(value)) throw bad('pairs of hexadecimal digits');
  if (type === 'binary' && (value.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(value))) throw bad('Base64');
  return { type, text: written, value, at: at + 1 };
}

function plain(text: string, at: number): Token {
  const name = take(word, text, at);
  if (name !== undefined) return { type: 'word', text: name, value: name, at: at + 1 };
  const digits = take(number, text, at);
  if (digits !== undefined)
    return { type: digits.includes('.') ? 'float' : 'integer', text: digits, value: digits, at: at + 1 };
  const sign = take(symbol, text, at);
  if (sign !== undefined) return { type: 'symbol', text: sign, value: sign, at: at + 1 };
  const found = String.fromCodePoint(text.codePointAt(at)!);
  throw new PatternError(
    at + 1,
    JSON.stringify(found),
    found === '"' ? "a single quote (')" : 'a word, literal or sign',
  );
}

/** Text fit for a message. */
export const shorten = (text: string): string => (text.length > 60 ? `${text.slice(0, 57)}...` : text);
