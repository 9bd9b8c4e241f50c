import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { byText } from '../model/index.ts';
import { NameColumn, TextColumn } from './columns/column.ts';
import { pathLiteral, withoutGlob } from './duckdb.ts';
import { emptyFolder, withEnoughMemory } from './enough-memory.ts';
import { eventPart, eventPartPattern } from './event-parts.ts';
import type { EventRow } from './event-row.ts';
import { EventWriter } from './event-writer.ts';
import { temporaryName } from './names.ts';
import { publish } from './write-file.ts';

/*
 * Events of which it is not yet known whether they belong into the case: they are kept aside, each with a name that says
 * which of them are the same, and with its format.
 */

/** Writes the candidates of one unit of work, in the thread that has them. */
export class CandidateWriter {
  readonly #name = new TextColumn();
  readonly #format = new NameColumn();
  readonly #events: EventWriter;

  constructor(folder: string, unit: number) {
    const more = [
      { name: 'name', column: this.#name },
      { name: 'format', column: this.#format },
    ];
    this.#events = new EventWriter(folder, unit, more);
  }

  add(event: EventRow, name: string, format: string): void {
    this.#events.add(event, (row) => {
      this.#name.set(row, name);
      this.#format.set(row, format);
    });
  }

  /** @throws AfterimageError `io` */
  end(): void {
    this.#events.end();
  }
}

export interface Choice {
  /** Formats of candidates that can be taken. */
  formats: readonly string[];
  /** Names of candidates that cannot. */
  gone: Iterable<string>;
  /** Units that candidates can be taken from, from the first on. */
  units: number;
  /** Candidates that are taken at most. */
  most: number;
}

/**
 * Makes candidates events of a piece of work: the first of each name.
 * @param folder of the candidates
 * @returns how many others could have been taken
 */
export async function takeCandidates(work: string, folder: string, seq: number, choice: Choice): Promise<number> {
  const names = (await readdir(folder)).filter((name) => eventPartPattern.test(name)).sort(byText);
  if (names.length === 0) return 0;
  const spill = await emptyFolder(work, 'choice');
  const gone = join(spill, 'gone.ndjson');
  const known = Array.from(choice.gone, (name) => `${JSON.stringify({ name })}\n`);
  await writeFile(gone, known.join(''));
  const files = (some: string[]): string =>
    `read_parquet([${some.map((name) => pathLiteral(withoutGlob(join(folder, name)))).join(', ')}])`;
  // An engine of one thread gives rows in their order, so that their numbers are the same in every statement.
  const numbered = `SELECT *, row_number() OVER () AS number FROM ${files(names)}`;
  const within = names.filter((name) => Number(eventPartPattern.exec(name)![1]) < choice.units);
  const last = within.length === 0 ? '0' : `(SELECT count(*) FROM ${files(within)})`;
  const part = eventPart(seq, 0);
  const parts = join(work, 'parts');
  let left = 0;
  await withEnoughMemory({}, spill, async (engine) => {
    await engine.run(
      `CREATE TABLE candidate AS SELECT min(number) AS number FROM (SELECT name, format, number FROM (${numbered}))
       WHERE list_contains(string_split($2, ','), format)
         AND name NOT IN (SELECT name FROM read_json($1, format = 'newline_delimited', columns = {name: 'VARCHAR'}))
       GROUP BY name`,
      [withoutGlob(gone), choice.formats.join(',')],
    );
    await engine.run(
      `CREATE TABLE taken AS SELECT number FROM candidate WHERE number <= ${last} ORDER BY number LIMIT ${choice.most}`,
    );
    await engine.run(
      `COPY (SELECT * EXCLUDE (name, format, number) FROM (${numbered}) SEMI JOIN taken USING (number))
       TO ${pathLiteral(join(parts, temporaryName(part)))} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 20480)`,
    );
    const counts = 'SELECT (SELECT count(*) FROM candidate) - (SELECT count(*) FROM taken) AS n';
    for await (const { n } of engine.rows(counts)) left = Number(n);
  });
  await publish(parts, part);
  await rm(spill, { recursive: true, force: true });
  return left;
}
