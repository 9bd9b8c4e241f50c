import { join } from 'node:path';
import { Engine, type Parameter, type PlainRow } from './duckdb.ts';
import { eventParts, eventsSql } from './event-parts.ts';

/**
 * The events of a case while it is being written, open to SQL. Table `event` has the columns of `EventRow`; quote
 * names that DuckDB takes for its own ("at", "user", "offset"). Statements see nothing but the parts of this case: no
 * other file, no network, no extension, no setting.
 */
export class EventStore {
  readonly #engine: Engine;

  private constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** Nothing when there are no events: then no engine need be started. @param work the folder `.work` of the case */
  static async open(work: string, { threads = 2, memory = 512 }: { threads?: number; memory?: number } = {}) {
    if ((await eventParts(work)).length === 0) return undefined;
    const parts = join(work, 'parts');
    const engine = await Engine.open({ threads, memory, temporary: parts, only: parts });
    await engine.run(`CREATE VIEW event AS ${eventsSql(work)}`);
    return new EventStore(engine);
  }

  /** Runs one statement for its effect, such as a temporary table that several questions share. */
  run(sql: string, parameters: Parameter[] = []): Promise<void> {
    return this.#engine.run(sql, parameters);
  }

  /** Streams the rows of a SELECT. Text of evidence or of a rule's author is a parameter, never part of `sql`. */
  rows(sql: string, parameters: Parameter[] = []): AsyncGenerator<PlainRow> {
    return this.#engine.rows(sql, parameters);
  }

  /** Stops a running statement; it fails with "Interrupted". */
  interrupt(): void {
    this.#engine.interrupt();
  }

  close(): void {
    this.#engine.close();
  }
}
