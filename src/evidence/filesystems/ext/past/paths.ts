import { kindOf } from '../inode.ts';
import { liveNames, type NamesSeen } from '../names.ts';
import { sameFile } from './lives.ts';
import { namesOf, type PastName } from './names.ts';
import type { Past } from './past.ts';

/** A path as it was when a name was last recorded. */
export interface PastPath {
  text: string;
  notes: string[];
  /** The inode that has this path now; undefined when nothing has. */
  now: number | undefined;
}

const KEPT_DIRECTORIES = 1024;
const DEEPEST = 64;

/** Paths of past names: through directories that live, that have moved, or that are gone themselves. */
export class Paths {
  readonly #past: Past;
  readonly #seen: NamesSeen;
  readonly #names: Map<number, PastName[]>;
  readonly #live = new Map<number, Map<string, number>>();

  constructor(past: Past, seen: NamesSeen, names: Map<number, PastName[]>) {
    this.#past = past;
    this.#seen = seen;
    this.#names = names;
  }

  of(name: PastName): PastPath {
    const directory = this.#directory(name.directory, name.last.order, 0);
    const notes = [`name from the copy of its directory in transaction ${name.last.sequence}`];
    if (directory.state === 'gone') notes.push('its directory is gone as well');
    if (directory.state === 'moved') notes.push(`its directory has another path now: ${directory.now}`);
    const text = join(directory.path, name.name);
    return { text, notes, now: this.liveInode(text) };
  }

  /** The inode a path leads to now, links not followed. */
  liveInode(path: string): number | undefined {
    let here: number | undefined = 2;
    for (const part of path.split('/').filter((p) => p.length > 0)) {
      here = here === undefined ? undefined : this.liveIn(here).get(part);
    }
    return here;
  }

  /** The live names of a directory. */
  liveIn(directory: number): Map<string, number> {
    let names = this.#live.get(directory);
    if (!names) {
      names = liveNames(this.#past.fs, directory);
      this.#live.set(directory, names);
      if (this.#live.size > KEPT_DIRECTORIES) this.#live.delete(this.#live.keys().next().value!);
    }
    return names;
  }

  #directory(
    number: number,
    order: number,
    depth: number,
  ): { path: string; state: 'live' | 'moved' | 'gone'; now?: string } {
    if (number === 2) return { path: '/', state: 'live' };
    const now = this.#livesStill(number, order) ? this.#seen.paths.get(number) : undefined;
    const name = this.#nameAt(number, order);
    const unknown = { path: `/[directory ${number}]`, state: 'gone' as const };
    if (!name || depth > DEEPEST || name.directory === number)
      return now === undefined ? unknown : { path: now, state: 'live' };
    // A name that its directory still has was logged long ago and has not changed since.
    if (now !== undefined && this.liveIn(name.directory).get(name.name) === number) return { path: now, state: 'live' };
    const parent = this.#directory(name.directory, name.last.order, depth + 1);
    const path = join(parent.path, name.name);
    if (now === undefined) return { path, state: 'gone' };
    return path === now ? { path, state: 'live' } : { path, state: 'moved', now };
  }

  /** Whether the directory that had a number after a transaction still has it. */
  #livesStill(number: number, order: number): boolean {
    const now = this.#past.fs.inode(number)?.inode;
    if (!now || kindOf(now) !== 'directory' || now.i_links_count === 0) return false;
    const then = this.#past.lifeAt(number, order);
    return then === undefined || sameFile(then[0]!.inode, now);
  }

  /** The name a directory had after a transaction: the latest that was recorded by then, or the earliest after. */
  #nameAt(number: number, order: number): PastName | undefined {
    const candidates = this.#names.get(number) ?? [];
    const all = this.#past.livesOf(number);
    const life = this.#past.lifeAt(number, order);
    const index = life ? all.indexOf(life) : -1;
    const own = life ? namesOf(candidates, life, all[index + 1], index === 0) : candidates;
    return own.findLast((n) => n.first.order <= order) ?? own[0];
  }
}

const join = (directory: string, name: string): string => `${directory === '/' ? '' : directory}/${name}`;
