import type { ByteSource } from '../../bytes/index.ts';
import { fileSystems } from '../filesystems/index.ts';
import { assemblers, knownUnreadable, partitionSchemes } from '../volumes/index.ts';

/** True when a source is a device we can take apart: a partition table, a member of an array or group, a filesystem. */
export const isDevice = (source: ByteSource): boolean =>
  [...partitionSchemes, ...assemblers, ...fileSystems].some((f) => f.recognises(source));

/** True when a source begins like a device, one we cannot read included. */
export const hasStructure = (source: ByteSource): boolean => isDevice(source) || knownUnreadable(source) !== undefined;

/** Bytes the device had, as its own structures tell; 0 when they do not. More than `source.size`: it was cut short. */
export function declaredSize(source: ByteSource): number {
  return Math.max(
    0,
    extSize(source),
    ...[...partitionSchemes, ...assemblers].map((f) => (f.recognises(source) ? f.declaredSize(source) : 0)),
  );
}

/** Size in the ext superblock at byte 1024: Linux `fs/ext4/ext4.h`, `s_blocks_count_lo` and `s_log_block_size`. */
function extSize(source: ByteSource): number {
  const raw = source.read(1024, 1024);
  if (raw.length < 1024 || raw.readUInt16LE(0x38) !== 0xef53) return 0;
  const log = raw.readUInt32LE(0x18);
  const wide = (raw.readUInt32LE(0x60) & 0x80) !== 0;
  const blocks = raw.readUInt32LE(4) + (wide ? raw.readUInt32LE(0x150) * 2 ** 32 : 0);
  return log <= 6 ? blocks * (1024 << log) : 0;
}
