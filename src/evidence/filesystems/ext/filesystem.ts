import { cString } from '../../../bytes/index.ts';
import type { FileEntry, Walked } from '../../entry.ts';
import { instantOf } from '../../instant.ts';
import { locate } from '../../locate.ts';
import type { EntryTree, TreeFacts } from '../../tree.ts';
import { contentOf } from './content.ts';
import { entryOf } from './entry.ts';
import { walkLeft } from './fast/left.ts';
import { Patches } from './fast/patches.ts';
import type { FastState } from './fast/state.ts';
import { FreeSpace } from './free.ts';
import { Inode } from './inode.ts';
import { walkInodes } from './inodes.ts';
import { BlockHistory } from './journal/history.ts';
import { JournalOverlay } from './journal/overlay.ts';
import type { Journal } from './journal/transactions.ts';
import { INCOMPAT } from './layout.ts';
import { findName, walkNames } from './names.ts';
import { orphans } from './orphans.ts';
import { horizonOf } from './past/horizon.ts';
import { openPast } from './past/past.ts';
import { nothingTold, walkPast } from './past/walk.ts';
import { walkFree } from './runs.ts';
import { extType, featureNames } from './superblock.ts';
import type { ExtVolume, InodePlace } from './volume.ts';

/** One ext2, ext3 or ext4 filesystem as a tree of entries. */
export class ExtFileSystem implements EntryTree {
  readonly type: string;
  readonly layers: string[];
  readonly facts: TreeFacts;
  transferable: boolean;
  readonly volume: ExtVolume;
  readonly free: FreeSpace;
  readonly journal: Journal | undefined;
  /** What fast commits changed; absent when there are none. */
  readonly fast: FastState | undefined;
  #history: BlockHistory | undefined;

  /** Whether it was mounted when the image was taken, or not unmounted cleanly. */
  get dirty(): boolean {
    return (this.volume.super.s_feature_incompat & INCOMPAT.needs_recovery) !== 0;
  }

  /** @param journal the filesystem's history, when it keeps one and it can be read */
  constructor(
    volume: ExtVolume,
    journal: Journal | undefined,
    name: string | undefined,
    notes: string[],
    fast?: FastState,
  ) {
    this.journal = journal;
    this.fast = fast;
    const sb = volume.super;
    this.volume = volume;
    this.free = new FreeSpace(volume);
    // A block that the journal keeps without its first bytes, or that fast commits make up, lies nowhere as it is.
    const { source } = volume;
    this.transferable = !(source instanceof Patches || (source instanceof JournalOverlay && source.alters));
    this.type = extType(sb);
    this.layers = volume.layers;
    const uuid = sb.s_uuid.toString('hex');
    this.facts = {
      size: sb.s_blocks_count * sb.blockSize,
      ...(sb.s_volume_name[0] !== 0 && { label: cString(sb.s_volume_name) }),
      uuid: [uuid.slice(0, 8), uuid.slice(8, 12), uuid.slice(12, 16), uuid.slice(16, 20), uuid.slice(20)].join('-'),
      ...(sb.s_last_mounted[0] !== 0 && { lastMounted: cString(sb.s_last_mounted) }),
      ...(sb.s_wtime !== 0 && { lastWritten: instantOf(sb.s_wtime, 0, 0) }),
      ...(sb.s_mkfs_time !== 0 && { created: instantOf(sb.s_mkfs_time, 0, 0) }),
      blockSize: sb.blockSize,
      features: featureNames(sb),
      ...(name !== undefined && { name }),
      hasUnallocated: true,
      ...(notes.length > 0 && { notes }),
    };
    // Reading the journal takes a moment that not every caller wants to spend.
    if (journal)
      Object.defineProperty(this.facts, 'horizon', { get: () => horizonOf(this.history()!), enumerable: true });
  }

  /** The journal's memory, read once; undefined when the filesystem has no journal that can be read. */
  history(): BlockHistory | undefined {
    const { s_blocks_count: blocks, s_mkfs_time: made } = this.volume.super;
    if (!this.journal || this.#history) return this.#history;
    this.#history = new BlockHistory(this.journal, { blocks, made });
    if (this.fast) {
      const { patches, before, transaction } = this.fast;
      this.#history.addFast(patches.blocks(), before.source, patches, transaction);
    }
    return this.#history;
  }

  /** A parsed inode and where it stands; undefined when its part of the table cannot be read. */
  inode(number: number): { inode: Inode; place: InodePlace } | undefined {
    const raw = this.volume.rawInode(number);
    return raw && { inode: new Inode(number, raw.bytes), place: raw.place };
  }

  find(path: string): FileEntry | undefined {
    const found = findName(this, path);
    if (!found) return undefined;
    const listing = { allocation: 'allocated' as const, path, ...(found.at && { name: found.at }) };
    return entryOf(this.volume, this.free, found.inode, found.place, listing).entry;
  }

  *walk(withPast = true): Generator<Walked> {
    yield* this.#named(withPast);
    // What the past needed is large, and free space is long.
    this.#history = undefined;
    yield* this.#journal();
    yield* walkFree(this);
  }

  /** Everything with an inode or a name: live, past, deleted. */
  *#named(withPast: boolean): Generator<Walked> {
    const past = withPast ? openPast(this) : undefined;
    const seen = yield* walkNames(this, (inode) => past?.states.has(inode) ?? false);
    if (this.fast) yield* walkLeft(this, this.fast, seen);
    const onList = yield* orphans(this);
    const told = past ? yield* walkPast(past, seen, onList) : nothingTold();
    yield* walkInodes(this, seen, told, onList);
  }

  /** The journal's own blocks: copies of other blocks, whose owners are not known here. */
  *#journal(): Generator<Walked> {
    const number = this.volume.super.s_journal_inum;
    const found = number === 0 ? undefined : this.inode(number);
    if (!found) return;
    const { source } = contentOf(this.volume, found.inode, found.place);
    if (source.size === 0) return;
    yield {
      locator: locate(source, 0, source.size, this.layers),
      kind: 'metadata',
      size: source.size,
      allocation: 'allocated',
      content: 'intact',
      times: {},
      metaAddress: number,
      notes: ['journal: copies of blocks; what is found here was on the volume at some time, and may still be'],
      open: () => source,
    };
  }
}
