import { Beside, type ByteSource, isZero, RunList } from '../../../bytes/index.ts';
import type { ContentState } from '../../../model/index.ts';
import type { InodeContent } from './content.ts';
import { type Inode, kindOf } from './inode.ts';
import { looksRandom } from './random.ts';
import type { ExtVolume } from './volume.ts';
import { zeroEnds } from './zero-ends.ts';

/**
 * What became of a block that a past state used: still as that state left it as far as anything tells; still the same
 * file's, which may have written over it in place; given to another file, whose inode is known or not; or copied to the
 * journal as it was, wherever it is now.
 */
export type BlockFate = 'own' | 'kept' | 'taken' | { takenBy: number } | { copied: { source: ByteSource; at: number } };

export interface Judged {
  content: InodeContent;
  state: ContentState;
  notes: string[];
}

/**
 * What the map of a file that is no more, or no longer like this, is still worth. A block that was given to somebody
 * else holds other content, so it is shown as a hole, never as this file's own.
 */
export function judge(
  volume: ExtVolume,
  inode: Inode,
  content: InodeContent,
  fateOf: (block: number, logical: number) => BlockFate,
): Judged {
  if (!content.map) {
    if (content.source.size > 0) return { content, state: 'intact', notes: [] };
    return { content, state: 'lost', notes: [] };
  }
  const stored = content.map.runs.filter((run) => run.at !== undefined);
  if (stored.length === 0) return { content, state: 'lost', notes: [nothingStored(inode, content)] };
  let total = 0;
  let kept = 0;
  let taken = 0;
  let copied = 0;
  let journal: ByteSource | undefined;
  const takers = new Set<number>();
  const runs: { at: number | undefined; length: number }[] = [];
  let next = 0;
  const add = (at: number | undefined): void => {
    const last = runs[runs.length - 1];
    const adjoins = last && (last.at === undefined ? at === undefined : at === last.at + last.length);
    if (adjoins) last.length += volume.blockSize;
    else runs.push({ at, length: volume.blockSize });
  };
  for (const run of content.map.runs) {
    if (run.logical > next) runs.push({ at: undefined, length: (run.logical - next) * volume.blockSize });
    next = run.logical + run.length;
    if (run.at === undefined) {
      runs.push({ at: undefined, length: run.length * volume.blockSize });
      continue;
    }
    for (let i = 0; i < run.length; i++) {
      total++;
      const fate = fateOf(run.at + i, run.logical + i);
      if (typeof fate === 'object' && 'copied' in fate) {
        copied++;
        journal = fate.copied.source;
        add(volume.source.size + fate.copied.at);
        continue;
      }
      const gone = fate === 'taken' || typeof fate === 'object';
      if (gone) taken++;
      if (fate === 'kept') kept++;
      if (typeof fate === 'object') takers.add(fate.takenBy);
      add(gone ? undefined : (run.at + i) * volume.blockSize);
    }
  }
  const space = journal ? new Beside(volume.source, journal) : volume.source;
  const source = taken + copied === 0 ? content.source : new RunList(space, runs, inode.i_size);
  const notes: string[] = [];
  if (copied > 0)
    notes.push(`${copied} of ${total} blocks are read from the journal, which copied them (data=journal)`);
  if (taken > 0) {
    const list = [...takers].sort((a, b) => a - b);
    const whom = list.length === 0 ? '' : ` (to inode ${list.slice(0, 8).join(', ')}${list.length > 8 ? ', ...' : ''})`;
    notes.push(`${taken} of ${total} blocks have been given out again since${whom}; they are shown as zeros`);
  }
  if (kept > 0)
    notes.push(
      `${kept} of ${total} blocks stayed with the file and may have been written over since; they are shown as they are now`,
    );
  let state: ContentState =
    taken === total ? 'lost' : taken + kept + content.problems.length > 0 ? 'partial' : 'intact';
  if (state === 'lost' || kindOf(inode) !== 'file') return { content: { ...content, source }, state, notes };
  const data = runs.filter((run): run is { at: number; length: number } => run.at !== undefined);
  if (data.every((run) => zeros(space, run))) {
    state = 'lost';
    notes.push(
      'all blocks that could tell its content read as zeros: they have been discarded or overwritten with zeros, unless the file held nothing else',
    );
  } else if (looksRandom(source.read(0, Math.min(inode.i_size, 4096)))) {
    if (state === 'intact') state = 'partial';
    notes.push(
      'the blocks look random from the first byte: unless the file was encrypted, they were overwritten before it was removed (as shred does)',
    );
  } else if (state === 'intact') {
    const zeroEnded = zeroEnds(source, inode.i_size, volume.blockSize);
    if (zeroEnded > 0) {
      state = 'partial';
      notes.push(
        `${zeroEnded === 1 ? '1 block of this text ends' : `${zeroEnded} blocks of this text end`} in zeros: another file lay there for a moment, or what was written last never reached the disk`,
      );
    }
  }
  return { content: { ...content, source }, state, notes };
}

function nothingStored(inode: Inode, content: InodeContent): string {
  if (content.map!.runs.length > 0) return 'its blocks were reserved, but nothing had been written to them yet';
  return inode.i_size === 0
    ? 'size and block map are empty: the file was empty, its data had not been allocated yet, or the kernel has emptied the inode'
    : 'the block map is gone';
}

function zeros(source: ByteSource, { at, length }: { at: number; length: number }): boolean {
  for (let done = 0; done < length; done += 1 << 20) {
    if (!isZero(source.read(at + done, Math.min(1 << 20, length - done)))) return false;
  }
  return true;
}
