import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Engine, type PlainRow, pathLiteral, withoutGlob } from '../duckdb.ts';
import type { VotingDevice } from './device.ts';
import { programSql } from './programs.ts';

/** One path of one edition, and how its devices voted. */
export interface BallotCount {
  path: string;
  /** Devices that have it with content that was read, and without. */
  present: number;
  unread: number;
  contents: number;
  /** Most first; at most eight. */
  counts: number[];
  /** The commonest content. */
  top: string;
  /** One device that has it: the only one, when one does. */
  one: number;
}

/** One device's ballot on a path where the others agree on something else. */
export interface Held {
  path: string;
  device: number;
  /** Its content; absent for a device that does not have the file. */
  content?: string;
  program: boolean;
}

/** Most paths whose holders are looked up, and most holders. */
export const MOST_ODD_PATHS = 20_000;
const MOST_HELD = 200_000;

/**
 * The ballots of many devices, in a database of their own that spills to disk: a ballot is the content of one live file
 * of the running system. Devices are numbered by their place in the list.
 */
export class Ballots {
  readonly #engine: Engine;
  readonly #folder: string;

  private constructor(engine: Engine, folder: string) {
    this.#engine = engine;
    this.#folder = folder;
  }

  /** @param memory of the database, in MiB @throws AfterimageError `io` when a file cannot be read */
  static async open(devices: readonly VotingDevice[], { threads = 2, memory = 768 } = {}): Promise<Ballots> {
    const folder = await mkdtemp(join(tmpdir(), 'afterimage-votes-'));
    const engine = await Engine.open({ temporary: folder, threads, memory });
    const ballots = new Ballots(engine, folder);
    try {
      await ballots.#prepare(devices);
      return ballots;
    } catch (error) {
      await ballots.close();
      throw error;
    }
  }

