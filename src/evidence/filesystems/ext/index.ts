import type { Unread } from '../../../model/index.ts';
import { locate } from '../../locate.ts';
import type { EntryTree } from '../../tree.ts';
import type { Volume } from '../../volumes/volume.ts';
import type { FileSystemFormat } from '../format.ts';
import { rawTree } from '../raw.ts';
import { fastState } from './fast/state.ts';
import { ExtFileSystem } from './filesystem.ts';
import { journalDevice } from './journal/device.ts';
import type { Journal } from './journal/transactions.ts';
import { COMPAT, INCOMPAT, READABLE_INCOMPAT, SUPERBLOCK_OFFSET } from './layout.ts';
import { isExternal, journalOf, withJournal } from './recovered.ts';
import { extType, featureNames, findSuperBlock, superBlockAt } from './superblock.ts';
import { ExtVolume } from './volume.ts';

/** ext2, ext3 and ext4. Source of the format: the Linux kernel's Documentation/filesystems/ext4. */
export const ext: FileSystemFormat = {
  name: 'ext2/ext3/ext4',
  recognises: (source) => findSuperBlock(source) !== undefined,
  open(volume, siblings = []) {
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
    if (sb.s_feature_incompat & INCOMPAT.journal_dev) return openJournalDevice(volume, siblings, gap);
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
    const journal = journalOf(disk, siblings);
    if (!journal && sb.s_feature_compat & COMPAT.has_journal)
      notes.push(
        isExternal(disk)
          ? 'its journal is on another device, which was not handed over; what that remembers is not known'
          : 'its journal could not be read; what it remembers is not known',
      );
    const recovered =
      sb.s_feature_incompat & INCOMPAT.needs_recovery
        ? withJournal(volume, disk, found.at, journal, { gap, unread, notes })
        : undefined;
    const own = usable(journal, disk);
    const before = recovered ?? disk;
    const fast = own && sb.s_feature_incompat & INCOMPAT.needs_recovery ? fastState(before, own, found.at) : undefined;
    if (fast) notes.push(`${fast.records} records of fast commits were taken into account as well`);
    return { tree: new ExtFileSystem(fast?.volume ?? before, own, volume.name, notes, fast), unread };
  },
};

const usable = (journal: Journal | undefined, disk: ExtVolume): Journal | undefined =>
  journal?.super.s_blocksize === disk.blockSize ? journal : undefined;

/** The journal of filesystems elsewhere: its bytes are searched, and with its filesystem at hand it is that one's past. */
function openJournalDevice(
  volume: Volume,
  siblings: readonly Volume[],
  gap: (reason: string, bytes?: number) => Unread,
): { tree: EntryTree; unread: Unread[] } {
  const uuid = journalDevice(volume.source)?.uuid;
  const used = siblings.some(({ source }) => {
    const sb = superBlockAt(source, SUPERBLOCK_OFFSET);
    return sb && !(sb.s_feature_incompat & INCOMPAT.journal_dev) && uuid?.equals(sb.s_journal_uuid);
  });
  const what = 'journal of a filesystem on another device: copies of blocks, searched as raw bytes';
  const alone = 'ext: this is the journal of another filesystem, which was not handed over; searched as raw bytes only';
  return { tree: rawTree(volume, what), unread: used ? [] : [gap(alone, volume.source.size)] };
}
