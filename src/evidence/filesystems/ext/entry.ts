import { MemorySource } from '../../../bytes/index.ts';
import type {
  Allocation,
  ContentState,
  EntryFacts,
  Instant,
  Locator,
  Times,
  Unread,
  Version,
} from '../../../model/index.ts';
import type { FileEntry } from '../../entry.ts';
import { locate, locatorsOf } from '../../locate.ts';
import { attributesOf } from './attributes.ts';
import { contentOf, type InodeContent, type NodeReader } from './content.ts';
import type { FreeSpace } from './free.ts';
import { deviceOf, Inode, kindOf } from './inode.ts';
import { type BlockFate, judge } from './judge.ts';
import { INODE_FLAG } from './layout.ts';
import type { ExtVolume, InodePlace } from './volume.ts';

/** How one inode came to be listed. */
export interface Listing {
  allocation: Allocation;
  path?: string;
  name?: Locator;
  notes?: string[];
  /** For an earlier state: which transaction told of it, and how to read the world as it was then. */
  past?: {
    version: Version;
    readNode: NodeReader;
    /** What became of a block this state used, as far as bitmaps and other states tell. */
    fateOf: (block: number, logical: number) => BlockFate;
    deleted?: Instant;
  };
}

/** An entry made from an inode, the content behind it, and what of it could not be read. */
export interface BuiltEntry {
  entry: FileEntry;
  content: InodeContent;
  unread?: Unread;
}

/** @param place where the inode's bytes stand */
export function entryOf(
  volume: ExtVolume,
  free: FreeSpace,
  inode: Inode,
  place: InodePlace,
  listing: Listing,
): BuiltEntry {
  const kind = kindOf(inode);
  let content = contentOf(volume, inode, place, listing.past?.readNode);
  const notes = [...(listing.notes ?? [])];
  let state: ContentState = content.problems.length > 0 ? 'partial' : 'intact';
  if (listing.allocation === 'deleted' || listing.allocation === 'superseded') {
    const isOwn = (block: number): BlockFate => (free.isFree(block) === true ? 'own' : 'taken');
    const judged = judge(volume, inode, content, listing.past?.fateOf ?? isOwn);
    content = judged.content;
    state = judged.state;
    notes.push(...judged.notes);
  }
  if (inode.i_flags & INODE_FLAG.encrypt && (kind === 'file' || kind === 'directory'))
    notes.push('encrypted by the filesystem (fscrypt): content and names are ciphertext');
  if (inode.i_flags & INODE_FLAG.compressed && content.map)
    notes.push('compressed by the filesystem (e2compr): content is shown as stored');
  notes.push(...content.problems);

  const facts: EntryFacts = {
    locator: contentLocator(volume, content, inode.i_size),
    recorded: {
      metadata: locate(place.source, place.at, volume.super.s_inode_size, volume.layers),
      ...(listing.name && { name: listing.name }),
    },
    ...(listing.path !== undefined && { path: listing.path }),
    kind,
    size: kind === 'directory' || kind === 'file' || kind === 'symlink' ? inode.i_size : 0,
    allocation: listing.allocation,
    content: state,
    times: timesOf(inode, listing),
    mode: inode.i_mode,
    uid: inode.i_uid,
    gid: inode.i_gid,
    metaAddress: inode.number,
    links: inode.i_links_count,
  };
  if (listing.past) facts.version = listing.past.version;
  if (kind === 'symlink') facts.linkTarget = content.source.read(0, Math.min(inode.i_size, 4096)).toString('utf8');
  if (kind === 'character-device' || kind === 'block-device') facts.device = deviceOf(inode);
  const attributes = attributesOf(volume, inode, (number, length) => attributeInode(volume, number, length));
  if (attributes) facts.attributes = attributes;
  if (notes.length > 0) facts.notes = notes;

  const source = kind === 'file' ? content.source : new MemorySource(Buffer.alloc(0));
  const built: BuiltEntry = { entry: { ...facts, open: () => source }, content };
  if (content.problems.length > 0) built.unread = unreadOf(volume, inode, place, listing, content);
  return built;
}

function timesOf(inode: Inode, { allocation, past }: Listing): Times {
  const { deleted, ...rest } = inode.times;
  if (past) return { ...rest, ...(past.deleted !== undefined && { deleted: past.deleted }) };
  // On the orphan list the field of the deletion time holds the number of the next inode.
  return allocation === 'deleted' && deleted !== undefined ? { ...rest, deleted } : rest;
}

/** The value of an attribute that fills an inode of its own. */
function attributeInode(volume: ExtVolume, number: number, length: number): Buffer {
  const raw = volume.rawInode(number);
  return raw ? contentOf(volume, new Inode(number, raw.bytes), raw.place).source.read(0, length) : Buffer.alloc(0);
}

function contentLocator(volume: ExtVolume, content: InodeContent, size: number): Locator {
  const origins = content.source.origin(0, Math.min(size, content.source.size));
  return locatorsOf(origins, volume.layers)[0] ?? { evidence: '0', layers: volume.layers, bytes: [] };
}

function unreadOf(volume: ExtVolume, inode: Inode, place: InodePlace, listing: Listing, content: InodeContent): Unread {
  const mapped = content.map?.runs.reduce((sum, run) => sum + run.length * volume.blockSize, 0) ?? 0;
  return {
    locator: locate(place.source, place.at, volume.super.s_inode_size, volume.layers),
    reason: `ext: inode ${inode.number}: ${content.problems.join('; ')}`,
    bytes: Math.max(0, Math.min(inode.i_size, inode.i_blocks * 512) - mapped),
    ...(listing.path !== undefined && { path: listing.path }),
  };
}
