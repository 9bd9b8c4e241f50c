import { resolve } from 'node:path';
import type { Allocation, EntryKind, FileRow } from '../../index.ts';
import { entryKinds } from '../../model/index.ts';
import { caseArgument, type PageFlags, pageFlags } from '../case-argument.ts';
import type { CliContext } from '../context.ts';
import { remark } from '../failure.ts';
import { instant, sha256, text, wholeNumber } from '../flags.ts';
import { failureExits } from '../help.ts';
import { library } from '../library.ts';
import { type FormatFlags, formatFlags, formatOf, type Listing, writeRows } from '../rows.ts';
import { command } from '../stricli.ts';

const allocations = [
  'allocated',
  'superseded',
  'deleted',
  'orphan',
  'unallocated',
  'slack',
] as const satisfies readonly Allocation[];

interface Flags extends Record<string, unknown>, FormatFlags, PageFlags {
  path?: string;
  allocation?: readonly Allocation[];
  kind?: readonly EntryKind[];
  deleted?: boolean;
  inode?: number;
  sha256?: string;
  since?: string;
  until?: string;
  text?: string;
}

const fields = [
  'evidence',
  'layers',
  'system',
  'path',
  'kind',
  'allocation',
  'content',
  'size',
  'modified',
  'accessed',
  'changed',
  'born',
  'deleted',
  'inode',
  'links',
  'mode',
  'uid',
  'gid',
  'link_target',
  'sha256',
  'md5',
  'sha1',
  'version_transaction',
  'version_committed',
  'looked',
  'notes',
] as const satisfies readonly (keyof FileRow)[];

const listing: Listing<FileRow> = {
  columns: [
    { title: 'ALLOCATION', value: (r) => r.allocation },
    { title: 'CONTENT', value: (r) => r.content },
    { title: 'INODE', value: (r) => r.inode, align: 'right' },
    { title: 'SIZE', value: (r) => r.size, align: 'right' },
    { title: 'MODIFIED', value: (r) => r.modified?.replace(/\.\d+Z$/, 'Z') },
    { title: 'PATH', value: (r) => r.path ?? `(${r.layers})`, flexible: true },
  ],
  fields: fields.map((field) => [field, (row: FileRow) => row[field]] as const),
};

export const files = command<Flags, [string]>({
  help: {
    brief: 'List the files that were seen, alive or not',
    full: `Lists every file, directory and run of blocks of a case: live ones, deleted ones,
earlier versions of files that still exist ("superseded"), files unlinked while open
("orphan"), free space and slack, with times in UTC and hashes. The same rows are in
files.parquet, for any tool that reads Parquet.`,
    examples: [
      {
        line: "afterimage files case-17 --path '/home/webserver/*.cgi' --deleted",
        does: 'CGI files that are gone, and what of them can be read.',
      },
      {
        line: 'afterimage files case-17 --since 2021-04-17 --until 2021-04-21',
        does: 'Everything that changed in those days.',
      },
      { line: 'afterimage files case-17 --allocation superseded --jsonl', does: 'Earlier versions, in full.' },
    ],
    exits: { 0: 'listed, also when there are none', ...failureExits },
  },
  flags: {
    path: {
      kind: 'parsed',
      parse: text,
      optional: true,
      brief: 'Only paths like this; * is anything, ? one character',
      placeholder: 'glob',
    },
    allocation: {
      kind: 'enum',
      values: allocations,
      optional: true,
      variadic: true,
      brief: `Only these; repeatable: ${allocations.join(', ')}`,
    },
    kind: {
      kind: 'enum',
      values: entryKinds,
      optional: true,
      variadic: true,
      brief: 'Only these; repeatable: file, directory, symlink, run ...',
    },
    deleted: { kind: 'boolean', optional: true, withNegated: false, brief: 'Only what is no longer there' },
    inode: {
      kind: 'parsed',
      parse: wholeNumber(0, Number.MAX_SAFE_INTEGER),
      optional: true,
      brief: 'Only this inode',
      placeholder: 'n',
    },
    sha256: {
      kind: 'parsed',
      parse: sha256,
      optional: true,
      brief: 'Only content with this SHA-256',
      placeholder: 'hex',
    },
    since: {
      kind: 'parsed',
      parse: instant,
      optional: true,
      brief: 'Only with a time at or after this, in UTC',
      placeholder: 'time',
    },
    until: {
      kind: 'parsed',
      parse: instant,
      optional: true,
      brief: 'Only with a time before this, in UTC',
      placeholder: 'time',
    },
    text: {
      kind: 'parsed',
      parse: text,
      optional: true,
      brief: 'Only with this in path, link target or notes',
      placeholder: 'words',
    },
    ...pageFlags,
    ...formatFlags,
  } as never,
  positional: { kind: 'tuple', parameters: [caseArgument] },
  async run(context: CliContext, flags, casePath) {
    const format = formatOf(flags);
    const { queryFiles } = await library();
    const rows = queryFiles(resolve(context.cwd, casePath), {
      path: flags.path,
      allocation: flags.allocation,
      kind: flags.kind,
      deleted: flags.deleted,
      inode: flags.inode,
      sha256: flags.sha256,
      since: flags.since,
      until: flags.until,
      text: flags.text,
      limit: flags.limit,
      offset: flags.offset,
      onWarning: (warning) => remark(context, warning),
    });
    const count = await writeRows(context, rows, listing, format);
    if (count === 0 && format === 'table') remark(context, 'no file fits.');
    return undefined;
  },
});
