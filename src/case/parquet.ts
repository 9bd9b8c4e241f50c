import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Engine, pathLiteral, withoutGlob } from './duckdb.ts';
import { eventsSql } from './event-parts.ts';
import { temporaryName } from './names.ts';
import { osError } from './os-error.ts';
import { prepareFiles } from './prepare-files.ts';
import { timeKinds } from './rows.ts';
import { undatedParts } from './undated.ts';
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
  /** Offset of the content's first stored byte; looked at only when there is neither path nor inode. */
  first?: number;
}

export interface TablesOptions {
  /** The case folder. */
  folder: string;
  /** `.work`, with the parts in it. */
  work: string;
  /** SHA-256 of each piece of evidence, by its place. */
  evidence: string[];
  links: FindingLink[];
  /** DuckDB's buffer pool in MiB. */
  memory?: number;
  /** Events of logs that are sorted at once: DuckDB keeps what it sorts in memory, and these rows are wide. */
  sliceRows?: number;
  signal?: AbortSignal;
}

// Rows are wide (a KiB and more); the writer holds a whole row group in memory.
const parquetOptions = '(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)';

/**
 * Turns the parts of a case into files.parquet and timeline.parquet, sorted so that the same rows give the same bytes
 * whatever the order and number of the parts.
 * @param prepared true when `prepareFiles` has done its part
 * @throws AfterimageError `io` when the medium is full or a part cannot be read
 */
export async function writeTables(options: TablesOptions, prepared = false): Promise<void> {
  const { folder, work } = options;
  const name = 'files.parquet';
  if (!prepared) await prepareFiles(options);
  try {
    await rename(join(work, name), join(folder, temporaryName(name)));
  } catch (error) {
    throw osError('io', 'write', join(folder, name), error);
  }
  await publish(folder, name);
  const spill = await emptySpill(work);
  await writeTimeline(options, spill);
  await rm(spill, { recursive: true, force: true });
}

async function emptySpill(work: string): Promise<string> {
  const spill = join(work, 'spill');
  await rm(spill, { recursive: true, force: true });
  await mkdir(spill);
  return spill;
}

/** MiB that did for two million entries. */
const MEMORY = 256;

/** Slices of the timeline are sorted side by side, each by an engine of its own. */
const LANES = 2;

async function writeTimeline(options: TablesOptions, spill: string): Promise<void> {
  const { folder, work, links, signal, sliceRows = 75_000, memory = MEMORY } = options;
  const files = withoutGlob(join(folder, 'files.parquet'));
  const parameters = [files, options.evidence.join(',')];
  const events = await eventsSql(work);
  let slices: Slice[] = [];
  await withEnoughMemory(options, spill, async (engine) => {
    slices = await timeSlices(engine, events, sliceRows, spill);
    if (slices.length > 1) return;
    await linkFindings(engine, spill, links, parameters[1]!);
    await writeTable(engine, folder, 'timeline.parquet', timelineSql(events, slices[0]!), parameters);
  });
  if (slices.length === 1) return;
  const left = [...slices.entries()];
  const lane = (_: unknown, place: number): Promise<void> =>
    withEnoughMemory({ memory: memory / LANES, signal }, join(spill, `lane-${place}`), async (engine) => {
      await linkFindings(engine, spill, links, parameters[1]!, place);
      // What an engine gave up on for want of memory is done again by the next one of this lane.
      for (let next = left[0]; next; next = left[0]) {
        signal?.throwIfAborted();
        left.shift();
        const [i, slice] = next;
        const path = join(spill, `slice-${String(i).padStart(6, '0')}.parquet`);
        try {
          await engine.run(
            `COPY (${timelineSql(events, slice)}) TO ${pathLiteral(path)} ${parquetOptions}`,
            parameters,
          );
        } catch (error) {
          left.push(next);
          throw error;
        }
      }
    });
  const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane));
  for (const done of lanes) if (done.status === 'rejected') throw done.reason;
  await withEnoughMemory(options, spill, async (engine) => {
    const all = join(withoutGlob(spill), 'slice-*.parquet');
    await writeTable(engine, folder, 'timeline.parquet', 'SELECT * FROM read_parquet($1)', [all]);
  });
}

