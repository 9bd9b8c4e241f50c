import type { ByteSource } from '../../../bytes/index.ts';
import type { Unread } from '../../../model/index.ts';
import type { Volume } from '../../volumes/volume.ts';
import { contentOf } from './content.ts';
import { Inode } from './inode.ts';
import { tagMatches } from './journal/checksum.ts';
import { journalDevice } from './journal/device.ts';
import { JournalOverlay, replayed } from './journal/overlay.ts';
import { type Journal, journalBlock, openJournal, pendingTransactions } from './journal/transactions.ts';
import { COMPAT } from './layout.ts';
import { superBlockAt } from './superblock.ts';
import { ExtVolume } from './volume.ts';

/** Collects what could not be read and what should be known, while a filesystem is opened. */
export interface Remarks {
  gap(reason: string): Unread;
  unread: Unread[];
  notes: string[];
}

/** The volume as it is when the journal's pending transactions are taken into account, read from the journal itself. */
export function withJournal(
  volume: Volume,
  disk: ExtVolume,
  superAt: number,
  journal: Journal | undefined,
  { gap, unread, notes }: Remarks,
): ExtVolume | undefined {
  if (!journal) {
    unread.push(
      gap(
        isExternal(disk)
          ? 'ext: the journal is on another device, which was not handed over, and has changes this one lacks; the filesystem is shown without them'
          : 'ext: the journal could not be read; the filesystem is shown without its pending changes',
      ),
    );
    return undefined;
  }
  if (journal.super.s_blocksize !== disk.blockSize) {
    unread.push(
      gap(
        `ext: the journal's blocks are ${journal.super.s_blocksize} bytes long, expected ${disk.blockSize}; its pending changes were not taken into account`,
      ),
    );
    return undefined;
  }
  const transactions = pendingTransactions(journal);
  if (transactions.length === 0) return undefined;
  const copies = replayed(transactions);
  let damaged = 0;
  for (const [block, copy] of copies) {
    if (tagMatches(copy, copy.sequence, journalBlock(journal, copy.journalBlock), journal.super) !== false) continue;
    copies.delete(block);
    damaged++;
  }
  if (damaged > 0)
    unread.push(
      gap(
        `ext: ${damaged} of ${copies.size + damaged} blocks waiting in the journal do not fit their checksum; these are shown as they are in place`,
      ),
    );
  notes.push(
    `not unmounted cleanly: ${transactions.length} transactions with ${copies.size} blocks were read from the journal in place of the disk's older blocks`,
  );
  const overlay: ByteSource = new JournalOverlay(volume.source, journal, copies);
  return new ExtVolume(overlay, superBlockAt(overlay, superAt) ?? disk.super, superAt, disk.layers);
}

export const isExternal = ({ super: sb }: ExtVolume): boolean =>
  (sb.s_feature_compat & COMPAT.has_journal) !== 0 && sb.s_journal_inum === 0;

/**
 * The journal of a filesystem: kept in an inode of its own, or on a device of its own.
 * @param siblings volumes handed over together with this one
 */
export function journalOf(disk: ExtVolume, siblings: readonly Volume[] = []): Journal | undefined {
  if (isExternal(disk)) {
    for (const { source } of siblings) {
      const device = journalDevice(source);
      if (device?.uuid.equals(disk.super.s_journal_uuid)) return device.journal;
    }
    return undefined;
  }
  const number = disk.super.s_journal_inum;
  const raw = number === 0 ? undefined : disk.rawInode(number);
  if (!raw) return undefined;
  return openJournal(contentOf(disk, new Inode(number, raw.bytes), raw.place).source);
}
