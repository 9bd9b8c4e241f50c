import type { Instant, Version } from '../../../../model/index.ts';
import type { Walked } from '../../../entry.ts';
import { instantOf } from '../../../instant.ts';
import { entryOf } from '../entry.ts';
import type { ExtFileSystem } from '../filesystem.ts';
import { type Inode, kindOf } from '../inode.ts';
import { BlockHistory, bySequence } from '../journal/history.ts';
import { isMarked, liveNames, type NamesSeen } from '../names.ts';
import { Claims, contentKey, hasOwnContent } from './claims.ts';
import { type InodeState, inodeStates, lives } from './inode-states.ts';
import { nodeReader, type PastName, pastNames } from './names.ts';

/** What the journal still knows of a filesystem's past. */
export interface Past {
  history: BlockHistory;
  states: Map<number, InodeState[]>;
  complete: boolean;
}

/** What has been told from the journal, so that it is not told again, and less well, from what is left on disk. */
export interface Told {
  lives: Set<string>;
  names: Set<string>;
  /** Names of inodes that were unlinked while open, and still are. */
  orphans: Map<number, { path: string; name: PastName; notes: string[] }>;
}

export const nothingTold = (): Told => ({ lives: new Set(), names: new Set(), orphans: new Map() });

export const lifeKey = (inode: Inode): string => `${inode.number}.${inode.i_generation}`;

export function openPast(fs: ExtFileSystem): Past | undefined {
  if (!fs.journal) return undefined;
  const history = new BlockHistory(fs.journal);
  return { history, ...inodeStates(fs.volume, history) };
}

/** Deletion, as far as the journal or the inode itself dates it. */
interface Death {
  sequence: number | undefined;
  at?: Instant;
  notes: string[];
}

/**
 * Files as they were: every life of an inode that is over, with the name its directory last gave it, and every earlier
 * content of a file that still exists.
 */
/** @param orphans inodes that a process still held open when the image was taken */
export function* walkPast(
  fs: ExtFileSystem,
  past: Past,
  seen: NamesSeen,
  orphans: Set<number>,
): Generator<Walked, Told> {
  const told = nothingTold();
  const names = pastNames(fs, past.history, past.states, [...seen.paths.keys()]);
  const paths = new Paths(fs, seen, names);
  const claims = new Claims(fs, past);
  for (const [number, states] of [...past.states].sort((a, b) => a[0] - b[0])) {
    if (number < fs.volume.super.s_first_ino && number !== 2) continue;
    const all = lives(states);
    for (const [i, life] of all.entries()) {
      const present = life.filter((s) => s.inode.i_links_count > 0);
      if (present.length === 0) continue;
      const now = fs.inode(number)?.inode;
      const alive =
        i === all.length - 1 && isMarked(seen.reached, number) && now?.i_generation === life[0]!.inode.i_generation;
      if (alive) yield* earlierContents(fs, past, claims, present, seen.paths.get(number));
      else {
        const death = deathOf(life, now, all[i + 1]);
        const name = nameOf(names.get(number) ?? [], life, death, all[i + 1]);
        const path = name && paths.of(name);
        if (path !== undefined) told.names.add(path.text);
        if (orphans.has(number) && now?.i_generation === life[0]!.inode.i_generation) {
          if (name && path) told.orphans.set(number, { path: path.text, name, notes: path.notes });
          continue;
        }
        yield* gone(fs, past, claims, present, death, name, path);
        told.lives.add(lifeKey(life[0]!.inode));
      }
    }
  }
  if (!past.complete)
    yield {
      locator: fs.volume.locate(0, 0, 0),
      reason: 'ext: the journal holds more earlier inodes than are kept; not all were looked at',
      bytes: 0,
    };
  return told;
}

/** Contents that a file which still exists once had, where they lay in other blocks than its present ones. */
function* earlierContents(
  fs: ExtFileSystem,
  past: Past,
  claims: Claims,
  present: InodeState[],
  path: string | undefined,
): Generator<Walked> {
  const now = fs.inode(present[0]!.inode.number)!;
  if (kindOf(now.inode) !== 'file') return;
  for (const state of distinct(fs, past, present)) {
    if (!hasOwnContent(fs, past, state, now.inode)) continue;
    const built = entryOf(fs.volume, fs.free, state.inode, placeOf(past, state), {
      allocation: 'superseded',
      ...(path !== undefined && { path }),
      past: pastOf(fs, past, claims, state),
      notes: [`an earlier content of this file, as transaction ${state.version.sequence} left it`],
    });
    yield built.entry;
  }
}

