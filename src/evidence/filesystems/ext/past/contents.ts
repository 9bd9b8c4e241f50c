import type { Version } from '../../../../model/index.ts';
import type { Walked } from '../../../entry.ts';
import { blockMapOf } from '../content.ts';
import { entryOf, type Listing } from '../entry.ts';
import type { BlockRun } from '../extents.ts';
import { type Inode, kindOf } from '../inode.ts';
import type { BlockVersion } from '../journal/history.ts';
import type { Death } from './death.ts';
import type { InodeState } from './inode-states.ts';
import type { LastName } from './last-name.ts';
import { within } from './maps.ts';
import type { Past } from './past.ts';

/** Contents that a file which still exists once had, where they lay in other blocks than its present ones. */
export function* earlierContents(past: Past, present: InodeState[], path: string | undefined): Generator<Walked> {
  const now = past.fs.inode(present[0]!.inode.number)!.inode;
  if (kindOf(now) !== 'file') return;
  const live = blockMapOf(past.fs.volume, now)?.runs ?? [];
  const states = distinct(past, present);
  for (const [i, state] of states.entries()) {
    if (!hasOwnContent(past, state, live, now) && !isOverwritten(past, state)) continue;
    const next = states[i + 1];
    yield* told(past, state, present, {
      allocation: 'superseded',
      ...(path !== undefined && { path }),
      notes: [
        `an earlier content of this file, as transaction ${state.version.sequence} left it`,
        ...firstRecorded(state),
        ...(next ? [`replaced in transaction ${when(next.since)}`] : []),
      ],
    });
  }
}

/** A file whose life is over: its last content, and before it any other that lay elsewhere. */
export function* goneContents(
  past: Past,
  present: InodeState[],
  death: Death,
  name: LastName | undefined,
): Generator<Walked> {
  const versions = distinct(past, present);
  const withContent = versions.filter((s) => s.inode.i_size > 0);
  const shown = withContent.length > 0 ? withContent : versions.slice(-1);
  const final = shown[shown.length - 1]!;
  const emptied = versions.find((s) => s.inode.i_size === 0 && s.version.order > final.version.order);
  for (const [i, state] of shown.entries()) {
    const last = state === final;
    const own = last || hasOwnContent(past, state, past.mapOf(final), final.inode) || isOverwritten(past, state, final);
    if (!own) continue;
    const next = shown[i + 1];
    yield* told(
      past,
      state,
      present,
      {
        allocation: name?.taken ? 'superseded' : 'deleted',
        ...(name && { path: name.path, name: name.at }),
        notes: [
          `${last ? '' : 'an earlier content, '}as transaction ${state.version.sequence} left it`,
          ...firstRecorded(state),
          ...(next ? [`replaced in transaction ${when(next.since)}`] : []),
          ...(last && emptied ? [`emptied in transaction ${when(emptied.since)}, before it was removed`] : []),
          ...(name ? name.notes : ['no directory block that is left names it']),
          ...death.notes,
        ],
      },
      death,
    );
  }
}

function* told(
  past: Past,
  state: InodeState,
  life: InodeState[],
  listing: Omit<Listing, 'past'>,
  death?: Death,
): Generator<Walked> {
  const { fs, history } = past;
  const { sequence, committed } = state.version;
  const version: Version = { transaction: sequence, ...(committed && { committed }) };
  const next = nextMap(past, state, life);
  const { source, at } = history.place(state.version);
  const built = entryOf(
    fs.volume,
    fs.free,
    state.inode,
    { source, at: at + state.offset },
    {
      ...listing,
      past: {
        version,
        readNode: past.nodesAsOf(state),
        fateOf: (block, logical) => past.fateOf(block, logical, state, next),
        ...(death?.at !== undefined && { deleted: death.at }),
      },
    },
  );
  // What its map no longer tells is in the entry's notes: a map that was reused is no damage to the evidence.
  yield built.entry;
}

