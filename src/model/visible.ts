/**
 * Characters that a reader cannot see, or that change how others are shown: controls, format characters (bidi
 * overrides, zero-width, tags), every space but the plain one, lone surrogates, private use, invisible fillers, and
 * stacks of combining marks that would paint over their neighbours.
 */
export const unseen =
  /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}\u115f\u1160\u2800\u3164\uffa0]|(?! )\p{Zs}|\p{M}{5,}/gu;

const asEscape = (character: string): string => {
  const code = character.codePointAt(0)!;
  return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
};

/** Text as it stands, and text that was written as escapes in its place. */
export interface Piece {
  text: string;
  escaped: boolean;
}

/** Longest text shown whole; of a longer one its two ends, which say most of a path. Characters. */
const WHOLE = 1200;
const HEAD = 900;
const TAIL = 200;

/** A text from evidence cut into what can be shown and what is shown as an escape (`\x1b`, `\u{202e}`). */
export function piecesOf(text: string): Piece[] {
  if (text.length > WHOLE) {
    const head = text.slice(0, isLow(text, HEAD) ? HEAD - 1 : HEAD);
    const at = text.length - TAIL;
    const tail = text.slice(isLow(text, at) ? at + 1 : at);
    const left = text.length - head.length - tail.length;
    return [...scan(head), { text: `[… ${grouped(left)} characters not shown …]`, escaped: true }, ...scan(tail)];
  }
  return scan(text);
}

const isLow = (text: string, at: number): boolean => (text.charCodeAt(at) & 0xfc00) === 0xdc00;

function scan(text: string): Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (const match of text.matchAll(unseen)) {
    if (match.index > from) pieces.push({ text: text.slice(from, match.index), escaped: false });
    const escaped = [...match[0]].map(asEscape).join('');
    const last = pieces.at(-1);
    if (last?.escaped) last.text += escaped;
    else pieces.push({ text: escaped, escaped: true });
    from = match.index + match[0].length;
  }
  if (from < text.length) pieces.push({ text: text.slice(from), escaped: false });
  return pieces;
}

/** The same as one text. */
export const visible = (text: string): string =>
  piecesOf(text)
    .map((p) => p.text)
    .join('');

/** True when nothing in the text needs an escape, so that copying it copies what is there. */
export const isPlain = (text: string): boolean => text.search(unseen) < 0;

/** 1234567 as `1,234,567`, whatever the locale. */
export const grouped = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');
