import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { byText } from '../model/index.ts';
import { pathLiteral, withoutGlob } from './duckdb.ts';
import { eventColumns } from './event-row.ts';

/** Name of one part of the events of a batch. */
export const eventPart = (seq: number, part: number): string =>
  `${String(seq).padStart(8, '0')}.events-${String(part).padStart(5, '0')}.parquet`;

export const eventPartPattern = /^(\d{8})\.events-\d{5}\.parquet$/;

/** The parts that hold events, in order. */
export async function eventParts(work: string): Promise<string[]> {
  const parts = join(work, 'parts');
  const names = (await readdir(parts)).filter((name) => eventPartPattern.test(name));
  return names.sort(byText).map((name) => join(parts, name));
}

/** The fields with the place that is stored beside them. */
const fields = `CASE WHEN place IS NULL THEN fields
  ELSE left(fields, -1) || CASE WHEN fields = '{}' THEN '' ELSE ',' END || place || '}' END`;

/** A SELECT that gives every event; one that gives none when there are no parts, which DuckDB would refuse. */
export async function eventsSql(work: string): Promise<string> {
  if ((await eventParts(work)).length === 0) {
    const nothing = Object.entries(eventColumns).map(([name, type]) => `NULL::${type} AS "${name}"`);
    return `SELECT ${nothing.join(', ')} WHERE false`;
  }
  const parts = pathLiteral(join(withoutGlob(join(work, 'parts')), '*.parquet'));
  return `SELECT * EXCLUDE (place) REPLACE (${fields} AS fields) FROM read_parquet(${parts})`;
}
