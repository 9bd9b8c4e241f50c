import { isAscii } from 'node:buffer';
import type { ByteSource } from '../../bytes/index.ts';
import type { LogGap } from './format.ts';
import { behindZeros, Window, windowSize } from './window.ts';

/** One line without its ending. */
export class Line {
  readonly offset: number;
  /** Bytes it takes in the source, as many as `bytes` has unless the source is written in UTF-16. */
  readonly length: number;
  /** False when damage stands directly before it, so that its beginning may be missing. */
  readonly begins: boolean;
  /** False when the source ends without a line ending. */
  readonly ends: boolean;
  /** Its bytes, each as one character. */
  readonly key: string;
  readonly #window: Buffer;
  readonly #from: number;
  readonly #to: number;
  readonly #ascii: boolean | undefined;

  /** @param ascii true when all of the window is known to be ASCII */
  constructor(
    window: Buffer,
    from: number,
    to: number,
    offset: number,
    begins: boolean,
    ends: boolean,
    { ascii, length = to - from }: { ascii?: boolean; length?: number } = {},
  ) {
    this.offset = offset;
    this.length = length;
    this.begins = begins;
    this.ends = ends;
    this.key = window.toString('latin1', from, to);
    this.#window = window;
    this.#from = from;
    this.#to = to;
    this.#ascii = ascii || undefined;
  }

  /** Shared with the window: copy before keeping. */
  get bytes(): Buffer {
    return this.#window.subarray(this.#from, this.#to);
  }

  get ascii(): boolean {
    return this.#ascii ?? isAscii(this.bytes);
  }
}

/** A line longer than this is no line of a log. */
export const longestLine = 1024 * 1024;

const zeros = 'zero bytes, and the parts of lines they break';
const tooLong = `a line longer than ${longestLine} bytes`;

/** Every line of a source, and the stretches that are none: runs of zeros, endless lines, what cannot be read. */
export function* lines(source: ByteSource, begins = true): Generator<Line | LogGap, void> {
  const window = new Window(source);
  let offset = 0;
  let whole = begins;
  while (offset < source.size) {
    window.fill(offset);
    const { bytes } = window;
    if (bytes.length === 0) break;
    // Behind a read that came back short nothing can be read either.
    const last = window.end >= source.size || bytes.length < windowSize;
    const known = { ascii: isAscii(bytes) };
    let at = 0;
    let zero = bytes.indexOf(0);
    while (at < bytes.length) {
      const feed = bytes.indexOf(10, at);
      if (zero >= 0 && zero < at) zero = bytes.indexOf(0, at);
      if (zero >= 0 && (feed < 0 || zero < feed)) {
        const behind = behindZeros(bytes, zero);
        yield { offset: offset + at, length: behind - at, reason: zeros };
        at = behind;
        whole = false;
        continue;
      }
      if (feed < 0 && !last) break;
      const end = feed < 0 ? bytes.length : feed;
      const text = end > at && bytes[end - 1] === 13 ? end - 1 : end;
      if (text > at) yield new Line(bytes, at, text, offset + at, whole, feed >= 0, known);
      whole = true;
      at = end + 1;
    }
    if (at > 0) offset += Math.min(at, bytes.length);
    else {
      const skipped = yield* skipLine(window, offset);
      offset += skipped;
      whole = true;
    }
  }
  if (offset < source.size)
    yield { offset, length: source.size - offset, reason: 'the medium ended early; the rest could not be read' };
}

/** Passes over a line that does not fit the window; returns its bytes, ending included. */
function* skipLine(window: Window, offset: number): Generator<LogGap, number> {
  let length = 0;
  for (;;) {
    const feed = window.bytes.indexOf(10);
    const zero = window.bytes.indexOf(0);
    const stop = zero >= 0 && (feed < 0 || zero < feed) ? zero : feed;
    length += stop < 0 ? window.bytes.length : stop === zero ? stop : stop + 1;
    if (stop >= 0 || window.end >= window.size || window.bytes.length === 0) break;
    window.fill(window.end);
  }
  yield { offset, length, reason: tooLong };
  return length;
}
