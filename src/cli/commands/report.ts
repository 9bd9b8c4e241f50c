import { resolve } from 'node:path';
import type { FileRow, Report, ReportInput } from '../../index.ts';
import { AfterimageError, didYouMean, type Tlp } from '../../model/index.ts';
import { caseArgument } from '../case-argument.ts';
import type { CliContext } from '../context.ts';
import { createFile } from '../create-file.ts';
import { remark } from '../failure.ts';
import { language, path, text, tlp } from '../flags.ts';
import { failureExits } from '../help.ts';
import { library } from '../library.ts';
import { command } from '../stricli.ts';

interface Flags extends Record<string, unknown> {
  format: string;
  output?: string;
  lang?: 'en' | 'ja';
  tlp?: Tlp;
  knowledge?: readonly string[];
}

export const report = command<Flags, [string]>({
  help: {
    brief: 'Tell a case as a document',
    full: `Writes a case as a document: html (one page that opens offline, as report.html in the
case), markdown for tickets and wikis, or json for other programs. The same case gives
the same bytes. Without -o it goes to stdout; a file that exists is not overwritten.

For other tools: stix (STIX 2.1 bundle), misp (MISP event), navigator (ATT&CK Navigator
layer) and case-uco (CASE/UCO JSON-LD of recovered files). They name the device and its
files as the case does; the first three say TLP:AMBER unless --tlp says otherwise.
docs/interchange.md has what becomes what.`,
    examples: [
      { line: 'afterimage report case-17 --format markdown -o case-17.md', does: 'For a ticket.' },
      { line: 'afterimage report case-17 --format html --lang ja -o case-17.ja.html', does: 'The page in Japanese.' },
      { line: 'afterimage report case-17 --format json | jq .verdict.statement', does: 'For a script.' },
      {
        line: 'afterimage report case-17 --format case-uco -o case-17.jsonld',
        does: 'Recovered files with their place in the evidence.',
      },
      {
        line: 'afterimage report case-17 --format stix --tlp red -o case-17.stix.json',
        does: 'For a few named people.',
      },
    ],
    exits: { 0: 'written', ...failureExits },
  },
  flags: {
    format: {
      kind: 'parsed',
      parse: text,
      default: 'markdown',
      brief: 'Kind of document, as in `afterimage formats`',
      placeholder: 'name',
    },
    output: { kind: 'parsed', parse: path, optional: true, brief: 'File to create', placeholder: 'file' },
    lang: {
      kind: 'parsed',
      parse: language,
      optional: true,
      brief: 'Language of the report: en or ja',
      placeholder: 'en',
    },
    tlp: {
      kind: 'parsed',
      parse: tlp,
      optional: true,
      brief: 'How far it may be shared: clear, green, amber, amber+strict or red; for other tools',
      placeholder: 'label',
    },
    knowledge: {
      kind: 'parsed',
      parse: path,
      optional: true,
      variadic: true,
      brief: 'STIX bundle, MISP event or import that names what it says of families and actors; repeatable',
      placeholder: 'path',
    },
  } as never,
  aliases: { f: 'format', o: 'output' },
  positional: { kind: 'tuple', parameters: [caseArgument] },
  async run(context: CliContext, flags, casePath) {
    const { loadKnowledge, openCase, readIndicatorFiles, readInput, reports } = await library();
    const kind = reports.find((r) => r.name === flags.format);
    if (!kind)
      throw noSuchReport(
        flags.format,
        reports.map((r) => r.name),
      );
    const more = (flags.knowledge ?? []).map((p) => resolve(context.cwd, p));
    const folder = resolve(context.cwd, casePath);
    const input = await readInput(await openCase(folder), (warning) => remark(context, warning));
    const document = kind.write(await withFiles(context, folder, kind, input), flags.lang, {
      ...(flags.tlp && { tlp: flags.tlp }),
      ...(more.length > 0 && { knowledge: loadKnowledge(readIndicatorFiles(more)) }),
    });
    if (flags.output === undefined) context.stdout.write(document);
    else await createFile(resolve(context.cwd, flags.output), document);
    return undefined;
  },
});

function noSuchReport(name: string, known: readonly string[]): AfterimageError {
  const meant = didYouMean(name, known);
  const question = meant ? ` Did you mean "${meant}"?` : '';
  return new AfterimageError('usage', `No report named "${name}".${question} Known: ${known.join(', ')}.`);
}

/** Most rows of files that one document takes in. */
const FILES = 50_000;

/** The input with the rows of files that this kind of document asks for. */
async function withFiles(context: CliContext, folder: string, kind: Report, input: ReportInput): Promise<ReportInput> {
  const wanted = kind.files?.(input);
  if (!wanted) return input;
  const { queryFiles } = await library();
  const rows: FileRow[] = [];
  let left = 0;
  for await (const row of queryFiles(folder, { onWarning: (warning) => remark(context, warning) }))
    if (wanted(row)) {
      if (rows.length < FILES) rows.push(row);
      else left++;
    }
  if (left > 0) remark(context, `${left} more files would not fit and are in files.parquet only.`);
  return { ...input, files: { rows, left } };
}
