import { resolve } from 'node:path';
import { type FileRow, openCase, originsOf, queryFiles, readFindings } from '../case/index.ts';
import { AfterimageError, type Finding } from '../model/index.ts';
import { contentOf, hashOf, reopen } from './content.ts';
import type { Recovered, RecoverOptions } from './options.ts';
import { quarantine, type Sample } from './quarantine.ts';

/** Most versions and pieces one call writes. */
const MOST = 1000;

/**
 * Cuts content out of the evidence again and writes it into an encrypted zip: every entry of the case that a path, an
 * inode, a hash or a finding names.
 * @throws AfterimageError `no-input` when nothing of that name has content, or the evidence is not where it was
 */
export async function recover(options: RecoverOptions): Promise<Recovered> {
  const opened = await openCase(options.casePath);
  const rows = await rowsFor(options);
  const device = await reopen(opened.file, options.evidence);
  const samples: Sample[] = [];
  const items: Recovered['items'] = [];
  const seen = new Set<string>();
  for (const row of rows) {
    const found = await contentOf(device, row);
    if (!found) continue;
    const { sha256, size } = hashOf(found);
    const complete =
      row.content === 'intact' && size === row.size && (row.sha256 === undefined || row.sha256 === sha256);
    const note = noteOf(row, sha256, size);
    items.push({
      name: `${sha256}.vir`,
      ...(row.path !== undefined && { path: row.path }),
      size,
      sha256,
      complete,
      ...(note && { note }),
    });
    if (seen.has(sha256)) continue;
    seen.add(sha256);
    samples.push({ name: `${sha256}.vir`, source: found });
  }
  if (samples.length === 0) {
    throw new AfterimageError(
      'no-input',
      `recover: nothing named "${options.what}" has content that can be read; ${rows.length} ${rows.length === 1 ? 'entry is' : 'entries are'} known by that name.`,
    );
  }
  await quarantine(resolve(options.output), samples);
  return { output: resolve(options.output), items };
}

function noteOf(row: FileRow, sha256: string, size: number): string | undefined {
  const parts: string[] = [];
  if (row.allocation !== 'allocated')
    parts.push(
      row.version_transaction === undefined
        ? row.allocation
        : `${row.allocation}, as of transaction ${row.version_transaction}`,
    );
  if (row.content === 'partial') parts.push('partial: what is lost reads as zeros');
  if (size < row.size) parts.push(`${size} of ${row.size} bytes`);
  if (row.sha256 !== undefined && row.sha256 !== sha256)
    parts.push(`the case has SHA-256 ${row.sha256}: the evidence is not what it was`);
  return parts.length > 0 ? parts.join('; ') : undefined;
}

/** The entries of the case that are meant. */
async function rowsFor({ casePath, what }: RecoverOptions): Promise<FileRow[]> {
  const collect = async (rows: AsyncIterable<FileRow>, keep: (row: FileRow) => boolean): Promise<FileRow[]> => {
    const found: FileRow[] = [];
    for await (const row of rows) if (keep(row) && row.extents !== undefined && found.push(row) >= MOST) break;
    return found;
  };
  const inode = /^inode:(\d{1,15})$/.exec(what);
  if (inode) return collect(queryFiles(casePath, { inode: Number(inode[1]) }), () => true);
  if (/^[0-9a-f]{64}$/i.test(what)) return collect(queryFiles(casePath, { sha256: what }), () => true);
  if (what.startsWith('/')) return collect(queryFiles(casePath), (row) => row.path === what);
  for await (const finding of readFindings(casePath, { id: what }))
    return collect(queryFiles(casePath), (row) => isSubject(row, finding));
  throw new AfterimageError(
    'usage',
    `recover: "${what}" is neither an absolute path, inode:N, a SHA-256 nor the id of a finding in this case.`,
  );
}

/** The entry a finding is about: by name and inode, or, for a piece of free space, by its bytes. */
function isSubject(row: FileRow, { subject, locators }: Finding): boolean {
  if (row.allocation !== subject.allocation || row.size !== subject.size) return false;
  if (subject.path !== undefined)
    return row.path === subject.path && row.inode === subject.inode && row.sha256 === subject.sha256;
  const first = locators[0]?.bytes[0];
  return (
    first !== undefined &&
    originsOf(row).some(
      (o) => o.evidence !== undefined && first.offset >= o.offset && first.offset < o.offset + o.length,
    )
  );
}
