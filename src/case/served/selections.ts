import type { EventFilter, Lane } from '../../model/index.ts';
import { Conditions, onEvents } from '../conditions.ts';
import type { CaseReader } from './reader.ts';

export const lanes: readonly Lane[] = ['files', 'logs', 'scans'];

/**
 * Which lane an event stands in, as its place in `lanes`. A scan is told by what our formats say of the integrity
 * checker's records, and by the words of exports; requests are never one, whatever their address says.
 */
export const laneOf = `CASE WHEN source = 'filesystem' THEN 0
  WHEN (contains(message, 'ntegrity') OR contains(message, 'Periodic Scan')) AND source <> 'web-access'
    AND length(message) <= 500 AND (contains(message, 'can') OR contains(message, 'checker')) THEN 2
  ELSE 1 END::UTINYINT`;

/** The events that fit a filter, whenever they were: a table of their numbers and times. */
export interface Selection {
  /**
   * Columns `row`, `micros` (microseconds since 1970, NULL when no timestamp holds it), `lane`, `recovered`, `found`; in the
   * order of timeline.parquet, so that `rowid` is the place.
   */
  table: string;
  rows: number;
}

interface Kept extends Selection {
  made: Promise<void>;
  ready: boolean;
  /** Questions that wait for it or read it. */
  users: number;
  stop: AbortController;
}

/** At most so many events are kept in so many selections, besides the last one. They take some 20 bytes each. */
const MOST = { rows: 24_000_000, selections: 32 };

/**
 * Answers of filters, kept so that a page further down and a narrower histogram cost next to nothing. Times are not
 * part of a filter here: events are sorted by time.
 */
export class Selections {
  readonly #reader: CaseReader;
  readonly #kept = new Map<string, Kept>();
  readonly #most: typeof MOST;
  #next = 0;

  constructor(reader: CaseReader, most = MOST) {
    this.#reader = reader;
    this.#most = most;
  }

  /**
   * Hands the events that fit a filter to `work`; they stay as long as it runs.
   * @throws AfterimageError `io`; the signal's reason when it was given up
   */
  async use<T>(question: EventFilter, work: (selection: Selection) => Promise<T>, signal?: AbortSignal): Promise<T> {
    const key = JSON.stringify(filterOf(question));
    const kept = this.#kept.get(key) ?? this.#make(filterOf(question));
    // The last one asked for is the last in the map.
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    kept.users++;
    try {
      await unlessAborted(kept.made, signal);
      kept.ready = true;
      return await work(kept);
    } finally {
      kept.users--;
      if (!kept.ready && kept.users === 0) {
        kept.stop.abort();
        this.#kept.delete(key);
      }
      await this.#shrink();
    }
  }

  #make(filter: EventFilter): Kept {
    const table = `selection_${this.#next++}`;
    const stop = new AbortController();
    const kept: Kept = { table, rows: 0, ready: false, users: 0, stop, made: Promise.resolve() };
    kept.made = this.#fill(kept, filter);
    kept.made.catch(() => {});
    return kept;
  }

  async #fill(kept: Kept, filter: EventFilter): Promise<void> {
    const { lane, recovered, findings, ...others } = filter;
    const narrow = lane !== undefined || recovered === true || findings === true;
    if (narrow && Object.keys(others).length === 0)
      await this.use({}, ({ table }) => this.#narrow(kept, table, filter), kept.stop.signal);
    else await this.#read(kept, filter);
    const [count] = await this.#reader.rows(`SELECT count(*) AS n FROM ${kept.table}`, []);
    kept.rows = Number(count?.n ?? 0);
  }

  /** What the table of all events knows need not be read again. */
  async #narrow(kept: Kept, all: string, { lane, recovered, findings }: EventFilter): Promise<void> {
    const conditions = [
      ...(lane ? [`lane IN (${lane.map((l) => lanes.indexOf(l)).join(', ')})`] : []),
      ...(recovered ? ['recovered'] : []),
      ...(findings ? ['found'] : []),
    ].join(' AND ');
    const sql = `CREATE TABLE ${kept.table} AS SELECT * FROM ${all} WHERE ${conditions}`;
    await this.#reader.run(sql, [], kept.stop.signal);
  }

  async #read(kept: Kept, filter: EventFilter): Promise<void> {
    const c = new Conditions(this.#reader.timeline);
    const { lane, ...rest } = filter;
    onEvents(c, rest);
    if (lane) c.plain(`${laneOf} IN (${lane.map((l) => lanes.indexOf(l)).join(', ')})`);
    await this.#reader.run(
      `CREATE TABLE ${kept.table} AS SELECT file_row_number::UINTEGER AS row, epoch_us("at") AS micros, ${laneOf} AS lane,
        recovered, finding_id IS NOT NULL AS found
      FROM read_parquet($1, file_row_number = true) ${c.where}`,
      c.parameters,
      kept.stop.signal,
    );
  }

  /** Forgets the answers that were not asked for longest; never the last one. */
  async #shrink(): Promise<void> {
    let rows = [...this.#kept.values()].reduce((sum, k) => sum + k.rows, 0);
    for (const [key, kept] of [...this.#kept].slice(0, -1)) {
      if (rows <= this.#most.rows && this.#kept.size <= this.#most.selections) return;
      if (kept.users > 0 || !kept.ready) continue;
      this.#kept.delete(key);
      rows -= kept.rows;
      await this.#reader.run(`DROP TABLE IF EXISTS ${kept.table}`, []);
    }
  }
}

/** The promise, or the signal's reason if that comes first. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  return new Promise((resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', stop));
  });
}

const members = ['lane', 'source', 'path', 'text', 'node', 'code', 'user', 'recovered', 'findings', 'finding'] as const;

/** What a question filters by, without its times and its page. */
function filterOf(question: EventFilter): EventFilter {
  const given = members.filter((name) => question[name] !== undefined && question[name] !== false);
  return Object.fromEntries(given.map((name) => [name, question[name]]));
}
