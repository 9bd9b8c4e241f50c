import { microsOf } from '../evidence/index.ts';
import type { Locator } from '../model/index.ts';
import { gzip } from './columns/codec.ts';
import { NameColumn, NumberColumn, TextColumn } from './columns/column.ts';
import { type NamedColumn, ParquetWriter } from './columns/parquet-writer.ts';
import { type FileRow, fileColumns, type TimeKind, timeKinds } from './rows.ts';

/** Texts of which nearly every row has its own; in other columns many rows share one. */
const ownTexts = new Set(['times', 'sha256', 'md5', 'sha1', 'name_at', 'inode_at', 'extents']);

/** What a row has in a column. */
type Of<T> = (row: FileRow) => T | undefined;

/** Writes files.parquet, row by row in its order. */
export class FilesTable {
  readonly #evidence: readonly string[];
  readonly #texts: { column: TextColumn | NameColumn; of: Of<string> }[] = [];
  readonly #numbers: { column: NumberColumn; of: Of<number> }[] = [];
  readonly #file: ParquetWriter;

  /** @param evidence SHA-256 of each piece of evidence, by its place @throws AfterimageError `io` */
  constructor(folder: string, evidence: readonly string[]) {
    this.#evidence = evidence;
    const columns = Object.entries(fileColumns).map(([name, type]): NamedColumn => {
      if (type !== 'BIGINT' && type !== 'TIMESTAMP') return { name, column: this.#text(name), json: type === 'JSON' };
      const column = new NumberColumn();
      const moment = type === 'TIMESTAMP';
      this.#numbers.push({ column, of: moment ? momentIn(name as TimeKind) : (row) => row[name as 'size'] });
      return { name, column, moment };
    });
    this.#file = new ParquetWriter(folder, 'files.parquet', columns, gzip);
  }

  #text(name: string): TextColumn | NameColumn {
    // Rows come by path, so that a question about one passes over all row groups but few.
    const own = name === 'path' ? new TextColumn(true) : ownTexts.has(name) && new TextColumn();
    const column = own || new NameColumn();
    const special: Record<string, Of<string>> = {
      evidence: (row) => this.#id(row.evidence),
      times: timesOf,
      name_at: (row) => row.name_at && this.#withId(row.name_at, row.evidence),
      inode_at: (row) => row.inode_at && this.#withId(row.inode_at, row.evidence),
    };
    this.#texts.push({ column, of: special[name] ?? ((row) => row[name as 'path']) });
    return column;
  }

  /** @throws AfterimageError `io` */
  add(row: FileRow): void {
    const place = this.#file.row;
    for (const { column, of } of this.#texts) {
      const value = of(row);
      if (value !== undefined) column.set(place, value);
    }
    for (const { column, of } of this.#numbers) {
      const value = of(row);
      // What does not fit the column is missing, never another number.
      if (Number.isInteger(value) && Math.abs(value as number) < 2 ** 63) column.set(place, value as number);
    }
    this.#file.next();
  }

  /** @throws AfterimageError `io` */
  end(): void {
    this.#file.end();
  }

  /** The hash that names the evidence at a place. */
  #id(place: string): string {
    return this.#evidence[Number(place)] ?? place;
  }

  /** A locator as JSON, with the hash of its evidence, behind the rest, in place of its number. */
  #withId(text: string, place: string): string {
    const usual = `{"evidence":"${place}",`;
    if (text.startsWith(usual)) return `{${text.slice(usual.length, -1)},"evidence":"${this.#id(place)}"}`;
    const { evidence, ...rest } = JSON.parse(text) as Locator;
    return JSON.stringify({ ...rest, evidence: this.#id(evidence) });
  }
}

/** A time in microseconds since 1970, exact to the year 2255; the exact text stands in `times`. */
const momentIn =
  (name: TimeKind): Of<number> =>
  ({ [name]: time }) =>
    time === undefined ? undefined : microsOf(time);

/** The times of a row as the evidence had them: JSON. */
function timesOf(row: FileRow): string {
  let text = '';
  for (const kind of timeKinds) {
    const time = row[kind];
    if (time !== undefined) text += `${text === '' ? '' : ','}"${kind}":${JSON.stringify(time)}`;
  }
  return `{${text}}`;
}
