import { byText } from '../../model/index.ts';
import { folderOf, isProgram } from '../survey/places.ts';
import type { Surveyed } from '../survey.ts';

/** What a list says that a file should be. */
export interface Expected {
  path: string;
  sha256: string;
  /** Where the line stands, for a list that is evidence itself. */
  offset?: number;
  length?: number;
}

/** How the files of one system differ from a list. Sorted by path. */
export interface Compared {
  same: number;
  changed: { found: Surveyed; expected: Expected }[];
  /** Programs in folders that the list knows, and not in it. */
  added: Surveyed[];
  /** Programs whose folder is there. */
  missing: { folder: Surveyed; expected: Expected }[];
  /** Listed files that are not there, with those whose folder is not there either. */
  absent: number;
  /** Listed files whose content could not be read whole, excluded ones, and those that are no program: not judged. */
  unread: number;
  excluded: number;
  other: number;
  /** Why nothing was concluded from all this; absent when it was. */
  refused?: string;
}

/** Share of listed files that may differ before the list is of another version, and the fewest that say so. */
const OTHER_VERSION = 0.2;
const FEWEST = 12;
/** Share of listed files that may be absent before the evidence is a selection. */
const SELECTION = 0.2;

const isListed = (path: string): boolean => isProgram(path) || /^\/etc\/(?:init|rc|cron)/.test(path);

/** Compares the live files of one system with a list of what they should be. Handed every entry once. */
export class Comparison {
  readonly #expected: Map<string, Expected>;
  readonly #folders: Set<string>;
  readonly #isExcluded: (path: string) => boolean;
  readonly #met = new Set<string>();
  readonly #there = new Map<string, Surveyed>();
  readonly #result: Compared = {
    same: 0,
    changed: [],
    added: [],
    missing: [],
    absent: 0,
    unread: 0,
    excluded: 0,
    other: 0,
  };

  constructor(expected: Iterable<Expected>, isExcluded: (path: string) => boolean = () => false) {
    this.#expected = new Map([...expected].map((e) => [e.path, e]));
    this.#folders = new Set([...this.#expected.keys()].map(folderOf));
    this.#isExcluded = isExcluded;
  }

  /** @param surveyed an entry of the system that is compared */
  entry(surveyed: Surveyed): void {
    const { path, allocation, kind } = surveyed.facts;
    if (path === undefined || allocation !== 'allocated' || path.includes('!/')) return;
    if (kind === 'directory' && this.#folders.has(path)) this.#there.set(path, surveyed);
    const expected = this.#expected.get(path);
    if (kind !== 'file') {
      // A link where the list has a file is how some builds lay files down.
      if (expected && kind === 'symlink') this.#met.add(path);
      return;
    }
    const result = this.#result;
    if (!expected) {
      if (!isListed(path) || !this.#folders.has(folderOf(path))) return;
      if (this.#isExcluded(path)) result.excluded++;
      else result.added.push(surveyed);
      return;
    }
    this.#met.add(path);
    if (this.#isExcluded(path)) result.excluded++;
    else if (!surveyed.hashes) result.unread++;
    else if (surveyed.hashes.sha256 === expected.sha256) result.same++;
    else if (isListed(path) || path.startsWith('/home/etc/')) result.changed.push({ found: surveyed, expected });
    else result.other++;
  }

  finish(): Compared {
    const result = this.#result;
    for (const [path, expected] of this.#expected) {
      if (this.#met.has(path) || this.#isExcluded(path)) continue;
      result.absent++;
      const folder = this.#there.get(folderOf(path));
      if (folder && isListed(path)) result.missing.push({ folder, expected });
    }
    const pathOf = ({ expected }: { expected: Expected }): string => expected.path;
    result.changed.sort((a, b) => byText(pathOf(a), pathOf(b)));
    result.missing.sort((a, b) => byText(pathOf(a), pathOf(b)));
    result.added.sort((a, b) => byText(a.facts.path!, b.facts.path!));
    const compared = result.same + result.changed.length;
    const total = compared + result.absent;
    if (compared === 0) result.refused = 'none of the files it lists was found';
    else if (result.changed.length >= FEWEST && result.changed.length > OTHER_VERSION * compared)
      result.refused = `${result.changed.length} of the ${compared} listed files that were found have another content, as when the list is of another version`;
    // Files that somebody selected are not missing.
    if (result.absent > SELECTION * total) result.missing = [];
    return result;
  }
}