/** A file whose life is over: its last content, and before it any other that lay elsewhere. */
function* gone(
  fs: ExtFileSystem,
  past: Past,
  claims: Claims,
  present: InodeState[],
  death: Death,
  name: PastName | undefined,
  path: { text: string; notes: string[]; live: boolean } | undefined,
): Generator<Walked> {
  const versions = distinct(fs, past, present);
  const withContent = versions.filter((s) => s.inode.i_size > 0);
  const shown = withContent.length > 0 ? withContent : versions.slice(-1);
  for (const [i, state] of shown.entries()) {
    const last = i === shown.length - 1;
    if (!last && !hasOwnContent(fs, past, state, shown[shown.length - 1]!.inode)) continue;
    const built = entryOf(fs.volume, fs.free, state.inode, placeOf(past, state), {
      allocation: path?.live ? 'superseded' : 'deleted',
      ...(path && { path: path.text }),
      ...(name && { name: name.at }),
      past: { ...pastOf(fs, past, claims, state), ...(death.at !== undefined && { deleted: death.at }) },
      notes: [
        last
          ? `as transaction ${state.version.sequence} left it`
          : `an earlier content, as transaction ${state.version.sequence} left it`,
        ...(path ? path.notes : ['no directory block that is left in the journal names it']),
        ...(path?.live ? ['another file has this path now'] : []),
        ...death.notes,
      ],
    });
    yield built.entry;
  }
}

const placeOf = ({ history }: Past, { version, offset }: InodeState) => {
  const { source, at } = history.place(version);
  return { source, at: at + offset };
};

function pastOf(fs: ExtFileSystem, past: Past, claims: Claims, state: InodeState) {
  const { sequence, committed } = state.version;
  const version: Version = { transaction: sequence, ...(committed && { committed }) };
  return {
    version,
    readNode: nodeReader(fs, past.history, sequence),
    holds: (block: number) => claims.holds(block, state),
  };
}

/** The last state of each distinct content, oldest first. */
function distinct(fs: ExtFileSystem, past: Past, states: InodeState[]): InodeState[] {
  const byContent = new Map<string, InodeState>();
  for (const state of states) {
    const key = contentKey(fs, past, state);
    byContent.delete(key);
    byContent.set(key, state);
  }
  return [...byContent.values()];
}

/** When a life ended: the inode's own deletion time, and the commit of the transaction that wrote it. */
function deathOf(life: InodeState[], now: Inode | undefined, next: InodeState[] | undefined): Death {
  const dead = life.find((s) => s.inode.i_links_count === 0);
  const onDisk = now?.i_generation === life[0]!.inode.i_generation && now.i_links_count === 0 ? now : undefined;
  const timed =
    life.findLast((s) => s.inode.i_links_count === 0 && s.inode.i_dtime !== 0)?.inode ??
    (onDisk?.i_dtime ? onDisk : undefined);
  const notes: string[] = [];
  if (dead?.version.committed)
    notes.push(`unlinked in transaction ${dead.version.sequence}, committed ${dead.version.committed}`);
  else if (dead) notes.push(`unlinked in transaction ${dead.version.sequence}, whose commit time is lost`);
  else if (!timed && next)
    notes.push(
      `its inode was given to another file by transaction ${next[0]!.version.sequence}${next[0]!.version.committed ? `, committed ${next[0]!.version.committed}` : ''}`,
    );
  return { sequence: dead?.version.sequence, ...(timed && { at: instantOf(timed.i_dtime, 0, 0) }), notes };
}

/** The name a file had last: of those its directories gave this number while this life lasted. */
function nameOf(
  candidates: PastName[],
  life: InodeState[],
  death: Death,
  next: InodeState[] | undefined,
): PastName | undefined {
  const born = life[0]!.version.sequence;
  const until = death.sequence ?? next?.[0]?.version.sequence;
  const during = candidates.filter(
    (n) =>
      (until === undefined || bySequence(n.first.sequence, until) <= 0) &&
      (next === undefined || bySequence(n.first.sequence, next[0]!.version.sequence) < 0),
  );
  // Names older than the first state we know may belong to an earlier life of the number.
  return during.filter((n) => bySequence(n.last.sequence, born) >= 0).at(-1) ?? during.at(-1);
}

/** Paths of past names: through directories that live, or that are gone themselves. */
class Paths {
  readonly #fs: ExtFileSystem;
  readonly #seen: NamesSeen;
  readonly #names: Map<number, PastName[]>;
  readonly #live = new Map<number, Map<string, number>>();

  constructor(fs: ExtFileSystem, seen: NamesSeen, names: Map<number, PastName[]>) {
    this.#fs = fs;
    this.#seen = seen;
    this.#names = names;
  }

  of(name: PastName): { text: string; notes: string[]; live: boolean } {
    const directory = this.#directory(name.directory, 0);
    const notes = [`name from the copy of its directory in transaction ${name.last.sequence}`];
    if (directory.gone) notes.push('its directory is gone as well');
    const live = !directory.gone && this.#liveIn(name.directory).has(name.name);
    return { text: `${directory.path === '/' ? '' : directory.path}/${name.name}`, notes, live };
  }

  #directory(number: number, depth: number): { path: string; gone: boolean } {
    const path = this.#seen.paths.get(number);
    if (path !== undefined) return { path, gone: false };
    const name = this.#names.get(number)?.at(-1);
    if (!name || depth > 64 || name.directory === number) return { path: `/[directory ${number}]`, gone: true };
    const parent = this.#directory(name.directory, depth + 1);
    return { path: `${parent.path === '/' ? '' : parent.path}/${name.name}`, gone: true };
  }

  #liveIn(directory: number): Map<string, number> {
    let names = this.#live.get(directory);
    if (!names) {
      names = liveNames(this.#fs, directory);
      this.#live.set(directory, names);
      if (this.#live.size > 32) this.#live.delete(this.#live.keys().next().value!);
    }
    return names;
  }
}
