import type { DuckDBConnection, DuckDBInstance, DuckDBValue } from '@duckdb/node-api';
import { AfterimageError } from '../model/index.ts';

export interface EngineOptions {
  /** Folder for what does not fit in memory; without one nothing is ever spilled to disk. */
  temporary?: string;
  threads?: number;
  /** DuckDB's buffer pool in MiB; the process needs some 200 MiB more. */
  memory?: number;
  /** The only folder that statements may read and write; nothing else of the machine then, and no settings. */
  only?: string;
}

export type Parameter = string | number | boolean | null | string[];

/** A row as plain values, integers as numbers; a column that is NULL is absent. */
export type PlainRow = Record<string, string | number | boolean>;

/** Loads the library, which takes this thread a while, when there is time for it. `Engine.open` tells what is wrong with it. */
export async function loadEngine(): Promise<void> {
  await import('@duckdb/node-api').catch(() => {});
}

/**
 * An in-memory DuckDB that never reaches for the network or for extensions. The only file that knows the library, and
 * it loads it on first use: workers import this folder too, and none of them needs 70 MB of engine.
 */
export class Engine {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #owner: boolean;

  private constructor(instance: DuckDBInstance, connection: DuckDBConnection, owner: boolean) {
    this.#instance = instance;
    this.#connection = connection;
    this.#owner = owner;
  }

  /** @throws AfterimageError `unavailable` when the engine cannot be loaded on this machine */
  static async open({ temporary, threads = 1, memory = 256, only }: EngineOptions = {}): Promise<Engine> {
    try {
      const { DuckDBInstance } = await import('@duckdb/node-api');
      const instance = await DuckDBInstance.create(':memory:', {
        memory_limit: `${memory}MiB`,
        threads: String(threads),
        temp_directory: temporary ?? '',
        autoinstall_known_extensions: 'false',
        autoload_known_extensions: 'false',
        preserve_insertion_order: 'true',
      });
      const connection = await instance.connect();
      if (only !== undefined) {
        await connection.run(`SET allowed_directories = [${pathLiteral(`${only}/`)}]`);
        await connection.run('SET enable_external_access = false');
        await connection.run('SET lock_configuration = true');
      }
      return new Engine(instance, connection, true);
    } catch (error) {
      const text = error instanceof Error ? error.message : String(error);
      throw new AfterimageError('unavailable', `Cannot start DuckDB: ${text}`, { cause: error });
    }
  }

  /** Another connection to the same tables, so that statements run side by side; close it before this one. */
  async beside(): Promise<Engine> {
    return new Engine(this.#instance, await this.#instance.connect(), false);
  }

  /** Runs one statement for its effect. Evidence never enters `sql`: it comes as a parameter or from a file. */
  async run(sql: string, parameters: Parameter[] = []): Promise<void> {
    await this.#connection.run(sql, parameters as DuckDBValue[]);
  }

  /**
   * Streams the rows of a query, `take` of them after the first `skip`. Not with LIMIT: DuckDB collects the rows of a
   * large LIMIT in memory before it hands out the first.
   */
  async *rows(
    sql: string,
    parameters: Parameter[] = [],
    { skip = 0, take = Number.POSITIVE_INFINITY }: { skip?: number; take?: number } = {},
  ): AsyncGenerator<PlainRow> {
    if (take <= 0) return;
    const result = await this.#connection.stream(sql, parameters as DuckDBValue[]);
    const names = result.columnNames();
    let skipped = 0;
    let taken = 0;
    for (;;) {
      const chunk = await result.fetchChunk();
      if (!chunk || chunk.rowCount === 0) return;
      const first = Math.min(chunk.rowCount, skip - skipped);
      skipped += first;
      if (first === chunk.rowCount) continue;
      const columns = names.map((_, i) => chunk.getColumnValues(i));
      for (let r = first; r < chunk.rowCount; r++) {
        const row: PlainRow = {};
        for (let i = 0; i < names.length; i++) {
          const value = columns[i]![r];
          if (value !== null && value !== undefined) row[names[i]!] = plain(value);
        }
        yield row;
        if (++taken >= take) return;
      }
    }
  }

  /** Stops a running statement; it fails with "Interrupted". */
  interrupt(): void {
    this.#connection.interrupt();
  }

  close(): void {
    this.#connection.closeSync();
    if (this.#owner) this.#instance.closeSync();
  }
}

function plain(value: Exclude<DuckDBValue, null>): string | number | boolean {
  if (typeof value === 'string' || typeof value === 'boolean' || typeof value === 'number') return value;
  return typeof value === 'bigint' ? Number(value) : String(value);
}

/** A path of the examiner as an SQL literal, for the one place that takes no parameter: the target of COPY. */
export const pathLiteral = (path: string): string => `'${path.replaceAll("'", "''")}'`;

/** A path that stands for itself where DuckDB would read wildcards. */
export const withoutGlob = (path: string): string => path.replace(/[*?[]/g, '[$&]');
