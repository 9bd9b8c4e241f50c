import { nameText, valueText } from '../../bytes/index.ts';
import type { Instant } from '../../model/index.ts';
import { instantOf, isWritable } from '../instant.ts';

/**
 * Extended headers (POSIX.1-2017 `pax`): records of `length keyword=value\n`, for the next member or, as a global
 * header, for all that follow. Values are bytes; a later record of a keyword replaces an earlier one, except those of
 * GNU.sparse 0.0, where order and repetition carry the meaning.
 */
export interface PaxRecords {
  values: Map<string, Buffer>;
  /** Offsets and lengths of GNU.sparse 0.0, in stored order. */
  sparse: number[];
  /** Why reading stopped early. */
  trouble?: string;
}

export function readPax(data: Buffer, into?: Map<string, Buffer>): PaxRecords {
  const values = new Map(into);
  const sparse: number[] = [];
  let at = 0;
  while (at < data.length) {
    const blank = data.indexOf(0x20, at);
    const digits = blank < 0 || blank - at > 10 ? '' : data.toString('latin1', at, blank);
    const length = /^[0-9]+$/.test(digits) ? Number(digits) : 0;
    const end = at + length;
    const equals = data.indexOf(0x3d, blank);
    if (length < 5 || end > data.length || data[end - 1] !== 0x0a || equals < 0 || equals >= end)
      return { values, sparse, trouble: `record at byte ${at} of ${data.length} is malformed` };
    const key = nameText(data.subarray(blank + 1, equals));
    const value = data.subarray(equals + 1, end - 1);
    if (key === 'GNU.sparse.offset' || key === 'GNU.sparse.numbytes') sparse.push(Number(value.toString('latin1')));
    // An empty value takes the keyword back.
    else if (value.length === 0) values.delete(key);
    else values.set(key, value);
    at = end;
  }
  return { values, sparse };
}

/** A decimal number of a record; undefined when it is none. */
export function paxNumber(values: Map<string, Buffer>, key: string): number | undefined {
  const text = values.get(key)?.toString('latin1');
  if (text === undefined || !/^-?[0-9]{1,16}$/.test(text)) return undefined;
  const number = Number(text);
  return Number.isSafeInteger(number) ? number : undefined;
}

/** A time of a record, with the fractional digits it has (up to nine); undefined when it is none we can write. */
export function paxTime(values: Map<string, Buffer>, key: string): Instant | undefined {
  const match = /^(-?)([0-9]{1,15})(?:\.([0-9]*))?$/.exec(values.get(key)?.toString('latin1') ?? '');
  if (!match) return undefined;
  const digits = (match[3] ?? '').slice(0, 9);
  const nanoseconds = Number(digits.padEnd(9, '0'));
  const before = match[1] === '-';
  const seconds = before ? -Number(match[2]) - (nanoseconds > 0 ? 1 : 0) : Number(match[2]);
  if (!isWritable(seconds)) return undefined;
  return instantOf(seconds, before && nanoseconds > 0 ? 1e9 - nanoseconds : nanoseconds, digits.length);
}

/** Extended attributes, in whichever of the usual ways the writing tool stored them. */
export function paxAttributes(values: Map<string, Buffer>): Record<string, string> | undefined {
  const found: [string, string][] = [];
  for (const [key, value] of values) {
    if (key.startsWith('SCHILY.xattr.')) found.push([key.slice(13), valueText(value)]);
    else if (key.startsWith('SCHILY.acl.')) found.push([key, valueText(value)]);
    else if (key === 'RHT.security.selinux') found.push(['security.selinux', valueText(value)]);
    else if (key.startsWith('LIBARCHIVE.xattr.'))
      found.push([key.slice(17), valueText(Buffer.from(value.toString('latin1'), 'base64'))]);
  }
  // defineProperty by fromEntries: an attribute named __proto__ stays an attribute.
  return found.length > 0 ? Object.fromEntries(found) : undefined;
}
