/**
 * Lines that begin with a full date: the gateway's debuglog and its kin (`nodemonlog`, `cav_webserv.log`). What
 * follows is free text; `program(pid) level: ` is taken off where it stands. No public source describes the format.
 */
import { dateAt } from './clock.ts';
import { type LineReader, lineTold, textFormat } from './text-format.ts';

export const debuglogLine: LineReader = (line, clock) => {
  const date = dateAt(line, 0);
  if (!date) return undefined;
  const told = clock.civil(date.civil, line.slice(0, date.end), date.offset);
  const next = line[date.end];
  if (!told || (next !== undefined && next !== ' ' && next !== '\t' && next !== ':' && next !== ',')) return undefined;
  const fields: Record<string, string> = {};
  const rest = line.slice(date.end + 1);
  const tag = /^ ?([\w./-]{1,64})[([](\d{1,10})[)\]] ?(?:([a-zA-Z]{1,12}))?: ?/.exec(rest.slice(0, 120));
  if (tag) {
    fields.program = tag[1]!;
    fields.pid = tag[2]!;
    if (tag[3]) fields.severity = tag[3];
  }
  const message = tag ? rest.slice(tag[0].length) : rest.trimStart();
  return lineTold(told, 'logged', 'debuglog', message, fields);
};

export const debuglog = textFormat({
  name: 'debuglog',
  description: 'text lines that begin with date and time: debuglog and its kin',
  readers: [debuglogLine],
  weight: 0.7,
  named: (name) => /debuglog|nodemonlog|cav_webserv/.test(name.slice(0, 255)),
});
