/**
 * The "standard" text form of a gateway's log, as its pages show and export it and as its syslog sends it:
 * `2021-04-14 03:10:00 - node - [ip] network::user(realm)[roles] - message`. No message code is in it.
 * The older order, severity first and date near the end, is known from memory only.
 */
import { type Clock, dateAt, type Told } from './clock.ts';
import { addRequestFields } from './request-fields.ts';
import { relayedBy, type SyslogHeader } from './syslog-header.ts';
import { type LineReader, type LineTold, lineTold } from './text-format.ts';

/** Reads the bare line, without a syslog header. */
export const pulseLine: LineReader = (line, clock, header) => newer(line, clock, header) ?? older(line, clock, header);

function newer(line: string, clock: Clock, header?: SyslogHeader): LineTold | undefined {
  const date = dateAt(line, 0);
  if (!date || !line.startsWith(' - ', date.end)) return undefined;
  const open = line.indexOf(' - [', date.end + 3);
  if (open < 0 || open - date.end > 300) return undefined;
  const close = line.indexOf('] ', open);
  if (close < 0 || close - open > 100) return undefined;
  const who = account(line, close + 2);
  const told = clock.civil(date.civil, line.slice(0, date.end), date.offset);
  if (!who || !told || !line.startsWith(' - ', who.end)) return undefined;
  const fields = relayedBy(header);
  fields.node = line.slice(date.end + 3, open);
  fields.source_ip = line.slice(open + 4, close);
  return accountTold(told, fields, line, who, line.slice(who.end + 3));
}

const beginnings = ['info', 'minor', 'major', 'critical', 'warning'].map((word) => `${word} - [`);

function older(line: string, clock: Clock, header?: SyslogHeader): LineTold | undefined {
  // Only `info`, `minor`, `major`, `critical` and `warning` begin so: most lines of other kinds are told by one letter.
  const beginning = 'imcw'.includes(line[0] ?? ' ') ? beginnings.find((text) => line.startsWith(text)) : undefined;
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
  const fields = relayedBy(header);
  fields.severity = severity;
  fields.source_ip = line.slice(open + 1, close);
  return accountTold(told, fields, line, who, line.slice(date.end + 3));
}

/** Where the parts of `network::user(realm)[roles]` stand. */
interface Account {
  at: number;
  /** -1 without a network. */
  colons: number;
  open: number;
  roles: number;
  end: number;
}

/** The network is missing in older lines, and each part may be empty. */
function account(line: string, at: number): Account | undefined {
  const roles = line.indexOf(')[', at);
  const end = line.indexOf('] - ', roles);
  if (roles < 0 || end < 0) return undefined;
  const open = line.indexOf('(', at);
  if (open < 0 || open > roles) return undefined;
  const colons = line.indexOf('::', at);
  return { at, colons: colons < open ? colons : -1, open, roles, end: end + 1 };
}

function accountTold(
  told: Told,
  fields: Record<string, string>,
  line: string,
  { at, colons, open, roles, end }: Account,
  message: string,
): LineTold {
  if (colons > at) fields.network = line.slice(at, colons);
  const user = colons < 0 ? at : colons + 2;
  if (open > user) fields.user = line.slice(user, open);
  if (roles > open + 1) fields.realm = line.slice(open + 1, roles);
  if (end - 1 > roles + 2) fields.roles = line.slice(roles + 2, end - 1);
  addRequestFields(fields, message);
  return lineTold(told, 'logged', 'pulse-text', message, fields);
}
