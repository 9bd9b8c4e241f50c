/**
 * Text from evidence, made fit for a terminal: a file may be named so that printing it clears the screen, retitles the
 * window or turns the rest of the line around.
 */

/** Controls, format characters (bidi overrides, zero-width, tags), separators, lone surrogates, invisible fillers. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\u115f\u1160\u3164\uffa0]/gu;

const shown = (character: string): string => {
  const code = character.codePointAt(0)!;
  return code < 0x80 ? `\\x${code.toString(16).padStart(2, '0')}` : `\\u{${code.toString(16)}}`;
};

/** The same text with everything a terminal would act on, or not show, written as `\xHH` or `\u{HHHH}`. */
export const printable = (text: string): string => text.replace(unprintable, shown);

/** The same, but keeping line ends: for text of several lines that we composed. */
export const printableLines = (text: string): string => text.split('\n').map(printable).join('\n');

/**
 * JSON in which every character a terminal would act on is written as `\uHHHH`: the same value to every reader. Plain
 * JSON leaves C1 controls and bidi overrides as they are.
 */
export function printableJson(value: unknown, indent?: number): string {
  const unit = (code: number): string => `\\u${code.toString(16).padStart(4, '0')}`;
  return JSON.stringify(value, null, indent).replace(unprintable, (character) =>
    character === '\n'
      ? character
      : Array.from({ length: character.length }, (_, i) => unit(character.charCodeAt(i))).join(''),
  );
}

/** East Asian wide and fullwidth blocks, and emoji: two columns each. */
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f680}-\u{1f6ff}\u{1f900}-\u{1faff}\u{20000}-\u{3fffd}]/u;
const combining = /\p{M}/u;

function columnsOf(character: string): number {
  if (character < '\u0300') return 1;
  return combining.test(character) ? 0 : wide.test(character) ? 2 : 1;
}

/** Columns a printable text takes on a terminal. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) width += columnsOf(character);
  return width;
}

const take = (characters: string[], columns: number): string => {
  let text = '';
  let used = 0;
  for (const character of characters) {
    used += columnsOf(character);
    if (used > columns) break;
    text += character;
  }
  return text;
};

/** A printable text cut to some columns: from its middle, since a path tells most at its ends. */
export function shorten(text: string, columns: number): string {
  if (text.length <= columns && widthOf(text) <= columns) return text;
  if (columns <= 1) return columns === 1 ? '…' : '';
  const characters = [...text.slice(0, columns * 4), ...(text.length > columns * 4 ? text.slice(-columns * 4) : '')];
  const head = take(characters, Math.floor((columns - 1) / 3));
  const tail = take(characters.toReversed(), columns - 1 - widthOf(head));
  return `${head}…${[...tail].toReversed().join('')}`;
}

/** A printable text cut at its end. */
export const shortenEnd = (text: string, columns: number): string =>
  widthOf(text) <= columns ? text : take([...text.slice(0, columns)], columns).trimEnd();

/** Padded with spaces to some columns. */
export const pad = (text: string, columns: number, align: 'left' | 'right' = 'left'): string => {
  const space = ' '.repeat(Math.max(0, columns - widthOf(text)));
  return align === 'right' ? space + text : text + space;
};

/** Breaks words over lines of at most so many columns, each with the same indent. */
export function wrap(text: string, columns: number, indent = ''): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && widthOf(indent) + widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(indent + line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return line === '' ? lines : [...lines, indent + line];
}
