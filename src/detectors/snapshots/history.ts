import type { ListedFile, SnapshotItem } from '../../artifacts/index.ts';
import { folderOf } from '../survey/places.ts';

/** Bytes of one snapshot of the series. */
export interface Place {
  snapshot: number;
  offset: number;
  length: number;
}

/** A file as it was listed, unchanged, in one snapshot or several. */
export interface ListedState {
  first: Place;
  last: Place;
  file: ListedFile;
}

/** One path through the series. */
export interface PathHistory {
  path: string;
  /** Oldest first. */
  states: ListedState[];
  /** The first snapshot behind the last state that lists its folder without it. */
  goneBy?: number;
}

/** Paths that are remembered. */
const MOST = 2_000_000;

/** What every path of a series of listings was, snapshot by snapshot; handed them oldest first. */
export class ListingHistory {
  readonly #paths = new Map<string, PathHistory>();
  /** In which snapshots a folder was listed to its end. */
  readonly #folders = new Map<string, number[]>();
  #at = -1;
  #folder: string | undefined;
  /** Paths beyond those that are remembered. */
  left = 0;

  begin(): number {
    this.#folder = undefined;
    return ++this.#at;
  }

  /** Answers what is known of the path now, when the item lists one. */
  item(item: SnapshotItem): PathHistory | undefined {
    if (item.kind === 'folder') this.#open(item.path);
    else if (item.kind === 'section') {
      // A listing that was cut says nothing of the members it had still to name.
      if (!item.section.complete && this.#folder !== undefined) this.#folders.get(this.#folder)?.pop();
      this.#folder = undefined;
    } else if (item.kind === 'file') return this.#list(item);
    return undefined;
  }

  #open(path: string): void {
    this.#folder = path;
    const list = this.#folders.get(path);
    if (!list) this.#folders.set(path, [this.#at]);
    else if (list.at(-1) !== this.#at) list.push(this.#at);
  }

  #list({ path, file, offset, length }: SnapshotItem & { kind: 'file' }): PathHistory | undefined {
    let history = this.#paths.get(path);
    if (!history) {
      if (this.#paths.size >= MOST) {
        this.left++;
        return undefined;
      }
      history = { path, states: [] };
      this.#paths.set(path, history);
    }
    const place: Place = { snapshot: this.#at, offset, length };
    const last = history.states.at(-1);
    const same = last && history.goneBy === undefined && isSame(last.file, file);
    if (same) last.last = place;
    else history.states.push({ first: place, last: place, file });
    delete history.goneBy;
    return history;
  }

  /** Judges what the snapshot did not list; called when it was read. */
  end(): void {
    for (const history of this.#paths.values())
      if (history.goneBy === undefined && this.#lacks(history.path, this.#at)) history.goneBy = this.#at;
  }

  get paths(): Iterable<PathHistory> {
    return this.#paths.values();
  }

  /** True when the snapshot listed the folder, or the one above a missing folder, and not the path. */
  #lacks(path: string, snapshot: number): boolean {
    for (let at = path; at !== '/'; at = folderOf(at)) {
      if (this.#lists(at, snapshot)) return false;
      if (this.#folders.get(folderOf(at))?.includes(snapshot)) return true;
    }
    return false;
  }

  #lists(path: string, snapshot: number): boolean {
    const states = this.#paths.get(path)?.states;
    return states?.some((s) => s.first.snapshot <= snapshot && snapshot <= s.last.snapshot) ?? false;
  }

  /** The latest snapshot before `snapshot` that shows that the path was not there. */
  lackedBefore({ path }: PathHistory, snapshot: number): number | undefined {
    for (let at = snapshot - 1; at >= 0 && at >= snapshot - 64; at--) {
      if (this.#lacks(path, at)) return at;
      if (this.#lists(path, at)) return undefined;
    }
    return undefined;
  }
}

/** The same bytes, as far as a listing can tell; dates without a time of day compare as days. */
const isSame = (a: ListedFile, b: ListedFile): boolean =>
  a.size === b.size &&
  a.kind === b.kind &&
  (a.modified?.precision === b.modified?.precision
    ? a.modified?.at === b.modified?.at
    : a.modified?.at.slice(0, 10) === b.modified?.at.slice(0, 10));
