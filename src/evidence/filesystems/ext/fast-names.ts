import { nameText } from '../../../bytes/index.ts';
import type { Unread } from '../../../model/index.ts';
import type { Walked } from '../../entry.ts';
import { locate } from '../../locate.ts';
import { entryOf } from './entry.ts';
import type { ExtFileSystem } from './filesystem.ts';
import { describesSomething, parseInode } from './inode.ts';
import { type FastRecord, fastRecords } from './journal/fast-commits.ts';
import type { NamesSeen } from './names.ts';
import { liveNames } from './names.ts';

/**
 * Files that a dirty filesystem knows only from its fast commits. New names are shown with the inode that was committed
 * with them; what fast commits change of files that are known otherwise is stated, and the older state shown.
 */
export function* walkFastCommits(fs: ExtFileSystem, seen: NamesSeen): Generator<Walked> {
  const { journal, volume } = fs;
  if (!journal) return;
  const records = fastRecords(journal);
  const inodes = new Map<number, Extract<FastRecord, { kind: 'inode' }>>();
  for (const record of records) if (record.kind === 'inode') inodes.set(record.inode, record);
  const at = (record: FastRecord) => locate(journal.source, record.place.at, record.place.length, volume.layers);
  const say = (record: FastRecord, reason: string, path?: string): Unread => ({
    locator: at(record),
    reason: `ext: fast commit: ${reason}; the state before it is shown`,
    bytes: 0,
    ...(path !== undefined && { path }),
  });
  const made = new Set<number>();
  const unlinked = new Set(
    records.flatMap((r) => (r.kind === 'unlink' ? [`${r.parent} ${r.name.toString('latin1')}`] : [])),
  );
  for (const record of records) {
    if (record.kind === 'inode' || record.kind === 'range') continue;
    const name = nameText(record.name);
    const parent = record.parent === 2 ? '' : (seen.paths.get(record.parent) ?? `/[directory ${record.parent}]`);
    const path = `${parent}/${name}`;
    const known = liveNames(fs, record.parent).get(name);
    if (record.kind === 'unlink') {
      if (known === record.inode) yield say(record, `inode ${record.inode} lost its name ${name}`, path);
      continue;
    }
    if (known === record.inode || unlinked.has(`${record.parent} ${record.name.toString('latin1')}`)) continue;
    const fresh = inodes.get(record.inode);
    const inode = fresh ? parseInode(record.inode, fresh.raw) : fs.inode(record.inode)?.inode;
    const place = fresh ? { source: journal.source, at: fresh.place.at } : fs.inode(record.inode)?.place;
    if (!inode || !place || !describesSomething(inode)) {
      yield say(record, `inode ${record.inode} got the name ${name}, but is not known`, path);
      continue;
    }
    made.add(record.inode);
    const built = entryOf(volume, fs.free, inode, place, {
      allocation: 'allocated',
      path,
      name: at(record),
      notes: ['known from a fast commit only, which a mount would replay'],
    });
    yield built.entry;
    if (built.unread) yield built.unread;
  }
  for (const record of inodes.values()) {
    const path = seen.paths.get(record.inode);
    if (!made.has(record.inode)) yield say(record, `inode ${record.inode} was changed`, path);
  }
}
