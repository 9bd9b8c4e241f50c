import { clauses, words } from './ja-assessed-clauses.ts';
import { ownershipSentence } from './ja-ownership.ts';
import { systems } from './ja-sentences.ts';

/** Names, numbers, versions and identifiers, which are the same in every language. */
const proper =
  /^(?:[A-Z][A-Z0-9_-]+\d*|UNC\d+|APT\d+|UTA\d+|CVE-[\d-]+|T\d{4}(?:\.\d{3})?(?: .{1,80})?|-?[\d.,]+[\w.]*|[a-z0-9]+(?:-[a-z0-9]+)+)?$/;

/** Longest text that is taken apart. */
const LONGEST = 1500;

/** A statement or cell of an assessment in Japanese; nothing when a clause of it is not one of ours. */
export function assessed(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  const owner = ownershipSentence(text);
  if (owner !== undefined) return owner;
  const stopped = text.endsWith('.');
  const sentences = apart(stopped ? text.slice(0, -1) : text, '. ').map((sentence) => {
    const said = apart(sentence, '; ').map(clause);
    return said.includes(undefined) ? undefined : said.join(stopped ? '。' : '／');
  });
  if (sentences.includes(undefined)) return undefined;
  return sentences.join('。') + (stopped ? '。' : '');
}

function clause(text: string): string | undefined {
  const word = words[text] ?? words[`${text.slice(0, 1).toLowerCase()}${text.slice(1)}`];
  if (word !== undefined) return word;
  if (proper.test(text)) return text;
  for (const [english, japanese] of clauses) {
    const found = english.exec(text);
    if (!found) continue;
    let whole = true;
    const said = japanese.replace(/([$#&%])(\d)/g, (_, sign: string, n: string) => {
      const piece = found[Number(n)] ?? '';
      const inner =
        sign === '$'
          ? piece
          : sign === '%'
            ? systems[piece as keyof typeof systems]
            : sign === '#'
              ? assessed(piece)
              : list(piece);
      whole &&= inner !== undefined;
      return inner ?? '';
    });
    return whole ? said.replace(/ +(?=\)|$)/g, '') : undefined;
  }
  const parts = apart(text, ', ');
  const said = parts.length > 1 ? parts.map(clause) : [undefined];
  return said.includes(undefined) ? undefined : said.join('、');
}

/** Names in a row, as English joins them. */
function list(text: string): string | undefined {
  const whole = words[text];
  if (whole !== undefined) return whole;
  const plain = text.replaceAll(' (which nobody attributed in public)', '(公に帰属されていない)');
  const said = apart(plain, / and with | and | or |, /).map((piece) => {
    const known = clause(piece);
    const [, name, rest] = /^([A-Z][\w.-]*(?: [A-Z][\w.-]*)*)(?: ?\((.+)\))?$/.exec(piece) ?? [];
    if (known !== undefined || name === undefined) return known;
    const inner = rest === undefined ? '' : rest === '公に帰属されていない' ? rest : list(rest);
    return inner === undefined ? undefined : `${name}${inner && `(${inner})`}`;
  });
  return said.includes(undefined) ? undefined : said.join('、');
}

/** Cuts a text where a separator stands outside parentheses and quotes. */
function apart(text: string, separator: string | RegExp): string[] {
  const pattern = new RegExp(typeof separator === 'string' ? separator.replace(/[.]/g, '\\.') : separator.source, 'y');
  const parts: string[] = [];
  let [depth, from, quoted] = [0, 0, false];
  for (let i = 0; i < text.length; i++) {
    const c = text[i];
    if (c === '"') quoted = !quoted;
    else if (c === '(') depth++;
    else if (c === ')') depth--;
    if (depth > 0 || quoted) continue;
    pattern.lastIndex = i;
    const found = pattern.exec(text);
    if (!found) continue;
    parts.push(text.slice(from, i));
    from = i + found[0].length;
    i = from - 1;
  }
  return [...parts, text.slice(from)];
}
