/**
 * WELF as gateways send it: `id=firewall time="…" pri=6 fw=… vpn=… ivs=… user=… realm="…" … msg="CODE: text"`.
 * Values may hold spaces unquoted (`ivs=Default Network`) and quotes inside quotes (`msg`), so a value ends only where
 * a key we know follows, or the line does.
 */
import { dateAt } from './clock.ts';
import type { LogEvent } from './format.ts';
import { addRequestFields } from './request-fields.ts';
import type { LineReader } from './text-format.ts';

/** Keys in the form they are written, and the names of our fields. */
const names = new Map<string, string>([
  ['id', 'id'],
  ['time', 'time'],
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
  const fields: Record<string, string> = {};
  const { time: written, msg = '' } = valuesOf(line, fields);
  const date = written === undefined ? undefined : dateAt(written, 0);
  const told = date && clock.civil(date.civil, written!, date.offset);
  const severity = severities[fields.priority ?? ''];
  if (severity) fields.severity = severity;
  let message = msg;
  if (msg[8] === ':' && /^[A-Z]{3}\d{5}: /.test(msg)) {
    fields.code = msg.slice(0, 8);
    message = msg.slice(10);
  }
  addRequestFields(fields, message);
  const event: LogEvent = { timeKind: 'logged', source: 'welf', message, fields };
  if (!told) {
    if (written) fields.date = written;
    return { event };
  }
  event.time = told.time;
  return { event, micros: told.micros };
};

/** Puts the values that are not empty under our names; gives back time and message. Of a key that comes twice the first one counts: what a client wrote
 * into a later value cannot replace it. */
function valuesOf(line: string, found: Record<string, string>): { time?: string; msg?: string } {
  const apart: { time?: string; msg?: string } = {};
  let at = 'id=firewall '.length;
  let equals = keyEnd(line, at);
  while (equals > 0) {
    const name = names.get(line.slice(at, equals));
    if (name === undefined) break;
    const quoted = line.charCodeAt(equals + 1) === QUOTE;
    const from = quoted ? equals + 2 : equals + 1;
    // The message comes last and may hold anything.
    const end = name === 'msg' ? line.length : endOfValue(line, from, quoted);
    let value = line.slice(from, quoted && end < line.length ? end - 1 : end);
    if (quoted && end === line.length) value = value.trimEnd().replace(/"$/, '');
    if (value !== '') {
      if (name === 'time' || name === 'msg') apart[name] ??= value;
      else found[name] ??= value;
    }
    at = end + 1;
    equals = keyEnd(line, at);
  }
  return apart;
}

const QUOTE = 34;

/** Where the value that begins at `from` ends: before the space of the next ` key=`, or at the end of the line. */
function endOfValue(line: string, from: number, quoted: boolean): number {
  for (let space = line.indexOf(' ', from); space >= 0; space = line.indexOf(' ', space + 1)) {
    if (quoted && (space === from || line.charCodeAt(space - 1) !== QUOTE)) continue;
    const equals = keyEnd(line, space + 1);
    if (equals > 0 && names.has(line.slice(space + 1, equals))) return space;
  }
  return line.length;
}

/** Index of the `=` behind a word of letters, or -1; no known key is longer than 12. */
function keyEnd(line: string, at: number): number {
  for (let i = at; i <= at + 12 && i < line.length; i++) {
    const code = line.charCodeAt(i);
    if (code === 61) return i === at ? -1 : i;
    if ((code | 32) < 97 || (code | 32) > 122) return -1;
  }
  return -1;
}
