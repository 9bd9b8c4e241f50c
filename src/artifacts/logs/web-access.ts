/**
 * Requests as web servers write them: the combined form of Apache and nginx, and the request line of uwsgi, which
 * gateways keep for their REST interface and whose `.old` copy intruders tend to forget.
 */
import { type Clock, digitsAt, monthAt, type Told, timeAt, zoneAt } from './clock.ts';
import { relayedBy, type SyslogHeader } from './syslog-header.ts';
import { type LineReader, type LineTold, lineTold, textFormat } from './text-format.ts';

export const accessLine: LineReader = (line, clock, header) =>
  line.startsWith('[pid: ') ? uwsgi(line, clock, header) : combined(line, clock, header);

/** `ip ident user [14/Apr/2021:03:10:00 +0000] "GET /x HTTP/1.1" 200 512 "referrer" "agent"`. */
function combined(line: string, clock: Clock, header?: SyslogHeader): LineTold | undefined {
  const open = line.indexOf(' [');
  if (open < 5 || open > 1000) return undefined;
  const date = open + 2;
  const month = monthAt(line, date + 3);
  const day = digitsAt(line, date, 2);
  const year = digitsAt(line, date + 7, 4);
  if (month === 0 || day < 0 || year < 0 || line[date + 11] !== ':') return undefined;
  const time = timeAt(line, date + 12, year, month, day);
  if (!time) return undefined;
  const zone = zoneAt(line, time.end);
  const close = zone?.end ?? time.end;
  if (line[close] !== ']' || line[close + 2] !== '"') return undefined;
  const told = clock.civil(time.civil, line.slice(date, close), zone?.offset);
  if (!told) return undefined;
  const fields = relayedBy(header);
  const ipEnd = line.indexOf(' ');
  fields.source_ip = line.slice(0, ipEnd);
  // Behind the address stands the identity, which nobody asks, then the user, who may be of several words.
  const user = line.indexOf(' ', ipEnd + 1) + 1;
  if (user > 0 && user < open && isTold(line, user, open)) fields.user = line.slice(user, open);
  const request = quoted(line, close + 2);
  putRequest(request.text, fields);
  const most = request.end + 40;
  let at = request.end + 1;
  let end = wordEnd(line, at);
  if (isTold(line, at, Math.min(end, most))) fields.status = line.slice(at, Math.min(end, most));
  at = end + 1;
  end = wordEnd(line, at);
  if (isTold(line, at, Math.min(end, most))) fields.bytes = line.slice(at, Math.min(end, most));
  at = end + 1;
  if (line.charCodeAt(at) === QUOTE) {
    const { text, end: behind } = quoted(line, at);
    if (text !== '' && text !== '-') fields.referrer = text;
    at = behind + 1;
  }
  if (line.charCodeAt(at) === QUOTE) {
    const { text } = quoted(line, at);
    if (text !== '' && text !== '-') fields.user_agent = text;
  }
  return requestTold(told, fields, request.text);
}

const QUOTE = 34;
const DASH = 45;

/** False for nothing and for the dash that stands for it. */
const isTold = (line: string, from: number, to: number): boolean =>
  to > from && !(to === from + 1 && line.charCodeAt(from) === DASH);

/** Where the word at `at` ends. */
function wordEnd(line: string, at: number): number {
  const space = line.indexOf(' ', at);
  return space < 0 ? line.length : space;
}

/** `[pid: 9|app: 0|req: 3/17] ip () {30 vars in 400 bytes} [Wed Apr 14 03:10:00 2021] POST /x => generated 9 bytes …`. */
function uwsgi(line: string, clock: Clock, header?: SyslogHeader): LineTold | undefined {
  const close = line.indexOf('] ');
  const slash = line.indexOf('/', 0);
  if (close < 0 || slash < 0 || slash > close) return undefined;
  const braces = line.indexOf('} [', close);
  const ipEnd = line.indexOf(' ', close + 2);
  if (braces < 0 || ipEnd < 0) return undefined;
  const at = braces + 3;
  const month = monthAt(line, at + 4);
  const day = line[at + 8] === ' ' ? digitsAt(line, at + 9, 1) : digitsAt(line, at + 8, 2);
  const year = digitsAt(line, at + 20, 4);
  if (month === 0 || day < 0 || year < 0 || !line.startsWith('] ', at + 24)) return undefined;
  const time = timeAt(line, at + 11, year, month, day);
  const told = time && clock.civil(time.civil, line.slice(at, at + 24));
  if (!told) return undefined;
  // The path is the client's: the last arrow is the server's.
  const arrow = line.lastIndexOf(' => generated ');
  if (arrow < at + 26) return undefined;
  const fields = relayedBy(header);
  fields.source_ip = line.slice(close + 2, ipEnd);
  const request = line.slice(at + 26, arrow);
  putRequest(request, fields);
  const pid = digitsBetween(line, 6, '|');
  if (pid) fields.pid = pid;
  const bytes = digitsBetween(line, arrow + 14, ' ');
  if (bytes) fields.bytes = bytes;
  const http = line.indexOf('(HTTP/', arrow);
  const status = http < 0 ? -1 : digitsAt(line, line.indexOf(' ', http) + 1, 3);
  if (status >= 0) fields.status = String(status);
  const number = digitsBetween(line, slash + 1, ']');
  return requestTold(told, fields, request, number ? Number(number) : undefined);
}

function requestTold(told: Told, fields: Record<string, string>, request: string, sequence?: number): LineTold {
  const message = fields.status === undefined ? request : `${request} ${fields.status}`;
  return lineTold(told, 'request', 'web-access', message, fields, sequence);
}

/** `METHOD uri HTTP/x`; a request that is not (a TLS hello, rubbish) is kept whole as the uri. */
function putRequest(request: string, fields: Record<string, string>): void {
  const first = request.indexOf(' ');
  const last = request.lastIndexOf(' HTTP/');
  const uriEnd = last > first ? last : request.length;
  if (first <= 0) fields.uri = request;
  else {
    fields.method = request.slice(0, first);
    fields.uri = request.slice(first + 1, uriEnd);
  }
}

/** A quoted string at `at`, in which a backslash protects the next character; `end` is behind the closing quote. */
function quoted(line: string, at: number): { text: string; end: number } {
  let end = line.indexOf('"', at + 1);
  const slash = line.indexOf('\\', at + 1);
  if (end < 0 || (slash >= 0 && slash < end))
    for (end = slash < 0 ? line.length : slash; end < line.length && line[end] !== '"'; )
      end += line[end] === '\\' ? 2 : 1;
  return { text: line.slice(at + 1, end), end: end + 1 };
}

/** Up to 15 digits from `at` to `stop`. */
function digitsBetween(line: string, at: number, stop: string): string | undefined {
  const end = line.indexOf(stop, at);
  const text = end < 0 || end - at > 15 ? '' : line.slice(at, end);
  return /^\d+$/.test(text) ? text : undefined;
}

export const webAccess = textFormat({
  name: 'web-access',
  description: 'requests in the combined form of Apache and nginx, and as uwsgi writes them',
  readers: [accessLine],
  weight: 1,
});
