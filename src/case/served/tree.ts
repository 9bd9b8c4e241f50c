import type { EntryKind, FileVersionSummary, SystemRole, TreeAnswer, TreeEntry, TreeQuery } from '../../model/index.ts';
import { type VersionRow, versionColumns, versionOf } from './files.ts';
import type { CaseReader } from './reader.ts';
import { inOrder, isReverted, standingAt } from './standing.ts';

/** Most entries of one directory that are listed, and most versions of them that are looked at. */
const ENTRIES = 5000;
const ROWS = 50_000;
/** Directories whose versions are kept, so that moving through time does not read them again. */
const KEPT = 16;

interface Name {
  name: string;
  system?: SystemRole;
  versions: VersionRow[];
  below?: { entries: number; gone: number };
}

interface Directory {
  names: Name[];
  more: number;
}

/** A directory before it is known which findings are about what in it. */
export type PlainTree = Omit<TreeAnswer, 'entries'> & {
  entries: (Omit<TreeEntry, 'findings' | 'below'> & { below?: { entries: number; gone: number } })[];
};

/** The directories of a case as of any moment. */
export class TreeQuestions {
  readonly #reader: CaseReader;
  readonly #kept = new Map<string, Promise<Directory>>();

  constructor(reader: CaseReader) {
    this.#reader = reader;
  }

  async list({ path = '/', system, at }: TreeQuery): Promise<PlainTree> {
    const folder = path.endsWith('/') ? path : `${path}/`;
    const { names, more } = await this.#directory(folder, system);
    const entries = names.map(({ name, system: of, versions, below }) => {
      const ordered = inOrder(versions);
      const told = ordered.length > 0 ? standingAt(ordered, at) : undefined;
      return {
        name,
        path: folder + name,
        ...(of && { system: of }),
        kind: kindOf(name, told?.version.kind),
        standing: told?.standing ?? 'live',
        ...(told && { version: inShort(told.version) }),
        versions: versions.length,
        reverted: isReverted(ordered),
        ...(below && { below }),
      };
    });
    return { path: folder === '/' ? folder : folder.slice(0, -1), ...(at !== undefined && { at }), entries, more };
  }

  async #directory(folder: string, system: SystemRole | undefined): Promise<Directory> {
    const key = JSON.stringify([folder, system]);
    const known = this.#kept.get(key);
    this.#kept.delete(key);
    const directory = known ?? this.#read(folder, system);
    this.#kept.set(key, directory);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > KEPT) this.#kept.delete(oldest!);
    return directory.catch((error: unknown) => {
      this.#kept.delete(key);
      throw error;
    });
  }

  async #read(folder: string, system: SystemRole | undefined): Promise<Directory> {
    // What stands behind the slash comes before `0`, the next character: this skips most of a table sorted by path.
    const within = `path > $2 AND path < $3 AND ($4 IS NULL OR system = $4)`;
    const parameters = [this.#reader.files, folder, `${folder.slice(0, -1)}0`, system ?? null];
    const rest = `substr(path, ${[...folder].length + 1})`;
    const direct = await this.#reader.rows(
      `SELECT ${versionColumns} FROM read_parquet($1, file_row_number = true)
      WHERE ${within} AND NOT contains(${rest}, '/') LIMIT ${ROWS}`,
      parameters,
    );
    const deeper = await this.#reader.rows(
      `SELECT left(split_part(${rest}, '/', 1), 4096) AS name, system, count(*) AS n,
        count(*) FILTER (allocation <> 'allocated') AS gone
      FROM read_parquet($1) WHERE ${within} AND contains(${rest}, '/') GROUP BY ALL LIMIT ${ROWS}`,
      parameters,
    );
    const names = new Map<string, Name>();
    const named = (name: string, of: SystemRole | undefined): Name => {
      const key = JSON.stringify([name, of]);
      let found = names.get(key);
      if (!found) names.set(key, (found = { name, ...(of && { system: of }), versions: [] }));
      return found;
    };
    for (const row of direct.map(versionOf)) named(row.path!.slice(folder.length), row.system).versions.push(row);
    for (const { name, system: of, n, gone } of deeper)
      named(String(name), of as SystemRole | undefined).below = { entries: Number(n), gone: Number(gone) };
    const sorted = [...names.values()].sort(
      (a, b) => Number(!isFolder(a)) - Number(!isFolder(b)) || (a.name < b.name ? -1 : a.name > b.name ? 1 : 0),
    );
    return { names: sorted.slice(0, ENTRIES), more: Math.max(0, sorted.length - ENTRIES) };
  }
}

const shortly = [
  'row',
  'allocation',
  'content',
  'size',
  'inode',
  'sha256',
  'from',
  'until',
  'transaction',
  'committed',
] as const satisfies readonly (keyof FileVersionSummary)[];

/** A version without what its own page tells. */
const inShort = (version: VersionRow): FileVersionSummary =>
  Object.fromEntries(
    shortly.flatMap((name) => (version[name] === undefined ? [] : [[name, version[name]]])),
  ) as unknown as FileVersionSummary;

const isFolder = ({ versions, below }: Name): boolean =>
  below !== undefined || versions.some((version) => version.kind === 'directory');

/** What is inside an archive stands behind its name and an exclamation mark. */
function kindOf(name: string, kind: EntryKind | undefined): TreeEntry['kind'] {
  return kind ?? (name.endsWith('!') ? 'archive' : 'directory');
}
