import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { joinParquet } from './columns/join-parquet.ts';
import { type Engine, pathLiteral, withoutGlob } from './duckdb.ts';
import { emptyFolder, MEMORY, withEnoughMemory } from './enough-memory.ts';
import { temporaryName } from './names.ts';
import { osError } from './os-error.ts';
import { timeKinds } from './rows.ts';
import type { Slice } from './timeline-slices.ts';
import { publish } from './write-file.ts';

/** Ties an entry to the strongest finding about it; what is undefined must be undefined in the row too. */
export interface FindingLink {
  finding: string;
  /** Place of the evidence, as in the rows of the parts. */
  evidence: string;
  layers: string;
  path?: string;
  allocation: string;
  inode?: number;
  version?: number;
  /** Offset of the content's first stored byte: what has neither path nor inode is known by it. */
  first?: number;
}

export interface TimelineOptions {
  /** The case folder, with files.parquet in it. */
  folder: string;
  work: string;
  /** SHA-256 of each piece of evidence, by its place. */
  evidence: string[];
  links: FindingLink[];
  /** DuckDB's buffer pool in MiB. */
  memory?: number;
  signal?: AbortSignal;
}

// Rows are wide (a KiB and more); the writer holds a whole row group in memory.
const parquetOptions = '(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)';

/** Slices are sorted side by side, each by an engine of its own. */
const LANES = 2;

/**
 * Writes timeline.parquet: every time of every file, and every event of the logs.
 * @param slices from `slicesOf`
 * @throws AfterimageError `io`
 */
export async function writeTimeline(slices: readonly Slice[], options: TimelineOptions): Promise<void> {
  const { folder, work, links, evidence, signal, memory = MEMORY } = options;
  const spill = await emptyFolder(work, 'spill');
  const parameters = [withoutGlob(join(folder, 'files.parquet')), evidence.join(',')];
  const paths = slices.map((_, i) => join(spill, `slice-${String(i).padStart(6, '0')}.parquet`));
  const left = [...slices.entries()];
  const lanes = Math.min(LANES, slices.length);
  const lane = (_: unknown, place: number): Promise<void> =>
    withEnoughMemory({ memory: memory / lanes, signal }, join(spill, `lane-${place}`), async (engine) => {
      await linkFindings(engine, join(spill, `links-${place}.ndjson`), links, parameters[1]!);
      // What an engine gave up on for want of memory is done again by the next one of this lane.
      for (let next = left[0]; next; next = left[0]) {
        signal?.throwIfAborted();
        left.shift();
        const [i, slice] = next;
        try {
          await engine.run(`COPY (${timelineSql(slice)}) TO ${pathLiteral(paths[i]!)} ${parquetOptions}`, parameters);
        } catch (error) {
          left.push(next);
          throw error;
        }
      }
    });
  const done = await Promise.allSettled(Array.from({ length: lanes }, lane));
  const name = 'timeline.parquet';
  const temporary = join(folder, temporaryName(name));
  try {
    for (const one of done) if (one.status === 'rejected') throw one.reason;
    await joinParquet(paths, temporary);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw signal?.aborted ? error : osError('io', 'write', join(folder, name), error);
  }
  await publish(folder, name);
  await rm(spill, { recursive: true, force: true });
}

/** The hash that names the evidence at a place; `$2` is the list of them. */
const evidenceId = (place: string): string =>
  `coalesce(list_extract(string_split($2, ','), TRY_CAST(${place} AS INTEGER) + 1), ${place})`;

/** @param path of a file for the links: they hold paths of evidence, which never enter SQL */
async function linkFindings(engine: Engine, path: string, links: FindingLink[], ids: string): Promise<void> {
  await writeFile(path, links.map((link, rank) => `${JSON.stringify({ ...link, rank })}\n`).join(''));
  const columns = `{finding: 'VARCHAR', evidence: 'VARCHAR', layers: 'VARCHAR', path: 'VARCHAR', allocation: 'VARCHAR',
    inode: 'BIGINT', version: 'BIGINT', first: 'BIGINT', rank: 'BIGINT'}`;
  await engine.run(
    `CREATE TABLE link AS
     SELECT evidence AS place, ${evidenceId('evidence')} AS evidence, layers, path, allocation, inode, version,
       CASE WHEN path IS NULL AND inode IS NULL THEN first END AS first, arg_min(finding, rank) AS finding
     FROM read_json($1, format = 'newline_delimited', columns = ${columns})
     GROUP BY ALL`,
    [withoutGlob(path), ids],
  );
}

