/**
 * Requests as web servers write them: the combined form of Apache and nginx, and the request line of uwsgi, which
 * gateways keep for their REST interface and whose `.old` copy intruders tend to forget.
 */
import { type Clock, digitsAt, monthOf, timeAt, zoneAt } from './clock.ts';
import { type LineReader, type LineTold, textFormat } from './text-format.ts';

export const accessLine: LineReader = (line, clock) =>
  line.startsWith('[pid: ') ? uwsgi(line, clock) : combined(line, clock);

/** `ip ident user [14/Apr/2021:03:10:00 +0000] "GET /x HTTP/1.1" 200 512 "referrer" "agent"`. */
function combined(line: string, clock: Clock): LineTold | undefined {
  const open = line.indexOf(' [');
  if (open < 5 || open > 1000) return undefined;
  const date = open + 2;
  const month = monthOf(line.slice(date + 3, date + 6));
  const day = digitsAt(line, date, 2);
  const year = digitsAt(line, date + 7, 4);
  const time = timeAt(line, date + 12);
  if (month === 0 || day < 0 || year < 0 || !time || line[date + 11] !== ':') return undefined;
  const zone = zoneAt(line, time.end);
  const close = zone?.end ?? time.end;
  if (line[close] !== ']' || line[close + 2] !== '"') return undefined;
  const told = clock.civil({ year, month, day, ...time.time }, line.slice(date, close), zone?.offset);
  if (!told) return undefined;
  const [ip = '', , ...user] = line.slice(0, open).split(' ');
  const fields: Record<string, string> = { source_ip: ip };
  const put = (name: string, value: string | undefined) => {
    if (value !== undefined && value !== '' && value !== '-') fields[name] = value;
  };
  put('user', user.join(' '));
  const request = quoted(line, close + 2);
  putRequest(request.text, fields);
  const [status, size] = line.slice(request.end + 1, request.end + 40).split(' ', 2);
  put('status', status);
  put('bytes', size);
  let at = request.end + 1 + (status?.length ?? 0) + 1 + (size?.length ?? 0) + 1;
  for (const name of ['referrer', 'user_agent'])
    if (line[at] === '"') {
      const value = quoted(line, at);
      put(name, value.text);
      at = value.end + 1;
    }
  return requestTold(told, fields, request.text);
}

/** `[pid: 9|app: 0|req: 3/17] ip () {30 vars in 400 bytes} [Wed Apr 14 03:10:00 2021] POST /x => generated 9 bytes …`. */
function uwsgi(line: string, clock: Clock): LineTold | undefined {
  const close = line.indexOf('] ');
  const slash = line.indexOf('/', 0);
  if (close < 0 || slash < 0 || slash > close) return undefined;
  const braces = line.indexOf('} [', close);
  const ipEnd = line.indexOf(' ', close + 2);
  if (braces < 0 || ipEnd < 0) return undefined;
  const at = braces + 3;
  const month = monthOf(line.slice(at + 4, at + 7));
  const day = line[at + 8] === ' ' ? digitsAt(line, at + 9, 1) : digitsAt(line, at + 8, 2);
  const time = timeAt(line, at + 11);
  const year = digitsAt(line, at + 20, 4);
  if (month === 0 || day < 0 || !time || year < 0 || !line.startsWith('] ', at + 24)) return undefined;
  const told = clock.civil({ year, month, day, ...time.time }, line.slice(at, at + 24));
  if (!told) return undefined;
  // The path is the client's: the last arrow is the server's.
  const arrow = line.lastIndexOf(' => generated ');
  if (arrow < at + 26) return undefined;
  const fields: Record<string, string> = { source_ip: line.slice(close + 2, ipEnd) };
  const request = line.slice(at + 26, arrow);
  putRequest(request, fields);
  const pid = digitsBetween(line, 6, '|');
  if (pid) fields.pid = pid;
  const bytes = digitsBetween(line, arrow + 14, ' ');
  if (bytes) fields.bytes = bytes;
  const http = line.indexOf('(HTTP/', arrow);
  const status = http < 0 ? -1 : digitsAt(line, line.indexOf(' ', http) + 1, 3);
  if (status >= 0) fields.status = String(status);
  const made = requestTold(told, fields, request);
  const number = digitsBetween(line, slash + 1, ']');
  if (number) made.event.sequence = Number(number);
  return made;
}

function requestTold(
  { time, micros }: NonNullable<ReturnType<Clock['civil']>>,
  fields: Record<string, string>,
  request: string,
): LineTold {
  const status = fields.status === undefined ? '' : ` ${fields.status}`;
  return {
    event: { time, timeKind: 'request', source: 'web-access', message: `${request}${status}`, fields },
    micros,
  };
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
  let end = at + 1;
  while (end < line.length && line[end] !== '"') end += line[end] === '\\' ? 2 : 1;
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
