import { isIP } from 'node:net';
import { addressNumber } from '../../artifacts/index.ts';
import type { Token, TokenKind } from './tokens.ts';
import { folded, squeezed, type View, viewsOf } from './views.ts';

/** A name that was found where none may be. */
export interface Leak {
  kind: TokenKind;
  value: string;
  /** How it stands there: `as it stands`, `in base64`. */
  how: string;
  /** Line of the text, from 1, when it stands there undisguised. */
  line?: number;
}

/** Shorter names, and short numbers, stand in every text: they cannot be told from it. */
const LEAST = 3;
const DIGITS = 5;
/** From so many characters on a name counts inside a longer word as well. */
const INSIDE = 6;
const GRAM = 3;

const letter = /[\p{L}\p{N}]/u;
const hex = /[\da-f]/;
const digit = /\d/;

/** A number goes on with the next digit: `gateway 1` is not in `gateway 17`. */
const edges = (text: string, edge: RegExp | undefined): Pick<Wanted, 'before' | 'after'> => {
  const before = edge ?? (/^\d/.test(text) ? digit : undefined);
  const after = edge ?? (/\d$/.test(text) ? digit : undefined);
  return { ...(before && { before }), ...(after && { after }) };
};
const latin = /^[\x21-\x7e\s]*$/;

interface Wanted {
  token: Token;
  /** Folded. */
  text: string;
  /** What may not stand before and behind it; nothing when it counts inside a longer word. */
  before?: RegExp;
  after?: RegExp;
}

/**
 * Looks for names in finished texts, whatever they are written in. Names are indexed once; a search costs about as
 * much as reading the text a dozen times, however many names there are.
 */
export class AbsenceCheck {
  /** Names too short to be looked for. */
  readonly unsearched: Token[] = [];
  readonly #grams = new Map<string, Wanted[]>();
  readonly #pairs = new Map<string, Wanted[]>();
  readonly #squeezed = new Map<string, Wanted[]>();
  readonly #addresses = new Map<bigint, Token>();
  readonly #excused: ReadonlySet<string>;

  /** @param ordinary a text of ours that names nobody: names that stand in it already are ordinary words */
  constructor(tokens: readonly Token[], ordinary = '') {
    const own = new Set<string>();
    this.#excused = own;
    for (const token of tokens) this.#add(token);
    if (ordinary !== '')
      for (const { value } of this.#search(ordinary, Number.POSITIVE_INFINITY)) own.add(folded(value));
  }

  /** Names that are ordinary words of our texts, so that finding them says nothing. */
  get ordinary(): ReadonlySet<string> {
    return this.#excused;
  }

  #add(token: Token): void {
    const text = folded(token.value);
    const number = isIP(token.value) ? addressNumber(token.value) : undefined;
    if (number !== undefined) this.#addresses.set(number, token);
    const length = [...text].length;
    const plain = latin.test(text);
    if (plain ? length < LEAST || (/^\d+$/.test(text) && length < DIGITS) : length < 2) {
      this.unsearched.push(token);
      return;
    }
    const address = token.kind === 'address' || isIP(token.value) !== 0;
    const edge = address ? hex : plain && length < INSIDE ? letter : undefined;
    const wanted: Wanted = { token, text, ...edges(text, edge) };
    const push = (map: Map<string, Wanted[]>, key: string, entry: Wanted): void => {
      const list = map.get(key);
      if (list) list.push(entry);
      else map.set(key, [entry]);
    };
    if (text.length >= GRAM) push(this.#grams, text.slice(0, GRAM), wanted);
    else push(this.#pairs, text.slice(0, 2), wanted);
    const tight = squeezed(token.value);
    if (!address && tight.length >= GRAM)
      push(this.#squeezed, tight.slice(0, GRAM), { token, text: tight, ...edges(tight, undefined) });
  }

  /** Names found in a text, at most `most`, ordinary words aside. */
  find(text: string, most = 20): Leak[] {
    return this.#search(text, most);
  }

  #search(text: string, most: number): Leak[] {
    const leaks = new Map<string, Leak>();
    const take = (token: Token, how: string, line?: number): void => {
      const key = folded(token.value);
      if (leaks.has(key) || this.#excused.has(key) || leaks.size >= most) return;
      leaks.set(key, { kind: token.kind, value: token.value, how, ...(line !== undefined && { line }) });
    };
    for (const view of viewsOf(text)) this.#searchView(view, take);
    for (const { number, how } of addressesIn(text)) {
      const token = this.#addresses.get(number);
      if (token) take(token, how);
    }
    return [...leaks.values()];
  }

  #searchView({ name, text, least }: View, take: (token: Token, how: string, line?: number) => void): void {
    const grams = name === 'with other separators' ? this.#squeezed : this.#grams;
    for (let i = 0; i + 1 < text.length; i++) {
      const candidates = grams.get(text.slice(i, i + GRAM)) ?? [];
      const pairs = this.#pairs.size > 0 && least === 0 ? (this.#pairs.get(text.slice(i, i + 2)) ?? []) : [];
      for (const list of [candidates, pairs])
        for (const { token, text: wanted, before, after } of list) {
          if (wanted.length < least || !text.startsWith(wanted, i)) continue;
          if (before?.test(text[i - 1] ?? '') || after?.test(text[i + wanted.length] ?? '')) continue;
          take(token, name, name === 'as it stands' ? lineAt(text, i) : undefined);
        }
    }
  }
}

const lineAt = (text: string, at: number): number => text.slice(0, at).split('\n').length;

/** Addresses in a text, however they are written: dotted in any base, as one number, in IPv6, backwards for DNS. */
export function* addressesIn(text: string): Generator<{ number: bigint; how: string; text: string }> {
  const views = viewsOf(text).filter((v) => v.least === 0);
  for (const { name: how, text: view } of views) {
    for (const [whole, backwards] of view.matchAll(
      /(?<![\w.])(?:0x[0-9a-f]{1,8}|\d{1,11})(?:\.(?:0x[0-9a-f]{1,8}|\d{1,11})){0,3}(\.in-addr\.arpa)?(?![\w]|\.\d)/g,
    )) {
      const parts = whole.replace('.in-addr.arpa', '').split('.');
      const numbers = parts.map((p) => (/^0[0-7]+$/.test(p) ? Number.parseInt(p, 8) : Number(p)));
      if (backwards !== undefined) numbers.reverse();
      const number = ofParts(numbers);
      if (number !== undefined) yield { number, how, text: whole };
      // What one tool takes for octal another takes for decimal.
      const decimal = ofParts(parts.map((p) => (/^0\d+$/.test(p) ? Number.parseInt(p, 10) : Number(p))));
      if (decimal !== undefined && decimal !== number) yield { number: decimal, how, text: whole };
    }
    for (const [whole] of view.matchAll(/(?<![\w:.])[0-9a-f]{0,4}:[0-9a-f:.]{1,60}(?![\w:])/g)) {
      const number = isIP(whole) === 6 ? addressNumber(whole) : undefined;
      if (number !== undefined) yield { number, how, text: whole };
    }
  }
}

/** The address of one to four parts, the last filling what is left, as inet_aton has it. */
function ofParts(parts: readonly number[]): bigint | undefined {
  const head = parts.slice(0, -1);
  const last = parts.at(-1)!;
  const room = 256 ** (5 - parts.length);
  if (head.some((p) => !(p < 256)) || !(last < room) || parts.some((p) => !Number.isInteger(p))) return undefined;
  const number = head.reduce((sum, p, i) => sum + p * 256 ** (3 - i), 0) + last;
  return 0xffff00000000n + BigInt(number);
}
