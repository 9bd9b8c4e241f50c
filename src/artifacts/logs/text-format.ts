import { isUtf8 } from 'node:buffer';
import type { ByteSource } from '../../bytes/index.ts';
import { Clock, type Told } from './clock.ts';
import { headText, utf16Lines, utf16Of } from './encoding.ts';
import type { LogContext, LogEvent, LogFormat, LogGap, LogRecord } from './format.ts';
import { lineText } from './line-text.ts';
import { Line, lines } from './lines.ts';
import type { SyslogHeader } from './syslog-header.ts';

/** What one line tells, as one of the line readers understood it. */
export interface LineTold {
  event: LogEvent;
  micros: number | undefined;
}

/** What a line tells: all of them have one shape, which those who look at millions of them need. */
export const lineTold = (
  told: Told | undefined,
  timeKind: string,
  source: string,
  message: string,
  fields: Record<string, string>,
  sequence?: number,
): LineTold => ({
  event: { time: told?.time, timeKind, source, message, fields, sequence },
  micros: told?.micros,
});

/**
 * Reads one line; undefined when it is not in the reader's format. Linear in the length of the line.
 * @param header what a relay put before the line; `relayedBy` makes the first fields of the event of it
 */
export type LineReader = (line: string, clock: Clock, header?: SyslogHeader) => LineTold | undefined;

export interface TextFormatParts {
  name: string;
  description: string;
  /** The format's own reader, then those of formats that share a file with it. */
  readers: readonly LineReader[];
  /** How much a fully understood head says: 1 for a shape nothing else has. */
  weight: number;
  /** True when the file name is one the format usually has. */
  named?: (name: string) => boolean;
}

const sampled = 60;

/** A log format of one record a line. */
export function textFormat({ name, description, readers, weight, named }: TextFormatParts): LogFormat {
  const read = (line: string, clock: Clock): LineTold | undefined => {
    for (const reader of readers) {
      const told = reader(line, clock);
      if (told) return told;
    }
    return undefined;
  };

  function* all(source: ByteSource, context: LogContext, begins: boolean): Generator<LogRecord | LogGap, string[]> {
    const clock = new Clock(context);
    let gap: LogGap | undefined;
    let unparsed = 0;
    let foreign = 0;
    const order = begins ? utf16Of(source.read(0, 1024)) : undefined;
    for (const given of order ? utf16Lines(source, order) : lines(source, begins)) {
      let next: LogRecord | LogGap | undefined;
      if ('reason' in given) next = given;
      else {
        const line = given.offset === 0 && !order ? withoutMark(given) : given;
        const { key } = line;
        // Every format is ASCII where it is fixed, so that most lines of another kind need not be decoded.
        let told = read(key, clock);
        if (told && !line.ascii) {
          told = read(lineText(line.bytes), clock);
          if (!isUtf8(line.bytes)) foreign++;
        }
        if (told) next = record(line, key, told);
        else if (!line.begins) next = partOf(line, gap);
        else if (isText(line.bytes)) {
          unparsed++;
          if (!isUtf8(line.bytes)) foreign++;
          const message = lineText(line.bytes);
          next = record(line, key, lineTold(undefined, 'logged', name, message, {}), true);
        } else next = { offset: line.offset, length: line.length, reason: `not text, expected a line of ${name}` };
      }
      if ('reason' in next) {
        if (gap && gap.reason === next.reason && next.offset <= gap.offset + gap.length + 2)
          gap = { ...gap, length: next.offset + next.length - gap.offset };
        else {
          if (gap) yield gap;
          gap = next;
        }
        continue;
      }
      if (gap) yield gap;
      gap = undefined;
      yield next;
    }
    if (gap) yield gap;
    const notes: string[] = [];
    if (order) notes.push(`written in UTF-16, ${order === 'le' ? 'little' : 'big'}-endian`);
    if (unparsed > 0)
      notes.push(`${unparsed} readable lines are not in the format ${name}; they are kept without a time`);
    if (foreign > 0)
      notes.push(`${foreign} lines hold bytes that are not UTF-8 (Latin-1 or another encoding), shown as \\xHH`);
    return notes;
  }

  return {
    name,
    description,
    recognises(head, fileName, above = 0) {
      const sureness = (share: number): number =>
        Math.min(1, weight * (0.4 + 0.6 * share) * 0.95 + (named?.(fileName) ? 0.05 : 0));
      if (sureness(1) <= above) return 0;
      const clock = new Clock({ latest: '2000-01-01T00:00:00Z' });
      const texts = sampledLines(head);
      const understood = texts.filter((text) => readers[0]!(text, clock) !== undefined).length;
      return understood === 0 ? 0 : sureness(understood / texts.length);
    },
    records: (source, context) => all(source, context, true),
    *carve(source, context) {
      for (const told of all(source, context, false)) if (!('reason' in told) && !told.unparsed) yield told;
    },
  };
}

/** The same line without the mark that says that a file is UTF-8. */
function withoutMark(line: Line): Line {
  const { bytes, offset, begins, ends } = line;
  if (bytes[0] !== 0xef || bytes[1] !== 0xbb || bytes[2] !== 0xbf) return line;
  return new Line(bytes, 3, bytes.length, offset + 3, begins, ends);
}

const record = (line: Line, key: string, { event, micros }: LineTold, unparsed?: true): LogRecord => ({
  offset: line.offset,
  length: line.length,
  event,
  micros,
  key,
  ragged: !line.begins || !line.ends || undefined,
  unparsed,
});

/** What follows damage up to the next line ending belongs to the damage. */
const partOf = (line: Line, gap: LogGap | undefined): LogGap => ({
  offset: line.offset,
  length: line.length,
  reason: gap?.reason ?? 'the end of a line whose beginning is not here',
});

/** Readable: no control characters but TAB and ESC, and UTF-8 or nearly all ASCII. */
function isText(bytes: Buffer): boolean {
  let high = 0;
  for (const byte of bytes) {
    if (byte < 32 && byte !== 9 && byte !== 27) return false;
    if (byte > 126) high++;
  }
  return high * 10 <= bytes.length || isUtf8(bytes);
}

/** By head: every format is asked about the same lines of it. */
const samples = new WeakMap<Buffer, string[]>();

/** The first lines of a head. */
function sampledLines(head: Buffer): string[] {
  const known = samples.get(head);
  if (known) return known;
  const texts: string[] = [];
  for (const line of linesOf(headText(head))) if (texts.push(line) >= sampled) break;
  samples.set(head, texts);
  return texts;
}

/** The complete lines of a head that are free of zero bytes. */
function* linesOf(head: Buffer): Generator<string> {
  let at = 0;
  while (at < head.length) {
    const feed = head.indexOf(10, at);
    // A last line that is cut at the end of the head still counts when it is the only one.
    if (feed < 0 && at > 0) return;
    const end = feed < 0 ? head.length : feed;
    const line = head.subarray(at, Math.min(end, at + 16_384));
    at = end + 1;
    if (line.length > 1 && line.indexOf(0) < 0) yield lineText(line).replace(/\r$/, '');
  }
}