/**
 * DuckDB gives up rather than slow down when memory does not do, and an examination of hours must not end with that: it
 * gets more, step by step.
 */
async function withEnoughMemory(
  { memory = MEMORY, signal }: Pick<TablesOptions, 'memory' | 'signal'>,
  spill: string,
  work: (engine: Engine) => Promise<void>,
): Promise<void> {
  for (let granted = memory; ; granted *= 2) {
    // One thread: it keeps the order of the lines, and a second costs memory rather than saving time.
    const engine = await Engine.open({ temporary: spill, threads: 1, memory: granted });
    const stop = () => engine.interrupt();
    signal?.addEventListener('abort', stop);
    try {
      signal?.throwIfAborted();
      return await work(engine);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      const outOfMemory = error instanceof Error && error.message.includes('Out of Memory Error');
      if (!outOfMemory || granted >= 8 * memory) throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
      engine.close();
    }
  }
}

async function writeTable(engine: Engine, folder: string, name: string, sql: string, parameters: string[]) {
  const temporary = join(folder, temporaryName(name));
  try {
    await rm(temporary, { force: true });
    await engine.run(`COPY (${sql}) TO ${pathLiteral(temporary)} ${parquetOptions}`, parameters);
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw osError('io', 'write', join(folder, name), error);
  }
  await publish(folder, name);
}

/** True of what belongs to a stretch: of the column of a time, and of events of logs that have none. */
type Slice = (column: string, told?: true) => string;

/** Stretches that hold about as many events each, in order: by time, then of what has none. */
async function timeSlices(engine: Engine, events: string, sliceRows: number, spill: string): Promise<Slice[]> {
  let count = 0;
  for await (const row of engine.rows(`SELECT count(*) AS n FROM (${events})`)) count = Number(row.n);
  if (count <= sliceRows) return [() => 'true'];
  // Files whose time no timestamp can hold stand before them.
  const files: Slice = (column, told) => (told ? 'false' : `${column} IS NULL`);
  const undated = (await undatedParts(engine, events, sliceRows, join(spill, 'undated.parquet'))).map(
    (part): Slice =>
      (column, told) =>
        told ? `${column} IS NULL AND ${part}` : 'false',
  );
  const parts = Math.max(2, Math.ceil(count / sliceRows));
  const shares = Array.from({ length: parts - 1 }, (_, i) => (i + 1) / parts);
  const bounds: number[] = [];
  const sql = `SELECT DISTINCT unnest(approx_quantile(epoch_us("at"), [${shares.join(', ')}])) AS bound
    FROM (${events}) WHERE "at" IS NOT NULL ORDER BY bound`;
  for await (const { bound } of engine.rows(sql)) if (bound !== undefined) bounds.push(Number(bound));
  const before = (column: string, i: number): string => `${column} < make_timestamp(${bounds[i]})`;
  const from = (column: string, i: number): string => `${column} >= make_timestamp(${bounds[i]})`;
  const last = bounds.length - 1;
  return [
    (column) => (last < 0 ? `${column} IS NOT NULL` : before(column, 0)),
    ...bounds.map(
      (_, i): Slice =>
        (column) =>
          i === last ? from(column, i) : `${from(column, i)} AND ${before(column, i + 1)}`,
    ),
    files,
    ...undated,
  ];
}

async function linkFindings(engine: Engine, spill: string, links: FindingLink[], ids: string, lane = 0): Promise<void> {
  const path = join(spill, `links-${lane}.ndjson`);
  // Paths of evidence: they travel in a file, never in SQL.
  await writeFile(path, links.map((link, rank) => `${JSON.stringify({ ...link, rank })}\n`).join(''));
  const columns = `{finding: 'VARCHAR', evidence: 'VARCHAR', layers: 'VARCHAR', path: 'VARCHAR', allocation: 'VARCHAR',
    inode: 'BIGINT', version: 'BIGINT', first: 'BIGINT', rank: 'BIGINT'}`;
  await engine.run(
    `CREATE TABLE link AS
     SELECT ${evidenceId('evidence')} AS evidence, layers, path, allocation, inode, version,
       CASE WHEN path IS NULL AND inode IS NULL THEN first END AS first, arg_min(finding, rank) AS finding
     FROM read_json($1, format = 'newline_delimited', columns = ${columns})
     GROUP BY ALL`,
    [withoutGlob(path), ids],
  );
}

