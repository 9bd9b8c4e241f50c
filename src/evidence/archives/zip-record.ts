import type { ByteSource } from '../../bytes/index.ts';
import { readExtra, type ZipExtra, zip64Values } from './zip-extra.ts';

/** Headers of the zip format: APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 to 4.3.16. */
export interface ZipRecord {
  /** Where this record itself stands, and its length. */
  at: number;
  length: number;
  name: Buffer;
  extra: ZipExtra;
  /** Operating system of the writer; undefined in local headers, which do not say. */
  host?: number;
  flags: number;
  method: number;
  time: number;
  date: number;
  crc: number;
  packed: number;
  size: number;
  /** Upper half holds the Unix mode when the host is Unix. */
  attributes: number;
  /** Offset of the local header. */
  local: number;
}

export const LOCAL = Buffer.from('PK\x03\x04', 'latin1');
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END64 = 0x06064b50;
const END64_LOCATOR = 0x07064b50;

export interface ZipEnd {
  /** Offset of the first record of the central directory, and of the first byte behind the last. */
  start: number;
  end: number;
  entries: number;
  /** Bytes in front of the archive: offsets in it count from here. */
  prefix: number;
}

/** The end-of-central-directory record, or why there is none that holds. */
export function findEnd(source: ByteSource): ZipEnd | string {
  const tailAt = Math.max(0, source.size - 22 - 0xffff);
  const tail = source.read(tailAt, source.size - tailAt);
  for (let i = tail.length - 22; i >= 0; i--) {
    if (tail[i] !== 0x50 || tail.readUInt32LE(i) !== END) continue;
    // Bytes behind the comment are tolerated: downloads and carved files have them.
    if (i + 22 + tail.readUInt16LE(i + 20) > tail.length) continue;
    let entries = tail.readUInt16LE(i + 10);
    let size = tail.readUInt32LE(i + 12);
    let offset = tail.readUInt32LE(i + 16);
    let behind = tailAt + i;
    const wide =
      i >= 20 && tail.readUInt32LE(i - 20) === END64_LOCATOR ? end64(source, tailAt + i - 20, tail, i) : undefined;
    if (wide) ({ entries, size, offset, behind } = wide);
    if (size > behind) return 'the end of central directory record states a directory larger than the file';
    const start = behind - size;
    return { start, end: behind, entries, prefix: start - offset };
  }
  return 'no end of central directory record was found: the archive is cut off or damaged';
}

function end64(source: ByteSource, locatorAt: number, tail: Buffer, i: number) {
  // With a prefix the stated offset is too small, so the usual place in front of the locator is tried as well.
  for (const at of [Number(tail.readBigUInt64LE(i - 12)), locatorAt - 56]) {
    const record = Number.isSafeInteger(at) && at >= 0 ? source.read(at, 56) : Buffer.alloc(0);
    if (record.length < 56 || record.readUInt32LE(0) !== END64) continue;
    return {
      entries: Number(record.readBigUInt64LE(32)),
      size: Number(record.readBigUInt64LE(40)),
      offset: Number(record.readBigUInt64LE(48)),
      behind: at,
    };
  }
  return undefined;
}

/** The central directory record at `at`, or undefined when there is none. */
export function readCentral(source: ByteSource, at: number): ZipRecord | undefined {
  const fixed = source.read(at, 46);
  if (fixed.length < 46 || fixed.readUInt32LE(0) !== CENTRAL) return undefined;
  const nameLength = fixed.readUInt16LE(28);
  const extraLength = fixed.readUInt16LE(30);
  const length = 46 + nameLength + extraLength + fixed.readUInt16LE(32);
  const rest = Buffer.from(source.read(at + 46, nameLength + extraLength));
  if (rest.length < nameLength + extraLength) return undefined;
  const extra = readExtra(rest.subarray(nameLength));
  const [size, packed, local] = zip64Values(extra, [
    fixed.readUInt32LE(24),
    fixed.readUInt32LE(20),
    fixed.readUInt32LE(42),
  ]);
  return {
    at,
    length,
    name: rest.subarray(0, nameLength),
    extra,
    host: fixed[5]!,
    flags: fixed.readUInt16LE(8),
    method: fixed.readUInt16LE(10),
    time: fixed.readUInt16LE(12),
    date: fixed.readUInt16LE(14),
    crc: fixed.readUInt32LE(16),
    packed: packed!,
    size: size!,
    attributes: fixed.readUInt32LE(38),
    local: local!,
  };
}

/** The local header at `at`, or undefined when there is none. Sizes are zero when they follow the data. */
export function readLocal(source: ByteSource, at: number): ZipRecord | undefined {
  const fixed = source.read(at, 30);
  if (fixed.length < 30 || !fixed.subarray(0, 4).equals(LOCAL)) return undefined;
  const nameLength = fixed.readUInt16LE(26);
  const extraLength = fixed.readUInt16LE(28);
  const rest = Buffer.from(source.read(at + 30, nameLength + extraLength));
  if (rest.length < nameLength + extraLength) return undefined;
  const extra = readExtra(rest.subarray(nameLength));
  const [size, packed] = zip64Values(extra, [fixed.readUInt32LE(22), fixed.readUInt32LE(18)]);
  return {
    at,
    length: 30 + nameLength + extraLength,
    name: rest.subarray(0, nameLength),
    extra,
    flags: fixed.readUInt16LE(6),
    method: fixed.readUInt16LE(8),
    time: fixed.readUInt16LE(10),
    date: fixed.readUInt16LE(12),
    crc: fixed.readUInt32LE(14),
    packed: packed!,
    size: size!,
    attributes: 0,
    local: at,
  };
}