/**
 * The map the same file had when it was next written to: blocks it shares may have been overwritten in place. Blocks
 * that come back later only have been handed out again, which the bitmaps tell.
 */
function nextMap(past: Past, { inode, version }: InodeState, life: InodeState[]): readonly BlockRun[] {
  const changed = (other: Inode): boolean =>
    other.i_generation === inode.i_generation &&
    other.i_links_count > 0 &&
    // A kernel stamps with its last tick: two writes within one have the same time.
    (!other.sameTime(inode, 'modified') || other.i_size !== inode.i_size);
  const next = life.find((s) => s.version.order > version.order && changed(s.inode));
  if (next) return past.mapOf(next);
  const now = past.fs.inode(inode.number)?.inode;
  return (now && changed(now) && blockMapOf(past.fs.volume, now)?.runs) || [];
}

/**
 * The last state of each distinct content, oldest first: contents are told apart by where they lie. A file that grew
 * has one, a file that was cut short two, and as many as it had when the journal copied its content.
 */
function distinct(past: Past, states: InodeState[]): InodeState[] {
  const byContent = new Map<string, InodeState>();
  for (const state of states) {
    const key = contentKey(past, state);
    const same = byContent.get(key);
    byContent.delete(key);
    if (
      same &&
      (!past.mapOf(same).every((run) => run.at === undefined || within(run, past.mapOf(state))) ||
        isOverwritten(past, same, state))
    )
      byContent.set(`${key} until ${same.version.order}`, same);
    byContent.set(key, state);
  }
  return [...byContent.values()];
}

function contentKey(past: Past, state: InodeState): string {
  const kind = kindOf(state.inode);
  if (kind !== 'file') return kind;
  const runs = past.mapOf(state);
  if (runs.length === 0) return state.inode.i_block.toString('latin1');
  return runs.map((r) => `${r.logical}:${r.at ?? '-'}`).join();
}

/**
 * Whether the journal's copy of a file's content differs from what stands in the same blocks later, as far as the file
 * then went: a file that only grew keeps what it had.
 * @param later the present content when absent
 */
function isOverwritten(past: Past, state: InodeState, later?: InodeState): boolean {
  const { blockSize } = past.fs.volume;
  const { i_size } = state.inode;
  for (const run of kindOf(state.inode) === 'file' ? past.mapOf(state) : []) {
    for (let i = 0; run.at !== undefined && i < run.length; i++) {
      const block = run.at + i;
      const copy = past.contentCopy(block, state);
      const next = copy && later && past.contentCopy(block, later);
      if (!copy || (next && next.journalBlock === copy.journalBlock)) continue;
      const length = Math.min(blockSize, i_size - (run.logical + i) * blockSize);
      if (length <= 0) continue;
      const was = Buffer.from(past.history.read(copy)!.subarray(0, length));
      const is = (next && past.history.read(next)) ?? past.fs.volume.block(block);
      if (!was.equals(is.subarray(0, length))) return true;
    }
  }
  return false;
}

/** True when a state stored something in a block that another map of the file does not have at the same place. */
function hasOwnContent(past: Past, state: InodeState, other: BlockRun[], otherInode: Inode): boolean {
  if (state.inode.i_size === 0) return false;
  const runs = past.mapOf(state);
  if (runs.length === 0) return other.length === 0 && !state.inode.sameMap(otherInode);
  return runs.some((run) => run.at !== undefined && !within(run, other));
}

/** The first transaction that has this content, when the last one that has it is another. */
const firstRecorded = ({ since, version }: InodeState): string[] =>
  since.order < version.order ? [`first recorded in transaction ${when(since)}`] : [];

/** A transaction in words. */
export const when = ({ sequence, committed, elsewhere }: BlockVersion): string =>
  elsewhere?.fast
    ? `${sequence}, in its fast commits, which bear no time`
    : committed
      ? `${sequence}, committed ${committed}`
      : `${sequence}, whose commit time is lost`;
