/**
 * Linux software RAID superblocks: version 0.90 near the end, in the byte order of the machine that wrote it, and
 * 1.0 (end), 1.1 (beginning), 1.2 (4 KiB). Layout: Linux `include/uapi/linux/raid/md_p.h`; places and checksums as
 * `drivers/md/md.c` computes them.
 */
import { type ByteSource, cString } from '../../bytes/index.ts';

const MAGIC = 0xa92b4efc;
const KIB64 = 64 * 1024;
const MOST_DEVICES = 1920;

export interface Superblock {
  version: '0.90' | '1.0' | '1.1' | '1.2';
  /** Where it stands in the member. */
  at: number;
  /** Array identity, hex. */
  uuid: string;
  name: string;
  /** -1 linear, 0, 1, 4, 5, 6, 10. */
  level: number;
  /** Devices a full array has. */
  devices: number;
  /** Place in the array; absent for a spare, a faulty member or a journal. */
  role?: number;
  events: number;
  /** Where data begins in the member, and how much of the member the array uses, in bytes. */
  dataAt: number;
  dataSize: number;
  /** Bytes the member held when it was made, as far as the superblock tells. */
  declared: number;
  /** True while the member is being filled from others. */
  recovering: boolean;
}

/** The superblock of a member; one with a wrong checksum or in a place it does not name itself is none. */
export function readSuperblock(source: ByteSource): Superblock | undefined {
  const sectors = Math.floor(source.size / 512);
  return (
    readVersion1(source, '1.2', 4096) ??
    readVersion1(source, '1.1', 0) ??
    readVersion1(source, '1.0', Math.floor((sectors - 16) / 8) * 8 * 512) ??
    readVersion090(source, Math.floor(source.size / KIB64) * KIB64 - KIB64)
  );
}

function readVersion1(source: ByteSource, version: '1.0' | '1.1' | '1.2', at: number): Superblock | undefined {
  if (at < 0) return undefined;
  const raw = source.read(at, 4096);
  if (raw.length < 256 || raw.readUInt32LE(0) !== MAGIC || raw.readUInt32LE(4) !== 1) return undefined;
  const most = raw.readUInt32LE(220);
  if (most > MOST_DEVICES || raw.length < 256 + 2 * most) return undefined;
  if (raw.readBigUInt64LE(144) !== BigInt(at / 512)) return undefined;
  if (sumVersion1(raw.subarray(0, 256 + 2 * most)) !== raw.readUInt32LE(216)) return undefined;
  const sectors = (field: number): number => safe(raw.readBigUInt64LE(field)) * 512;
  const number = raw.readUInt32LE(160);
  const role = number < most ? raw.readUInt16LE(256 + 2 * number) : 0xffff;
  const title = cString(raw.subarray(32, 64));
  const dataAt = sectors(128);
  return {
    version,
    at,
    uuid: raw.toString('hex', 16, 32),
    name: title,
    level: raw.readInt32LE(72),
    devices: raw.readUInt32LE(92),
    ...(role < 0xfffd && { role }),
    events: safe(raw.readBigUInt64LE(200)),
    dataAt,
    dataSize: Math.min(sectors(80), Number.MAX_SAFE_INTEGER),
    declared: version === '1.0' ? 0 : Math.min(dataAt + sectors(136), Number.MAX_SAFE_INTEGER),
    recovering: (raw.readUInt32LE(8) & 2) !== 0,
  };
}

/** Words summed with carry into a second word; an odd device count leaves half a word. */
function sumVersion1(raw: Buffer): number {
  let sum = 0;
  let at = 0;
  for (; at + 4 <= raw.length; at += 4) sum += at === 216 ? 0 : raw.readUInt32LE(at);
  if (at + 2 <= raw.length) sum += raw.readUInt16LE(at);
  return fold(sum);
}

function readVersion090(source: ByteSource, at: number): Superblock | undefined {
  if (at < 0) return undefined;
  const raw = source.read(at, 4096);
  if (raw.length < 4096) return undefined;
  const big = raw.readUInt32BE(0) === MAGIC;
  if (!big && raw.readUInt32LE(0) !== MAGIC) return undefined;
  const word = (index: number): number => (big ? raw.readUInt32BE(index * 4) : raw.readUInt32LE(index * 4));
  let sum = 0;
  for (let i = 0; i < 1024; i++) sum += i === 38 ? 0 : word(i);
  if (word(1) !== 0 || word(2) < 90 || fold(sum) !== word(38)) return undefined;
  // The member's own descriptor: number, major, minor, raid_disk, state; bits 1 active, 2 in sync.
  const state = word(992 + 4);
  const inSync = (state & 0b110) === 0b110;
  const [low, high] = big ? [word(40), word(39)] : [word(39), word(40)];
  return {
    version: '0.90',
    at,
    uuid: [5, 13, 14, 15].map((i) => word(i).toString(16).padStart(8, '0')).join(''),
    name: String(word(11)),
    level: word(7) | 0,
    devices: word(10),
    ...(inSync && { role: word(992 + 3) }),
    events: high * 2 ** 32 + low,
    dataAt: 0,
    dataSize: Math.min(word(8) * 1024, at),
    declared: 0,
    recovering: false,
  };
}

const fold = (sum: number): number => ((sum % 2 ** 32) + Math.floor(sum / 2 ** 32)) >>> 0;

const safe = (value: bigint): number => Number(value > 0xffffffffffffn ? 0xffffffffffffn : value);
