import type { Instant } from '../../../../model/index.ts';
import { instantOf } from '../../../instant.ts';
import type { Inode } from '../inode.ts';
import type { BlockVersion } from '../journal/history.ts';
import type { ExtVolume } from '../volume.ts';
import { when } from './contents.ts';
import { type Life, sameFile } from './lives.ts';

/** The end of a life, as far as the journal or the inode itself dates it. */
export interface Death {
  /** The inode's own deletion time. */
  at?: Instant;
  notes: string[];
}

/**
 * When a life ended: the inode's own deletion time, and the commit of the transaction that took its last name.
 * @param now what stands in the inode's place today
 * @param next the life that followed under the same number
 */
export function deathOf(volume: ExtVolume, life: Life, now: Inode | undefined, next: Life | undefined): Death {
  const dead = life.filter((s) => s.inode.i_links_count === 0);
  const onDisk = now && sameFile(life[0]!.inode, now) && now.i_links_count === 0 ? now : undefined;
  const timed = [...(onDisk ? [onDisk] : []), ...dead.map((s) => s.inode).reverse()].find((i) => isTime(volume, i));
  const at = timed && instantOf(timed.i_dtime, 0, 0);
  return { ...(at !== undefined && { at }), notes: [how(dead[0]?.since, timed, next)].filter((n) => n !== undefined) };
}

function how(unlinked: BlockVersion | undefined, timed: Inode | undefined, next: Life | undefined): string | undefined {
  if (unlinked) return `unlinked in transaction ${when(unlinked)}`;
  if (timed || !next) return undefined;
  return `its inode was given to another file by transaction ${when(next[0]!.since)}`;
}

/** On the orphan list the field of the deletion time holds the number of the next inode on it. */
const isTime = (volume: ExtVolume, { i_dtime }: Inode): boolean => i_dtime > volume.super.s_inodes_count;
