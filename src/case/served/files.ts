import {
  AfterimageError,
  type Allocation,
  byInstant,
  type ContentState,
  type EntryKind,
  type FileVersionDetail,
  type Moment,
  type MomentsAnswer,
  type SystemRole,
  type VersionsQuery,
} from '../../model/index.ts';
import type { PlainRow } from '../duckdb.ts';
import { fileRecord, fileSelect } from '../query.ts';
import { type FileRow, originsOf } from '../rows.ts';
import type { CaseReader } from './reader.ts';
import { inOrder, type TimedVersion } from './standing.ts';

/** Most versions of one file that are told, most moments, most stretches of content. */
const VERSIONS = 500;
const MOMENTS = 2000;
const RANGES = 64;
const TEXT = 4096;

/** One version as the tree needs it. */
export interface VersionRow extends TimedVersion {
  path?: string;
  kind: EntryKind;
  system?: SystemRole;
}

/** A version with all that its row says; `findings` is for others to fill in. */
export type VersionFacts = Omit<FileVersionDetail, 'findings'> & VersionRow;

/** Columns that every version is told with. */
export const versionColumns = `file_row_number AS row, left(path, ${TEXT}) AS path, kind, allocation, content, size, inode, sha256, system,
  left(layers, ${TEXT}) AS layers, json_extract_string(times, '$.modified') AS modified,
  json_extract_string(times, '$.accessed') AS accessed, json_extract_string(times, '$.changed') AS changed,
  json_extract_string(times, '$.born') AS born, json_extract_string(times, '$.deleted') AS deleted,
  version_transaction, CAST(version_committed AS VARCHAR) AS committed`;

const detailColumns = `${versionColumns}, mode, uid, gid, links, left(link_target, ${TEXT}) AS link_target, md5, sha1,
  left(notes, 65536) AS notes, CASE WHEN length(extents) < 4194304 THEN extents END AS extents`;

/** Questions about the entries of one case, by the number of their row in files.parquet. */
export class FileQuestions {
  readonly #reader: CaseReader;

  constructor(reader: CaseReader) {
    this.#reader = reader;
  }

  /** When files changed or went, as far as versions tell. */
  async moments(system: SystemRole | undefined, signal?: AbortSignal): Promise<Omit<MomentsAnswer, 'horizons'>> {
    const rows = await this.#reader.rows(
      `WITH named AS (SELECT path, layers, system, allocation, changed, deleted,
          count(*) OVER (PARTITION BY layers, path) AS versions
        FROM read_parquet($1) WHERE path IS NOT NULL AND ($2 IS NULL OR system = $2)),
      told AS (
        SELECT 'changed' AS kind, changed AS moment, layers, path FROM named
          WHERE changed IS NOT NULL AND (versions > 1 OR allocation <> 'allocated')
        UNION ALL SELECT 'removed', deleted, layers, path FROM named WHERE deleted IS NOT NULL)
      SELECT kind, left(layers, ${TEXT}) AS volume, CAST(max(moment) AS VARCHAR) AS last, count(*) AS n,
        left(min(path), ${TEXT}) AS path1, left(max(path), ${TEXT}) AS path2, count(*) OVER () AS total
      FROM told GROUP BY kind, layers, date_trunc('second', moment) ORDER BY n DESC, last, kind, volume LIMIT ${MOMENTS}`,
      [this.#reader.files, system ?? null],
      signal,
    );
    const moments = rows.map(
      ({ kind, volume, last, n, path1, path2 }): Moment => ({
        at: instantOf(last)!,
        kind: kind as Moment['kind'],
        volume: String(volume),
        changes: Number(n),
        paths: [...new Set([String(path1), String(path2)])],
      }),
    );
    moments.sort((a, b) => byInstant(a.at, b.at));
    const [about] = await this.#reader.rows(
      `SELECT CAST(max(changed) FILTER (allocation = 'allocated') AS VARCHAR) AS last,
        string_agg(DISTINCT system, ',') AS systems FROM read_parquet($1)`,
      [this.#reader.files],
      signal,
    );
    const now = instantOf(about?.last);
    return {
      moments,
      total: Number(rows[0]?.total ?? 0),
      ...(now !== undefined && { now }),
      systems: String(about?.systems ?? '')
        .split(',')
        .filter(Boolean)
        .sort() as SystemRole[],
    };
  }

