import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import {
  type About,
  AfterimageError,
  type Allocation,
  type EntryKind,
  type Finding,
  type Severity,
  type State,
  severities,
} from '../model/index.ts';
import { Conditions, onEvents, type Page, type TimelineFilter, timestamp } from './conditions.ts';
import { Engine, type PlainRow, withoutGlob } from './duckdb.ts';
import { globMatches } from './glob.ts';
import { type OpenedCase, openCase, resultFile } from './open-case.ts';
import { osError } from './os-error.ts';
import { type FileRow, fileColumns, timeKinds, timelineColumns } from './rows.ts';

/** What is undefined does not restrict. Times are RFC 3339; `since` is included, `until` is not. */
export interface FileFilter extends Page {
  /** `*` is anything, `?` one character. */
  path?: string;
  allocation?: readonly Allocation[];
  kind?: readonly EntryKind[];
  /** Only what is no longer there: everything but live files. */
  deleted?: boolean;
  inode?: number;
  /** Lower or upper case. */
  sha256?: string;
  /** Any of the five times. */
  since?: string;
  until?: string;
  /** In path, link target or notes, in lower or upper case. */
  text?: string;
}

/** One row of timeline.parquet. */
export interface TimelineRow {
  /** RFC 3339, UTC, microseconds; absent for a time that no timestamp can hold (its text is in `fields`). */
  at?: string;
  time_kind: string;
  source: string;
  message: string;
  path?: string;
  /** JSON. */
  fields: string;
  finding_id?: string;
  recovered: boolean;
}

export interface FindingFilter extends Page {
  id?: string;
  /** This one or above. */
  severity?: Severity;
  state?: readonly State[];
  about?: readonly About[];
  /** Lower or upper case. */
  family?: string;
  path?: string;
  text?: string;
}

/**
 * Entries of a case in the order of files.parquet, with times as the evidence had them.
 * @throws AfterimageError when the case cannot be opened (see `openCase`), `io` when files.parquet is damaged, `usage`
 * when the filter makes no sense
 */
export async function* queryFiles(path: string | OpenedCase, filter: FileFilter = {}): AsyncGenerator<FileRow> {
  const source = await sourceOf(path, 'files.parquet', filter);
  const c = new Conditions(withoutGlob(source));
  c.path(filter.path);
  c.oneOf('allocation', filter.allocation);
  c.oneOf('kind', filter.kind);
  if (filter.deleted) c.plain("allocation <> 'allocated'");
  c.add(filter.inode, 'inode = ?');
  c.add(filter.sha256?.toLowerCase(), 'sha256 = ?');
  const since = timestamp('since', filter.since);
  const until = timestamp('until', filter.until);
  if (since !== undefined || until !== undefined)
    c.plain(`(${timeKinds.map((k) => within(c, k, since, until)).join(' OR ')})`);
  c.add(filter.text?.toLowerCase(), 'contains(lower(concat_ws(chr(10), path, link_target, notes)), ?)');
  yield* rowsOf(source, fileSelect(), c, filter, fileRecord);
}

/** Events of a case in the order of time. @throws as `queryFiles` */
export async function* queryTimeline(
  path: string | OpenedCase,
  filter: TimelineFilter = {},
): AsyncGenerator<TimelineRow> {
  const source = await sourceOf(path, 'timeline.parquet', filter);
  const c = new Conditions(withoutGlob(source));
  onEvents(c, filter);
  const columns = columnsOf(timelineColumns);
  yield* rowsOf(source, columns, c, filter, timelineRecord);
}

/** Findings of a case, strongest first. @throws as `queryFiles`; a damaged line is named by its number */
export async function* readFindings(path: string | OpenedCase, filter: FindingFilter = {}): AsyncGenerator<Finding> {
  const source = await sourceOf(path, 'findings.jsonl', filter);
  const { limit = Number.POSITIVE_INFINITY, offset = 0 } = filter;
  const stream = createReadStream(source);
  let line = 0;
  let fitting = 0;
  try {
    if (limit <= 0) return;
    for await (const text of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      line++;
      const finding = parseFinding(text, source, line);
      if (!fits(finding, text, filter) || fitting++ < offset) continue;
      yield finding;
      if (fitting >= offset + limit) return;
    }
  } catch (error) {
    throw osError('io', 'read', source, error);
  } finally {
    stream.destroy();
  }
}

