import { resolve } from 'node:path';
import type { Entity, Knowledge, KnowledgeProblem, Link } from '../../index.ts';
import { AfterimageError, didYouMean } from '../../model/index.ts';
import type { CliContext } from '../context.ts';
import { createFile } from '../create-file.ts';
import { remark } from '../failure.ts';
import { path, text } from '../flags.ts';
import { failureExits } from '../help.ts';
import { library } from '../library.ts';
import { type FormatFlags, formatFlags, formatOf, type Listing, writeRows } from '../rows.ts';
import { command, commands } from '../stricli.ts';
import { printable } from '../terminal.ts';

interface Flags extends FormatFlags, Record<string, unknown> {
  with?: readonly string[];
}

const withFlag = {
  kind: 'parsed',
  parse: path,
  optional: true,
  variadic: true,
  brief: 'STIX 2 bundle, MISP event or earlier import to read beside our own; repeatable',
  placeholder: 'path',
} as const;

/** One line of a list: a thing with a name, in words. */
interface Row {
  type: string;
  name: string;
  aliases: string[];
  description?: string;
  published: string[];
  id: string;
}

const rowOf = (e: Entity): Row => ({
  type: e.type,
  name: e.name,
  aliases: e.aliases,
  ...(e.description && { description: e.description }),
  published: e.references.map((r) => r.externalId ?? r.source),
  id: e.id,
});

const things: Listing<Row> = {
  columns: [
    { title: 'TYPE', value: (r) => r.type },
    { title: 'NAME', value: (r) => r.name, flexible: true },
    { title: 'ALSO', value: (r) => r.aliases.join(', '), flexible: true },
    { title: 'ABOUT', value: (r) => r.description, flexible: true },
  ],
  fields: [
    ['type', (r) => r.type],
    ['name', (r) => r.name],
    ['aliases', (r) => r.aliases.join(' | ')],
    ['description', (r) => r.description],
    ['published', (r) => r.published.join(' ')],
    ['id', (r) => r.id],
  ],
};

/** One relation of the thing that is shown. */
interface Relation {
  relation: string;
  type: string;
  other: string;
  confidence?: number;
  sources: string[];
  note?: string;
}

const relations: Listing<Relation> = {
  columns: [
    { title: 'RELATION', value: (r) => r.relation },
    { title: 'TYPE', value: (r) => r.type },
    { title: 'OTHER', value: (r) => r.other, flexible: true },
    { title: 'CONFIDENCE', value: (r) => r.confidence ?? 'not stated', align: 'right' },
    { title: 'SOURCES', value: (r) => r.sources.join('; ') || 'not stated', flexible: true },
  ],
  fields: [
    ['relation', (r) => r.relation],
    ['type', (r) => r.type],
    ['other', (r) => r.other],
    ['confidence', (r) => r.confidence],
    ['sources', (r) => r.sources.join('; ')],
    ['note', (r) => r.note],
  ],
};

const problems: Listing<KnowledgeProblem> = {
  columns: [
    { title: 'FILE', value: (p) => p.file },
    { title: 'OBJECT', value: (p) => p.id, flexible: true },
    { title: 'PROBLEM', value: (p) => p.reason, flexible: true },
  ],
  fields: [
    ['file', (p) => p.file],
    ['id', (p) => p.id],
    ['reason', (p) => p.reason],
  ],
};

/** Our own knowledge and what was handed over; what of the latter could not be used is said. */
async function read(context: CliContext, flags: Flags): Promise<Knowledge> {
  const { loadKnowledge, readIndicatorFiles } = await library();
  const given = loadKnowledge(readIndicatorFiles((flags.with ?? []).map((p) => resolve(context.cwd, p))));
  for (const p of given.problems) remark(context, `${p.file}: ${p.id ? `${p.id} ` : ''}${p.reason}`);
  return given;
}

function relationOf(given: Knowledge, link: Link, outward: boolean): Relation {
  const id = outward ? link.to : link.from;
  const other = given.entities.get(id);
  return {
    relation: outward ? link.kind : `${link.kind} (by)`,
    type: other?.type ?? id.slice(0, id.indexOf('--')),
    other: other?.name ?? id,
    ...(link.confidence !== undefined && { confidence: link.confidence }),
    sources: link.sources,
    ...(link.description && { note: link.description }),
  };
}

