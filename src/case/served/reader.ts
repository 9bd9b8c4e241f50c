import { join } from 'node:path';
import { Engine, type Parameter, type PlainRow, withoutGlob } from '../duckdb.ts';
import type { OpenedCase } from '../open-case.ts';
import { osError } from '../os-error.ts';

export interface ReaderOptions {
  threads?: number;
  /** DuckDB's buffer pool in MiB. */
  memory?: number;
  /** Folder for what does not fit in memory. */
  temporary?: string;
}

/**
 * The tables of one finished case, held open for many small questions at once. Statements see nothing but the case
 * folder: no other file, no network, no extension, no setting.
 */
export class CaseReader {
  /** For `read_parquet`, as a parameter. */
  readonly files: string;
  readonly timeline: string;
  readonly #path: string;
  readonly #engine: Engine;
  readonly #asking = new Set<Promise<unknown>>();

  private constructor(path: string, engine: Engine) {
    this.#path = path;
    this.#engine = engine;
    this.files = withoutGlob(join(path, 'files.parquet'));
    this.timeline = withoutGlob(join(path, 'timeline.parquet'));
  }

  /** @throws AfterimageError `unavailable` when the engine cannot be loaded */
  static async open({ path }: OpenedCase, { threads = 2, memory = 512, temporary }: ReaderOptions = {}) {
    const engine = await Engine.open({ threads, memory, only: path, ...(temporary !== undefined && { temporary }) });
    return new CaseReader(path, engine);
  }

  /** @throws AfterimageError `io` when a table is damaged; the signal's reason when it was given up */
  async run(sql: string, parameters: Parameter[], signal?: AbortSignal): Promise<void> {
    await this.#asked(signal, (engine) => engine.run(sql, parameters));
  }

  /** All rows of a query, which must bound them itself. @throws as `run` */
  rows(sql: string, parameters: Parameter[], signal?: AbortSignal): Promise<PlainRow[]> {
    return this.#asked(signal, async (engine) => {
      const rows: PlainRow[] = [];
      for await (const row of engine.rows(sql, parameters)) rows.push(row);
      return rows;
    });
  }

  /** Waits for the questions that are being answered. */
  async close(): Promise<void> {
    await Promise.allSettled(this.#asking);
    this.#engine.close();
  }

  #asked<T>(signal: AbortSignal | undefined, ask: (engine: Engine) => Promise<T>): Promise<T> {
    const answer = this.#answer(signal, ask);
    this.#asking.add(answer);
    const done = () => this.#asking.delete(answer);
    answer.then(done, done);
    return answer;
  }

  async #answer<T>(signal: AbortSignal | undefined, ask: (engine: Engine) => Promise<T>): Promise<T> {
    signal?.throwIfAborted();
    const engine = await this.#engine.beside();
    const stop = () => engine.interrupt();
    signal?.addEventListener('abort', stop);
    try {
      return await ask(engine);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      throw osError('io', 'read', this.#path, error);
    } finally {
      signal?.removeEventListener('abort', stop);
      engine.close();
    }
  }
}
