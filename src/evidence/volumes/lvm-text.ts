/**
 * The text form of LVM2 metadata: sections in braces, `key = value`, strings, numbers and arrays.
 * Grammar: lvm.conf(5), and `lib/format_text` of lvm2, which writes it.
 */

export type LvmValue = string | number | LvmValue[];

/** A section. Maps, not objects: names come from evidence. */
export interface LvmSection {
  values: Map<string, LvmValue>;
  sections: Map<string, LvmSection>;
}

/** Sections nest four deep in practice. */
const MOST_NESTED = 16;

/** Reads metadata text. Answers where and why it stopped, in place of a section, when the text does not add up. */
export function parseLvmText(text: string): LvmSection | { problem: string } {
  const tokens = tokensOf(text);
  const root: LvmSection = { values: new Map(), sections: new Map() };
  const open: LvmSection[] = [root];
  for (let token = tokens.next(); token !== undefined; token = tokens.next()) {
    const here = open[open.length - 1]!;
    if (token.kind === '}') {
      if (open.length === 1) return { problem: `a closing brace too many at byte ${token.at}` };
      open.pop();
      continue;
    }
    if (token.kind !== 'word') return { problem: `${token.text} at byte ${token.at}, expected a name` };
    const next = tokens.next();
    if (next?.kind === '{') {
      if (open.length > MOST_NESTED) return { problem: `sections nest deeper than ${MOST_NESTED} at byte ${next.at}` };
      const section: LvmSection = { values: new Map(), sections: new Map() };
      here.sections.set(token.text, section);
      open.push(section);
    } else if (next?.kind === '=') {
      const value = valueFrom(tokens, 0);
      if (value === undefined) return { problem: `no value for ${token.text} at byte ${next.at}` };
      here.values.set(token.text, value);
    } else return { problem: `${token.text} at byte ${token.at} is followed by neither = nor {` };
  }
  return open.length === 1 ? root : { problem: `the text ends inside a section, ${open.length - 1} deep` };
}

interface Token {
  kind: 'word' | 'string' | '{' | '}' | '[' | ']' | '=' | ',';
  text: string;
  at: number;
}

function valueFrom(tokens: Tokens, depth: number): LvmValue | undefined {
  const token = tokens.next();
  if (token?.kind === 'string') return token.text;
  if (token?.kind === 'word') return asNumber(token.text);
  if (token?.kind !== '[' || depth > MOST_NESTED) return undefined;
  const list: LvmValue[] = [];
  for (;;) {
    const next = tokens.peek();
    if (next === undefined) return undefined;
    if (next.kind === ']' || next.kind === ',') {
      tokens.next();
      if (next.kind === ']') return list;
      continue;
    }
    const item = valueFrom(tokens, depth + 1);
    if (item === undefined) return undefined;
    list.push(item);
  }
}

const asNumber = (text: string): string | number => {
  const value = Number(text);
  return Number.isFinite(value) ? value : text;
};

interface Tokens {
  next(): Token | undefined;
  peek(): Token | undefined;
}

const BLANK = ' \t\r\n\0';
const MARKS = '{}[]=,';

function tokensOf(text: string): Tokens {
  let at = 0;
  let ahead: Token | undefined;
  const read = (): Token | undefined => {
    for (;;) {
      while (at < text.length && BLANK.includes(text[at]!)) at++;
      if (text[at] !== '#') break;
      while (at < text.length && text[at] !== '\n') at++;
    }
    const from = at;
    const head = text[at];
    if (head === undefined) return undefined;
    if (MARKS.includes(head)) {
      at++;
      return { kind: head as Token['kind'], text: head, at: from };
    }
    if (head === '"') return { kind: 'string', text: string(), at: from };
    while (at < text.length && !BLANK.includes(text[at]!) && !MARKS.includes(text[at]!) && text[at] !== '"') at++;
    return { kind: 'word', text: text.slice(from, at), at: from };
  };
  /** LVM escapes only the quote and the backslash. */
  const string = (): string => {
    const pieces: string[] = [];
    let from = ++at;
    while (at < text.length && text[at] !== '"') {
      if (text[at] === '\\') {
        pieces.push(text.slice(from, at));
        from = ++at;
      }
      at++;
    }
    pieces.push(text.slice(from, at));
    at++;
    return pieces.join('');
  };
  return {
    next() {
      const token = ahead ?? read();
      ahead = undefined;
      return token;
    },
    peek() {
      ahead ??= read();
      return ahead;
    },
  };
}