/** Whether a link is about the entry of a row; of entries without a name in one layer, the one that begins at `first`. */
const linked = (row: string, evidence: string, version: string, first: string): string =>
  `${evidence} = ${row}.evidence AND l.layers = ${row}.layers AND l.allocation = ${row}.allocation
      AND l.path IS NOT DISTINCT FROM ${row}.path AND l.inode IS NOT DISTINCT FROM ${row}.inode
      AND l.version IS NOT DISTINCT FROM ${row}.${version}
      AND (l.path IS NOT NULL OR l.inode IS NOT NULL OR l.first IS NOT DISTINCT FROM ${first})`;

const firstOffset = "TRY_CAST(json_extract_string(f.extents, '$[0][1]') AS BIGINT)";

const events = timeKinds
  .map((kind, i) => `{'at': ${kind}, 'kind': ${i}::UTINYINT, 'exact': json_extract_string(times, '$.${kind}')}`)
  .join(', ');

const kindName = `['${timeKinds.join("', '")}'][e.kind + 1]`;

/** Events of logs beside those of files, which are numbers mostly: their texts are made when they are sorted. */
const withTold = (told: string): string => `
    UNION ALL BY NAME
    SELECT "at", "offset" AS told_place, begins, r.path AS told_path, r.evidence AS told_evidence, l.finding,
      time_kind, source, message, recovered, fields
    FROM (${told}) r
    LEFT JOIN link l ON ${linked('r', 'l.place', 'version', 'r."offset" - r.begins')}`;

// Sorted by time, then as files.parquet is (by path), then by kind: numbers only, so that the sort key stays small.
const timelineSql = ({ told, files }: Slice): string => `
  WITH entry AS (
    SELECT file_row_number::UINTEGER AS row, times, modified, accessed, changed, born, deleted, f.layers, system, f.path,
      kind, f.allocation, f.inode, size, version_transaction, finding,
      list_position(string_split($2, ','), f.evidence)::USMALLINT AS place
    FROM read_parquet($1, file_row_number = true) f
    LEFT JOIN link l ON ${linked('f', 'l.evidence', 'version_transaction', firstOffset)}
    WHERE times <> '{}' AND (${timeKinds.map(files).join(' OR ')})
  ),
  event AS (SELECT unnest([${events}]) AS e, * EXCLUDE (times, modified, accessed, changed, born, deleted) FROM entry),
  everything AS (
    SELECT e."at" AS "at", NULL::BIGINT AS told_place, NULL::BIGINT AS begins, NULL::VARCHAR AS told_path,
      NULL::VARCHAR AS told_evidence, NULL::VARCHAR AS time_kind, NULL::VARCHAR AS source, NULL::VARCHAR AS message,
      NULL::BOOLEAN AS recovered, NULL::VARCHAR AS fields, *
    FROM event WHERE e.exact IS NOT NULL AND ${files('e."at"')}
    ${told === undefined ? '' : withTold(told)}
  ),
  sorted AS (SELECT * FROM everything ORDER BY "at" NULLS LAST, row NULLS LAST, e.kind, told_path, told_evidence, told_place, begins)
  SELECT "at", coalesce(time_kind, ${kindName}) AS time_kind, coalesce(source, 'filesystem') AS source,
    coalesce(message, ${kindName} || ' ' || coalesce(path, 'inode ' || inode, 'nameless ' || kind)
      || CASE WHEN allocation = 'allocated' THEN '' ELSE ' (' || allocation || ')' END) AS message,
    coalesce(told_path, path) AS path,
    CASE WHEN fields IS NULL THEN json_object('exact', e.exact, 'evidence', string_split($2, ',')[place], 'layers', layers,
        'system', system, 'kind', kind, 'allocation', allocation, 'inode', inode, 'size', size,
        'version_transaction', version_transaction)
      ELSE concat(fields, CASE WHEN fields = '{' THEN '' ELSE ',' END, '"evidence":"', ${evidenceId('told_evidence')}, '"}')::JSON
    END AS fields,
    finding AS finding_id,
    coalesce(recovered, allocation <> 'allocated') AS recovered
  FROM sorted`;
