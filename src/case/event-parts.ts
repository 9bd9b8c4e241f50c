import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { byText } from '../model/index.ts';
import { type Engine, pathLiteral, withoutGlob } from './duckdb.ts';
import { eventTypes, quote, separator } from './event-lines.ts';
import { eventColumns } from './event-row.ts';
import { temporaryName } from './names.ts';
import { osError } from './os-error.ts';
import { publish } from './write-file.ts';

/** Longest line of text that becomes a row; whoever writes rows keeps them below. */
const longestLine = 4 << 20;

/** Name of one part of the events of a batch: as text while it is written, as Parquet afterwards. */
export const eventPart = (seq: number, part: number, kind: 'txt' | 'parquet'): string =>
  `${String(seq).padStart(8, '0')}.events-${String(part).padStart(5, '0')}.${kind}`;

export const eventPartPattern = /^(\d{8})\.events-\d{5}\.(?:txt|parquet)$/;

const selected = Object.keys(eventColumns)
  .map((name) =>
    name === 'at'
      ? 'make_timestamp("at") AS "at"'
      : name === 'message'
        ? `coalesce("message", '') AS "message"`
        : `"${name}"`,
  )
  .join(', ');

/**
 * Turns one text of rows (`EventLines`) into Parquet and removes it.
 * @throws AfterimageError `io`
 */
export async function sealEvents(engine: Engine, parts: string, seq: number, part: number): Promise<void> {
  const text = join(parts, eventPart(seq, part, 'txt'));
  const name = eventPart(seq, part, 'parquet');
  try {
    await engine.run(
      `COPY (SELECT ${selected} FROM read_csv($1, auto_detect = false, header = false, delim = '${separator}', quote = '${quote}',
         escape = '${quote}', new_line = '\\n', max_line_size = ${longestLine}, columns = {${eventTypes}}))
       TO ${pathLiteral(join(parts, temporaryName(name)))} (FORMAT parquet, COMPRESSION lz4, ROW_GROUP_SIZE 20480)`,
      [withoutGlob(text)],
    );
    await publish(parts, name);
    await rm(text);
  } catch (error) {
    throw osError('io', 'store the events of', text, error);
  }
}

/** The parts that hold events, in order. */
export async function eventParts(work: string): Promise<string[]> {
  const parts = join(work, 'parts');
  const names = (await readdir(parts)).filter((name) => eventPartPattern.test(name) && name.endsWith('.parquet'));
  return names.sort(byText).map((name) => join(parts, name));
}

/** A SELECT that gives every event; one that gives none when there are no parts, which DuckDB would refuse. */
export async function eventsSql(work: string): Promise<string> {
  if ((await eventParts(work)).length === 0) {
    const nothing = Object.entries(eventColumns).map(([name, type]) => `NULL::${type} AS "${name}"`);
    return `SELECT ${nothing.join(', ')} WHERE false`;
  }
  return `SELECT * FROM read_parquet(${pathLiteral(join(withoutGlob(join(work, 'parts')), '*.parquet'))})`;
}
