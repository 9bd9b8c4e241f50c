/**
 * The LVM2 label, physical volume header and metadata areas of one physical volume.
 * Layout: `lib/label/label.h` and `lib/format_text/layout.h` of lvm2, and the libvslvm format notes.
 */
import { crc32 } from 'node:zlib';
import type { ByteSource } from '../../bytes/index.ts';
import { type LvmSection, parseLvmText } from './lvm-text.ts';

const SECTOR = 512;
/** A metadata area is 1 MiB by default; larger texts than this are not believed. */
const MOST_TEXT = 16 * 1024 * 1024;
const MOST_AREAS = 16;
const AREA_MAGIC = ' LVM2 x[5A%r0N*>';

export interface PhysicalVolume {
  /** As metadata text writes it, in groups: `AbCdEf-0123-...`. */
  uuid: string;
  /** Bytes of the device when it was made. */
  deviceSize: number;
  /** Byte offset of the label. */
  labelAt: number;
  /** Bytes; the metadata areas as the header lists them. */
  areas: { offset: number; length: number }[];
}

export interface Metadata {
  group: string;
  section: LvmSection;
  /** Where the text stands in the physical volume; a wrapped text is located by its first part. */
  at: number;
  length: number;
}

/** The label may stand in any of the first four sectors. One whose checksum fails is not taken for a label. */
export function readLabel(source: ByteSource): PhysicalVolume | undefined {
  for (let sector = 0; sector < 4; sector++) {
    const raw = source.read(sector * SECTOR, SECTOR);
    if (raw.length < SECTOR || raw.toString('latin1', 0, 8) !== 'LABELONE') continue;
    if (raw.toString('latin1', 24, 32) !== 'LVM2 001') continue;
    if (raw.readBigUInt64LE(8) !== BigInt(sector) || lvmCrc(raw.subarray(20)) !== raw.readUInt32LE(16)) continue;
    const header = raw.readUInt32LE(20);
    if (header < 32 || header + 40 > SECTOR) continue;
    return {
      uuid: grouped(raw.toString('latin1', header, header + 32)),
      deviceSize: safe(raw.readBigUInt64LE(header + 32)),
      labelAt: sector * SECTOR,
      areas: areasOf(raw, header + 40),
    };
  }
  return undefined;
}

/** Two lists of (offset, size), each ended by a zero pair: data areas, then metadata areas. */
function areasOf(raw: Buffer, from: number): { offset: number; length: number }[] {
  const areas: { offset: number; length: number }[] = [];
  let lists = 0;
  for (let at = from; at + 16 <= raw.length && lists < 2; at += 16) {
    const offset = safe(raw.readBigUInt64LE(at));
    const length = safe(raw.readBigUInt64LE(at + 8));
    if (offset === 0 && length === 0) lists++;
    else if (lists === 1 && areas.length < MOST_AREAS) areas.push({ offset, length });
  }
  return areas;
}

/** The committed metadata of one area: undefined when the area is unused, a sentence when it is damaged. */
export function readArea(
  source: ByteSource,
  area: { offset: number; length: number },
): Metadata | { problem: string } | undefined {
  const header = source.read(area.offset, SECTOR);
  if (header.length < SECTOR) return { problem: 'the header lies past the end' };
  if (header.toString('latin1', 4, 20) !== AREA_MAGIC) return { problem: 'the header has no LVM2 magic' };
  if (lvmCrc(header.subarray(4)) !== header.readUInt32LE(0)) return { problem: 'the header checksum does not hold' };
  const start = safe(header.readBigUInt64LE(24));
  const size = safe(header.readBigUInt64LE(32));
  const offset = safe(header.readBigUInt64LE(40));
  const length = safe(header.readBigUInt64LE(48));
  const ignored = (header.readUInt32LE(60) & 1) === 1;
  if (ignored || offset === 0 || length === 0) return undefined;
  if (start !== area.offset || offset >= size || length > size - SECTOR || length > MOST_TEXT)
    return { problem: `text of ${length} bytes at ${offset} does not fit an area of ${size} bytes` };
  // The area is a ring: a text that reaches its end goes on behind the header.
  const first = Math.min(length, size - offset);
  const text = Buffer.concat([source.read(start + offset, first), source.read(start + SECTOR, length - first)]);
  if (text.length < length) return { problem: `only ${text.length} of ${length} bytes of text are there` };
  if (lvmCrc(text) !== header.readUInt32LE(56)) return { problem: 'the checksum of the text does not hold' };
  const parsed = parseLvmText(text.toString('utf8'));
  if ('problem' in parsed) return parsed;
  const [name] = parsed.sections.keys();
  const section = name === undefined ? undefined : parsed.sections.get(name);
  if (name === undefined || !section) return { problem: 'the text describes no volume group' };
  return { group: name, section, at: start + offset, length: first };
}

/** LVM's checksum: CRC-32 without the final inversion, begun at 0xf597a6cf (`lib/misc/crc.c`, INITIAL_CRC). */
export const lvmCrc = (bytes: Buffer): number => ~crc32(bytes, ~0xf597a6cf >>> 0) >>> 0;

const grouped = (id: string): string =>
  [0, 6, 10, 14, 18, 22, 26].map((at, i) => id.slice(at, i === 6 ? 32 : at + (i === 0 ? 6 : 4))).join('-');

const safe = (value: bigint): number =>
  value > BigInt(Number.MAX_SAFE_INTEGER) ? Number.MAX_SAFE_INTEGER : Number(value);
