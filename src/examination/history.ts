import { type FileRow, openCase, queryFiles } from '../case/index.ts';
import { AfterimageError, byText, type Difference } from '../model/index.ts';
import { contentOf, reopen } from './content.ts';
import { differenceOf } from './difference.ts';

export interface HistoryOptions {
  casePath: string;
  /** A path on the device, or `inode:N`. */
  what: string;
  /** Where the evidence lies now, when it moved. */
  evidence?: string[];
}

/** One version of a file, and how the one before it became this one. */
export interface FileVersion {
  row: FileRow;
  difference?: Difference;
  /** Why there is no difference to show, when there is an earlier version. */
  without?: string;
}

/** Most versions that are told. */
const MOST = 500;

/**
 * Every version of one file that the case knows, oldest first: what stood under a path, whatever its inode, or what an
 * inode held, whatever its name. Differences are made from the evidence.
 * @throws AfterimageError `no-input` when nothing of that name is known, or the evidence is not where it was
 */
export async function history({ casePath, what, evidence }: HistoryOptions): Promise<FileVersion[]> {
  const opened = await openCase(casePath);
  const inode = /^inode:(\d{1,15})$/.exec(what);
  if (!inode && !what.startsWith('/'))
    throw new AfterimageError('usage', `history: "${what}" is neither an absolute path on the device nor inode:N.`);
  const rows: FileRow[] = [];
  for await (const row of queryFiles(casePath, inode ? { inode: Number(inode[1]) } : {})) {
    if ((inode || row.path === what) && row.kind !== 'run' && rows.push(row) >= MOST) break;
  }
  if (rows.length === 0) throw new AfterimageError('no-input', `history: nothing named "${what}" is in this case.`);
  rows.sort(oldestFirst);
  const device = await reopen(opened.file, evidence);
  const versions: FileVersion[] = [];
  for (const [i, row] of rows.entries()) {
    const before = rows[i - 1];
    if (!before || before.layers !== row.layers) {
      versions.push({ row });
      continue;
    }
    if (before.sha256 !== undefined && before.sha256 === row.sha256) {
      versions.push({ row, without: 'the same content' });
      continue;
    }
    const [a, b] = [before.extents && (await contentOf(device, before)), row.extents && (await contentOf(device, row))];
    const difference = a && b ? differenceOf(a, b, { earlier: 'before', later: 'after' }) : undefined;
    versions.push(
      difference
        ? { row, difference }
        : { row, without: a && b ? 'not both are text of a length to compare' : 'the content of one of them is lost' },
    );
  }
  return versions;
}

/** By volume, then by what the kernel says of the last change; the live one last. */
function oldestFirst(a: FileRow, b: FileRow): number {
  const live = (row: FileRow): number => (row.allocation === 'allocated' || row.allocation === 'orphan' ? 1 : 0);
  return (
    byText(a.layers, b.layers) ||
    live(a) - live(b) ||
    byText(a.changed ?? '', b.changed ?? '') ||
    (a.version_transaction ?? 0) - (b.version_transaction ?? 0) ||
    byText(a.deleted ?? '', b.deleted ?? '')
  );
}
