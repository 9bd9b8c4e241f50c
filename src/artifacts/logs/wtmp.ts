/**
 * Logins, reboots and failed logins of a Linux host: `wtmp` and `btmp`, records of 384 bytes as `utmp(5)` of the GNU C
 * library has them on x86, 64-bit kernels included (32-bit seconds). Other layouts (400 bytes on some 64-bit systems)
 * are not read.
 */
import { type ByteSource, isZero } from '../../bytes/index.ts';
import { Clock } from './clock.ts';
import type { LogContext, LogFormat, LogGap, LogRecord } from './format.ts';
import { lineText } from './line-text.ts';
import { Window } from './window.ts';

const size = 384;
/** Records that are asked when a file is recognised. */
const asked = 64;

/** `ut_type`, and what each says. */
const types = [
  'nothing',
  'change of run level',
  'boot',
  'clock set: new time',
  'clock set: old time',
  'process started by init',
  'login prompt',
  'login',
  'logout',
  'accounting',
];

/** Where the fields stand in a record. */
const at = {
  type: 0,
  pid: 4,
  line: 8,
  user: 44,
  host: 76,
  session: 336,
  seconds: 340,
  micros: 344,
  address: 348,
  rest: 364,
};

export const wtmp: LogFormat = {
  name: 'wtmp',
  description: 'Linux wtmp and btmp: logins, logouts, boots, failed logins',
  recognises(head, name) {
    const records = Math.min(asked, Math.floor(head.length / size));
    if (records === 0) return 0;
    let good = 0;
    let empty = 0;
    for (let i = 0; i < records; i++) {
      const record = head.subarray(i * size, (i + 1) * size);
      if (isZero(record)) empty++;
      else if (isRecord(record)) good++;
    }
    const named = /^[bw]tmp/.test(name) ? 0.1 : 0;
    return good === 0 ? 0 : Math.min(1, (0.85 * good) / (records - empty) + named);
  },
  *records(source: ByteSource, context: LogContext): Generator<LogRecord | LogGap, string[]> {
    const window = new Window(source);
    const clock = new Clock({});
    const failed = /^btmp/.test(context.fileName ?? '');
    let gap: LogGap | undefined;
    for (let offset = 0; offset < source.size; offset += size) {
      const index = window.seek(offset, size);
      const bytes = window.bytes.subarray(index, index + size);
      const record = bytes.length === size && isRecord(bytes) ? told(bytes, offset, clock, failed) : undefined;
      if (record) {
        if (gap) yield gap;
        gap = undefined;
        yield record;
        continue;
      }
      const length = Math.min(size, source.size - offset);
      const reason =
        bytes.length < length
          ? 'the medium ended early; the rest could not be read'
          : length < size
            ? `wtmp: ${length} bytes at the end, expected records of ${size}`
            : isZero(bytes)
              ? 'wtmp: zeros in the place of a record'
              : 'wtmp: no record of a kind we know';
      if (gap?.reason === reason) gap = { ...gap, length: gap.length + length };
      else {
        if (gap) yield gap;
        gap = { offset, length, reason };
      }
    }
    if (gap) yield gap;
    return [];
  },
};

/** A record has a known type, microseconds below a million, text without controls, and nothing in what is reserved. */
function isRecord(record: Buffer): boolean {
  const type = record.readInt16LE(at.type);
  if (type < 0 || type >= types.length || record.readUInt16LE(at.type + 2) !== 0) return false;
  if (record.readInt32LE(at.micros) < 0 || record.readInt32LE(at.micros) >= 1_000_000) return false;
  if (record.readInt32LE(at.seconds) <= 0 || !isZero(record.subarray(at.rest, size))) return false;
  for (const [from, to] of [
    [at.line, at.line + 32],
    [at.user, at.user + 32],
    [at.host, at.host + 256],
  ] as const)
    for (let i = from; i < to && record[i] !== 0; i++) if (record[i]! < 32 || record[i] === 127) return false;
  return true;
}

function told(bytes: Buffer, offset: number, clock: Clock, failed: boolean): LogRecord {
  const text = (from: number, length: number): string => {
    const field = bytes.subarray(from, from + length);
    const end = field.indexOf(0);
    return lineText(end < 0 ? field : field.subarray(0, end));
  };
  const type = bytes.readInt16LE(at.type);
  const [line, user, host] = [text(at.line, 32), text(at.user, 32), text(at.host, 256)];
  const address = addressOf(bytes.subarray(at.address, at.address + 16));
  const fields: Record<string, string> = { type: String(type) };
  const put = (name: string, value: string): void => {
    if (value !== '') fields[name] = value;
  };
  // A boot has the kernel's release where a login has its host, and a word where it has its user.
  const ofUser = type >= 5 && type <= 8;
  put(ofUser ? 'user' : 'name', user);
  put('line', line);
  put(ofUser ? 'from' : 'kernel', host);
  put('source_ip', address);
  put('pid', String(bytes.readInt32LE(at.pid)));
  const what = failed && type >= 5 && type <= 7 ? 'failed login' : types[type]!;
  const time = clock.epoch(bytes.readInt32LE(at.seconds), bytes.readInt32LE(at.micros), 6);
  const who = ofUser
    ? [user && `of ${user}`, line && `on ${line}`, (host || address) && `from ${host || address}`]
    : [host && `kernel ${host}`];
  return {
    offset,
    length: size,
    key: bytes.toString('latin1'),
    ...(time && { micros: time.micros }),
    event: {
      ...(time && { time: time.time }),
      timeKind: 'logged',
      source: 'wtmp',
      message: [what, ...who].filter(Boolean).join(' '),
      fields,
    },
  };
}

/** IPv4 in the first four bytes, else IPv6; empty for none. */
function addressOf(bytes: Buffer): string {
  if (isZero(bytes)) return '';
  if (isZero(bytes.subarray(4))) return bytes.subarray(0, 4).join('.');
  const groups = Array.from({ length: 8 }, (_, i) => bytes.readUInt16BE(2 * i).toString(16));
  return groups.join(':');
}
