import type { FileRow } from './rows.ts';

const last = '\uffff';
const text = (value: string | undefined): string => value ?? '';
/** Padded so that text order is number order; what has no number comes first. */
const number = (value: number | undefined): string => (value === undefined ? '' : String(value).padStart(20, '0'));

/**
 * The order of files.parquet: path (nameless last), system, layers, allocation, inode, version, first byte. The row as
 * text decides between what is still equal.
 */
export const rowKey = (row: Partial<FileRow>): string =>
  [
    row.path === undefined ? last : row.path,
    text(row.system),
    text(row.layers),
    text(row.allocation),
    number(row.inode),
    number(row.version_transaction),
    number(firstOffset(row.extents)),
  ].join('\0');

/** Offset of the first stretch in `extents`: `[[0,4096,…` without parsing what may be a long list. */
function firstOffset(extents: string | undefined): number | undefined {
  const match = extents && /^\[\[-?\d+,(\d+)/.exec(extents.slice(0, 64));
  return match ? Number(match[1]) : undefined;
}
