/**
 * Linux audit records, `type=SYSCALL msg=audit(1618369800.123:456): key=value …`, as auditd writes them.
 * Source of the format: the audit userspace's own field dictionary and `audit_logging(3)`.
 */
import { nameText } from '../../bytes/index.ts';
import { type Clock, digitsAt } from './clock.ts';
import { FieldList } from './shape.ts';
import { relayedBy } from './syslog-header.ts';
import { type LineReader, lineTold, textFormat } from './text-format.ts';

/** Fields the kernel writes in hex, unquoted, when they hold a space, a quote or a control character. */
const encoded = new Set(
  'acct cmd comm cwd data dir exe file grp key name new-disk ocomm old-disk path proctitle sw vm watch'.split(' '),
);

/** Reads the bare line; a leading `node=…` is taken as the host. */
export const auditLine: LineReader = (line, clock, header) => {
  let host: string | undefined;
  let at = 0;
  if (line.startsWith('node=')) {
    const space = line.indexOf(' ');
    if (space < 0) return undefined;
    host = line.slice(5, space);
    at = space + 1;
  }
  if (!line.startsWith('type=', at)) return undefined;
  const typeEnd = line.indexOf(' ', at);
  if (typeEnd < 0 || !line.startsWith('msg=audit(', typeEnd + 1)) return undefined;
  const close = line.indexOf(')', typeEnd);
  const stamp = stampOf(line, typeEnd + 11, close, clock);
  if (!stamp) return undefined;
  const type = line.slice(at + 5, typeEnd);
  if (host !== undefined) list.put('host', host);
  list.put('type', type);
  const from = line[close + 1] === ':' ? close + 2 : close + 1;
  pairs(line, from, type === 'EXECVE');
  const own = list.take();
  const fields = header ? Object.assign(relayedBy(header), own) : own;
  return lineTold(stamp.told, 'logged', 'audit', summary(type, fields), fields, stamp.serial);
};

/** Used again for every line. */
const list = new FieldList();

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
function pairs(line: string, from: number, ofExecve: boolean): void {
  let at = from;
  let equals = -1;
  // Where the next thing stands that ends a value without quotes, each looked for once.
  let [space, quote, parter] = [-1, -1, -1];
  const endOf = (begin: number): number => {
    if (space < begin) space = placeOf(line, ' ', begin);
    if (quote < begin) quote = placeOf(line, "'", begin);
    if (parter < begin) parter = placeOf(line, '\x1d', begin);
    return Math.min(space, quote, parter);
  };
  const before = list.size;
  while (at < line.length && list.size - before < most) {
    // 0x1d parts the record from what auditd looked up for the reader (`UID="root"`).
    for (let code = line.charCodeAt(at); code === 32 || code === 29 || code === 44; ) code = line.charCodeAt(++at);
    const { likely } = list;
    let key: string;
    if (likely !== undefined && line.startsWith(likely, at) && line.charCodeAt(at + likely.length) === 61) {
      key = likely;
      equals = at + likely.length;
    } else {
      if (equals < at) equals = line.indexOf('=', at);
      if (equals < 0) return;
      const word = endOf(at);
      if (word < equals && line[word] !== "'") {
        at = word;
        continue;
      }
      key = line.slice(at, equals);
    }
    const first = line.charCodeAt(equals + 1);
    if (first === 39 && key === 'msg') {
      at = equals + 2;
      continue;
    }
    const isQuoted = first === 34;
    const begin = isQuoted ? equals + 2 : equals + 1;
    let end = isQuoted ? line.indexOf('"', begin) : endOf(begin);
    if (end < 0) end = line.length;
    const raw = line.slice(begin, end);
    const hex = !isQuoted && raw.length > 1 && (encoded.has(key) || (ofExecve && /^a\d/.test(key)));
    list.put(key, hex ? fromHex(raw) : raw);
    at = end + 1;
  }
}

const placeOf = (line: string, text: string, from: number): number => {
  const at = line.indexOf(text, from);
  return at < 0 ? line.length : at;
};

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