  /** Every version of one file, oldest first. @throws AfterimageError `usage` when it is not said of which */
  async versions(query: VersionsQuery, signal?: AbortSignal): Promise<{ versions: VersionFacts[]; more: number }> {
    const { path, inode, system, row } = query;
    if (row !== undefined) return this.#versionsOfRow(row, signal);
    if (path === undefined && inode === undefined)
      throw new AfterimageError('usage', 'Versions of which file? Say path, inode or row.');
    const found = await this.#details(
      `($2 IS NULL OR path = $2) AND ($3 IS NULL OR inode = $3) AND ($4 IS NULL OR system = $4) AND kind <> 'run'`,
      [path ?? null, inode ?? null, system ?? null],
      signal,
    );
    return { versions: inOrder(found.slice(0, VERSIONS)), more: Math.max(0, found.length - VERSIONS) };
  }

  /** One row. */
  async one(row: number, signal?: AbortSignal): Promise<VersionFacts | undefined> {
    const [found] = await this.#details('file_row_number = CAST($2 AS BIGINT)', [row], signal);
    return found;
  }

  /** One row as the examination knows it, to read its content again. */
  async entry(row: number, signal?: AbortSignal): Promise<FileRow | undefined> {
    const [found] = await this.#reader.rows(
      `SELECT ${fileSelect().join(', ')} FROM read_parquet($1, file_row_number = true)
      WHERE file_row_number = CAST($2 AS BIGINT)`,
      [this.#reader.files, row],
      signal,
    );
    return found && fileRecord(found);
  }

  /** Rows without a name that have this size: pieces of free space. */
  nameless(allocation: Allocation, size: number, signal?: AbortSignal): Promise<VersionFacts[]> {
    return this.#details('path IS NULL AND allocation = $2 AND size = $3', [allocation, size], signal);
  }

  async #versionsOfRow(row: number, signal?: AbortSignal): Promise<{ versions: VersionFacts[]; more: number }> {
    const one = await this.one(row, signal);
    if (!one) return { versions: [], more: 0 };
    if (one.path === undefined) return { versions: [one], more: 0 };
    return this.versions({ path: one.path, ...(one.system && { system: one.system }) }, signal);
  }

  async #details(where: string, parameters: (string | number | null)[], signal?: AbortSignal): Promise<VersionFacts[]> {
    const rows = await this.#reader.rows(
      `SELECT ${detailColumns} FROM read_parquet($1, file_row_number = true) WHERE ${where} LIMIT ${4 * VERSIONS}`,
      [this.#reader.files, ...parameters],
      signal,
    );
    return rows.map(factsOf);
  }
}

/** A row with `versionColumns`. */
export function versionOf(row: PlainRow): VersionRow {
  const given = {
    row: Number(row.row),
    path: row.path,
    kind: row.kind,
    allocation: row.allocation as Allocation,
    content: row.content as ContentState,
    size: Number(row.size),
    inode: row.inode,
    sha256: row.sha256,
    system: row.system,
    layers: String(row.layers),
    modified: row.modified,
    accessed: row.accessed,
    changed: row.changed,
    born: row.born,
    deleted: row.deleted,
    transaction: row.version_transaction,
    committed: instantOf(row.committed),
  };
  return present(given) as unknown as VersionRow;
}

function factsOf(row: PlainRow): VersionFacts {
  const origins = originsOf(typeof row.extents === 'string' ? { extents: row.extents } : {});
  return {
    ...versionOf(row),
    ...present({
      mode: row.mode,
      uid: row.uid,
      gid: row.gid,
      links: row.links,
      linkTarget: row.link_target,
      md5: row.md5,
      sha1: row.sha1,
    } as Partial<FileVersionDetail>),
    notes: sentences(row.notes),
    ranges: origins.slice(0, RANGES).map(({ evidence, offset, length, member }) => ({
      offset,
      length,
      ...(evidence === undefined && { hole: true as const }),
      ...(member !== undefined && { member }),
    })),
  };
}

function sentences(text: unknown): string[] {
  if (typeof text !== 'string') return [];
  try {
    return (JSON.parse(text) as unknown[]).map(String).slice(0, 100);
  } catch {
    return [text];
  }
}

const instantOf = (text: unknown): string | undefined =>
  typeof text === 'string' ? `${text.replace(' ', 'T')}Z` : undefined;

const present = <T extends object>(object: T): T =>
  Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
