import { nameText } from '../../../../bytes/index.ts';
import type { Walked } from '../../../entry.ts';
import { locate } from '../../../locate.ts';
import { entryOf } from '../entry.ts';
import type { ExtFileSystem } from '../filesystem.ts';
import { describesSomething } from '../inode.ts';
import type { NamesSeen } from '../names.ts';
import type { FastState } from './state.ts';

/** What fast commits tell and could not be applied: a new file is shown nevertheless, anything else is stated. */
export function* walkLeft(fs: ExtFileSystem, { left }: FastState, seen: NamesSeen): Generator<Walked> {
  const { journal, volume } = fs;
  for (const { record, reason } of left) {
    const at = locate(journal!.source, record.place.at, record.place.length, volume.layers);
    const named = record.kind === 'creat' || record.kind === 'link' || record.kind === 'unlink';
    const parent =
      named && (record.parent === 2 ? '' : (seen.paths.get(record.parent) ?? `/[directory ${record.parent}]`));
    const path = named ? `${parent}/${nameText(record.name)}` : seen.paths.get(record.inode);
    yield {
      locator: at,
      reason: `ext: fast commit: ${reason}; the state before it is shown`,
      bytes: 0,
      ...(path !== undefined && { path }),
    };
    const found = named && record.kind !== 'unlink' ? fs.inode(record.inode) : undefined;
    if (!found || !describesSomething(found.inode) || path === undefined) continue;
    const notes = ['known from a fast commit only, which a mount would replay'];
    yield entryOf(volume, fs.free, found.inode, found.place, { allocation: 'allocated', path, name: at, notes }).entry;
  }
}
