import { cString } from '../../bytes/index.ts';
import type { EntryKind } from '../../model/index.ts';

/**
 * The 512-byte header of a tar member. Sources: POSIX.1-2017 `pax`, section "ustar Interchange Format"; GNU tar
 * manual, "Basic Tar Format", for base-256 numbers and the old GNU layout. Numbers are octal text; one that does not fit
 * is stored in base 256 with the top bit of its first byte set.
 */
export interface TarHeader {
  /** Raw bytes: prefix and name joined. */
  name: Buffer;
  link: Buffer;
  mode: number;
  uid: number;
  gid: number;
  /** Bytes of data that follow. */
  size: number;
  /** Seconds since 1970. */
  modified: number;
  type: string;
  format: 'v7' | 'ustar' | 'gnu';
  deviceMajor: number;
  deviceMinor: number;
}

export const BLOCK = 512;

/** A size with the padding behind it. */
export const padded = (size: number): number => Math.ceil(size / BLOCK) * BLOCK;

/** Types that POSIX or GNU tar define, and what an examiner calls them. */
export const kinds: Record<string, EntryKind> = {
  '0': 'file',
  '\0': 'file',
  '1': 'file',
  '2': 'symlink',
  '3': 'character-device',
  '4': 'block-device',
  '5': 'directory',
  '6': 'fifo',
  '7': 'file',
  S: 'file',
  D: 'directory',
};

/** S_IFMT bits of each kind, as tar stores permissions only. */
export const typeBits: Partial<Record<EntryKind, number>> = {
  file: 0o100000,
  symlink: 0o120000,
  'character-device': 0o020000,
  'block-device': 0o060000,
  directory: 0o040000,
  fifo: 0o010000,
};

/** A number field, or undefined when it is neither octal nor base 256 or too large to count with. */
export function readNumber(field: Buffer): number | undefined {
  const head = field[0];
  if (head === undefined) return undefined;
  if (head & 0x80) {
    let value = head & 0x40 ? BigInt(head) - 256n : BigInt(head & 0x7f);
    for (const byte of field.subarray(1)) value = value * 256n + BigInt(byte);
    const number = Number(value);
    return Number.isSafeInteger(number) ? number : undefined;
  }
  let value = 0;
  let state: 'before' | 'digits' | 'after' = 'before';
  for (const byte of field) {
    if (byte >= 0x30 && byte <= 0x37 && state !== 'after') {
      state = 'digits';
      value = value * 8 + byte - 0x30;
    } else if (byte === 0x20 || byte === 0) {
      if (state === 'digits' || byte === 0) state = 'after';
    } else return undefined;
  }
  return Number.isSafeInteger(value) ? value : undefined;
}

/** True when the checksum over a block, its own field counted as blanks, is the one stored in it. */
export function checksumHolds(block: Buffer): boolean {
  const stored = readNumber(block.subarray(148, 156));
  if (stored === undefined || stored === 0) return false;
  let unsigned = 8 * 0x20;
  let signed = unsigned;
  for (let i = 0; i < BLOCK; i++) {
    if (i === 148) i = 156;
    const byte = block[i]!;
    unsigned += byte;
    // Historic implementations summed signed characters.
    signed += byte < 0x80 ? byte : byte - 256;
  }
  return stored === unsigned || stored === signed;
}

const upToNul = (field: Buffer): Buffer => {
  const end = field.indexOf(0);
  return end < 0 ? field : field.subarray(0, end);
};

/** A header, or undefined when the block is none. */
export function parseHeader(block: Buffer): TarHeader | undefined {
  if (block.length < BLOCK || !checksumHolds(block)) return undefined;
  const magic = block.toString('latin1', 257, 263);
  const format = magic === 'ustar\0' ? 'ustar' : magic === 'ustar ' ? 'gnu' : 'v7';
  const size = readNumber(block.subarray(124, 136));
  if (size === undefined || size < 0) return undefined;
  const name = upToNul(block.subarray(0, 100));
  const prefix = format === 'ustar' ? upToNul(block.subarray(345, 500)) : Buffer.alloc(0);
  const number = (from: number, to: number): number => readNumber(block.subarray(from, to)) ?? 0;
  return {
    name: Buffer.from(prefix.length > 0 ? Buffer.concat([prefix, Buffer.from('/'), name]) : name),
    link: Buffer.from(upToNul(block.subarray(157, 257))),
    mode: number(100, 108),
    uid: number(108, 116),
    gid: number(116, 124),
    size,
    modified: number(136, 148),
    type: String.fromCharCode(block[156]!),
    format,
    deviceMajor: format === 'v7' ? 0 : number(329, 337),
    deviceMinor: format === 'v7' ? 0 : number(337, 345),
  };
}

/** True when a block begins a tar archive: v7 headers have no magic, so theirs must make sense beyond the checksum. */
export function beginsArchive(block: Buffer): boolean {
  const header = parseHeader(block.subarray(0, BLOCK));
  if (!header) return false;
  if (header.format !== 'v7') return true;
  return header.name.length > 0 && '\x0001234567'.includes(header.type) && cString(block.subarray(0, 100)) !== '';
}
