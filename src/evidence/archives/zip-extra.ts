import { crc32 } from 'node:zlib';
import type { Times } from '../../model/index.ts';
import { instantOf, isWritable } from '../instant.ts';

/**
 * Extra fields of zip headers. Sources: APPNOTE.TXT 6.3.10, section 4.5 and 4.6.9; Info-ZIP `proginfo/extrafld.txt` for the
 * Unix ones.
 */
export type ZipExtra = Map<number, Buffer>;

const ZIP64 = 0x0001;
const NTFS = 0x000a;
const UNIX_TIMES = 0x5455;
const UNICODE_PATH = 0x7075;
const UNIX_IDS = 0x7875;

/** The fields of an extra area, the first of each kind; a malformed tail is left out. */
export function readExtra(area: Buffer): ZipExtra {
  const fields: ZipExtra = new Map();
  for (let at = 0; at + 4 <= area.length; ) {
    const id = area.readUInt16LE(at);
    const end = at + 4 + area.readUInt16LE(at + 2);
    if (end > area.length) break;
    if (!fields.has(id)) fields.set(id, area.subarray(at + 4, end));
    at = end;
  }
  return fields;
}

/** The 64-bit values that stand in for 32-bit ones which are all ones, in the order the format fixes. */
export function zip64Values(extra: ZipExtra, narrow: number[]): number[] {
  const field = extra.get(ZIP64);
  let at = 0;
  return narrow.map((value) => {
    if (value !== 0xffffffff || !field || at + 8 > field.length) return value;
    const wide = Number(field.readBigUInt64LE(at));
    at += 8;
    return wide;
  });
}

/** A UTF-8 name kept beside one in another encoding, if it was made for that very name. */
export function unicodePath(extra: ZipExtra, name: Buffer): Buffer | undefined {
  const field = extra.get(UNICODE_PATH);
  if (!field || field.length < 6 || field[0] !== 1 || field.readUInt32LE(1) !== crc32(name)) return undefined;
  return field.subarray(5);
}

/** 100 ns units between 1601-01-01 and 1970-01-01. */
const NTFS_EPOCH = 116_444_736_000_000_000n;

/** Times that name an instant; the DOS date every header has does not, because it has no zone. */
export function extraTimes(extra: ZipExtra): Times {
  const times: Times = {};
  const ntfs = extra.get(NTFS);
  if (ntfs && ntfs.length >= 32 && ntfs.readUInt16LE(4) === 1) {
    const keys = ['modified', 'accessed', 'born'] as const;
    keys.forEach((key, i) => {
      const since = ntfs.readBigUInt64LE(8 + i * 8) - NTFS_EPOCH;
      const seconds = since >= 0n ? since / 10_000_000n : (since - 9_999_999n) / 10_000_000n;
      const rest = Number(since - seconds * 10_000_000n) * 100;
      if (since !== -NTFS_EPOCH && isWritable(seconds)) times[key] = instantOf(seconds, rest, 7);
    });
  }
  const unix = extra.get(UNIX_TIMES);
  if (unix && unix.length >= 5) {
    const flags = unix[0]!;
    let at = 1;
    // In the central directory the flags tell of the local header's times, but only the first is present.
    for (const [bit, key] of [
      [1, 'modified'],
      [2, 'accessed'],
      [4, 'born'],
    ] as const) {
      if ((flags & bit) === 0 || at + 4 > unix.length) continue;
      times[key] ??= instantOf(unix.readInt32LE(at), 0, 0);
      at += 4;
    }
  }
  return times;
}

/** Numeric owner, where the writing tool kept it. */
export function extraIds(extra: ZipExtra): { uid?: number; gid?: number } {
  const field = extra.get(UNIX_IDS);
  const uidSize = field?.[1];
  if (field?.[0] !== 1 || uidSize === undefined) return {};
  const gidSize = field[2 + uidSize];
  if (gidSize === undefined || uidSize < 1 || uidSize > 6 || gidSize < 1 || gidSize > 6) return {};
  if (field.length < 3 + uidSize + gidSize) return {};
  return { uid: field.readUIntLE(2, uidSize), gid: field.readUIntLE(3 + uidSize, gidSize) };
}

/** A DOS date and time as people write it; it is local to an unknown zone. */
export function dosTime(date: number, time: number): string {
  const two = (n: number): string => String(n).padStart(2, '0');
  const day = `${1980 + (date >> 9)}-${two((date >> 5) & 15)}-${two(date & 31)}`;
  return `${day} ${two(time >> 11)}:${two((time >> 5) & 63)}:${two((time & 31) * 2)}`;
}