  async #prepare(devices: readonly VotingDevice[]): Promise<void> {
    const engine = this.#engine;
    await engine.run('CREATE TABLE voter (file VARCHAR, device INTEGER, edition INTEGER, system VARCHAR)');
    for (const [i, d] of devices.entries())
      await engine.run('INSERT INTO voter VALUES ($1, $2, $3, $4)', [d.file, i, d.edition, d.system ?? null]);
    const sources: string[] = [];
    // Names of files travel as literals of a list: a view takes no parameters.
    const list = (kind: VotingDevice['kind']): string =>
      devices.flatMap((d) => (d.kind === kind ? pathLiteral(withoutGlob(d.file)) : [])).join(', ');
    if (devices.some((d) => d.kind === 'case'))
      sources.push(`SELECT v.edition, v.device, f.path, f.sha256 AS content, ${programSql} AS program
        FROM read_parquet([${list('case')}], filename = true) f JOIN voter v ON v.file = f.filename
        WHERE f.allocation = 'allocated' AND f.kind = 'file' AND f.path IS NOT NULL
          AND (v.system IS NULL OR f.system = v.system)`);
    if (devices.some((d) => d.kind === 'votes'))
      sources.push(`SELECT v.edition, v.device, f.path, f.content, f.program
        FROM read_json([${list('votes')}], format = 'newline_delimited', filename = true,
          columns = {path: 'VARCHAR', content: 'VARCHAR', program: 'BOOLEAN'}) f JOIN voter v ON v.file = f.filename
        WHERE f.path IS NOT NULL`);
    await engine.run(`CREATE VIEW entry AS ${sources.join(' UNION ALL ')}`);
    await engine.run(`CREATE TABLE ballot AS
      SELECT edition, path, coalesce(content, '') AS content, count(*) AS n, min(device) AS one
      FROM entry GROUP BY edition, path, coalesce(content, '')`);
  }

  /** Paths on which not all devices of an edition agree, in the order of paths. */
  async *disputed(edition: number, voters: number): AsyncGenerator<BallotCount> {
    const sql = `SELECT path, coalesce(sum(n) FILTER (content <> ''), 0)::BIGINT AS present,
        coalesce(sum(n) FILTER (content = ''), 0)::BIGINT AS unread,
        count(*) FILTER (content <> '') AS contents,
        array_to_string(list(n ORDER BY n DESC) FILTER (content <> '')[1:8], ',') AS counts,
        coalesce(arg_max(content, n) FILTER (content <> ''), '') AS top, min(one) AS one
      FROM ballot WHERE edition = $1 GROUP BY path
      HAVING count(*) > 1 OR sum(n) < $2 OR min(content) = '' ORDER BY path`;
    for await (const row of this.#engine.rows(sql, [edition, voters])) yield countOf(row);
  }

  /** How many paths all devices have with the same content. */
  async agreed(edition: number, voters: number): Promise<number> {
    const sql = `SELECT count(*) AS n FROM (SELECT path FROM ballot WHERE edition = $1 GROUP BY path
      HAVING count(*) = 1 AND sum(n) >= $2 AND min(content) <> '')`;
    for await (const row of this.#engine.rows(sql, [edition, voters])) return Number(row.n);
    return 0;
  }

  /** Folders that more than half of the devices have, and all folders above them. */
  async sharedFolders(edition: number, voters: number): Promise<Set<string>> {
    const sql = `SELECT folder FROM (SELECT DISTINCT device, parse_dirpath(path, '/') AS folder FROM entry WHERE edition = $1)
      GROUP BY folder HAVING count(*) * 2 > $2`;
    const folders = new Set<string>(['/']);
    for await (const row of this.#engine.rows(sql, [edition, voters]))
      for (let folder = String(row.folder ?? ''); folder !== '' && !folders.has(folder); folder = above(folder))
        folders.add(folder);
    return folders;
  }

  /**
   * Who has what at paths where a majority agrees: devices with other content, and, for paths that a majority has, those
   * without it.
   * @param odd each path with the majority's content, or without when the majority does not have it
   */
  async *holders(edition: number, odd: readonly { path: string; content?: string }[]): AsyncGenerator<Held> {
    const engine = this.#engine;
    await engine.run('CREATE OR REPLACE TABLE odd (path VARCHAR, content VARCHAR)');
    for (let i = 0; i < odd.length; i += 500) {
      const part = odd.slice(i, i + 500);
      const values = part.map((_, k) => `($${2 * k + 1}, $${2 * k + 2})`).join(', ');
      await engine.run(
        `INSERT INTO odd VALUES ${values}`,
        part.flatMap((o) => [o.path, o.content ?? null]),
      );
    }
    const sql = `WITH held AS (
        SELECT o.path, e.device, e.content, e.program, o.content AS majority FROM odd o JOIN entry e ON e.path = o.path
        WHERE e.edition = $1)
      SELECT path, device, content, program FROM held
        WHERE content IS NOT NULL AND content IS DISTINCT FROM majority
      UNION ALL
      SELECT o.path, v.device, NULL, (SELECT bool_or(program) FROM held h WHERE h.path = o.path)
        FROM odd o CROSS JOIN voter v
        WHERE o.content IS NOT NULL AND v.edition = $1
          AND NOT EXISTS (SELECT 1 FROM held h WHERE h.path = o.path AND h.device = v.device)
      ORDER BY path, device`;
    for await (const row of engine.rows(sql, [edition], { take: MOST_HELD }))
      yield {
        path: String(row.path),
        device: Number(row.device),
        ...(row.content !== undefined && { content: String(row.content) }),
        program: row.program === true,
      };
  }

  async close(): Promise<void> {
    this.#engine.close();
    await rm(this.#folder, { recursive: true, force: true }).catch(() => {});
  }
}

const above = (folder: string): string => folder.slice(0, folder.lastIndexOf('/'));

function countOf(row: PlainRow): BallotCount {
  return {
    path: String(row.path),
    present: Number(row.present),
    unread: Number(row.unread),
    contents: Number(row.contents),
    counts: String(row.counts ?? '')
      .split(',')
      .flatMap((n) => (n === '' ? [] : Number(n))),
    top: String(row.top ?? ''),
    one: Number(row.one),
  };
}
