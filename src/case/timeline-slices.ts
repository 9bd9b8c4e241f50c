import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Engine, pathLiteral, withoutGlob } from './duckdb.ts';
import { emptyFolder, withEnoughMemory } from './enough-memory.ts';
import { eventParts, openFields, partsSql } from './event-parts.ts';
import { partsOfOneTime } from './same-time.ts';

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
  const { bounds, moments } = await timeBounds(engine, parts, Math.max(2, Math.ceil(count / most)));
  const each = Math.ceil((bounds.length + 1) / FILES);
  const undated = Math.floor(bounds.length / each) + 1;
  const files = bounds.flatMap((bound, i) =>
    (i + 1) % each === 0 ? [`WHEN "at" < ${moment(bound)} THEN ${(i + 1) / each - 1}`] : [],
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
  let times = 0;
  /** Events of one time, which no bound parts, behind the times of files. */
  const stretches = async (some: string): Promise<Slice[]> =>
    (await partsOfOneTime(engine, some, most, join(folder, `paths-${times++}.parquet`))).map((stretch) => ({
      told: `SELECT * FROM (${some}) r WHERE ${stretch}`,
      files: () => 'false',
    }));
  const slices: Slice[] = [];
  for (const [i, bound] of [...bounds, undefined].entries()) {
    const from = bounds[i - 1];
    const files = (column: string): string =>
      [
        from === undefined ? [] : `${column} >= ${moment(from)}`,
        bound === undefined ? [] : `${column} < ${moment(bound)}`,
      ]
        .flat()
        .join(' AND ') || `${column} IS NOT NULL`;
    const events = eventsIn(Math.floor(i / each));
    const told = events && `${events} WHERE ${files('"at"')}`;
    if (told === undefined) slices.push({ files });
    else if (from === undefined || !moments.has(from)) slices.push({ told, files });
    else slices.push({ files }, ...(await stretches(told)));
  }
  // Files whose time no timestamp can hold stand before events without a time.
  slices.push({ files: (column) => `${column} IS NULL` });
  const events = eventsIn(undated);
  return events === undefined ? slices : [...slices, ...(await stretches(events))];
}

const moment = (micros: number): string => `make_timestamp(${micros})`;

/**
 * Times between stretches of about as many events, in microseconds. A moment that alone has as many is a stretch of its
 * own.
 */
async function timeBounds(
  engine: Engine,
  parts: string,
  stretches: number,
): Promise<{ bounds: number[]; moments: Set<number> }> {
  const shares = Array.from({ length: stretches - 1 }, (_, i) => (i + 1) / stretches);
  const bounds = new Set<number>();
  const moments = new Set<number>();
  const sql = `SELECT bound, count(*) AS times FROM (SELECT unnest(approx_quantile(epoch_us("at"), [${shares.join(', ')}])) AS bound
    FROM (${parts}) WHERE "at" IS NOT NULL) GROUP BY bound`;
  for await (const { bound, times } of engine.rows(sql)) {
    if (bound === undefined) continue;
    bounds.add(Number(bound));
    if (Number(times) < 2) continue;
    moments.add(Number(bound));
    bounds.add(Number(bound) + 1);
  }
  return { bounds: [...bounds].sort((a, b) => a - b), moments };
}
