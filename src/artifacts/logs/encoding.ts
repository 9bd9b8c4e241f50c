import type { ByteSource } from '../../bytes/index.ts';
import type { LogGap } from './format.ts';
import { Line, longestLine } from './lines.ts';
import { Window, windowSize } from './window.ts';

/*
 * Logs in UTF-16, as exports made on Windows have them. Lines are told as UTF-8, so that every format reads them; where
 * they stand is counted in the bytes of the evidence.
 */

export type Utf16 = 'le' | 'be';

/** Bytes that say whether text is UTF-16 when no mark does. */
const ASKED = 512;

/** UTF-16 by its mark, or by zeros in every second byte; undefined for everything else. */
export function utf16Of(head: Buffer): Utf16 | undefined {
  if (head[0] === 0xff && head[1] === 0xfe) return 'le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'be';
  const pairs = Math.min(head.length, ASKED) >> 1;
  if (pairs < 16) return undefined;
  let [even, odd] = [0, 0];
  for (let i = 0; i < pairs; i++) {
    if (head[2 * i] === 0 && head[2 * i + 1] !== 0) even++;
    if (head[2 * i + 1] === 0 && head[2 * i] !== 0) odd++;
  }
  if (odd * 10 >= pairs * 9) return 'le';
  return even * 10 >= pairs * 9 ? 'be' : undefined;
}

/** Bytes of UTF-16 as text. */
export function utf16Text(bytes: Buffer, order: Utf16): string {
  const even = bytes.subarray(0, bytes.length & ~1);
  return (order === 'le' ? even : Buffer.from(even).swap16()).toString('utf16le');
}

/** The head of a text as UTF-8, whatever it is written in, without a mark at its beginning. */
export function headText(head: Buffer): Buffer {
  const order = utf16Of(head);
  if (order) return Buffer.from(utf16Text(head, order).replace(/^\ufeff/, ''));
  return head.indexOf('\ufeff') === 0 ? head.subarray(3) : head;
}

/** Every line of UTF-16, and the stretches that are none, as `lines` tells those of other text. */
export function* utf16Lines(source: ByteSource, order: Utf16): Generator<Line | LogGap, void> {
  const window = new Window(source);
  const [value, empty] = order === 'le' ? [0, 1] : [1, 0];
  let offset = isMarked(source) ? 2 : 0;
  let begins = true;
  while (offset < source.size) {
    window.fill(offset);
    const { bytes } = window;
    const last = window.end >= source.size || bytes.length < windowSize;
    let at = 0;
    for (let i = 0; i + 1 < bytes.length; i += 2) {
      if (bytes[i + empty] !== 0) continue;
      const unit = bytes[i + value]!;
      if (unit === 0) {
        let end = i;
        while (end + 1 < bytes.length && bytes[end] === 0 && bytes[end + 1] === 0) end += 2;
        yield { offset: offset + at, length: end - at, reason: 'zero bytes, and the parts of lines they break' };
        at = end;
        i = end - 2;
        begins = false;
      } else if (unit === 10) {
        const line = lineOf(bytes, at, i, offset, order, begins, true);
        if (line) yield line;
        at = i + 2;
        begins = true;
      }
    }
    if (last) {
      const line = lineOf(bytes, at, bytes.length & ~1, offset, order, begins, false);
      if (line) yield line;
      if (bytes.length & 1) yield { offset: window.end - 1, length: 1, reason: 'half a character of UTF-16' };
      if (window.end < source.size)
        yield {
          offset: window.end,
          length: source.size - window.end,
          reason: 'the medium ended early; the rest could not be read',
        };
      return;
    }
    if (at === 0) {
      yield { offset, length: bytes.length, reason: `a line longer than ${longestLine} bytes` };
      begins = false;
      at = bytes.length;
    }
    offset += at;
  }
}

function isMarked(source: ByteSource): boolean {
  const mark = source.read(0, 2);
  return mark.length === 2 && (mark[0]! << 8) + mark[1]! >= 0xfeff && (mark[0] === 0xff || mark[1] === 0xff);
}

function lineOf(
  bytes: Buffer,
  from: number,
  to: number,
  offset: number,
  order: Utf16,
  begins: boolean,
  ends: boolean,
): Line | undefined {
  const text = utf16Text(bytes.subarray(from, to), order);
  const shown = text.endsWith('\r') ? text.slice(0, -1) : text;
  if (shown === '') return undefined;
  const length = to - from - (shown === text ? 0 : 2);
  const utf8 = Buffer.from(shown);
  return new Line(utf8, 0, utf8.length, offset + from, begins, ends, { length });
}
