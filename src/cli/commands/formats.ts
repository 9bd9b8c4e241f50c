import type { CliContext } from '../context.ts';
import { library } from '../library.ts';
import { type FormatFlags, formatFlags, formatOf, type Listing, writeRows } from '../rows.ts';
import { command } from '../stricli.ts';

/** One thing this version can do. */
interface Capability {
  kind: string;
  name: string;
  description?: string;
}

const listing: Listing<Capability> = {
  columns: [
    { title: 'KIND', value: (c) => c.kind },
    { title: 'NAME', value: (c) => c.name },
    { title: 'WHAT', value: (c) => c.description, flexible: true },
  ],
  fields: [
    ['kind', (c) => c.kind],
    ['name', (c) => c.name],
    ['description', (c) => c.description],
  ],
};

export const formats = command<FormatFlags & Record<string, unknown>>({
  help: {
    brief: 'List what can be read and written',
    full: `Lists the containers, partition schemes, filesystems, archives, logs, records and products this
version knows, its detectors and its reports. What is not listed is not guessed at: a volume of
another kind is reported as not read.`,
    examples: [
      { line: 'afterimage formats', does: 'Everything.' },
      { line: 'afterimage formats --jsonl | grep filesystem', does: 'For a script.' },
    ],
  },
  flags: { ...formatFlags } as never,
  async run(context: CliContext, flags) {
    const format = formatOf(flags);
    const all = await library();
    const groups: [string, readonly Named[]][] = [
      ['container', all.containers],
      ['volumes', [...all.partitionSchemes, ...all.assemblers]],
      ['filesystem', all.fileSystems],
      ['archive', all.archives],
      ['product', all.products],
      ['log', all.logFormats],
      ['record', all.recordFormats],
      ['detector', [...all.detectors, ...all.surveyDetectors, ...all.logDetectors, ...all.eventDetectors]],
      ['rules over', all.logSources.map(({ logsource, events }) => ({ name: logsource, description: events }))],
      ['report', all.reports],
    ];
    const rows = groups.flatMap(([kind, list]) =>
      list.map(({ name, description, title }): Capability => ({ kind, name, description: description ?? title })),
    );
    await writeRows(context, rows, listing, format);
    return undefined;
  },
});

interface Named {
  name: string;
  description?: string;
  title?: string;
}
