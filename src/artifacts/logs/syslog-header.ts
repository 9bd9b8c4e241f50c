/**
 * What stands before the message of a syslog line: RFC 3164 (also without the priority, as files have it), the
 * RFC 3339 dates of rsyslog files, and RFC 5424.
 */
import { type Clock, dateAt, digitsAt, monthAt, type Told, timeAt, zoneAt } from './clock.ts';

/** A syslog line, opened. */
export interface SyslogHeader {
  told: Told | undefined;
  /** Priority, host, program, pid, message id, structured data: those the line has. */
  fields: Record<string, string>;
  sequence: number | undefined;
  /** True when the date is written without the `T` and the zone that RFC 3339 asks for, as some relays do. */
  loose: boolean;
  /** The message. */
  rest: string;
}

/** What a relay said of a line, as the first fields of what the line itself says. */
export function relayedBy(header: SyslogHeader | undefined): Record<string, string> {
  const relayed: Record<string, string> = {};
  if (!header) return relayed;
  const { host, facility, year, date } = header.fields;
  if (host) relayed.relay = host;
  if (facility) relayed.facility = facility;
  if (header.told) relayed.relay_time = header.told.time.at;
  else if (date) relayed.relay_time = date;
  if (year) relayed.relay_year = year;
  return relayed;
}

const severities = ['emergency', 'alert', 'critical', 'error', 'warning', 'notice', 'informational', 'debug'];

/** Undefined when the line does not begin with a date as syslog writes it. */
export function syslogHeader(line: string, clock: Clock): SyslogHeader | undefined {
  const fields: Record<string, string> = {};
  let at = 0;
  if (line[0] === '<') {
    const end = line.indexOf('>');
    const priority = end > 1 && end <= 4 ? digitsAt(line, 1, end - 1) : -1;
    if (priority < 0 || priority > 191) return undefined;
    fields.facility = String(priority >> 3);
    fields.severity = severities[priority & 7]!;
    at = end + 1;
    if (line[at] === '1' && line[at + 1] === ' ') return structured(line, at + 2, clock, fields);
  }
  const date = shortDate(line, at, clock, fields) ?? longDate(line, at, clock);
  if (!date || line[date.end] !== ' ') return undefined;
  const [host, afterHost] = word(line, date.end + 1);
  if (!host) return undefined;
  // `last message repeated 3 times` has no program, nor has a line whose relay put only its own name.
  const tag = tagAt(line, afterHost);
  fields.host = tag || !host.endsWith(':') ? host : host.slice(0, -1);
  if (tag) fields.program = tag.program;
  if (tag?.pid) fields.pid = tag.pid;
  return {
    told: date.told,
    fields,
    sequence: undefined,
    loose: date.loose,
    rest: line.slice(tag ? tag.end : afterHost),
  };
}

/** A date as far as it could be read, and where it ends. */
interface Dated {
  told: Told | undefined;
  end: number;
  loose: boolean;
}

/** `Mmm dd hh:mm:ss`: the year is worked out from when the file was written, and said to be. */
function shortDate(line: string, at: number, clock: Clock, fields: Record<string, string>): Dated | undefined {
  const month = monthAt(line, at);
  if (month === 0 || line[at + 3] !== ' ') return undefined;
  const day = line[at + 4] === ' ' ? digitsAt(line, at + 5, 1) : digitsAt(line, at + 4, 2);
  if (day < 1 || day > 31 || line[at + 6] !== ' ') return undefined;
  let from = at + 7;
  // Cisco and some relays write the year here.
  const written = digitsAt(line, from, 4);
  if (written >= 0 && line[from + 4] === ' ') from += 5;
  // The year is known only below.
  const time = timeAt(line, from, written, month, day);
  if (!time) return undefined;
  const zone = zoneAt(line, time.end);
  const end = zone?.end ?? time.end;
  const original = line.slice(at, end);
  const year = written >= 0 ? written : clock.yearOf(month, day);
  if (year === undefined) {
    fields.date = original;
    return { told: undefined, end, loose: false };
  }
  if (written < 0) fields.year = 'assumed';
  time.civil.year = year;
  const told = clock.civil(time.civil, original, zone?.offset);
  return told && { told, end, loose: false };
}

