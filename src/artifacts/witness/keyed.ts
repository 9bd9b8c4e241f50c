/**
 * An event reduced to what every format of a gateway's log tells: the kind of message, who, from where, when. A vc0
 * record holds a code and arguments, WELF a code and a sentence, the standard form a sentence alone.
 */
import { hash } from 'node:crypto';
import type { LogEvent, LogRecord } from '../logs/index.ts';
import type { Keyed, Kinds } from './event-list.ts';

/** Turns records into keys; one for each side, the kinds shared by both. */
export class Keyer {
  readonly #kinds: Kinds;
  readonly #names = new Map<string, number>();

  constructor(kinds: Kinds) {
    this.#kinds = kinds;
  }

  key(record: LogRecord, stream: number, file: number): Keyed {
    const { event } = record;
    const { fields } = event;
    const user = userOf(fields.user);
    const text = contentOf(event);
    return {
      time: record.micros === undefined ? Number.NaN : record.micros / 1e6,
      kind: this.#kinds.of(fields.code ?? wordsOf(event.message, [user, fields.realm ?? ''])),
      user: this.#name(user),
      source: this.#name(LOCAL.has(fields.source_ip ?? '') ? '' : fields.source_ip!),
      realm: this.#name(fields.realm ?? ''),
      detail: detailOf(text),
      line: fnv(`${event.time?.original ?? ''} ${user} ${fields.source_ip ?? ''} ${text}`),
      stream,
      file,
      offset: record.offset,
      length: record.length,
    };
  }

  /** 32 bits that nobody steers without work; the names of one gateway repeat, so most are known already. */
  #name(text: string): number {
    if (text === '') return 0;
    const known = this.#names.get(text);
    if (known !== undefined) return known;
    if (this.#names.size >= 50_000) this.#names.clear();
    // A short hash as hex: a Buffer for each new name costs more than hashing it.
    const value = Number.parseInt(hash('sha256', text, 'hex').slice(0, 8), 16) || 1;
    this.#names.set(text, value);
    return value;
  }
}

/** What the gateway says of itself: some formats write it out, others leave it empty. */
const LOCAL = new Set(['', '127.0.0.1', '::1', '0.0.0.0']);

/** WELF writes `DOMAIN\\name`. */
function userOf(user: string | undefined): string {
  if (user === undefined || user === 'System') return '';
  return user.includes('\\\\') ? user.replaceAll('\\\\', '\\') : user;
}

/** Everything an event says besides who and when: the arguments of a vc0 record, the sentence and request of a line. */
function contentOf({ source, message, fields }: LogEvent): string {
  if (source !== 'vc0') return [message, fields.method, fields.uri, fields.status, fields.destination].join(' ');
  let text = '';
  // Most records have one or two of them, and asking for each by its name costs more than reading the record.
  for (const name in fields) if (name.startsWith('arg') && name !== 'arguments') text += ` ${fields[name]!}`;
  return text;
}

/** The words of a sentence that are no values: without a digit, a sign, quotes, or what the line gives as user and realm. */
export function wordsOf(message: string, values: readonly string[]): string {
  const words: string[] = [];
  for (const word of message.slice(0, 2000).split(/[\s,;:()[\]]+/)) {
    const bare = /[.!?]$/.test(word) ? word.slice(0, -1) : word;
    if (!/^[A-Za-z][A-Za-z'-]*$/.test(bare) || values.includes(bare)) continue;
    if (words.push(bare.toLowerCase()) >= 12) break;
  }
  return words.join(' ');
}

const MOST_WORDS = 24;

/**
 * One bit for each of the first words of letters and digits that hold a digit or stand behind a slash: sentences join
 * arguments (`host/path`, `result=200`), so only what lies between signs is the same in both.
 */
function detailOf(text: string): readonly [number, number] {
  let [low, high] = [0, 0];
  let [from, telling, found] = [-1, false, 0];
  for (let i = 0; i <= text.length && found < MOST_WORDS; i++) {
    const code = i < text.length ? text.charCodeAt(i) : 32;
    if (isLetterOrDigit(code)) {
      if (from < 0) [from, telling] = [i, i > 0 && text.charCodeAt(i - 1) === SLASH];
      if (code <= NINE) telling = true;
      continue;
    }
    if (from >= 0 && telling && i - from >= 2) {
      const bit = mix(fnv(text.slice(from, Math.min(i, from + 500)))) & 63;
      if (bit < 32) low |= 1 << bit;
      else high |= 1 << (bit - 32);
      found++;
    }
    from = -1;
  }
  return [low >>> 0, high >>> 0];
}

const SLASH = 47;
const NINE = 57;

const isLetterOrDigit = (code: number): boolean =>
  (code >= 48 && code <= NINE) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122) || code > 127;

/** FNV-1a over UTF-16 code units. */
export function fnv(text: string): number {
  let value = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193);
  return value >>> 0;
}

/** Spreads a number over all its bits (MurmurHash3 finaliser). */
export function mix(value: number): number {
  let x = value;
  x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
  x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
  return (x ^ (x >>> 16)) >>> 0;
}
