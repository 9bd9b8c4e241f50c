import type { EventTime } from '../../model/index.ts';
import { type Clock, monthOf } from '../logs/clock.ts';

/*
 * Lines of what a gateway's system snapshot runs: `ls -laR`, `ps`, `lsof -n`, `netstat` or `ss`, `/proc/mounts`. Shapes:
 * public snapshot tools and incident write-ups; the manual pages of the programs. Every pattern is anchored and its
 * parts exclude each other, so that a line costs what its length says.
 */

/** Longer lines are not taken apart. */
const LONGEST = 16_384;

/** One line of `ls -l`. */
export interface ListedFile {
  /** Without its folder. */
  name: string;
  kind: 'file' | 'directory' | 'symlink' | 'other';
  /** As `ls` writes it: `-rwxr-xr-x`. */
  permissions: string;
  owner: string;
  group: string;
  /** Bytes; absent for a device. */
  size?: number;
  modified?: EventTime;
  target?: string;
}

const LISTED =
  /^([-bcdlps][-rwxsStT]{9})[.+@]? +\d+ +(\S+) +(\S+) +(?:(\d{1,16})|\d+, *\d+) +(?:([A-Z][a-z]{2}) +(\d{1,2}) +(?:(\d{4})|(\d\d):(\d\d))|(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d)) (.+)$/;

/**
 * A line of `ls -l`; undefined when it is none. A recent file has a time and no year: the year is the one that puts it
 * last before the snapshot was made, with one day of grace.
 * @param clock knows when the snapshot was made, and the zone of the device when that is known
 */
export function listedFile(line: string, clock: Clock): ListedFile | undefined {
  const match = line.length <= LONGEST ? LISTED.exec(line) : null;
  if (!match) return undefined;
  const [, permissions, owner, group, size, word, day, year, hour, minute, ...iso] = match;
  const last = match[15]!;
  const type = permissions![0];
  const link = type === 'l' ? last.indexOf(' -> ') : -1;
  const modified =
    word !== undefined
      ? dated(clock, monthOf(word), Number(day), year, hour, minute)
      : dated(clock, Number(iso[1]), Number(iso[2]), iso[0], iso[3], iso[4]);
  return {
    name: link < 0 ? last : last.slice(0, link),
    kind: type === '-' ? 'file' : type === 'd' ? 'directory' : type === 'l' ? 'symlink' : 'other',
    permissions: permissions!,
    owner: owner!,
    group: group!,
    ...(size !== undefined && { size: Number(size) }),
    ...(modified && { modified }),
    ...(link >= 0 && { target: last.slice(link + 4) }),
  };
}

function dated(
  clock: Clock,
  month: number,
  day: number,
  year: string | undefined,
  hour: string | undefined,
  minute: string | undefined,
): EventTime | undefined {
  const full = year === undefined ? clock.yearOf(month, day) : Number(year);
  if (full === undefined) return undefined;
  const civil = { year: full, month, day, hour: Number(hour ?? 0), minute: Number(minute ?? 0), second: 0 };
  const original = `${month}-${day} ${year ?? ''}${hour === undefined ? '' : ` ${hour}:${minute}`}`;
  const told = clock.civil({ ...civil, micros: 0, digits: 0 }, original);
  return told && { ...told.time, precision: hour === undefined ? 'day' : 'minute' };
}

/** One line of `ps`: the columns its header names, in lower case. */
export interface ListedProcess {
  pid: number;
  ppid?: number;
  command: string;
}

/** The columns of a `ps` header, the last of which takes the rest of a line; undefined when the line is none. */
export function processColumns(line: string): string[] | undefined {
  if (line.length > 400) return undefined;
  const columns = line.trim().split(/\s+/);
  const last = columns.at(-1);
  return columns.includes('PID') && columns.length > 2 && (last === 'COMMAND' || last === 'CMD') ? columns : undefined;
}

export function listedProcess(line: string, columns: readonly string[]): ListedProcess | undefined {
  if (line.length > LONGEST) return undefined;
  const values: string[] = [];
  let at = 0;
  for (let i = 0; i < columns.length - 1; i++) {
    while (line[at] === ' ') at++;
    const space = line.indexOf(' ', at);
    if (space < 0) return undefined;
    values.push(line.slice(at, space));
    at = space;
  }
  const command = line.slice(at).trim();
  const pid = values[columns.indexOf('PID')];
  const ppid = values[columns.indexOf('PPID')];
  if (!/^\d{1,10}$/.test(pid ?? '') || command === '') return undefined;
  return { pid: Number(pid), ...(/^\d{1,10}$/.test(ppid ?? '') && { ppid: Number(ppid) }), command };
}