const show = command<Flags, [string]>({
  help: {
    brief: 'Show an actor, family, technique, CVE or campaign and what is published about it',
    full: `Shows what this version knows under a name, alias or published identifier (T1505.003,
S1110, CVE-2021-22893): what it is, and each published relation with how sure it is and
who says so. A family that nobody attributed has no actor here.`,
    examples: [
      { line: 'afterimage knowledge show UNC2630', does: 'Its families, campaigns and names, with sources.' },
      { line: 'afterimage knowledge show STEADYPULSE --json', does: 'For a program.' },
    ],
    exits: { 0: 'shown', ...failureExits },
  },
  flags: { with: withFlag, ...formatFlags } as never,
  positional: { kind: 'tuple', parameters: [{ parse: text, brief: 'Name, alias or identifier', placeholder: 'name' }] },
  async run(context: CliContext, flags, name) {
    const format = formatOf(flags);
    const given = await read(context, flags);
    const found = given.named(name);
    if (found.length === 0) {
      const meant = didYouMean(
        name,
        [...given.entities.values()].map((e) => e.name),
      );
      throw new AfterimageError(
        'no-input',
        `Nothing is known by the name "${name}".${meant ? ` Did you mean "${meant}"?` : ''} Try: afterimage knowledge search`,
      );
    }
    const rows = found.flatMap((e) => [
      ...given.from(e.id).map((l) => relationOf(given, l, true)),
      ...given.to(e.id).map((l) => relationOf(given, l, false)),
    ]);
    if (format === 'table')
      for (const e of found) {
        const also = e.aliases.length > 0 ? ` (also ${e.aliases.join(', ')})` : '';
        context.stdout.write(`${printable(`${e.name}${also}, ${e.type}`)}\n`);
        if (e.description) context.stdout.write(`${printable(e.description)}\n`);
        for (const r of e.references)
          context.stdout.write(`- ${printable([r.source, r.externalId, r.url].filter(Boolean).join(', '))}\n`);
        context.stdout.write('\n');
      }
    await writeRows(context, rows, relations, format);
    return undefined;
  },
});

const search = command<Flags, string[]>({
  help: {
    brief: 'List what is known, or what of it holds the given words',
    full: `Lists actors, families, techniques, CVEs, campaigns, sectors and disclosures by name.
With words, those that have all of them in name, other names, identifier or description.`,
    examples: [
      { line: 'afterimage knowledge search', does: 'Everything with a name.' },
      { line: 'afterimage knowledge search web shell', does: 'What has both words.' },
      { line: 'afterimage knowledge search APT5 --with attack.json', does: 'Also in ATT&CK, imported before.' },
    ],
    exits: { 0: 'listed, also when nothing fits', ...failureExits },
  },
  flags: { with: withFlag, ...formatFlags } as never,
  positional: { kind: 'array', parameter: { parse: text, brief: 'Words', placeholder: 'word' } },
  async run(context: CliContext, flags, ...words) {
    const format = formatOf(flags);
    const given = await read(context, flags);
    const wanted = words.map((w) => w.toLowerCase());
    const fitting = [...given.entities.values()].map(rowOf).filter((row) => {
      const all = [row.type, row.name, ...row.aliases, ...row.published, row.description].join('\n').toLowerCase();
      return wanted.every((w) => all.includes(w));
    });
    if ((await writeRows(context, fitting, things, format)) === 0 && format === 'table')
      remark(context, 'nothing fits.');
    return undefined;
  },
});

interface ImportFlags extends Flags {
  output: string;
}

const take = command<ImportFlags, string[]>({
  help: {
    brief: 'Turn STIX bundles, ATT&CK or MISP events into one file of knowledge',
    full: `Reads STIX 2.1 bundles (ATT&CK is published as one), MISP events and earlier imports, and
writes one STIX 2.1 bundle, which examine takes with --knowledge, show and search with --with.
Relations to what is in none of the files and objects that STIX does not have are listed
and stop nothing: they are kept in the file as they came. Tags of a MISP event stand side
by side without saying who used what; they become related-to with low confidence.`,
    examples: [
      {
        line: 'afterimage knowledge import enterprise-attack.json event.json -o known.json',
        does: 'Two sources, one file.',
      },
    ],
    exits: { 0: 'written, whatever is listed', ...failureExits },
  },
  flags: {
    output: { kind: 'parsed', parse: path, brief: 'File to create', placeholder: 'file' },
    ...formatFlags,
  } as never,
  aliases: { o: 'output' },
  positional: {
    kind: 'array',
    minimum: 1,
    parameter: { parse: path, brief: 'STIX 2 bundle, MISP event, or folder of them', placeholder: 'path' },
  },
  async run(context: CliContext, flags, ...paths) {
    const format = formatOf(flags);
    const { exportKnowledge, readIndicatorFiles, readKnowledge } = await library();
    const given = readKnowledge(readIndicatorFiles(paths.map((p) => resolve(context.cwd, p))));
    await createFile(resolve(context.cwd, flags.output), exportKnowledge(given));
    await writeRows(context, given.problems, problems, format);
    if (format === 'table')
      context.stdout.write(
        `${given.problems.length > 0 ? '\n' : ''}${given.objects.size} objects, ${given.entities.size} with a name, ${given.links.length} relations used: ${given.problems.length || 'no'} ${given.problems.length === 1 ? 'problem' : 'problems'}\n`,
      );
    return undefined;
  },
});

export const knowledge = commands('Look up who used what, or import it', { show, search, import: take });
