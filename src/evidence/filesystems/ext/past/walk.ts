import type { Walked } from '../../../entry.ts';
import type { Inode } from '../inode.ts';
import { isMarked, type NamesSeen } from '../names.ts';
import { earlierContents, goneContents } from './contents.ts';
import { deathOf } from './death.ts';
import { formerNames } from './former-names.ts';
import { type LastName, lastName, slackName } from './last-name.ts';
import { type Life, lifeKey, sameFile } from './lives.ts';
import { namesOf, pastNames } from './names.ts';
import type { Past } from './past.ts';
import { Paths } from './paths.ts';
import { unreadOfPast } from './unread.ts';

/** What has been told from the journal, so that it is not told again, and less well, from what is left on disk. */
export interface Told {
  lives: Set<string>;
  names: Set<string>;
  /** Names of inodes that were unlinked while open, and still are. */
  orphans: Map<number, LastName>;
}

export const nothingTold = (): Told => ({ lives: new Set(), names: new Set(), orphans: new Map() });

/**
 * Files as they were: every life of an inode that is over, with the name its directory last gave it, and every earlier
 * content and name of a file that still exists.
 * @param orphans inodes that a process still held open when the image was taken
 */
export function* walkPast(past: Past, seen: NamesSeen, orphans: Set<number>): Generator<Walked, Told> {
  const told = nothingTold();
  const { fs } = past;
  const names = pastNames(past);
  const paths = new Paths(past, seen, names);
  for (const number of [...past.states.keys()].sort((a, b) => a - b)) {
    if (number < fs.volume.super.s_first_ino && number !== 2) continue;
    const all = past.livesOf(number);
    const now = fs.inode(number)?.inode;
    for (const [i, life] of all.entries()) {
      const own = namesOf(names.get(number) ?? [], life, all[i + 1], i === 0);
      const present = life.filter((s) => s.inode.i_links_count > 0);
      if (now && i === all.length - 1 && isAlive(past, seen, now, life)) {
        if (present.length === 0 || !isMarked(seen.reached, number)) continue;
        const path = seen.paths.get(number);
        yield* earlierContents(past, present, path);
        const most = Math.max(...present.map((s) => s.inode.i_links_count));
        yield* formerNames(past, paths, own, now, path, most);
        continue;
      }
      const known = lastName(past, paths, own);
      const final = i === all.length - 1;
      const name = known?.last ?? (final ? slackName(seen.lost.get(number) ?? []) : undefined);
      if (name) told.names.add(name.path);
      if (orphans.has(number) && now && sameFile(life[0]!.inode, now)) {
        if (name) told.orphans.set(number, name);
        continue;
      }
      // A life of which only the end is left is worth telling when a directory still names it.
      if (present.length === 0 && !name) continue;
      const states = present.length > 0 ? present : life.slice(-1);
      const death = deathOf(fs.volume, life, now, all[i + 1]);
      yield* goneContents(past, states, death, name);
      for (const other of known?.others ?? []) yield* goneContents(past, states.slice(-1), death, other);
      told.lives.add(lifeKey(life[0]!.inode));
    }
  }
  yield* unreadOfPast(past);
  return told;
}

/** Alive: the present inode is of this life, and a name leads to it or the bitmap says that it is in use. */
function isAlive({ fs }: Past, seen: NamesSeen, now: Inode, life: Life): boolean {
  if (now.i_links_count === 0 || !sameFile(life[0]!.inode, now)) return false;
  return isMarked(seen.reached, now.number) || fs.volume.inodeAllocated(now.number) !== false;
}