function longDate(line: string, at: number, clock: Clock): Dated | undefined {
  const date = dateAt(line, at);
  const told = date && clock.civil(date.civil, line.slice(at, date.end), date.offset);
  return told && { told, end: date.end, loose: date.offset === undefined && line[at + 10] !== 'T' };
}

/** RFC 5424 behind the version. */
function structured(
  line: string,
  from: number,
  clock: Clock,
  fields: Record<string, string>,
): SyslogHeader | undefined {
  const nil = line[from] === '-' && line[from + 1] === ' ';
  const date = nil ? undefined : longDate(line, from, clock);
  if (!nil && !date) return undefined;
  let at = (date?.end ?? from + 1) + 1;
  for (const name of ['host', 'program', 'pid', 'message_id']) {
    const [value, next] = word(line, at);
    if (!value) return undefined;
    if (value !== '-') fields[name] = value;
    at = next;
  }
  const header: SyslogHeader = { told: date?.told, fields, sequence: undefined, loose: false, rest: '' };
  if (line[at] === '[') at = elements(line, at, header);
  else if (line[at] === '-') at += 1;
  header.rest = line.slice(line[at] === ' ' ? at + 1 : at).replace(/^\ufeff/, '');
  return header;
}

/** `[id name="value" …]…`; returns where they end. At most 100 values are kept. */
function elements(line: string, from: number, header: SyslogHeader): number {
  let at = from;
  let kept = 0;
  while (line[at] === '[') {
    at++;
    const idEnd = endOfName(line, at);
    at = idEnd;
    while (line[at] === ' ') {
      const nameEnd = endOfName(line, at + 1);
      if (line[nameEnd] !== '=' || line[nameEnd + 1] !== '"') return at;
      const name = line.slice(at + 1, nameEnd);
      let value = '';
      let i = nameEnd + 2;
      let piece = i;
      for (; i < line.length && line[i] !== '"'; i++)
        if (line[i] === '\\' && '"\\]'.includes(line[i + 1] ?? ' ')) {
          value += line.slice(piece, i);
          piece = ++i;
        }
      value += line.slice(piece, i);
      if (kept++ < 100) header.fields[name] = value;
      if (name === 'sequenceId' && /^\d{1,10}$/.test(value)) header.sequence = Number(value);
      at = i + 1;
    }
    if (line[at] !== ']') return at;
    at++;
  }
  return at;
}

function endOfName(line: string, from: number): number {
  let at = from;
  while (at < line.length && !' ="]'.includes(line[at]!)) at++;
  return at;
}

/** The word at `at` and where the next one begins. */
function word(line: string, at: number): [string, number] {
  const space = line.indexOf(' ', at);
  return space < 0 ? [line.slice(at), line.length] : [line.slice(at, space), space + 1];
}

/** `program[pid]: ` or `program: `, at most 64 characters. */
function tagAt(line: string, at: number): { program: string; pid: string | undefined; end: number } | undefined {
  let end = at;
  for (const most = Math.min(line.length, at + 64); end < most; end++) {
    const code = line.charCodeAt(end);
    if (code === 32 || code === 58 || code === 91) break;
  }
  if (end === at) return undefined;
  const program = line.slice(at, end);
  let pid: string | undefined;
  if (line[end] === '[') {
    const close = line.indexOf(']', end);
    if (close < 0 || close - end > 24) return undefined;
    pid = line.slice(end + 1, close);
    end = close + 1;
  }
  if (line[end] !== ':') return undefined;
  return { program, pid, end: line[end + 1] === ' ' ? end + 2 : end + 1 };
}
