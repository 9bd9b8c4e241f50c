import type {
  EventDetail,
  EventFilter,
  EventRecord,
  EventsAnswer,
  EventsQuery,
  HistogramAnswer,
  HistogramQuery,
  Lane,
  LogsAnswer,
  StoryAnswer,
} from '../../model/index.ts';
import { timestamp } from '../conditions.ts';
import type { PlainRow } from '../duckdb.ts';
import type { CaseReader } from './reader.ts';
import { laneOf, lanes, type Selection, type Selections } from './selections.ts';
import { shortened } from './shorten.ts';

/** Longest texts of an event in a page, in characters. */
const MESSAGE = 2048;
const NAME = 1024;
const FIELD = 256;
/** Longest text of an event shown alone. */
const ALONE = 65_536;
const LOGS = 2000;
/** Records of logs from which on they alone say when most things happened. */
const ENOUGH = 100;

/** Questions about the events of one case. */
export class EventQuestions {
  readonly #reader: CaseReader;
  readonly #selections: Selections;
  #logs: Promise<LogsAnswer> | undefined;

  constructor(reader: CaseReader, selections: Selections) {
    this.#reader = reader;
    this.#selections = selections;
  }

  /** How many events there are in each lane, and when. */
  async extent(
    signal?: AbortSignal,
  ): Promise<Pick<StoryAnswer, 'events' | 'from' | 'until' | 'usual' | 'lanes' | 'undated'>> {
    const found = await this.#selections.use(
      {},
      ({ table }) =>
        this.#reader.rows(
          `SELECT lane, count(*) AS n, count(*) FILTER (recovered) AS recovered, min(micros) AS first,
            max(micros) AS last, count(*) FILTER (micros IS NULL) AS undated FROM ${table} GROUP BY lane`,
          [],
          signal,
        ),
      signal,
    );
    const sum = (name: string, rows = found) => rows.reduce((total, row) => total + Number(row[name]), 0);
    const times = found.flatMap(({ first, last }) => [first, last].filter((time) => typeof time === 'number'));
    const inLane = (lane: Lane) => {
      const { n = 0, recovered = 0, first, last } = found.find((row) => row.lane === lanes.indexOf(lane)) ?? {};
      return { events: Number(n), recovered: Number(recovered), ...bounds(first, last) };
    };
    // What files say of the day the system was made would push everything else to the edge of the picture.
    const logged = found.filter((row) => row.lane !== lanes.indexOf('files'));
    const enough = sum('n', logged) - sum('undated', logged) >= ENOUGH;
    const usual = await this.#middle(enough ? logged : found, signal);
    return {
      events: sum('n'),
      ...(times.length > 0 && bounds(Math.min(...times), Math.max(...times))),
      ...(usual && { usual }),
      lanes: { files: inLane('files'), logs: inLane('logs'), scans: inLane('scans') },
      undated: sum('undated'),
    };
  }

  /** From when to when 99 % of the events of some lanes are, to a thousandth of all their time. */
  async #middle(rows: readonly PlainRow[], signal?: AbortSignal): Promise<StoryAnswer['usual']> {
    const times = rows.flatMap(({ first, last }) => [first, last].filter((time) => typeof time === 'number'));
    if (times.length === 0) return undefined;
    const [begin, end] = [Math.min(...times), Math.max(...times)];
    const width = Math.ceil((end - begin + 1) / 1000);
    const counted = await this.#selections.use(
      {},
      ({ table }) =>
        this.#reader.rows(
          `SELECT (micros - CAST($1 AS BIGINT)) // CAST($2 AS BIGINT) AS bucket, count(*) AS n FROM ${table}
          WHERE micros IS NOT NULL AND lane IN (${rows.map(({ lane }) => Number(lane)).join(', ')})
          GROUP BY bucket ORDER BY bucket`,
          [begin, width],
          signal,
        ),
      signal,
    );
    const total = counted.reduce((sum, { n }) => sum + Number(n), 0);
    let before = 0;
    const middle = counted.filter(({ n }) => {
      const [from, until] = [before, (before += Number(n))];
      return until > total * 0.005 && from < total * 0.995;
    });
    const [first, last] = [Number(middle[0]!.bucket), Number(middle.at(-1)!.bucket)];
    return { from: instantOf(begin + first * width), until: instantOf(Math.min(end, begin + (last + 1) * width)) };
  }

  /** Counts per stretch of time. @throws AfterimageError `usage` when the stretch is empty */
  histogram(query: HistogramQuery, signal?: AbortSignal): Promise<HistogramAnswer> {
    const from = micros(timestamp('from', query.from));
    const until = micros(timestamp('until', query.until));
    const width = Math.max(1, Math.ceil((until - from) / query.buckets));
    const counts = () => ({
      events: new Array<number>(query.buckets).fill(0),
      recovered: new Array<number>(query.buckets).fill(0),
      findings: new Array<number>(query.buckets).fill(0),
    });
    const told = { files: counts(), logs: counts(), scans: counts() };
    return this.#selections.use(
      query,
      async ({ table }) => {
        const rows = await this.#reader.rows(
          `SELECT (micros - CAST($1 AS BIGINT)) // CAST($3 AS BIGINT) AS bucket, lane, count(*) AS n, count(*) FILTER (recovered) AS recovered,
            count(*) FILTER (found) AS found FROM ${table} WHERE micros >= CAST($1 AS BIGINT) AND micros < CAST($2 AS BIGINT) GROUP BY ALL`,
          [from, until, width],
          signal,
        );
        let total = 0;
        for (const { bucket, lane, n, recovered, found } of rows) {
          const counted = told[lanes[Number(lane)]!];
          counted.events[Number(bucket)] = Number(n);
          counted.recovered[Number(bucket)] = Number(recovered);
          counted.findings[Number(bucket)] = Number(found);
          total += Number(n);
        }
        return { from: query.from, until: query.until, width, lanes: told, total };
      },
      signal,
    );
  }

  /** A page of events in the order of time. */
  page(query: EventsQuery, signal?: AbortSignal): Promise<EventsAnswer> {
    return this.#selections.use(
      query,
      async (selection) => {
        const { first, last } = await this.#stretch(selection, query, signal);
        const total = Math.max(0, last - first);
        const start =
          query.at === undefined ? (query.offset ?? 0) : await this.#placeOf(selection, query.at, first, last);
        const begin = Math.min(first + Math.min(start, total), last);
        const end = Math.min(last, begin + (query.limit ?? 200));
        const rows = await this.#reader.rows(
          `SELECT "row" FROM ${selection.table} WHERE rowid >= CAST($1 AS BIGINT) AND rowid < CAST($2 AS BIGINT) ORDER BY rowid`,
          [begin, end],
          signal,
        );
        const events = await this.#records(
          rows.map(({ row }) => Number(row)),
          signal,
        );
        return { total, offset: begin - first, events };
      },
      signal,
    );
  }

  /** One event by its number, with all its fields. */
  async one(row: number, signal?: AbortSignal): Promise<EventDetail | undefined> {
    const [found] = await this.#reader.rows(
      `SELECT ${recordColumns(ALONE, ALONE, ALONE)}, left(fields, 1048576) AS all_fields
      FROM read_parquet($1, file_row_number = true) WHERE file_row_number = CAST($2 AS BIGINT)`,
      [this.#reader.timeline, row],
      signal,
    );
    if (!found) return undefined;
    const record = recordOf(found);
    const fields = shortened(parsed(String(found.all_fields)), ALONE);
    return { ...record, ...(fields.cut && { cut: true }), fields: fields.value };
  }

  /** Every log of the case; asked of the table once. */
  async logs(): Promise<LogsAnswer> {
    this.#logs ??= this.#readLogs().catch((error: unknown) => {
      this.#logs = undefined;
      throw error;
    });
    return this.#logs;
  }

  async #readLogs(): Promise<LogsAnswer> {
    const rows = await this.#reader.rows(
      `SELECT left(path, ${NAME}) AS path, source, count(*) AS n, count(*) FILTER (recovered) AS recovered,
        epoch_us(min("at")) AS first, epoch_us(max("at")) AS last
      FROM read_parquet($1) WHERE source <> 'filesystem' GROUP BY ALL ORDER BY n DESC, path, source LIMIT ${LOGS}`,
      [this.#reader.timeline],
    );
    const logs = rows.map(({ path, source, n, recovered, first, last }) => ({
      path: String(path ?? ''),
      source: String(source),
      events: Number(n),
      recovered: Number(recovered),
      ...bounds(first, last),
    }));
    return { logs, sources: [...new Set(logs.map((log) => log.source))].sort() };
  }

  async #records(rows: number[], signal?: AbortSignal): Promise<EventRecord[]> {
    if (rows.length === 0) return [];
    const sorted = rows.toSorted((a, b) => a - b);
    // Numbers of ours, and the bounds let the engine skip most of the file.
    const found = await this.#reader.rows(
      `SELECT ${recordColumns(MESSAGE, NAME, FIELD)} FROM read_parquet($1, file_row_number = true)
      WHERE file_row_number BETWEEN ${sorted[0]} AND ${sorted.at(-1)} AND file_row_number IN (${sorted.join(', ')})`,
      [this.#reader.timeline],
      signal,
    );
    const byRow = new Map(found.map((row) => [Number(row.row), recordOf(row)]));
    return rows.flatMap((row) => byRow.get(row) ?? []);
  }

  /** Places of the first event in the filter's time, and of the one behind the last. */
  async #stretch({ table, rows }: Selection, { from, until }: EventFilter, signal?: AbortSignal) {
    if (from === undefined && until === undefined) return { first: 0, last: rows };
    const [found] = await this.#reader.rows(
      `SELECT min(rowid) AS first, max(rowid) + 1 AS last FROM ${table}
      WHERE micros >= CAST($1 AS BIGINT) AND micros < CAST($2 AS BIGINT)`,
      [
        from === undefined ? -Number.MAX_SAFE_INTEGER : micros(timestamp('from', from)),
        until === undefined ? Number.MAX_SAFE_INTEGER : micros(timestamp('until', until)),
      ],
      signal,
    );
    return { first: Number(found?.first ?? 0), last: Number(found?.last ?? 0) };
  }

  async #placeOf({ table }: Selection, at: string, first: number, last: number): Promise<number> {
    const [found] = await this.#reader.rows(
      `SELECT min(rowid) AS place FROM ${table} WHERE micros >= CAST($1 AS BIGINT) AND rowid >= CAST($2 AS BIGINT) AND rowid < CAST($3 AS BIGINT)`,
      [micros(timestamp('at', at)), first, last],
    );
    return Number(found?.place ?? last) - first;
  }
}

