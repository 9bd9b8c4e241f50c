/** GPT header and entry array as stored: UEFI specification 2.10, section 5.3. */
import { crc32 } from 'node:zlib';
import type { ByteSource } from '../../bytes/index.ts';

/** Entry arrays are 16 KiB in practice; nothing larger than this is believed. */
const MOST_ENTRIES_BYTES = 1024 * 1024;

export interface Header {
  /** Bytes. */
  sector: number;
  /** Where this header was read, in bytes. */
  at: number;
  backup: boolean;
  /** What is wrong with the header or its entries, as "found, expected"; undefined when both checksums hold. */
  damage?: string;
  /** Byte offset of the other header. */
  alternate: number;
  entriesAt: number;
  count: number;
  entrySize: number;
  entriesCrc: number;
  entries: Buffer;
}

/** The header at one place, damaged or not; none where the signature is missing. */
export function readHeader(source: ByteSource, sector: number, at: number, backup: boolean): Header | undefined {
  const raw = source.read(at, sector);
  if (raw.length < 92 || raw.toString('latin1', 0, 8) !== 'EFI PART') return undefined;
  const count = raw.readUInt32LE(80);
  const entrySize = raw.readUInt32LE(84);
  const header: Header = {
    sector,
    at,
    backup,
    alternate: bytesOf(raw, 32, sector),
    entriesAt: bytesOf(raw, 72, sector),
    count,
    entrySize,
    entriesCrc: raw.readUInt32LE(88),
    entries: Buffer.alloc(0),
  };
  const damage = headerDamage(raw);
  if (damage) header.damage = damage;
  if (entrySize < 128 || entrySize > 4096 || count * entrySize > MOST_ENTRIES_BYTES) {
    header.damage ??= `${count} entries of ${entrySize} bytes, expected at most 1 MiB of at least 128 bytes each`;
    return header;
  }
  header.entries = source.read(header.entriesAt, count * entrySize);
  if (header.entries.length < count * entrySize)
    header.damage ??= `only ${header.entries.length} of ${count * entrySize} bytes of entries are there`;
  else if (crc32(header.entries) !== header.entriesCrc)
    header.damage ??= `entries have CRC32 ${word(crc32(header.entries))}, expected ${word(header.entriesCrc)}`;
  return header;
}

function headerDamage(raw: Buffer): string | undefined {
  const size = raw.readUInt32LE(12);
  if (size < 92 || size > raw.length) return `header size ${size}, expected 92 to ${raw.length}`;
  const copy = Buffer.from(raw.subarray(0, size));
  copy.fill(0, 16, 20);
  const stated = raw.readUInt32LE(16);
  const computed = crc32(copy);
  return computed === stated ? undefined : `header has CRC32 ${word(computed)}, expected ${word(stated)}`;
}

/** A logical block address as bytes; absurd ones become Infinity's finite neighbour so that arithmetic stays exact. */
export function bytesOf(raw: Buffer, field: number, sector: number): number {
  const bytes = raw.readBigUInt64LE(field) * BigInt(sector);
  return bytes > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(bytes);
}

const word = (value: number): string => `0x${value.toString(16).padStart(8, '0')}`;
