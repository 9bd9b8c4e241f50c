import { resolve } from 'node:path';
import type { TimelineRow } from '../../index.ts';
import { caseArgument, type PageFlags, pageFlags } from '../case-argument.ts';
import type { CliContext } from '../context.ts';
import { remark } from '../failure.ts';
import { instant, text } from '../flags.ts';
import { failureExits } from '../help.ts';
import { library } from '../library.ts';
import { type FormatFlags, formatFlags, formatOf, type Listing, writeRows } from '../rows.ts';
import { command } from '../stricli.ts';

interface Flags extends Record<string, unknown>, FormatFlags, PageFlags {
  since?: string;
  until?: string;
  path?: string;
  text?: string;
  findings?: boolean;
  finding?: string;
  kind?: readonly (typeof kinds)[number][];
}

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
modified, accessed, changed (their metadata), born and deleted, and the log records that
somebody cut out. Events that belong to a finding carry its id. The same rows are in
timeline.parquet.`,
    examples: [
      { line: 'afterimage timeline case-17 --since 2021-04-17 --until 2021-04-21', does: 'Four days.' },
      { line: 'afterimage timeline case-17 --findings', does: 'Only events of files that have a finding.' },
      {
        line: "afterimage timeline case-17 --path '/tmp/*' --csv > tmp.csv",
        does: 'What happened in /tmp, for a spreadsheet.',
      },
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
  } as never,
  positional: { kind: 'tuple', parameters: [caseArgument] },
  async run(context: CliContext, flags, casePath) {
    const format = formatOf(flags);
    const { queryTimeline } = await library();
    const { since, until, path, kind, text, findings, finding, limit, offset } = flags;
    const filter = { since, until, path, kind, text, findings, finding, limit, offset };
    const onWarning = (warning: string): void => remark(context, warning);
    const rows = queryTimeline(resolve(context.cwd, casePath), { ...filter, onWarning });
    const count = await writeRows(context, rows, listing, format);
    if (count === 0 && format === 'table') remark(context, 'no event fits.');
    return undefined;
  },
});
