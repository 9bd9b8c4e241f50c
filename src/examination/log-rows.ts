import type { CaseFolder, FileRow } from '../case/index.ts';

/** Names of files that are asked whether they are logs. */
export const LOG =
  /(?:^|[/._-])(?:logs?|messages|syslog|audit|debuglog|access|auth|secure|maillog|events|admin)(?:[/._-]|$)|\.vc0/i;

/** Pieces of free space that are searched for log records. */
const MOST_FREE = 200_000;

/** The rows of a case that bringing logs back needs. */
export interface LogRows {
  /** Live files whose name may be a log's. */
  live: FileRow[];
  /** Files that are no longer there as they were, and still have content. */
  earlier: FileRow[];
  /** Live files that have an earlier version. */
  present: FileRow[];
  free: FileRow[];
}

/** Nothing to bring back. */
export const noLogRows: LogRows = { live: [], earlier: [], present: [], free: [] };

/** Names a file across its versions. */
export const fileKey = (row: FileRow): string => `${row.evidence} ${row.system} ${row.path}`;

/** Collects them in two passes: which files have earlier versions is known only behind the first. */
export async function logRows(folder: CaseFolder): Promise<LogRows> {
  const rows: LogRows = { live: [], earlier: [], present: [], free: [] };
  for await (const row of folder.rows()) {
    if (!isReadable(row)) continue;
    if (row.kind === 'run') {
      if (row.allocation === 'unallocated' && rows.free.length < MOST_FREE) rows.free.push(row);
    } else if (row.path === undefined || row.path.includes('!/')) continue;
    else if (row.allocation === 'superseded' || row.allocation === 'deleted') rows.earlier.push(row);
    else if (row.allocation === 'allocated' && LOG.test(row.path)) rows.live.push(row);
  }
  const known = new Set(rows.earlier.map(fileKey));
  if (known.size === 0) return rows;
  for await (const row of folder.rows()) {
    if (row.allocation === 'allocated' && row.kind === 'file' && isReadable(row) && known.has(fileKey(row)))
      rows.present.push(row);
  }
  return rows;
}

const isReadable = (row: FileRow): boolean =>
  (row.kind === 'file' || row.kind === 'run') && row.content !== 'lost' && row.size > 0 && row.extents !== undefined;
