import type { ByteSource } from '../../../bytes/index.ts';
import type { Unread } from '../../../model/index.ts';
import { locate } from '../../locate.ts';
import type { Volume } from '../../volumes/volume.ts';
import type { FileSystemFormat } from '../format.ts';
import { contentOf } from './content.ts';
import { ExtFileSystem } from './filesystem.ts';
import { parseInode } from './inode.ts';
import { FEATURE_INCOMPAT } from './journal/layout.ts';
import { JournalOverlay, replayed } from './journal/overlay.ts';
import { type Journal, openJournal, pendingTransactions } from './journal/transactions.ts';
import { COMPAT, INCOMPAT, READABLE_INCOMPAT, type SuperBlock } from './layout.ts';
import { extType, featureNames, findSuperBlock, superBlockAt } from './superblock.ts';
import { ExtVolume } from './volume.ts';

/** ext2, ext3 and ext4. Source of the format: the Linux kernel's Documentation/filesystems/ext4. */
export const ext: FileSystemFormat = {
  name: 'ext2/ext3/ext4',
  recognises: (source) => findSuperBlock(source) !== undefined,
  open(volume) {
    const found = findSuperBlock(volume.source);
    const gap = (reason: string, bytes = 0): Unread => ({
      locator: locate(volume.source, found?.at ?? 0, 1024, volume.layers),
      reason,
      bytes,
    });
    if (!found)
      return { unread: [gap('ext: no usable superblock, neither the first nor a backup', volume.source.size)] };
    const sb = found.super;
    const type = extType(sb);
    if (sb.s_feature_incompat & INCOMPAT.journal_dev) {
      return {
        unread: [
          gap(
            'ext: this is the journal of another filesystem, kept on a device of its own; not read',
            volume.source.size,
          ),
        ],
      };
    }
    const unknown = (sb.s_feature_incompat & ~READABLE_INCOMPAT) >>> 0;
    if (unknown !== 0) {
      const names = featureNames({ ...sb, s_feature_compat: 0, s_feature_ro_compat: 0, s_feature_incompat: unknown });
      return {
        unread: [
          gap(
            `${type}: incompatible feature ${names.join(', ')} is not known; nothing of this filesystem was read`,
            volume.source.size,
          ),
        ],
      };
    }

    const unread: Unread[] = [];
    const notes: string[] = [];
    if (found.backup) {
      unread.push(
        gap(
          `${type}: the superblock at byte 1024 is unusable; the backup at byte ${found.at} was used, and may be older`,
        ),
      );
    }
    const promised = sb.s_blocks_count * sb.blockSize;
    if (promised > volume.source.size) {
      const missing = promised - volume.source.size;
      unread.push(
        gap(
          `${type}: the filesystem is ${promised} bytes long, ${volume.source.size} are there; the last ${missing} are missing`,
          missing,
        ),
      );
    }
    const layers = [...volume.layers, type];
    const disk = new ExtVolume(volume.source, sb, found.at, layers);
    const recovered =
      sb.s_feature_incompat & INCOMPAT.needs_recovery
        ? withJournal(volume, disk, found.at, gap, unread, notes)
        : undefined;
    return { tree: new ExtFileSystem(recovered ?? disk, usable(journalOf(disk), disk), volume.name, notes), unread };
  },
};

/** The volume as it is when the journal's pending transactions are taken into account, read from the journal itself. */
function withJournal(
  volume: Volume,
  disk: ExtVolume,
  superAt: number,
  gap: (reason: string, bytes?: number) => Unread,
  unread: Unread[],
  notes: string[],
): ExtVolume | undefined {
  const journal = journalOf(disk);
  if (!journal) {
    const external = disk.super.s_feature_compat & COMPAT.has_journal && disk.super.s_journal_inum === 0;
    unread.push(
      gap(
        external
          ? 'ext: the journal is on another device and has changes this one lacks; the filesystem is shown without them'
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
  if (journal.super.s_feature_incompat & FEATURE_INCOMPAT.fast_commit) {
    unread.push(
      gap('ext: the journal may hold fast commits newer than its last full one; they were not taken into account'),
    );
  }
  if (transactions.length === 0) return undefined;
  const copies = replayed(transactions);
  notes.push(
    `not unmounted cleanly: ${transactions.length} transactions with ${copies.size} blocks were read from the journal in place of the disk's older blocks`,
  );
  const overlay: ByteSource = new JournalOverlay(volume.source, journal, copies);
  const sb: SuperBlock = superBlockAt(overlay, superAt) ?? disk.super;
  return new ExtVolume(overlay, sb, superAt, disk.layers);
}

const usable = (journal: Journal | undefined, disk: ExtVolume): Journal | undefined =>
  journal?.super.s_blocksize === disk.blockSize ? journal : undefined;

/** The journal kept in an inode of the filesystem itself. */
export function journalOf(disk: ExtVolume): Journal | undefined {
  const number = disk.super.s_journal_inum;
  const raw = number === 0 ? undefined : disk.rawInode(number);
  if (!raw) return undefined;
  return openJournal(contentOf(disk, parseInode(number, raw.bytes), raw.place).source);
}
