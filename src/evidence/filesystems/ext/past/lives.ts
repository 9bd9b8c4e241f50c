import { type Inode, kindOf } from '../inode.ts';
import type { InodeState } from './inode-states.ts';

/** The states of one file among those its inode number has had. */
export type Life = InodeState[];

/**
 * The lives an inode number has had, oldest first. The generation tells them apart; where it was not changed, birth,
 * kind and a deletion time that vanished do: a file that was deleted never comes back under its number.
 */
export function lives(states: InodeState[]): Life[] {
  const found: Life[] = [];
  for (const state of states) {
    const current = found[found.length - 1];
    const before = current?.[current.length - 1];
    if (before && sameFile(before.inode, state.inode) && !revived(before.inode, state.inode)) current.push(state);
    else found.push([state]);
  }
  return found;
}

/** Whether two states of one inode number belong to one file. */
export const sameFile = (a: Inode, b: Inode): boolean =>
  a.number === b.number &&
  a.i_generation === b.i_generation &&
  kindOf(a) === kindOf(b) &&
  (!a.isBirthKnown || !b.isBirthKnown || a.sameTime(b, 'born'));

/**
 * With O_TMPFILE an inode goes from no links to one; but then it has not been emptied before.
 */
const revived = (a: Inode, b: Inode): boolean =>
  a.i_links_count === 0 && a.i_dtime !== 0 && b.i_dtime === 0 && b.i_links_count > 0 && a.i_size === 0;

/** Names one life of one inode number. */
export const lifeKey = (inode: Inode): string => `${inode.number}.${inode.i_generation}`;