/** One line of `lsof` about a file. */
export interface OpenFile {
  command: string;
  pid: number;
  /** `txt` the program itself, `mem` a mapped library, `cwd`, or a descriptor: `3u`. */
  descriptor: string;
  path: string;
  /** Unlinked while something still holds it. */
  deleted: boolean;
}

const OPEN =
  /^(\S+) +(\d{1,10}) +(?:\d+ +)?([^\s\d]\S*) +(cwd|rtd|txt|mem|DEL|ltx|err|mmap|\d{1,7}[-rwuRWNUx]{0,3}) +(\S+) +(.*)$/;

/** Undefined for a line that is no line of `lsof`; without a path for a socket or a pipe. */
export function openFile(line: string): OpenFile | { path: undefined } | undefined {
  const match = line.length <= LONGEST ? OPEN.exec(line) : null;
  if (!match) return undefined;
  const [, command, pid, , descriptor, , rest] = match;
  const slash = rest!.startsWith('/') ? 0 : rest!.indexOf(' /') + 1;
  if (slash === 0 && !rest!.startsWith('/')) return { path: undefined };
  const name = rest!.slice(slash).trimEnd();
  const marked = name.endsWith(' (deleted)');
  return {
    command: command!,
    pid: Number(pid),
    descriptor: descriptor!,
    path: marked ? name.slice(0, -' (deleted)'.length) : name,
    deleted: marked || descriptor === 'DEL',
  };
}

export interface ListedSocket {
  protocol: string;
  state?: string;
  local: string;
  peer?: string;
  /** Who holds it, as the line says. */
  process?: string;
}

const NETSTAT = /^(tcp6?|udp6?|raw6?) +\d+ +\d+ +(\S+) +(\S+)(?: +([A-Z][A-Z0-9_]+))?(?: +(\S.*))?$/;
const SS =
  /^(?:(tcp|udp|raw|u_str|u_dgr|u_seq|nl|p_raw|p_dgr) +)?(LISTEN|ESTAB|UNCONN|SYN-\w+|FIN-WAIT-\d|TIME-WAIT|CLOSE-WAIT|LAST-ACK|CLOSING|CLOSED?) +\d+ +\d+ +(\S+)(?: +(\S+))?(?: +(\S.*))?$/;
const UNIX = /^unix +\d+ +\[[ A-Z]*\] +([A-Z]+)(?: +([A-Z]+))? +\d+(?: +(\S.*))?$/;

export function listedSocket(line: string): ListedSocket | undefined {
  if (line.length > LONGEST) return undefined;
  const text = line.trimEnd();
  const inet = NETSTAT.exec(text);
  if (inet)
    return strip({ protocol: inet[1]!, state: inet[4], local: inet[2]!, peer: inet[3], process: inet[5]?.trim() });
  const ss = SS.exec(text);
  if (ss) return strip({ protocol: ss[1] ?? 'unknown', state: ss[2], local: ss[3]!, peer: ss[4], process: ss[5] });
  const unix = UNIX.exec(text);
  if (!unix) return undefined;
  const rest = unix[3]?.trim() ?? '';
  const at = Math.max(rest.startsWith('/') || rest.startsWith('@') ? 0 : -1, rest.search(/ [/@]/) + 1 || -1);
  return strip({
    protocol: 'unix',
    state: unix[2] ?? unix[1],
    local: at < 0 ? '' : rest.slice(at),
    process: at > 0 ? rest.slice(0, at).trim() : undefined,
  });
}

const strip = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as never;

export interface Mounted {
  device: string;
  at: string;
  type: string;
  options: string[];
}

/** A line of `/proc/mounts`. */
export function mounted(line: string): Mounted | undefined {
  if (line.length > LONGEST) return undefined;
  const [device, at, type, options, ...rest] = line.trim().split(' ');
  if (!at?.startsWith('/') || options === undefined || rest.length > 2) return undefined;
  return { device: device!, at, type: type!, options: options.split(',') };
}
