import { INCOMPAT } from './layout.ts';
import type { ExtVolume } from './volume.ts';

/** A name in a directory. `deleted` ones stand in the slack of a live record, or in a record without inode. */
export interface DirectoryRecord {
  inode: number;
  name: Buffer;
  /** As the record says: 1 file, 2 directory, 3 and 4 devices, 5 fifo, 6 socket, 7 symlink; 0 unknown. */
  type: number;
  deleted: boolean;
  /** Bytes from the beginning of the block. */
  offset: number;
  length: number;
}

/** A directory block's records and what was wrong with it. */
export interface DirectoryBlock {
  records: DirectoryRecord[];
  problem?: string;
}

/**
 * Reads one directory block. Source: Documentation/filesystems/ext4/directory.rst. Kernels before 5.13 leave the name
 * of a deleted file in the slack of the record before it; newer ones wipe it.
 * @param indexed the directory has a hash tree: interior nodes look like one record that spans the block
 * @param from where the records start (inline directories begin behind their parent's number)
 */
export function readDirectoryBlock(volume: ExtVolume, block: Buffer, indexed: boolean, from = 0): DirectoryBlock {
  const found: DirectoryBlock = { records: [] };
  const typed = (volume.super.s_feature_incompat & INCOMPAT.filetype) !== 0;
  for (let at = from; at + 8 <= block.length; ) {
    const length = recordLength(block.readUInt16LE(at + 4), volume.blockSize);
    if (length < 8 || length % 4 !== 0 || at + length > block.length) {
      found.problem = `record at byte ${at} is ${length} bytes long, expected a multiple of 4 up to ${block.length - at}`;
      // What follows may still hold names, so it is searched like slack.
      found.records.push(...namesInSlack(volume, block, at, block.length, typed));
      return found;
    }
    const inode = block.readUInt32LE(at);
    const nameLength = typed ? block[at + 6]! : block.readUInt16LE(at + 6);
    const used = nameLength === 0 ? 8 : (8 + nameLength + 3) & ~3;
    const interior = indexed && at === from && inode === 0 && at + length === block.length && nameLength === 0;
    if (interior) return found;
    if (used <= length && isName(block.subarray(at + 8, at + 8 + nameLength))) {
      const record = {
        inode,
        name: Buffer.from(block.subarray(at + 8, at + 8 + nameLength)),
        offset: at,
        length: 8 + nameLength,
      };
      const type = typed ? block[at + 7]! : 0;
      if (inode !== 0 && inode <= volume.super.s_inodes_count) found.records.push({ ...record, type, deleted: false });
      else if (inode === 0) found.records.push({ ...record, type, deleted: true });
      else found.problem = `record at byte ${at} names inode ${inode}, beyond the last one`;
    } else if (inode !== 0) {
      found.problem = `record at byte ${at} has a name of ${nameLength} bytes that does not fit or is not a name`;
    }
    // The root of a hash tree keeps its table in the slack of "..".
    const root = indexed && nameLength === 2 && block.toString('latin1', at + 8, at + 10) === '..';
    if (!root) found.records.push(...namesInSlack(volume, block, at + used, at + length, typed));
    at += length;
  }
  return found;
}

/** A record's length; in 64 KiB blocks 65,536 does not fit in the field. */
function recordLength(raw: number, blockSize: number): number {
  return blockSize === 65536 && (raw === 65535 || raw === 0) ? 65536 : raw;
}

/** Records that once stood in a stretch no live record uses. Each must look like one in every field. */
function* namesInSlack(
  volume: ExtVolume,
  block: Buffer,
  from: number,
  to: number,
  typed: boolean,
): Generator<DirectoryRecord> {
  for (let at = (from + 3) & ~3; at + 12 <= to; ) {
    const inode = block.readUInt32LE(at);
    const length = block.readUInt16LE(at + 4);
    const nameLength = typed ? block[at + 6]! : block.readUInt16LE(at + 6);
    const type = typed ? block[at + 7]! : 0;
    const used = 8 + nameLength;
    const fits =
      inode > 0 &&
      inode <= volume.super.s_inodes_count &&
      nameLength > 0 &&
      type <= 7 &&
      (!typed || type !== 0) &&
      length >= used &&
      length % 4 === 0 &&
      at + used <= to &&
      at + length <= block.length + volume.blockSize;
    if (fits && isName(block.subarray(at + 8, at + used))) {
      yield {
        inode,
        name: Buffer.from(block.subarray(at + 8, at + used)),
        type,
        deleted: true,
        offset: at,
        length: used,
      };
      at += (used + 3) & ~3;
    } else at += 4;
  }
}

const isName = (name: Buffer): boolean =>
  name.length > 0 && name.length <= 255 && !name.includes(0) && !name.includes(0x2f);

export const isDots = (name: Buffer): boolean =>
  (name.length === 1 && name[0] === 0x2e) || (name.length === 2 && name[0] === 0x2e && name[1] === 0x2e);