const recordColumns = (message: number, name: number, field: number): string => {
  const inJson = (as: string, ...paths: string[]) =>
    `left(coalesce(${paths.map((p) => `json_extract_string(fields, '$.${p}')`).join(', ')}), ${field}) AS ${as}`;
  return `file_row_number AS row, CAST("at" AS VARCHAR) AS "at", time_kind, left(source, ${FIELD}) AS source, ${laneOf} AS lane,
    left(message, ${message}) AS message, left(path, ${name}) AS path, finding_id, recovered,
    length(message) > ${message} OR length(path) > ${name} AS cut, ${inJson('node', 'node', 'host')},
    ${inJson('"user"', 'user')}, ${inJson('code', 'code')}, ${inJson('source_ip', 'source_ip')},
    ${inJson('told_from', 'from')}, ${inJson('zone', 'time.zone')}`;
};

function recordOf(row: PlainRow): EventRecord {
  const text = (name: string) => (row[name] === undefined ? undefined : String(row[name]));
  const given = {
    row: Number(row.row),
    at: row.at === undefined ? undefined : `${String(row.at).replace(' ', 'T')}Z`,
    zoneUnknown: row.zone === 'unknown' ? true : undefined,
    lane: lanes[Number(row.lane)]!,
    source: String(row.source),
    timeKind: String(row.time_kind),
    message: String(row.message ?? ''),
    path: text('path'),
    mark: row.recovered === true ? (row.told_from === 'an earlier version' ? 'cut' : 'recovered') : undefined,
    finding: text('finding_id'),
    node: text('node'),
    user: text('user'),
    code: text('code'),
    sourceIp: text('source_ip'),
    cut: row.cut === true ? true : undefined,
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as unknown as EventRecord;
}

function parsed(text: string): Record<string, unknown> {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return { cut: text };
  }
}

/** Microseconds since 1970 of a time as DuckDB takes it. */
function micros(text: string | undefined): number {
  const [, whole, fraction = ''] = /^([^.]*)(?:\.(\d*))?$/.exec(text ?? '')!;
  return Date.parse(`${whole}Z`) * 1000 + Number(fraction.padEnd(6, '0'));
}

/** Microseconds since 1970 as RFC 3339. */
function instantOf(at: number): string {
  const fraction = ((at % 1e6) + 1e6) % 1e6;
  const whole = new Date((at - fraction) / 1000).toISOString().slice(0, 19);
  return fraction === 0 ? `${whole}Z` : `${whole}.${String(fraction).padStart(6, '0')}Z`;
}

const bounds = (first: unknown, last: unknown): { from?: string; until?: string } => ({
  ...(typeof first === 'number' && { from: instantOf(first) }),
  ...(typeof last === 'number' && { until: instantOf(last) }),
});
