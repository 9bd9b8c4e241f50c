import type { FileRow } from '../case/index.ts';
import type { Finding } from '../model/index.ts';

/** Files named when several fit. */
const NAMED = 5;

/** What the reader notes of a file whose blocks nothing tells of any more; of others it is known that they lay elsewhere. */
const MAP_GONE = 'the block map is gone';

/** True for bytes in free space that nothing names. */
export const isCarved = ({ subject }: Pick<Finding, 'subject'>): boolean =>
  subject.allocation === 'unallocated' && subject.path === undefined && subject.size > 0;

/** Whether a row could be the file that carved bytes of its length, or with its hash, once were. */
export const isCandidate = (row: FileRow): boolean =>
  row.path !== undefined && row.kind === 'file' && row.size > 0 && (row.sha256 !== undefined || isLost(row));

const isLost = ({ allocation, content, notes }: FileRow): boolean =>
  allocation === 'deleted' && content === 'lost' && (notes?.includes(MAP_GONE) ?? false);

/**
 * Whose bytes these may have been, in words: by hash they are the same bytes, by length alone it is a possibility and is
 * never more than said.
 * @param rows candidates on the finding's volume
 */
export function tieOf({ subject }: Finding, rows: readonly FileRow[]): string | undefined {
  const same = named(rows.filter((r) => r.sha256 !== undefined && r.sha256 === subject.sha256));
  if (same.length > 0) return `Byte for byte the content of ${list(same)}.`;
  const fits = named(rows.filter((r) => isLost(r) && r.size === subject.size));
  if (fits.length === 0) return undefined;
  if (fits.length === 1)
    return `Its length, ${subject.size} bytes, is that of ${list(fits)}, whose blocks are not known any more, and of no other such file: consistent with these bytes being its content, which a length alone does not prove.`;
  return `Its length, ${subject.size} bytes, is that of ${fits.length} deleted files whose blocks are not known any more (${list(fits)}): whose it was cannot be said.`;
}

const named = (rows: FileRow[]): string[] => [...new Set(rows.map((r) => `${r.path} (${told(r)})`))].sort();

const told = ({ allocation, deleted, inode }: FileRow): string =>
  `${allocation}${deleted === undefined ? '' : ` ${deleted}`}${inode === undefined ? '' : `, inode ${inode}`}`;

const list = (names: string[]): string =>
  names.length > NAMED ? `${names.slice(0, NAMED).join('; ')}; and ${names.length - NAMED} more` : names.join('; ');
