import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { byText } from '../model/index.ts';
import { pathLiteral, withoutGlob } from './duckdb.ts';

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

/** The fields with the place that is stored beside them, and without the last brace, so that more can follow. */
export const openFields = `fields || CASE WHEN place IS NULL THEN '' WHEN fields = '{' THEN place ELSE ',' || place END`;

/** A SELECT of the events as they lie in the parts, of which there is one at least. */
export const partsSql = (work: string): string =>
  `SELECT * FROM read_parquet(${pathLiteral(join(withoutGlob(join(work, 'parts')), '*.parquet'))})`;

/** A SELECT that gives every event; there is one at least. */
export const eventsSql = (work: string): string =>
  `SELECT * EXCLUDE (place) REPLACE (${openFields} || '}' AS fields) FROM (${partsSql(work)})`;
