import { MemorySource } from '../../../bytes/index.ts';
import type { EntryKind } from '../../../model/index.ts';
import type { FileEntry, Walked } from '../../entry.ts';
import { entryOf, type Listing } from './entry.ts';
import type { ExtFileSystem } from './filesystem.ts';
import { describesSomething, type Inode } from './inode.ts';
import { GROUP_FLAG, INODE_FLAG, ROOT_INODE } from './layout.ts';
import { isMarked, type LostName, type NamesSeen } from './names.ts';
import { lifeKey } from './past/lives.ts';
import type { Told } from './past/walk.ts';

/**
 * Every inode that no live name reaches and that still describes something, then the names that lost their inode.
 */
export function* walkInodes(fs: ExtFileSystem, seen: NamesSeen, told: Told, onList: Set<number>): Generator<Walked> {
  const { volume } = fs;
  const lostByInode = new Map(seen.lost);
  const perGroup = volume.super.s_inodes_per_group;
  for (let group = 0; group < volume.groupCount; group++) {
    const descriptor = volume.group(group);
    if (!descriptor) {
      yield {
        locator: volume.locate(volume.descriptorBlock(0), 0, 0),
        reason: `ext: the descriptor of group ${group} could not be read; its inodes are not known`,
        bytes: 0,
      };
      continue;
    }
    if (descriptor.bg_flags & GROUP_FLAG.inode_uninit) continue;
    const used = perGroup - Math.min(perGroup, descriptor.bg_itable_unused);
    for (let i = 0; i < used; i++) {
      const number = group * perGroup + i + 1;
      if (number === ROOT_INODE || number < volume.super.s_first_ino || isMarked(seen.reached, number)) continue;
      if (number === volume.super.s_orphan_file_inum) continue;
      const found = fs.inode(number);
      if (!found) {
        yield {
          locator: volume.locate(descriptor.bg_inode_table, 0, 0),
          reason: `ext: inode ${number}: its part of the inode table could not be read`,
          bytes: 0,
        };
        break;
      }
      if (!describesSomething(found.inode) || told.lives.has(lifeKey(found.inode))) continue;
      const names = lostByInode.get(number) ?? [];
      const listing = listingOf(fs, found.inode, names, told, onList);
      if (!listing) continue;
      if (listing.path !== undefined) lostByInode.delete(number);
      const built = entryOf(volume, fs.free, found.inode, found.place, listing);
      yield built.entry;
      if (built.unread) yield built.unread;
    }
  }
  for (const names of lostByInode.values())
    for (const name of names) if (!told.names.has(name.path)) yield lostNameEntry(fs, name, seen);
}

const ON_LIST = 'on the orphan list: unlinked while a process held it open';

function listingOf(
  fs: ExtFileSystem,
  inode: Inode,
  names: LostName[],
  told: Told,
  onList: Set<number>,
): Listing | undefined {
  const name = names[0];
  const named = name && {
    path: name.path,
    name: name.at,
    notes: [
      'name from directory slack; it is that of the last file this directory recorded under this inode',
      ...names.slice(1).map((n) => `directory slack also names it ${n.path}`),
    ],
  };
  if (onList.has(inode.number)) {
    const known = told.orphans.get(inode.number);
    if (known) return { allocation: 'orphan', path: known.path, name: known.at, notes: [...known.notes, ON_LIST] };
    return {
      allocation: 'orphan',
      ...named,
      notes: [...(named?.notes ?? []), ON_LIST],
    };
  }
  if (fs.volume.inodeAllocated(inode.number)) {
    // Values of large extended attributes live in inodes of their own, which no directory names.
    if (inode.i_flags & INODE_FLAG.ea_inode) return undefined;
    return { allocation: 'allocated', notes: ['allocated, but no directory that could be read names it'] };
  }
  return { allocation: 'deleted', ...named };
}

const TYPES: EntryKind[] = [
  'unknown',
  'file',
  'directory',
  'character-device',
  'block-device',
  'fifo',
  'socket',
  'symlink',
];

/** A name whose inode tells nothing of it any more: emptied, or given to another file. */
function lostNameEntry(fs: ExtFileSystem, name: LostName, seen: NamesSeen): FileEntry {
  const found = name.inode > 0 ? fs.inode(name.inode) : undefined;
  const state =
    name.inode === 0
      ? 'the record no longer says which inode it named'
      : isMarked(seen.reached, name.inode)
        ? `inode ${name.inode} now belongs to another name: the file was renamed, or the inode was reused`
        : found && describesSomething(found.inode)
          ? `inode ${name.inode} has another name in slack as well`
          : `inode ${name.inode} has been emptied`;
  const content = new MemorySource(Buffer.alloc(0));
  return {
    locator: { evidence: name.at.evidence, layers: name.at.layers, bytes: [] },
    recorded: { name: name.at },
    path: name.path,
    kind: TYPES[name.type] ?? 'unknown',
    size: 0,
    allocation: 'deleted',
    content: 'lost',
    times: {},
    ...(name.inode > 0 && { metaAddress: name.inode }),
    notes: [
      'name in directory slack',
      state,
      ...(name.replaced ? ['the same name is in use again for another inode'] : []),
    ],
    open: () => content,
  };
}
