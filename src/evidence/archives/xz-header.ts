import { crc32 } from 'node:zlib';
import { dictionarySize } from './lzma2.ts';
import { type Filter, filterOf } from './xz-filter.ts';

/** What the header of a block says (.xz file format, section 3.1). */
export interface BlockHeader {
  /** Bytes of LZMA2's dictionary. */
  dictionary: number;
  /** Makes what undoes the filters that stand before LZMA2, in the order of undoing. */
  filters: (() => Filter)[];
  /** Bytes the block unfolds to, if it says so. */
  unfolded?: number;
}

const LZMA2 = 0x21;
/** Filters that exist and are not undone. */
const named: Record<number, string> = {
  5: 'PowerPC',
  6: 'IA-64',
  7: 'ARM',
  8: 'ARM Thumb',
  9: 'SPARC',
  10: 'ARM64',
  11: 'RISC-V',
};

/** A number of the format's variable-length kind (section 1.2) and the offset behind it. */
export function readVarint(bytes: Buffer, at: number): { value: number; end: number } | undefined {
  let value = 0;
  for (let i = 0; i < 9; i++) {
    const byte = bytes[at + i];
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if ((byte & 0x80) === 0) return { value, end: at + i + 1 };
  }
  return undefined;
}

/** Reads a block header, or says why its block cannot be unfolded. */
export function readBlockHeader(header: Buffer): BlockHeader | string {
  if (header.readUInt32LE(header.length - 4) !== crc32(header.subarray(0, -4)))
    return 'a block header fails its CRC-32';
  const flags = header[1]!;
  if (flags & 0x3c) return 'a block header has unknown flags';
  let at = 2;
  const number = (): number | undefined => {
    const found = readVarint(header, at);
    at = found?.end ?? header.length;
    return found?.value;
  };
  if (flags & 0x40 && number() === undefined) return 'a block header has a number without an end';
  const unfolded = flags & 0x80 ? number() : undefined;
  if (flags & 0x80 && unfolded === undefined) return 'a block header has a number without an end';
  const filters: (() => Filter)[] = [];
  for (let left = flags & 3; ; left--) {
    const [id, length] = [number(), number()];
    if (id === undefined || length === undefined || at + length > header.length - 4)
      return 'a block header has a filter that is cut off';
    const properties = header.subarray(at, at + length);
    at += length;
    if (id === LZMA2) {
      const dictionary = length === 1 ? dictionarySize(properties[0]!) : undefined;
      if (left > 0 || dictionary === undefined) return 'a block header sets LZMA2 up as it cannot be';
      return { dictionary, filters: filters.reverse(), ...(unfolded !== undefined && { unfolded }) };
    }
    const what = named[id] ? `the ${named[id]} filter` : `filter 0x${id.toString(16)}`;
    if (left === 0) return `a block uses ${what} last, only LZMA2 is supported there`;
    const make = filterOf(id, properties);
    if (!make) return `a block uses ${what}, only x86 and delta are supported before LZMA2`;
    filters.push(make);
  }
}
