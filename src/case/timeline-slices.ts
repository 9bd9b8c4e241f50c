import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Engine, pathLiteral, withoutGlob } from './duckdb.ts';
import { emptyFolder, withEnoughMemory } from './enough-memory.ts';
import { eventParts, openFields, partsSql } from './event-parts.ts';
import { undatedParts } from './undated.ts';

/*
 * A timeline is too much to be sorted at once, so it is cut into slices that follow each other. Logs lie in parts in the
 * order in which they were read, each with any time in it: their events are first dealt out by time, into files of which
 * a slice needs one.
 */

/** A stretch of the timeline, which is sorted on its own. */
export interface Slice {
  /** A SELECT of its events of logs; nothing when it has none. */
  told?: string;
  /** What is true of its times of files, as a condition on a column. */
  files(column: string): string;
}

export interface SliceOptions {
  /** DuckDB's buffer pool in MiB. */
  memory?: number | undefined;
  /** Events of logs in one slice, about: DuckDB keeps what it sorts in memory, and these rows are wide. */
  sliceRows?: number | undefined;
  signal?: AbortSignal | undefined;
}

/** Files that events are dealt out to: each has a buffer while that is done. */
const FILES = 16;

/** Events that are held until they are written. */
const HELD = 32_768;

/** What the timeline says of an event, or is sorted by. */
const toldColumns = `"at", time_kind, source, message, path, ${openFields} AS fields, recovered, "offset", begins, evidence,
  layers, allocation, inode, version`;

/**
 * Deals out the events, which must all be stored, and says how the timeline is cut.
 * @param work `.work`, which keeps the files that slices are read from
 */
export async function slicesOf(work: string, options: SliceOptions): Promise<Slice[]> {
  if ((await eventParts(work)).length === 0) return [{ files: () => 'true' }];
  const spill = await emptyFolder(work, 'told');
  const parts = partsSql(work);
  let slices: Slice[] = [];
  await withEnoughMemory(options, spill, async (engine) => {
    const most = options.sliceRows ?? 75_000;
    let count = 0;
    for await (const row of engine.rows(`SELECT count(*) AS n FROM (${parts})`)) count = Number(row.n);
    slices =
      count <= most
        ? [{ told: `SELECT ${toldColumns} FROM (${parts})`, files: () => 'true' }]
        : await dealt(engine, parts, await emptyFolder(spill, 'dealt'), count, most);
  });
  return slices;
}

/** Stretches that hold about as many events each, in order: by time, then of what has none. */
async function dealt(engine: Engine, parts: string, folder: string, count: number, most: number): Promise<Slice[]> {
  const bounds = await timeBounds(engine, parts, Math.max(2, Math.ceil(count / most)));
  const each = Math.ceil((bounds.length + 1) / FILES);
  const undated = Math.floor(bounds.length / each) + 1;
  const files = bounds.flatMap((bound, i) =>
    (i + 1) % each === 0 ? [`WHEN "at" < ${bound} THEN ${(i + 1) / each - 1}`] : [],
  );
  await engine.run(`SET partitioned_write_flush_threshold = ${HELD}`);
  await engine.run(
    `COPY (SELECT ${toldColumns}, CASE WHEN "at" IS NULL THEN ${undated} ${files.join(' ')} ELSE ${undated - 1} END AS file
      FROM (${parts})) TO ${pathLiteral(folder)} (FORMAT parquet, COMPRESSION lz4_raw, ROW_GROUP_SIZE 4096, PARTITION_BY file)`,
  );
  const there = new Set(await readdir(folder));
  const eventsIn = (file: number): string | undefined =>
    there.has(`file=${file}`)
      ? `SELECT * FROM read_parquet(${pathLiteral(join(withoutGlob(join(folder, `file=${file}`)), '*.parquet'))}, hive_partitioning = false)`
      : undefined;
  const dated = [...bounds, undefined].map((bound, i): Slice => {
    const from = bounds[i - 1];
    const files = (column: string): string =>
      [from === undefined ? [] : `${column} >= ${from}`, bound === undefined ? [] : `${column} < ${bound}`]
        .flat()
        .join(' AND ') || `${column} IS NOT NULL`;
    const events = eventsIn(Math.floor(i / each));
    return events === undefined ? { files } : { told: `${events} WHERE ${files('"at"')}`, files };
  });
  // Files whose time no timestamp can hold stand before events without a time.
  const timeless: Slice = { files: (column) => `${column} IS NULL` };
  const events = eventsIn(undated);
  if (events === undefined) return [...dated, timeless];
  const stretches = await undatedParts(engine, events, most, join(folder, 'paths.parquet'));
  return [
    ...dated,
    timeless,
    ...stretches.map(
      (stretch): Slice => ({ told: `SELECT * FROM (${events}) r WHERE ${stretch}`, files: () => 'false' }),
    ),
  ];
}

/** Times between stretches of about as many events, as SQL. */
async function timeBounds(engine: Engine, parts: string, stretches: number): Promise<string[]> {
  const shares = Array.from({ length: stretches - 1 }, (_, i) => (i + 1) / stretches);
  const bounds: string[] = [];
  const sql = `SELECT DISTINCT unnest(approx_quantile(epoch_us("at"), [${shares.join(', ')}])) AS bound
    FROM (${parts}) WHERE "at" IS NOT NULL ORDER BY bound`;
  for await (const { bound } of engine.rows(sql))
    if (bound !== undefined) bounds.push(`make_timestamp(${Number(bound)})`);
  return bounds;
}
