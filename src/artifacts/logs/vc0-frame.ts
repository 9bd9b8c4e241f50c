/**
 * How the records of a gateway's `.vc0` log stand in the file. Source: one public dump of 48 bytes (9.1R18) and what
 * public clean-up scripts imply; no vendor documentation exists. After a header of 8192 bytes each record is a
 * little-endian u16, text that ends in TAB, and, as far as can be inferred, the same u16 again. What exactly the word
 * counts is not known, so each file is asked: the reading that its own records bear out most often is taken.
 */
import type { Window } from './window.ts';

export const headerSize = 8192;
/** `SSSSSSSS.UUUUUU` and TAB: seconds and microseconds in hex. */
export const idLength = 16;
/** A record is at most what a u16 can count, and a little for what it may leave out. */
export const longest = 65_536 + 8;
const shortest = idLength + 8;

/** Where a file's length words stand and what they count. */
export interface Framing {
  /** 2: before and after the text; 1: before; 0: none that makes sense. */
  words: 0 | 1 | 2;
  /** What a word counts beyond the text with its TAB: -1 without the TAB, 2 with one word, 4 with both. */
  extra: number;
  /** Records that bear this reading out, of those that were asked. */
  agreed: number;
  asked: number;
}

const candidates = ([2, 1] as const).flatMap((words) => [0, -1, 2, 1, 4, 3].map((extra) => ({ words, extra })));

const isHex = (code: number | undefined): boolean =>
  code !== undefined && ((code >= 48 && code <= 57) || (code >= 97 && code <= 102));

/** True when a record's id begins at `at`. */
export function idAt(bytes: Buffer, at: number): boolean {
  if (at < 0 || at + idLength > bytes.length || bytes[at + 8] !== 46 || bytes[at + 15] !== 9) return false;
  for (let i = 0; i < 15; i++) if (i !== 8 && !isHex(bytes[at + i])) return false;
  return true;
}

/** Index of the first id at or behind `from`, or -1. */
export function findId(bytes: Buffer, from: number): number {
  for (let dot = bytes.indexOf(46, from + 8); dot >= 0; dot = bytes.indexOf(46, dot + 1))
    if (bytes[dot + 7] === 9 && dot - 8 >= from && idAt(bytes, dot - 8)) return dot - 8;
  return -1;
}

/** Offset in the source of the first id at or behind `from`, or -1. */
export function seekId(window: Window, from: number): number {
  let offset = from;
  while (offset + idLength <= window.size) {
    const at = window.seek(offset, idLength);
    const found = findId(window.bytes, at);
    if (found >= 0) return window.start + found;
    const next = window.end - idLength + 1;
    if (next <= offset) return -1;
    offset = next;
  }
  return -1;
}

export const u16 = (bytes: Buffer, at: number): number =>
  at >= 0 && at + 2 <= bytes.length ? bytes[at]! | (bytes[at + 1]! << 8) : -1;

/** Length of the text at `at` by the word before it, if text and, with two words, the word behind it agree; or 0. */
export function framedLength(bytes: Buffer, at: number, { words, extra }: Pick<Framing, 'words' | 'extra'>): number {
  const word = u16(bytes, at - 2);
  const length = word - extra;
  if (length < shortest || at + length > bytes.length || bytes[at + length - 1] !== 9) return 0;
  if (words === 2 && u16(bytes, at + length) !== word) return 0;
  return length;
}

/** Asks up to 200 records from the first id at or behind `from`, within 512 KiB. */
export function decideFraming(window: Window, from: number): Framing {
  const none: Framing = { words: 0, extra: 0, agreed: 0, asked: 0 };
  const first = seekId(window, from);
  if (first < 0) return none;
  const begin = Math.max(0, first - 2);
  const index = window.seek(begin, 512 * 1024);
  const bytes = window.bytes.subarray(index, index + 512 * 1024);
  const atEnd = begin + bytes.length >= window.size;
  const agreed = candidates.map(() => 0);
  const followed = candidates.map(() => 0);
  let asked = 0;
  for (let at = findId(bytes, 0); at >= 0 && asked < 200; at = findId(bytes, at + idLength)) {
    asked++;
    for (const [i, framing] of candidates.entries()) {
      const length = framedLength(bytes, at, framing);
      if (length === 0) continue;
      const leads = leadsOn(bytes, at + length, framing, atEnd);
      if (leads) followed[i]!++;
      if (leads || framing.words === 2) agreed[i]!++;
    }
  }
  // Records of one length with a word before each also look as if a word stood on both sides: it leads nowhere.
  const weight = candidates.map((_, i) => agreed[i]! * 1000 + followed[i]!);
  const best = weight.indexOf(Math.max(...weight));
  const candidate = candidates[best]!;
  // Ids inside texts and records beside damage cannot agree; a reading that fits one record in four is no accident.
  return agreed[best]! * 4 >= asked ? { ...candidate, agreed: agreed[best]!, asked } : { ...none, asked };
}

/** True when the next record, or the end of the file, stands where a record whose text ends at `end` leads. */
function leadsOn(bytes: Buffer, end: number, { words }: Pick<Framing, 'words'>, atEnd: boolean): boolean {
  const next = end + 2 * (words - 1);
  return idAt(bytes, next + 2) || (atEnd && next === bytes.length);
}

export function describeFraming({ words, extra, agreed, asked }: Framing): string {
  if (asked === 0) return 'no record id was found';
  if (words === 0) return `no reading of the length words fits ${asked} records; records were told apart by their ids`;
  const where = words === 2 ? 'before and behind each record' : 'before each record';
  const what =
    extra === 0
      ? 'the text with its TAB'
      : extra === -1
        ? 'the text without its TAB'
        : extra % 2 === 0
          ? `the text with its TAB and ${extra} bytes of length words`
          : `the text without its TAB and ${extra + 1} bytes of length words`;
  return `length words stand ${where} and count ${what} (${agreed} of ${asked} records agree)`;
}
