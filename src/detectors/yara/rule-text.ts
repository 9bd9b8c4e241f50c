/**
 * What a YARA source says about itself, read without compiling it: the engine lists neither its rules nor their meta,
 * and gives up on the rule after a syntax error without a word. Syntax: the YARA manual, "Writing YARA rules".
 */
export interface RuleText {
  name: string;
  tags: string[];
  /** Line of the word `rule`, from 1. */
  line: number;
  /** Where the rule stands in the text, up to the next one. */
  start: number;
  end: number;
  /** Line of its closing brace; of the end when it has none. */
  lastLine: number;
  /** `escaped` marks a string written with a backslash. */
  meta: { key: string; value: string | number | boolean; escaped?: true }[];
  /** Which of the externals named to `readRuleText` it uses. */
  externals: string[];
  /** Why the rule must not reach the engine. */
  refused?: string;
}

export interface RuleFileText {
  rules: RuleText[];
  includes: { path: string; line: number; start: number; end: number }[];
}

/** Deepest nesting of parentheses; the engine overflows its stack somewhere above 10,000. */
const deepest = 100;
/** Deepest nesting of calls such as `uint8(uint8(0))`; the engine's parser doubles its work with each. */
const deepestCalls = 8;

/** Reads the rules, their meta and the includes of a source. */
export function readRuleText(text: string, externals: readonly string[] = []): RuleFileText {
  const { code, strings } = mask(text);
  const lineAt = lines(text);
  const includes: RuleFileText['includes'] = [];
  for (const found of code.matchAll(/\binclude(?=[ \t]*["])/g)) {
    const start = found.index;
    const literal = strings.get(code.indexOf('"', start));
    if (literal) includes.push({ path: literal.value, line: lineAt(start), start, end: literal.end });
  }
  const heads = [...code.matchAll(/\b(?:(?:global|private)\s+){0,2}rule\s+([A-Za-z_]\w*)/g)];
  // `$filename` is a pattern, `pe.filename` a field, `filename = "x"` in the meta section a key: none is an external.
  const words = new RegExp(`(?<![$.#@!])\\b(?:${externals.join('|')})\\b`, 'g');
  const rules = heads.map((head, i): RuleText => {
    const start = head.index;
    const end = heads[i + 1]?.index ?? text.length;
    const body = code.slice(start, end);
    const tags = /^[^:{]*:([^{]*)\{/.exec(body)?.[1]?.trim().split(/\s+/) ?? [];
    const { meta, after } = readMeta(code, strings, start, end);
    const used = externals.length > 0 ? (code.slice(after, end).match(words) ?? []) : [];
    const refused = tooDeep(body);
    return {
      name: head[1]!,
      tags,
      line: lineAt(start + head[0].lastIndexOf('rule')),
      start,
      end,
      lastLine: lineAt(start + closingBrace(body)),
      meta,
      externals: [...new Set(used)].sort(),
      ...(refused !== undefined && { refused }),
    };
  });
  return { rules, includes };
}

type Literals = Map<number, { value: string; escaped: boolean; end: number }>;

/** The text with comments and the inside of strings and regular expressions blanked, positions kept. */
function mask(text: string): { code: string; strings: Literals } {
  const strings: Literals = new Map();
  const parts: string[] = [];
  let kept = 0;
  /** Blanks a stretch; reading goes on after it and what closes it. */
  const blank = (from: number, to: number, closer = 0) => {
    const inside = text.slice(from, to);
    parts.push(text.slice(kept, from), inside.includes('\n') ? inside.replace(/[^\n]/g, ' ') : ' '.repeat(to - from));
    kept = to;
    openers.lastIndex = to + closer;
  };
  const openers = /["/]/g;
  for (let found = openers.exec(text); found; found = openers.exec(text)) {
    const at = found.index;
    if (found[0] === '"') {
      const end = closing(text, at, '"');
      const raw = text.slice(at + 1, end);
      const escaped = raw.includes('\\');
      strings.set(at, { value: escaped ? unescaped(raw) : raw, escaped, end: Math.min(end + 1, text.length) });
      blank(at + 1, end, 1);
    } else if (text[at + 1] === '/') {
      const end = text.indexOf('\n', at);
      blank(at, end < 0 ? text.length : end);
    } else if (text[at + 1] === '*') {
      const end = text.indexOf('*/', at + 2);
      blank(at, end < 0 ? text.length : end + 2);
    } else blank(at + 1, closing(text, at, '/'), 1);
  }
  parts.push(text.slice(kept));
  return { code: parts.join(''), strings };
}

/** Place of the closing quote, or of the end of the line: literals of YARA never span lines. */
function closing(text: string, at: number, quote: string): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i++;
    else if (text[i] === quote) return i;
    if (text[i] === '\n') return i;
  }
  return text.length;
}

const escapes: Record<string, string> = { n: '\n', t: '\t', r: '\r', '"': '"', '\\': '\\' };

const unescaped = (text: string): string =>
  text.replace(/\\(?:x([0-9a-fA-F]{2})|(.))/g, (all, hex: string | undefined, letter: string | undefined) =>
    hex !== undefined ? String.fromCharCode(Number.parseInt(hex, 16)) : (escapes[letter!] ?? all),
  );

function readMeta(
  code: string,
  strings: Literals,
  start: number,
  end: number,
): { meta: RuleText['meta']; after: number } {
  const head = /\bmeta\s*:/g;
  head.lastIndex = start;
  const found = head.exec(code);
  if (!found || found.index >= end) return { meta: [], after: start };
  const entry = /\s*(?:([A-Za-z_]\w*)\s*=\s*(?:(")|(-?\d+(?:\.\d+)?)\b|(true|false)\b))/y;
  entry.lastIndex = head.lastIndex;
  const meta: RuleText['meta'] = [];
  let after = head.lastIndex;
  for (let m = entry.exec(code); m && m.index < end; m = entry.exec(code)) {
    const literal = m[2] ? strings.get(entry.lastIndex - 1) : undefined;
    if (m[2] && !literal) break;
    const value = literal ? literal.value : m[3] !== undefined ? Number(m[3]) : m[4] === 'true';
    meta.push({ key: m[1]!, value, ...(literal?.escaped && { escaped: true }) });
    if (literal) entry.lastIndex = literal.end;
    after = entry.lastIndex;
  }
  return { meta, after };
}

function tooDeep(body: string): string | undefined {
  const calls: boolean[] = [];
  let open = 0;
  for (const [token] of body.matchAll(/[A-Za-z_]\w*\s*\(|[()]/g)) {
    if (token === ')') {
      if (calls.pop()) open--;
      continue;
    }
    const call = token.length > 1 && !/^(?:and|or|not|in|of|matches|contains)\s*\($/.test(token);
    calls.push(call);
    if (call) open++;
    if (calls.length > deepest) return `parentheses are nested deeper than ${deepest}`;
    if (open > deepestCalls) return `function calls are nested deeper than ${deepestCalls}`;
  }
  return /(?:(?:\bnot\b|[-~])\s*){100}/.test(body) ? 'a run of 100 or more `not`, `-` or `~`' : undefined;
}

/** Place of the brace that closes the first one; hex strings bring their own pairs. */
function closingBrace(body: string): number {
  let open = 0;
  for (let i = body.indexOf('{'); i >= 0 && i < body.length; i++) {
    if (body[i] === '{') open++;
    else if (body[i] === '}' && --open === 0) return i;
  }
  return body.length - 1;
}

/** A function from a position to its line, from 1. */
function lines(text: string): (at: number) => number {
  const starts = [0];
  for (let i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return (at) => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (starts[middle]! <= at) low = middle;
      else high = middle - 1;
    }
    return low + 1;
  };
}
