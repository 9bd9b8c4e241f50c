import type { FileRow } from '../rows.ts';

/** Endings of what a device runs or serves, templates of pages among them. Plain enough for RE2 and JavaScript alike. */
const ending = String.raw`\.(cgi|pl|pm|py|sh|so|js|jar|php|ko|bin|thtml|html|htm)(\.[0-9.]+)?$`;
const pattern = new RegExp(ending);

/** True for what is executable or has such an ending. */
export const isProgram = ({ mode, path }: Pick<FileRow, 'mode' | 'path'>): boolean =>
  (mode !== undefined && (mode & 0o111) !== 0) || pattern.test(path ?? '');

/** The same in SQL, over the columns of files.parquet. */
export const programSql = `((mode IS NOT NULL AND mode & 73 <> 0) OR regexp_matches(path, '${ending}'))`;