/** Columns of files.parquet for `fileRecord`: the five times are taken from `times`, which has them as the evidence had them. */
export function fileSelect(): string[] {
  const { modified, accessed, changed, born, deleted, ...others } = fileColumns;
  return columnsOf(others);
}

/** Columns as a SELECT has them; a timestamp as text, which costs less here than as an object. */
const columnsOf = (columns: Record<string, string>): string[] =>
  Object.entries(columns).map(([name, type]) =>
    type === 'TIMESTAMP' ? `CAST("${name}" AS VARCHAR) AS "${name}"` : `"${name}"`,
  );

async function sourceOf(
  path: string | OpenedCase,
  name: 'files.parquet' | 'timeline.parquet' | 'findings.jsonl',
  filter: Page,
) {
  const opened = typeof path === 'string' ? await openCase(path) : path;
  return resultFile(opened, name, filter.onWarning);
}

async function* rowsOf<ROW>(
  source: string,
  columns: string[],
  conditions: Conditions,
  { limit, offset }: Page,
  record: (row: PlainRow) => ROW,
): AsyncGenerator<ROW> {
  const engine = await Engine.open();
  const page = { skip: whole('offset', offset ?? 0), ...(limit !== undefined && { take: whole('limit', limit) }) };
  const sql = `SELECT ${columns.join(', ')} FROM read_parquet($1) ${conditions.where}`;
  try {
    for await (const row of engine.rows(sql, conditions.parameters, page)) yield record(row);
  } catch (error) {
    throw osError('io', 'read', source, error);
  } finally {
    engine.close();
  }
}

function within(c: Conditions, column: string, since: string | undefined, until: string | undefined): string {
  const bounds: string[] = [];
  for (const [bound, operator] of [
    [since, '>='],
    [until, '<'],
  ] as const) {
    if (bound === undefined) continue;
    c.parameters.push(bound);
    bounds.push(`${column} ${operator} CAST($${c.parameters.length} AS TIMESTAMP)`);
  }
  return `(${bounds.join(' AND ')})`;
}

function whole(what: string, value: number): number {
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new AfterimageError('usage', `Cannot read with ${what} ${value}: expected a whole number from 0.`);
}

/** `2021-04-17 01:02:03.123456` as RFC 3339. */
const instant = (text: unknown): string => `${String(text).replace(' ', 'T')}Z`;

/** A row of files.parquet as a query gives it. */
export function fileRecord(row: PlainRow): FileRow {
  const record: Record<string, unknown> = {};
  for (const name in row)
    if (name === 'times') for (const [kind, time] of Object.entries(JSON.parse(String(row.times)))) record[kind] = time;
    else record[name] = name === 'version_committed' ? instant(row[name]) : row[name];
  return record as unknown as FileRow;
}

function timelineRecord(row: PlainRow): TimelineRow {
  if (row.at !== undefined) row.at = instant(row.at);
  return row as unknown as TimelineRow;
}

function parseFinding(text: string, source: string, line: number): Finding {
  try {
    const finding = JSON.parse(text) as Finding;
    if (typeof finding.id === 'string' && typeof finding.subject === 'object') return finding;
  } catch {
    // Said below.
  }
  throw new AfterimageError('io', `Cannot read ${source}: line ${line} is not a finding (damaged or cut off).`);
}

function fits(finding: Finding, line: string, filter: FindingFilter): boolean {
  const { id, severity, state, about, family, path, text } = filter;
  return (
    (id === undefined || finding.id === id) &&
    (severity === undefined || severities.indexOf(finding.severity) >= severities.indexOf(severity)) &&
    (state === undefined || state.includes(finding.state)) &&
    (about === undefined || about.includes(finding.about)) &&
    (family === undefined || finding.family?.toLowerCase() === family.toLowerCase()) &&
    (path === undefined || (finding.subject.path !== undefined && globMatches(path, finding.subject.path))) &&
    (text === undefined || line.toLowerCase().includes(text.toLowerCase()))
  );
}
