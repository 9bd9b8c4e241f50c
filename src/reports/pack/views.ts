import { domainToUnicode } from 'node:url';

/*
 * One text may say a thing in many ways. A view is the text as somebody would read it who undoes one of them: markup,
 * escapes, percent-encoding, defanging, base64, hexadecimal, punycode. A name is looked for in every view, folded, so that
 * case, width, accents and characters that nobody sees do not hide it.
 */

/** A text as names are compared. */
export const folded = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .normalize('NFD')
    .replace(/\p{M}/gu, (mark) => (mark === '\u3099' || mark === '\u309a' ? mark : ''))
    .normalize('NFC')
    .replace(/[\p{Cf}\p{Cc}\u115f\u1160\u3164\uffa0]/gu, (c) => (c === '\n' || c === '\t' ? c : ''))
    .replace(/[\u2010-\u2015\u2212]/g, '-');

/** Only letters and digits: what is left when separators are taken for nothing. */
export const squeezed = (text: string): string => folded(text).replace(/[^\p{L}\p{N}]+/gu, '');

export interface View {
  name: string;
  /** Folded. */
  text: string;
  /** Shortest name that is looked for in it: what is decoded of mere noise may hold short words. */
  least: number;
}

/** Names shorter than this would be met by chance in what noise decodes to, or across words. */
const DECODED = 6;
const SQUEEZED = 9;

const entities: Record<string, string> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  shy: '',
  period: '.',
};

const character = (code: number): string => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '');

/** Elements and comments gone, references and backslashes resolved: what a page or Markdown shows. */
const shown = (text: string, between: string): string =>
  text
    .replace(/<!--|-->/g, between)
    .replace(/<\/?[A-Za-z!][^<>]{0,4096}>/g, between)
    .replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z]{2,6}));/gi, (whole, hex, decimal, name: string) => {
      if (hex !== undefined) return character(Number.parseInt(hex, 16));
      if (decimal !== undefined) return character(Number(decimal));
      return entities[name.toLowerCase()] ?? whole;
    })
    .replace(/\\([!-/:-@[-`{-~])/g, '$1');

const unescaped = (text: string): string =>
  text.replace(/\\(?:u\{([0-9a-f]{1,6})\}|u([0-9a-f]{4})|x([0-9a-f]{2})|([0-7]{3}))/gi, (_, a, b, c, octal) =>
    octal === undefined ? character(Number.parseInt(a ?? b ?? c, 16)) : character(Number.parseInt(octal, 8)),
  );

const percentDecoded = (text: string): string => {
  let now = text;
  for (let round = 0; round < 3 && /%[0-9a-f]{2}/i.test(now); round++)
    now = now.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll('%', ''), 'hex').toString('utf8'));
  return now.replaceAll('+', ' ');
};

const refanged = (text: string): string =>
  text
    .replace(/\s?[[({<]\s?(?:\.|dot)\s?[\])}>]\s?|\s+dot\s+|\\\./gi, '.')
    .replace(/\s?[[({<]\s?(?:@|at)\s?[\])}>]\s?|\s+at\s+/gi, '@')
    .replace(/[[({]\s?:(\/\/)?\s?[\])}]/g, ':$1')
    .replace(/[[({]\s?\/\s?[\])}]/g, '/');

/** What printable text a run of encoded characters hides, as UTF-8 and as UTF-16. */
const printable = (bytes: Buffer): string =>
  [bytes.toString('utf8'), bytes.toString('utf16le'), bytes.subarray(1).toString('utf16le')]
    .flatMap((text) => text.match(/[^\p{Cc}\ufffd]{4,}/gu) ?? [])
    .join('\n');

function decoded(text: string, run: RegExp, encoding: 'base64' | 'hex', step: number): string {
  const found: string[] = [];
  for (const [whole] of text.matchAll(run)) {
    const plain = encoding === 'hex' ? whole.replace(/0x|\\x|[\s:%,-]/gi, '') : whole;
    for (let from = 0; from < step; from++) found.push(printable(Buffer.from(plain.slice(from), encoding)));
  }
  return found.join('\n');
}

/** Every way in which a text may say a name. */
export function viewsOf(text: string): View[] {
  const tight = shown(text, '');
  const views: View[] = [
    { name: 'as it stands', text: folded(text), least: 0 },
    { name: 'in markup', text: folded(tight), least: 0 },
    { name: 'in markup', text: folded(shown(text, ' ')), least: 0 },
    { name: 'in escapes', text: folded(unescaped(tight)), least: 0 },
    { name: 'percent-encoded', text: folded(percentDecoded(tight)), least: 0 },
    { name: 'defanged', text: folded(refanged(tight)), least: 0 },
    {
      name: 'in punycode',
      text: folded([...tight.matchAll(/[a-z0-9.-]*xn--[a-z0-9.-]+/gi)].map(([n]) => domainToUnicode(n)).join('\n')),
      least: 0,
    },
    { name: 'in base64', text: folded(decoded(tight, /[A-Za-z0-9+/_-]{8,}/g, 'base64', 4)), least: DECODED },
    {
      name: 'in hexadecimal',
      text: folded(decoded(tight, /(?:(?:0x|\\x|%)?[0-9a-f]{2}[\s:,-]?){6,}/gi, 'hex', 2)),
      least: DECODED,
    },
    { name: 'backwards', text: [...folded(tight)].reverse().join(''), least: DECODED },
    { name: 'with other separators', text: squeezed(tight), least: SQUEEZED },
  ];
  return views;
}
