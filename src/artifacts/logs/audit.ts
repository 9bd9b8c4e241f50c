/**
 * Linux audit records, `type=SYSCALL msg=audit(1618369800.123:456): key=value …`, as auditd writes them.
 * Source of the format: the audit userspace's own field dictionary and `audit_logging(3)`.
 */
import { nameText } from '../../bytes/index.ts';
import { type Clock, digitsAt } from './clock.ts';
import { type LineReader, type LineTold, textFormat } from './text-format.ts';

/** Fields the kernel writes in hex, unquoted, when they hold a space, a quote or a control character. */
const encoded = new Set(
  'acct cmd comm cwd data dir exe file grp key name new-disk ocomm old-disk path proctitle sw vm watch'.split(' '),
);

/** Reads the bare line; a leading `node=…` is taken as the host. */
export const auditLine: LineReader = (line, clock) => {
  const fields: Record<string, string> = {};
  let at = 0;
  if (line.startsWith('node=')) {
    const space = line.indexOf(' ');
    if (space < 0) return undefined;
    fields.host = line.slice(5, space);
    at = space + 1;
  }
  if (!line.startsWith('type=', at)) return undefined;
  const typeEnd = line.indexOf(' ', at);
  if (typeEnd < 0 || !line.startsWith('msg=audit(', typeEnd + 1)) return undefined;
  const close = line.indexOf(')', typeEnd);
  const stamp = stampOf(line, typeEnd + 11, close, clock);
  if (!stamp) return undefined;
  const type = line.slice(at + 5, typeEnd);
  fields.type = type;
  const from = line[close + 1] === ':' ? close + 2 : close + 1;
  pairs(line, from, type === 'EXECVE', fields);
  const event: LineTold['event'] = {
    ...(stamp.told && { time: stamp.told.time }),
    timeKind: 'logged',
    source: 'audit',
    message: summary(type, fields),
    fields,
    sequence: stamp.serial,
  };
  return { event, ...(stamp.told && { micros: stamp.told.micros }) };
};

/** `seconds.milliseconds:serial`. */
function stampOf(line: string, from: number, close: number, clock: Clock) {
  const dot = line.indexOf('.', from);
  const colon = line.indexOf(':', from);
  if (dot < 0 || colon !== dot + 4 || close < colon + 2 || dot - from > 12 || close - colon > 21) return undefined;
  const seconds = digitsAt(line, from, dot - from);
  const thousandths = digitsAt(line, dot + 1, 3);
  const serial = digitsAt(line, colon + 1, close - colon - 1);
  if (seconds < 0 || thousandths < 0 || serial < 0) return undefined;
  return { told: clock.epoch(seconds, thousandths * 1000, 3), serial };
}

const most = 400;

/** `key=value` pairs; quotes taken off, hex decoded, the inner pairs of a quoted `msg='…'` beside the others. */
function pairs(line: string, from: number, ofExecve: boolean, fields: Record<string, string>): void {
  let at = from;
  let equals = -1;
  /** Where the next thing stands that ends a value without quotes, each looked for once. */
  const ends = [' ', "'", '\x1d'].map((text) => ({ text, next: -1 }));
  const endOf = (begin: number): number => {
    let end = line.length;
    for (const one of ends) {
      if (one.next < begin) one.next = line.indexOf(one.text, begin);
      if (one.next < 0) one.next = line.length;
      if (one.next < end) end = one.next;
    }
    return end;
  };
  for (let count = 0; at < line.length && count < most; ) {
    // 0x1d parts the record from what auditd looked up for the reader (`UID="root"`).
    for (let code = line.charCodeAt(at); code === 32 || code === 29 || code === 44; ) code = line.charCodeAt(++at);
    if (equals < at) equals = line.indexOf('=', at);
    if (equals < 0) return;
    const word = endOf(at);
    if (word < equals && line[word] !== "'") {
      at = word;
      continue;
    }
    const key = line.slice(at, equals);
    const quote = line.charCodeAt(equals + 1);
    if (quote === 39 && key === 'msg') {
      at = equals + 2;
      continue;
    }
    const isQuoted = quote === 34;
    const begin = isQuoted ? equals + 2 : equals + 1;
    let end = isQuoted ? line.indexOf('"', begin) : endOf(begin);
    if (end < 0) end = line.length;
    const raw = line.slice(begin, end);
    const hex = !isQuoted && (encoded.has(key) || (ofExecve && /^a\d/.test(key)));
    if (fields[key] === undefined) {
      fields[key] = hex ? fromHex(raw) : raw;
      count++;
    }
    at = end + 1;
  }
}

function fromHex(raw: string): string {
  if (raw.length < 2 || raw.length % 2 !== 0 || !/^[0-9A-F]+$/.test(raw)) return raw;
  // proctitle parts its arguments with NUL.
  return nameText(Buffer.from(raw, 'hex')).replaceAll('\0', ' ').trimEnd();
}

function summary(type: string, fields: Record<string, string>): string {
  const parts: string[] = [];
  if (type === 'EXECVE') for (let i = 0; i < 100 && fields[`a${i}`] !== undefined; i++) parts.push(fields[`a${i}`]!);
  else
    for (const key of ['proctitle', 'op', 'acct', 'exe', 'cmd', 'name', 'cwd', 'addr', 'success', 'res'])
      if (fields[key] !== undefined) parts.push(`${key}=${fields[key]}`);
  return parts.length > 0 ? `${type}: ${parts.join(' ')}` : type;
}

export const audit = textFormat({
  name: 'audit',
  description: 'Linux audit.log, hex arguments decoded',
  readers: [auditLine],
  weight: 1,
});
