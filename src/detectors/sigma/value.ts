/** Values of a search: wildcards, escapes, encodings. */
import { type Piece, Unusable } from './rule.ts';

const longest = 16_384;

/**
 * A value with its wildcards. A backslash takes their meaning from `*`, `?` and `\`; before anything else it is a
 * backslash.
 */
export function wildcards(value: string): Piece[] {
  if (value.length > longest)
    throw new Unusable(`a value has ${value.length} characters, at most ${longest} are taken`);
  const pieces: Piece[] = [];
  let text = '';
  const flush = () => {
    if (text !== '') pieces.push({ text });
    text = '';
  };
  for (let i = 0; i < value.length; i++) {
    const c = value[i]!;
    const next = value[i + 1];
    if (c === '\\' && next !== undefined && '*?\\'.includes(next)) {
      text += next;
      i++;
    } else if (c === '*' || c === '?') {
      flush();
      pieces.push(c === '*' ? 'any' : 'one');
    } else text += c;
  }
  flush();
  return tidy(pieces);
}

/** Puts texts together that stand side by side, and wildcards that say the same. */
export function tidy(pieces: readonly Piece[]): Piece[] {
  const result: Piece[] = [];
  for (const piece of pieces) {
    const last = result.at(-1);
    if (piece === 'any' && last === 'any') continue;
    if (typeof piece === 'object' && typeof last === 'object')
      result[result.length - 1] = { text: last.text + piece.text };
    else result.push(piece);
  }
  return result;
}

/** The text of a value without wildcards, which is what an encoding needs. */
export function plainText(pieces: readonly Piece[], modifier: string): string {
  if (pieces.some((piece) => typeof piece !== 'object')) throw new Unusable(`${modifier} cannot encode a wildcard`);
  return pieces.map((piece) => (piece as { text: string }).text).join('');
}

export const encoders: Readonly<Record<string, (bytes: Buffer) => Buffer[]>> = {
  utf16le: (bytes) => [wide(bytes)],
  wide: (bytes) => [wide(bytes)],
  utf16be: (bytes) => [wide(bytes).swap16()],
  utf16: (bytes) => [Buffer.concat([Buffer.from([0xff, 0xfe]), wide(bytes)])],
  base64: (bytes) => [Buffer.from(bytes.toString('base64'))],
  base64offset: (bytes) => [0, 1, 2].map((offset) => Buffer.from(shifted(bytes, offset))),
};

const wide = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('utf8'), 'utf16le');

/** The characters of base64 that depend on the value alone when `offset` bytes of something else stand before it. */
function shifted(bytes: Buffer, offset: number): string {
  const text = Buffer.concat([Buffer.alloc(offset), bytes]).toString('base64');
  const end = (bytes.length + offset) % 3;
  return text.slice([0, 2, 3][offset]!, end === 0 ? undefined : end === 1 ? -3 : -2);
}

/** A dash that begins an option becomes any of the characters that Windows programs take for it. */
export function dashes(pieces: readonly Piece[]): Piece[] {
  return tidy(
    pieces.flatMap((piece) => {
      if (typeof piece !== 'object') return [piece];
      const parts = piece.text.split(/(?<!\w)[-/](?=\w)/);
      return parts.flatMap((text, i): Piece[] => (i === 0 ? [{ text }] : ['dash', { text }]));
    }),
  ).filter((piece) => typeof piece !== 'object' || piece.text !== '');
}