const firstOffset = (extents: string): string => `TRY_CAST(json_extract_string(${extents}, '$[0][1]') AS BIGINT)`;

/** The hash that names the evidence at a place; `$2` is the list of them. */
const evidenceId = (place: string): string =>
  `coalesce(list_extract(string_split($2, ','), TRY_CAST(${place} AS INTEGER) + 1), ${place})`;

const events = timeKinds
  .map((kind, i) => `{'at': ${kind}, 'kind': ${i}::UTINYINT, 'exact': json_extract_string(times, '$.${kind}')}`)
  .join(', ');

const kindName = `['${timeKinds.join("', '")}'][e.kind + 1]`;

// Sorted by time, then as files.parquet is (by path), then by kind: numbers only, so that the sort key stays small. The
// rows that are sorted are narrow; the texts are made afterwards.
const timelineSql = (told: string, within: Slice): string => `
  WITH entry AS (
    SELECT file_row_number::UINTEGER AS row, times, modified, accessed, changed, born, deleted, f.layers, system, f.path,
      kind, f.allocation, f.inode, size, version_transaction, finding,
      list_position(string_split($2, ','), f.evidence)::USMALLINT AS place
    FROM read_parquet($1, file_row_number = true) f
    LEFT JOIN link l ON l.evidence = f.evidence AND l.layers = f.layers AND l.allocation = f.allocation
      AND l.path IS NOT DISTINCT FROM f.path AND l.inode IS NOT DISTINCT FROM f.inode
      AND l.version IS NOT DISTINCT FROM f.version_transaction
      AND (l.first IS NULL OR l.first = ${firstOffset('f.extents')})
    WHERE times <> '{}'
  ),
  event AS (SELECT unnest([${events}]) AS e, * EXCLUDE (times, modified, accessed, changed, born, deleted) FROM entry),
  told AS (
    SELECT "at", "offset" AS place, begins, r.path AS told_path, r.evidence AS told_evidence, l.finding,
      {'kind': time_kind, 'source': source, 'message': message, 'recovered': recovered,
        'fields': left(fields, -1) || CASE WHEN fields = '{}' THEN '' ELSE ',' END || '"evidence":"' || ${evidenceId('r.evidence')} || '"}'} AS told
    FROM (${told}) r
    LEFT JOIN link l ON l.evidence = ${evidenceId('r.evidence')} AND l.layers = r.layers AND l.allocation = r.allocation
      AND l.path IS NOT DISTINCT FROM r.path AND l.inode IS NOT DISTINCT FROM r.inode
      AND l.version IS NOT DISTINCT FROM r.version
    WHERE ${within('r."at"', true)}
  ),
  everything AS (
    SELECT e."at" AS "at", NULL::BIGINT AS told_place, NULL AS told_path, NULL AS told, *
    FROM event WHERE e.exact IS NOT NULL AND ${within('e."at"')}
    UNION ALL BY NAME
    SELECT "at", place AS told_place, begins, told_path, told_evidence, told, finding FROM told
  ),
  sorted AS (SELECT * FROM everything ORDER BY "at" NULLS LAST, row NULLS LAST, e.kind, told_path, told_evidence, told_place, begins)
  SELECT "at", coalesce(told.kind, ${kindName}) AS time_kind, coalesce(told.source, 'filesystem') AS source,
    coalesce(told.message, ${kindName} || ' ' || coalesce(path, 'inode ' || inode, 'nameless ' || kind)
      || CASE WHEN allocation = 'allocated' THEN '' ELSE ' (' || allocation || ')' END) AS message,
    coalesce(told_path, path) AS path,
    coalesce(told.fields, json_object('exact', e.exact, 'evidence', string_split($2, ',')[place], 'layers', layers,
      'system', system, 'kind', kind, 'allocation', allocation, 'inode', inode, 'size', size,
      'version_transaction', version_transaction)) AS fields,
    finding AS finding_id,
    coalesce(told.recovered, allocation <> 'allocated') AS recovered
  FROM sorted`;
