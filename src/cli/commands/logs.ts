import { resolve } from 'node:path';
import type { TimelineRow } from '../../index.ts';
import { AfterimageError } from '../../model/index.ts';
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
  source?: readonly string[];
  node?: string;
  code?: string;
  user?: string;
  path?: string;
  text?: string;
  recovered?: boolean;
}

/** A record of a log with its fields opened. */
interface LogRow extends Omit<TimelineRow, 'fields'> {
  /** `cut` out of a log that is still there, `recovered` from a deleted one or from free space. */
  mark?: 'cut' | 'recovered';
  fields: Record<string, unknown>;
}

const field =
  (...names: string[]) =>
  ({ fields }: LogRow): string | undefined =>
    names.map((name) => fields[name]).find((value): value is string => typeof value === 'string');

const listing: Listing<LogRow> = {
  columns: [
    { title: 'AT', value: (r) => r.at },
    { title: '', value: (r) => r.mark, look: (r) => (r.mark === 'cut' ? 'red' : r.mark && 'yellow') },
    { title: 'SOURCE', value: (r) => r.source },
    { title: 'NODE', value: field('node', 'host') },
    { title: 'CODE', value: field('code') },
    { title: 'USER', value: field('user') },
    { title: 'MESSAGE', value: (r) => r.message, flexible: true },
  ],
  fields: [
    ['at', (r) => r.at],
    ['mark', (r) => r.mark],
    ['source', (r) => r.source],
    ['node', field('node', 'host')],
    ['code', field('code')],
    ['user', field('user')],
    ['source_ip', field('source_ip')],
    ['message', (r) => r.message],
    ['path', (r) => r.path],
    ['finding_id', (r) => r.finding_id],
    ['fields', (r) => r.fields],
  ],
};

export const logs = command<Flags, [string]>({
  help: {
    brief: 'List what the logs tell, all of them in one order',
    full: `Lists the records of all logs of a case in the order of their times, in UTC: the live ones,
those that were cut out of a log (marked "cut"), and those of deleted logs and free space
(marked "recovered"). A time whose zone nobody states is the clock as written. Which times each
log covers, and what in it could not be read, is in coverage.json.`,
    examples: [
      { line: 'afterimage logs case-17 --since 2021-04-17T02:00:00Z --until 2021-04-17T03:00:00Z', does: 'One hour.' },
      { line: 'afterimage logs case-17 --recovered', does: 'Only what stands in no live log.' },
      { line: 'afterimage logs case-17 --code ADM20599', does: 'Where an administrator cleared a log.' },
      { line: 'afterimage logs case-17 --user alice --jsonl', does: 'What one user did, for a script.' },
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
    source: {
      kind: 'parsed',
      parse: text,
      optional: true,
      variadic: true,
      brief: 'Only of this format of log, as `afterimage formats` names it; repeatable',
      placeholder: 'name',
    },
    node: { kind: 'parsed', parse: text, optional: true, brief: 'Only of this machine', placeholder: 'name' },
    code: { kind: 'parsed', parse: text, optional: true, brief: 'Only with this message code', placeholder: 'code' },
    user: { kind: 'parsed', parse: text, optional: true, brief: 'Only of this user', placeholder: 'name' },
    path: {
      kind: 'parsed',
      parse: text,
      optional: true,
      brief: 'Only of logs at paths like this; * is anything, ? one character',
      placeholder: 'glob',
    },
    text: { kind: 'parsed', parse: text, optional: true, brief: 'Only with this in the message', placeholder: 'words' },
    recovered: {
      kind: 'boolean',
      optional: true,
      withNegated: false,
      brief: 'Only records that stand in no live log: cut out, deleted, or from free space',
    },
    ...pageFlags,
    ...formatFlags,
  } as never,
  positional: { kind: 'tuple', parameters: [caseArgument] },
  async run(context: CliContext, flags, casePath) {
    const format = formatOf(flags);
    const { logFormats, queryTimeline } = await library();
    const known = [...logFormats.map((f) => f.name), 'snapshot'];
    for (const name of flags.source ?? [])
      if (!known.includes(name))
        throw new AfterimageError('usage', `No log format named "${name}". Known: ${known.join(', ')}.`);
    const { since, until, source, node, code, user, path, text, recovered, limit, offset } = flags;
    const filter = { logs: true, since, until, source, node, code, user, path, text, recovered, limit, offset };
    const onWarning = (warning: string): void => remark(context, warning);
    const rows = opened(queryTimeline(resolve(context.cwd, casePath), { ...filter, onWarning }));
    const count = await writeRows(context, rows, listing, format);
    if (count === 0 && format === 'table') remark(context, 'no record fits.');
    return undefined;
  },
});

async function* opened(rows: AsyncIterable<TimelineRow>): AsyncGenerator<LogRow> {
  for await (const row of rows) {
    const fields = JSON.parse(row.fields) as Record<string, unknown>;
    const mark = row.recovered ? (fields.from === 'an earlier version' ? 'cut' : 'recovered') : undefined;
    yield { ...row, fields, ...(mark && { mark }) };
  }
}
