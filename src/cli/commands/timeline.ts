import { resolve } from 'node:path';
import type { TimelineRow } from '../../index.ts';
import { AfterimageError } from '../../model/index.ts';
import { caseArgument, type PageFlags, pageFlags } from '../case-argument.ts';
import type { CliContext } from '../context.ts';
import { remark } from '../failure.ts';
import { instant, text } from '../flags.ts';
import { failureExits } from '../help.ts';
import { library } from '../library.ts';
import {
  type Format,
  type FormatFlags,
  formatFlags,
  formatOf,
  formats,
  type Listing,
  writeLines,
  writeRows,
} from '../rows.ts';
import { command } from '../stricli.ts';

interface Flags extends Record<string, unknown>, Omit<FormatFlags, 'format'>, PageFlags {
  format?: Format | Export;
  since?: string;
  until?: string;
  path?: string;
  text?: string;
  findings?: boolean;
  finding?: string;
  kind?: readonly (typeof kinds)[number][];
}

/** Shapes that other tools take in. */
const exportsTo = ['timesketch', 'bodyfile'] as const;
type Export = (typeof exportsTo)[number];

const kinds = ['modified', 'accessed', 'changed', 'born', 'deleted', 'logged', 'request'] as const;

const fields = ['at', 'time_kind', 'source', 'message', 'path', 'finding_id', 'recovered', 'fields'] as const;

const listing: Listing<TimelineRow> = {
  columns: [
    { title: 'AT', value: (r) => r.at },
    { title: 'TIME', value: (r) => r.time_kind },
    { title: 'FINDING', value: (r) => r.finding_id, look: (r) => (r.finding_id ? 'red' : undefined) },
    { title: 'MESSAGE', value: (r) => r.message, flexible: true },
  ],
  fields: fields.map((field) => [field, (row: TimelineRow) => row[field]] as const),
};

export const timeline = command<Flags, [string]>({
  help: {
    brief: 'List what happened, in order',
    full: `Lists the events of a case in the order of their times, in UTC: when files were
modified, accessed, changed (their metadata), born and deleted, and the records
of logs. Events that belong to a finding carry its id. The same rows are in timeline.parquet.

--format timesketch writes Timesketch's JSONL (let the file's name end in .jsonl; events without
a time are left out). --format bodyfile writes the files instead of the events, as mactime reads
them: only --path, --since and --until narrow it down.`,
    examples: [
      { line: 'afterimage timeline case-17 --since 2021-04-17 --until 2021-04-21', does: 'Four days.' },
      { line: 'afterimage timeline case-17 --findings', does: 'Only events of files that have a finding.' },
      {
        line: "afterimage timeline case-17 --path '/tmp/*' --csv > tmp.csv",
        does: 'What happened in /tmp, for a spreadsheet.',
      },
      { line: 'afterimage timeline case-17 --format timesketch > case-17.jsonl', does: 'For Timesketch.' },
      { line: 'afterimage timeline case-17 --format bodyfile > case-17.body', does: 'For mactime.' },
    ],
    exits: { 0: 'listed, also when there are none', ...failureExits },
  },
  flags: {
    since: {
      kind: 'parsed',
      parse: instant,
      optional: true,
      brief: 'Only at or after this, in UTC',
      placeholder: 'time',
    },
    until: { kind: 'parsed', parse: instant, optional: true, brief: 'Only before this, in UTC', placeholder: 'time' },
    path: {
      kind: 'parsed',
      parse: text,
      optional: true,
      brief: 'Only paths like this; * is anything, ? one character',
      placeholder: 'glob',
    },
    text: { kind: 'parsed', parse: text, optional: true, brief: 'Only with this in the message', placeholder: 'words' },
    findings: { kind: 'boolean', optional: true, withNegated: false, brief: 'Only events that belong to a finding' },
    finding: {
      kind: 'parsed',
      parse: text,
      optional: true,
      brief: 'Only events of the finding with this id',
      placeholder: 'id',
    },
    kind: {
      kind: 'enum',
      values: kinds,
      optional: true,
      variadic: true,
      brief: `Only these; repeatable: ${kinds.join(', ')}`,
    },
    ...pageFlags,
    ...formatFlags,
    format: {
      ...formatFlags.format,
      values: [...formats, ...exportsTo],
      placeholder: [...formats, ...exportsTo].join('|'),
    },
  } as never,
  positional: { kind: 'tuple', parameters: [caseArgument] },
  async run(context: CliContext, flags, casePath) {
    const asked = flags.format;
    const { bodyfileLine, queryFiles, queryTimeline, timesketchLine } = await library();
    const { since, until, path, kind, text, findings, finding, limit, offset } = flags;
    const filter = { since, until, path, kind, text, findings, finding, limit, offset };
    const onWarning = (warning: string): void => remark(context, warning);
    const folder = resolve(context.cwd, casePath);
    if (asked === 'bodyfile') {
      if (kind ?? text ?? findings ?? finding)
        throw new AfterimageError(
          'usage',
          '--format bodyfile lists files: only --path, --since and --until narrow it down.',
        );
      const files = queryFiles(folder, { path, since, until, limit, offset, onWarning });
      await writeLines(context, files, bodyfileLine);
      return undefined;
    }
    const rows = queryTimeline(folder, { ...filter, onWarning });
    if (asked === 'timesketch') {
      const left = await writeLines(context, rows, timesketchLine);
      if (left > 0) remark(context, `${left} events without a time were left out.`);
      return undefined;
    }
    const { format: _, ...shape } = flags;
    const format = formatOf({ ...shape, ...(asked && { format: asked }) });
    const count = await writeRows(context, rows, listing, format);
    if (count === 0 && format === 'table') remark(context, 'no event fits.');
    return undefined;
  },
});
