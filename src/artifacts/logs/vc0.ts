/**
 * A gateway's own log files, `log.{events,access,admin,…}.vc0` and their `.old`. The text of a record is TAB-separated;
 * which field is what is known from public write-ups, tools and screenshots (docs/formats/vc0.md). Fields 10 to 13 and
 * 15 to 17 are not understood and are called by their number.
 */
import { isAscii } from 'node:buffer';
import { type ByteSource, isZero } from '../../bytes/index.ts';
import type { EventTime } from '../../model/index.ts';
import { Clock } from './clock.ts';
import type { LogContext, LogEvent, LogFormat, LogGap, LogRecord } from './format.ts';
import { lineText } from './line-text.ts';
import { messageCodes, messageOf } from './messages.ts';
import { addRequestFields } from './request-fields.ts';
import { addArguments, firstArgument, mostArguments, Vc0Fields } from './vc0-fields.ts';
import { decideFraming, describeFraming, findId, framedLength, headerSize, idAt } from './vc0-frame.ts';
import { type Framed, walkRecords } from './vc0-walk.ts';
import { Window } from './window.ts';

export const vc0: LogFormat = {
  name: 'vc0',
  description: "a gateway's own log files, log.*.vc0 and .vc0.old",
  recognises,
  *records(source, context) {
    const window = new Window(source);
    const clock = new Clock(context);
    const notes: string[] = [];
    const from = yield* readHeader(window, notes);
    const framing = decideFraming(window, from);
    notes.push(from < source.size ? `vc0: ${describeFraming(framing)}` : 'vc0: nothing stands behind the header');
    let breaks = 0;
    let imprecise = 0;
    for (const framed of walkRecords(window, from, framing)) {
      if (framed.text) {
        const record = recordOf(window, framed, framed.text, clock, context.brief);
        if (record.event.time?.precision === 'second') imprecise++;
        yield record;
      } else {
        breaks++;
        yield gapOf(framed);
      }
    }
    if (imprecise > 0)
      notes.push(
        `vc0: behind the seconds of ${imprecise} records stands no count of microseconds (above 999,999); it is kept as written`,
      );
    if (breaks > 0) notes.push(`vc0: the chain of records is broken in ${breaks} places`);
    return notes;
  },
  *carve(source: ByteSource, context: LogContext) {
    const window = new Window(source);
    const clock = new Clock(context);
    const framing = decideFraming(window, 0);
    if (framing.asked === 0) return;
    for (const framed of walkRecords(window, 0, framing)) {
      if (!framed.text) continue;
      const record = recordOf(window, framed, framed.text, clock);
      if (record.event.fields.code && record.micros !== undefined) yield record;
    }
  },
};

function recognises(head: Buffer, name: string): number {
  const named = /\.vc0(\.old)?$/.test(name) ? 0.1 : 0;
  const words = head.length >= 8 && head.readUInt32LE(0) === 5 && head.readUInt32LE(4) === 1;
  const blank = head.length > 8 && isZero(head.subarray(8, headerSize));
  if (words && blank) return 0.9 + named;
  const first = findId(head.subarray(0, headerSize + 1024), blank && head.length > headerSize ? headerSize : 0);
  if (first >= 0) {
    const framed = [0, -1, 2, 1, 4, 3].some((extra) => framedLength(head, first, { words: 2, extra }) > 0);
    if (blank && first <= headerSize + 2) return 0.85 + named;
    if (framed) return 0.8 + named;
    if (head.indexOf('\tvc0\t', first) === first + 15 + distanceToNamespace(head, first)) return 0.6 + named;
  }
  return named;
}

/** From the TAB behind an id over two fields, node and code, to the TAB before the fourth. */
function distanceToNamespace(head: Buffer, id: number): number {
  const code = head.indexOf(9, id + 16);
  const end = head.indexOf(9, code + 1);
  return code < 0 || end < 0 ? -1 : end - id - 15;
}

/** Passes the header; returns where records begin. */
function* readHeader(window: Window, notes: string[]): Generator<LogGap, number> {
  const at = window.seek(0, headerSize + 64);
  const { bytes } = window;
  if (idAt(bytes, at + 2) || idAt(bytes, at)) {
    notes.push('vc0: no header; records begin at the first byte');
    return 0;
  }
  if (bytes.length < headerSize) {
    const reason = `vc0: the header is ${bytes.length} bytes long, expected ${headerSize}`;
    if (bytes.length > 0) yield { offset: 0, length: bytes.length, reason };
    return window.size;
  }
  const first = [bytes.readUInt32LE(0), bytes.readUInt32LE(4)];
  if (first[0] !== 5 || first[1] !== 1) notes.push(`vc0: the header begins with ${first.join(', ')}, expected 5, 1`);
  if (isZero(bytes.subarray(8, headerSize))) return headerSize;
  notes.push('vc0: the header is not empty behind its first 8 bytes, as it is in files we know');
  return 8;
}

function recordOf(
  window: Window,
  framed: Framed,
  text: { offset: number; length: number },
  clock: Clock,
  brief?: boolean,
): LogRecord {
  const at = window.seek(text.offset, text.length);
  const bytes = window.bytes.subarray(at, at + text.length);
  const key = bytes.toString('latin1');
  const { event, micros } = eventOf(isAscii(bytes) ? key : lineText(bytes), clock, brief);
  const record: LogRecord = { offset: framed.offset, length: framed.length, event, micros, key };
  if (framed.ragged) record.ragged = true;
  if (framed.word !== undefined) record.lengthWord = framed.word;
  return record;
}

function gapOf({ offset, length, reason = 'vc0: expected a record', cause }: Framed): LogGap {
  return { offset, length, reason, ...(cause && { cause }) };
}

function eventOf(text: string, clock: Clock, brief = false): Pick<LogRecord, 'event' | 'micros'> {
  const parts = text.split('\t');
  // The text ends in TAB.
  parts.pop();
  const id = parts[0] ?? '';
  const seconds = Number.parseInt(id.slice(0, 8), 16);
  const fraction = Number.parseInt(id.slice(9, 15), 16);
  const precise = fraction < 1_000_000;
  const told = clock.epoch(seconds, precise ? fraction : 0, precise ? 6 : 0);
  // Member by member: what is spread costs more here than all the rest.
  const time = told && withOriginal(told.time, id);
  if (brief) {
    const event: LogEvent = { time, timeKind: 'logged', source: 'vc0', message: '', fields: briefly(parts) };
    return { event, micros: told?.micros };
  }
  const fields: Record<string, string> = new Vc0Fields(id, parts);
  addRequestFields(fields, '');
  const code = fields.code ?? '';
  const known = messageCodes.get(code);
  if (known) fields.category = known.category;
  if (!known || known.basis === 'name-only') fields.basis = 'name-only';
  const event: LogEvent = {
    time,
    timeKind: 'logged',
    source: 'vc0',
    message: messageOf(code || id, parts, firstArgument, firstArgument + mostArguments),
    fields,
  };
  return { event, micros: told?.micros };
}

function withOriginal({ at, precision, zone, offset = 0 }: EventTime, original: string): EventTime {
  return { at, precision, zone, offset, original };
}

/** What a comparison with another log asks for. */
function briefly(parts: readonly string[]): Record<string, string> {
  const [, node = '', code = '', , , source_ip = '', user = '', realm = ''] = parts;
  const fields: Record<string, string> = { node, source_ip, user, realm };
  if (code !== '') fields.code = code;
  addArguments(fields, parts, 0);
  return fields;
}
