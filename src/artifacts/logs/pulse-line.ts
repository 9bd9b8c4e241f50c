/**
 * The "standard" text form of a gateway's log, as its pages show and export it and as its syslog sends it:
 * `2021-04-14 03:10:00 - node - [ip] network::user(realm)[roles] - message`. No message code is in it.
 * The older order, severity first and date near the end, is known from memory only.
 */
import { type Clock, dateAt } from './clock.ts';
import { addRequestFields } from './request-fields.ts';
import type { LineReader, LineTold } from './text-format.ts';

/** Reads the bare line, without a syslog header. */
export const pulseLine: LineReader = (line, clock) => newer(line, clock) ?? older(line, clock);

function newer(line: string, clock: Clock): LineTold | undefined {
  const date = dateAt(line, 0);
  if (!date || !line.startsWith(' - ', date.end)) return undefined;
  const open = line.indexOf(' - [', date.end + 3);
  if (open < 0 || open - date.end > 300) return undefined;
  const close = line.indexOf('] ', open);
  if (close < 0 || close - open > 100) return undefined;
  const who = account(line, close + 2);
  const told = clock.civil(date.civil, line.slice(0, date.end), date.offset);
  if (!who || !told || !line.startsWith(' - ', who.end)) return undefined;
  const message = line.slice(who.end + 3);
  const fields: Record<string, string> = {
    node: line.slice(date.end + 3, open),
    source_ip: line.slice(open + 4, close),
    ...who.fields,
  };
  addRequestFields(fields, message);
  return { event: { time: told.time, timeKind: 'logged', source: 'pulse-text', message, fields }, micros: told.micros };
}

const beginnings = ['info', 'minor', 'major', 'critical', 'warning'].map((word) => `${word} - [`);

function older(line: string, clock: Clock): LineTold | undefined {
  const beginning = beginnings.find((text) => line.startsWith(text));
  if (!beginning) return undefined;
  const open = beginning.length - 1;
  const severity = beginning.slice(0, -4);
  const close = line.indexOf('] - ', open);
  if (close < 0 || close - open > 100) return undefined;
  const who = account(line, close + 4);
  if (!who || !line.startsWith(' - ', who.end)) return undefined;
  const date = dateAt(line, who.end + 3);
  const told = date && clock.civil(date.civil, line.slice(who.end + 3, date.end), date.offset);
  if (!told || !line.startsWith(' - ', date.end)) return undefined;
  const fields: Record<string, string> = { severity, source_ip: line.slice(open + 1, close), ...who.fields };
  const message = line.slice(date.end + 3);
  addRequestFields(fields, message);
  return { event: { time: told.time, timeKind: 'logged', source: 'pulse-text', message, fields }, micros: told.micros };
}

/** `network::user(realm)[roles]`; the network is missing in older lines, and each part may be empty. */
function account(line: string, at: number): { fields: Record<string, string>; end: number } | undefined {
  const roles = line.indexOf(')[', at);
  const end = line.indexOf('] - ', roles);
  if (roles < 0 || end < 0) return undefined;
  const open = line.indexOf('(', at);
  if (open < 0 || open > roles) return undefined;
  const colons = line.indexOf('::', at);
  const named = colons >= 0 && colons < open;
  const fields: Record<string, string> = {};
  const put = (name: string, value: string) => {
    if (value !== '') fields[name] = value;
  };
  put('network', named ? line.slice(at, colons) : '');
  put('user', line.slice(named ? colons + 2 : at, open));
  put('realm', line.slice(open + 1, roles));
  put('roles', line.slice(roles + 2, end));
  return { fields, end: end + 1 };
}
