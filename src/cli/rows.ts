import { AfterimageError, csvRow } from '../model/index.ts';
import type { CliContext } from './context.ts';
import { type Column, tableWriter, widthsFor } from './table.ts';
import { printable, printableJson } from './terminal.ts';

export const formats = ['table', 'jsonl', 'json', 'csv'] as const;
export type Format = (typeof formats)[number];

/** Flags by which a listing is shaped. */
export interface FormatFlags {
  format?: Format;
  json?: boolean;
  jsonl?: boolean;
  csv?: boolean;
}

/** Their definitions; the short forms are flags of their own because scripts write them. */
export const formatFlags = {
  format: {
    kind: 'enum',
    values: formats,
    optional: true,
    brief: 'Shape of the output; table when not given',
    placeholder: formats.join('|'),
  },
  json: { kind: 'boolean', optional: true, withNegated: false, brief: 'Same as --format json: one array' },
  jsonl: { kind: 'boolean', optional: true, withNegated: false, brief: 'Same as --format jsonl: one object a line' },
  csv: {
    kind: 'boolean',
    optional: true,
    withNegated: false,
    brief: 'Same as --format csv; cells like formulas get a leading apostrophe',
  },
} as const;

/** The one format asked for. @throws AfterimageError `usage` */
export function formatOf(flags: FormatFlags): Format {
  const asked = new Set<Format>(flags.format ? [flags.format] : []);
  for (const name of ['json', 'jsonl', 'csv'] as const) if (flags[name]) asked.add(name);
  if (asked.size > 1)
    throw new AfterimageError('usage', `Asked for ${[...asked].join(' and ')} at once, expected one format.`);
  return [...asked][0] ?? 'table';
}

/** How one kind of row is listed. */
export interface Listing<ROW> {
  columns: readonly Column<ROW>[];
  /** Fields of the CSV, in order, by heading; the JSON forms carry the row as it is. */
  fields: readonly (readonly [heading: string, value: (row: ROW) => unknown])[];
}

/** Rows looked at before the first is printed, to find widths that suit them. */
const sample = 500;
const chunk = 1 << 16;

/** Prints rows as they come, in flat memory; stops when the reader has gone. Returns how many. */
export async function writeRows<ROW extends object>(
  context: CliContext,
  rows: AsyncIterable<ROW> | Iterable<ROW>,
  listing: Listing<ROW>,
  format: Format,
): Promise<number> {
  const { stdout } = context;
  let buffered = '';
  let count = 0;
  const put = (text: string): void => {
    buffered += text;
    if (buffered.length >= chunk) flush();
  };
  const flush = (): void => {
    if (buffered !== '') stdout.write(buffered);
    buffered = '';
  };
  const print = printer(context, listing, format, put);
  print.begin();
  for await (const row of rows) {
    if (stdout.closed) return count;
    print.row(row);
    count++;
  }
  print.end();
  flush();
  return count;
}

/** Prints rows as lines of another tool's format; returns how many have no line in it. */
export async function writeLines<ROW>(
  { stdout }: CliContext,
  rows: AsyncIterable<ROW>,
  lineOf: (row: ROW) => string | undefined,
): Promise<number> {
  let buffered = '';
  let left = 0;
  for await (const row of rows) {
    if (stdout.closed) return left;
    const line = lineOf(row);
    if (line === undefined) left++;
    else buffered += `${stdout.isTTY ? printable(line) : line}\n`;
    if (buffered.length < chunk) continue;
    stdout.write(buffered);
    buffered = '';
  }
  if (buffered !== '') stdout.write(buffered);
  return left;
}

interface Printer<ROW> {
  begin(): void;
  row(row: ROW): void;
  end(): void;
}

function printer<ROW extends object>(
  context: CliContext,
  listing: Listing<ROW>,
  format: Format,
  put: (text: string) => void,
): Printer<ROW> {
  if (format === 'table') return tablePrinter(context, listing, put);
  const nothing = (): void => {};
  if (format === 'jsonl') return { begin: nothing, row: (row) => put(`${printableJson(row)}\n`), end: nothing };
  if (format === 'json') {
    let any = false;
    return {
      begin: () => put('['),
      row(row) {
        put(`${any ? ',' : ''}\n${printableJson(row)}`);
        any = true;
      },
      end: () => put('\n]\n'),
    };
  }
  // On a terminal the bytes of a name would be acted on; in a file they are data and stay as they are.
  const text = (value: unknown): unknown =>
    context.stdout.isTTY && typeof value === 'string' ? printable(value) : value;
  return {
    begin: () => put(csvRow(listing.fields.map(([heading]) => heading))),
    row: (row) => put(csvRow(listing.fields.map(([, value]) => text(value(row))))),
    end: nothing,
  };
}

function tablePrinter<ROW>(context: CliContext, { columns }: Listing<ROW>, put: (text: string) => void): Printer<ROW> {
  const { stdout } = context;
  let held: ROW[] | undefined = [];
  let writer: ReturnType<typeof tableWriter<ROW>> | undefined;
  const release = (): void => {
    if (!held) return;
    if (held.length > 0) {
      writer = tableWriter(columns, widthsFor(columns, held, stdout.columns), stdout.color);
      put(`${writer.heading}\n`);
      for (const row of held) put(`${writer.row(row)}\n`);
    }
    held = undefined;
  };
  return {
    begin: () => {},
    row(row) {
      if (held) {
        held.push(row);
        if (held.length >= sample) release();
      } else put(`${writer!.row(row)}\n`);
    },
    end: release,
  };
}
