/**
 * WELF as gateways send it: `id=firewall time="…" pri=6 fw=… vpn=… ivs=… user=… realm="…" … msg="CODE: text"`.
 * Values may hold spaces unquoted (`ivs=Default Network`) and quotes inside quotes (`msg`), so a value ends only where
 * a key we know follows, or the line does.
 */
import { dateAt } from './clock.ts';
import type { LineReader } from './text-format.ts';

/** Keys in the form they are written, and the names of our fields. */
const names = new Map<string, string>([
  ['id', ''],
  ['time', ''],
  ['pri', 'priority'],
  ['fw', 'device_ip'],
  ['vpn', 'node'],
  ['ivs', 'network'],
  ['user', 'user'],
  ['realm', 'realm'],
  ['roles', 'roles'],
  ['sessionID', 'session'],
  ['proto', 'protocol'],
  ['src', 'source_ip'],
  ['dst', 'destination_ip'],
  ['dstname', 'destination'],
  ['type', 'type'],
  ['op', 'method'],
  ['arg', 'uri'],
  ['result', 'status'],
  ['sent', 'sent'],
  ['rcvd', 'received'],
  ['agent', 'user_agent'],
  ['duration', 'duration'],
  ['msg', 'msg'],
]);

/** From four sample lines and the severities of their codes: a hint, no statement of the vendor. */
const severities: Record<string, string> = { '0': 'critical', '2': 'major', '4': 'minor', '6': 'info' };

/** Reads the bare line, without a syslog header. */
export const welfLine: LineReader = (line, clock) => {
  if (!line.startsWith('id=firewall ')) return undefined;
  const values = pairs(line);
  const written = values.get('time') ?? '';
  const date = dateAt(written, 0);
  const told = date && clock.civil(date.civil, written, date.offset);
  const fields: Record<string, string> = {};
  for (const [key, value] of values) {
    const name = names.get(key);
    if (name && value !== '' && key !== 'msg') fields[name] = value;
  }
  const severity = severities[fields.priority ?? ''];
  if (severity) fields.severity = severity;
  let message = values.get('msg') ?? '';
  if (/^[A-Z]{3}\d{5}: /.test(message)) {
    fields.code = message.slice(0, 8);
    message = message.slice(10);
  }
  if (!told && written !== '') fields.date = written;
  return {
    event: { ...(told && { time: told.time }), timeKind: 'logged', source: 'welf', message, fields },
    ...(told && { micros: told.micros }),
  };
};

function pairs(line: string): Map<string, string> {
  const found = new Map<string, string>();
  let at = 0;
  while (at < line.length) {
    const equals = line.indexOf('=', at);
    const key = line.slice(at, equals);
    if (equals < 0 || !names.has(key)) break;
    const quoted = line[equals + 1] === '"';
    const from = quoted ? equals + 2 : equals + 1;
    // The message comes last and may hold anything.
    const end = key === 'msg' ? line.length : nextKey(line, from, quoted);
    let value = line.slice(from, end);
    if (quoted) value = value.trimEnd().replace(/"$/, '');
    // The first one counts: what a client wrote into a later value cannot replace it.
    if (!found.has(key)) found.set(key, value);
    at = end + 1;
  }
  return found;
}

/** Where the value that begins at `from` ends: before the space of the next ` key=`, or at the end of the line. */
function nextKey(line: string, from: number, quoted: boolean): number {
  let space = quoted ? from - 1 : from - 1;
  for (;;) {
    space = line.indexOf(' ', space + 1);
    if (space < 0) return line.length;
    if (quoted && (line[space - 1] !== '"' || space - 1 < from)) continue;
    const equals = keyEnd(line, space + 1);
    if (equals > 0 && names.has(line.slice(space + 1, equals))) return space;
  }
}

/** Index of the `=` behind a word of letters, or -1; no known key is longer than 12. */
function keyEnd(line: string, at: number): number {
  for (let i = at; i <= at + 12 && i < line.length; i++) {
    const code = line.charCodeAt(i) | 32;
    if (line[i] === '=') return i === at ? -1 : i;
    if (code < 97 || code > 122) return -1;
  }
  return -1;
}
