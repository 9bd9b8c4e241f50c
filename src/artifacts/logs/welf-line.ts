/**
 * WELF as gateways send it: `id=firewall time="…" pri=6 fw=… vpn=… ivs=… user=… realm="…" … msg="CODE: text"`.
 * Values may hold spaces unquoted (`ivs=Default Network`) and quotes inside quotes (`msg`), so a value ends only where
 * a key we know follows, or the line does.
 */
import { addRequestFields } from './request-fields.ts';
import { FieldList } from './shape.ts';
import { relayedBy } from './syslog-header.ts';
import { type LineReader, lineTold } from './text-format.ts';

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
export const welfLine: LineReader = (line, clock, header) => {
  if (!line.startsWith('id=firewall ')) return undefined;
  if (header) {
    const relayed = relayedBy(header);
    for (const name in relayed) list.put(name, relayed[name]!);
  }
  valuesOf(line);
  const { time: written, msg, priority } = apart;
  const told = written === '' ? undefined : clock.dated(written);
  const severity = severities[priority];
  if (severity !== undefined) list.put('severity', severity);
  const coded = msg[8] === ':' && /^[A-Z]{3}\d{5}: /.test(msg);
  if (coded) list.put('code', msg.slice(0, 8));
  const message = coded ? msg.slice(10) : msg;
  const fields = list.take();
  addRequestFields(fields, message);
  if (!told && written !== '') fields.date = written;
  return lineTold(told, 'logged', 'welf', message, fields);
};

/** Values of the line under way that are asked for by name. */
const apart = { time: '', msg: '', priority: '' };

/** Used again for every line. */
const list = new FieldList();

/** A key as it is written and the name of our field. */
interface Key {
  key: string;
  name: string;
}
const keys = new Map([...names].map(([key, name]): [string, Key] => [key, { key, name }]));
/** The keys of the line before, by their places: which they are changes nothing but how quickly the next ones are found. */
const usual: Key[] = [];

const QUOTE = 34;
const EQUALS = 61;

/** Lists the values that are not empty under our names, but for time and message. Of a key that comes twice the first one counts: what a client wrote
 * into a later value cannot replace it. */
function valuesOf(line: string): void {
  apart.time = apart.msg = apart.priority = '';
  let at = 'id=firewall '.length;
  let known = keyAt(line, at, 0);
  for (let place = 1; known; place++) {
    const { key, name } = known;
    const equals = at + key.length;
    const quoted = line.charCodeAt(equals + 1) === QUOTE;
    const from = quoted ? equals + 2 : equals + 1;
    let end = line.length;
    known = undefined;
    // The message comes last and may hold anything; any other value ends before the space of the next ` key=`.
    if (name !== 'msg')
      for (let space = line.indexOf(' ', from); space >= 0; space = line.indexOf(' ', space + 1)) {
        if (quoted && (space === from || line.charCodeAt(space - 1) !== QUOTE)) continue;
        known = keyAt(line, space + 1, place);
        if (!known) continue;
        end = space;
        break;
      }
    at = end + 1;
    if (quoted) end = end === line.length ? closing(line, from) : end - 1;
    if (end <= from) continue;
    const value = line.slice(from, end);
    if (name === 'time') apart.time ||= value;
    else if (name === 'msg') apart.msg ||= value;
    else {
      if (name === 'priority') apart.priority ||= value;
      list.put(name, value);
    }
  }
}

/** Where a quoted value ends that nothing follows: at its quote, blanks behind it left out. */
function closing(line: string, from: number): number {
  const end = from + line.slice(from).trimEnd().length;
  return end > from && line.charCodeAt(end - 1) === QUOTE ? end - 1 : end;
}

/** The known key that stands at `at` before a `=`. @param place how many keys stand before it in the line */
function keyAt(line: string, at: number, place: number): Key | undefined {
  const likely = usual[place];
  if (likely && line.charCodeAt(at + likely.key.length) === EQUALS && line.startsWith(likely.key, at)) return likely;
  let equals = at;
  // No known key is longer than 12.
  for (let most = at + 12, code = 0; (code = line.charCodeAt(equals) | 32) >= 97 && code <= 122; )
    if (++equals > most) return undefined;
  const known = line.charCodeAt(equals) === EQUALS ? keys.get(line.slice(at, equals)) : undefined;
  if (known && place < keys.size) usual[place] = known;
  return known;
}
