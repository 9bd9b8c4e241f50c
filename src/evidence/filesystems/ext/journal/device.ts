import type { ByteSource } from '../../../../bytes/index.ts';
import { INCOMPAT, SUPERBLOCK_OFFSET } from '../layout.ts';
import { superBlockAt } from '../superblock.ts';
import { type Journal, openJournal } from './transactions.ts';

/** A device that holds nothing but the journal of filesystems elsewhere. */
export interface JournalDevice {
  /** Filesystems that use it name this in `s_journal_uuid`. */
  uuid: Buffer;
  journal: Journal | undefined;
}

/**
 * Reads a journal device: a superblock of ext that says what it is, and the journal's own in the block behind it. Blocks
 * of the log are counted from the beginning of the device. Source: Linux fs/ext4/super.c, ext4_get_journal_blkdev.
 */
export function journalDevice(source: ByteSource): JournalDevice | undefined {
  const sb = superBlockAt(source, SUPERBLOCK_OFFSET);
  if (!sb || !(sb.s_feature_incompat & INCOMPAT.journal_dev)) return undefined;
  const at = sb.blockSize === 1024 ? 2048 : sb.blockSize;
  return { uuid: sb.s_uuid, journal: openJournal(source, at) };
}
