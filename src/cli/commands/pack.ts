import { relative, resolve } from 'node:path';
import type { MadePack } from '../../index.ts';
import type { CliContext } from '../context.ts';
import { createFolder } from '../create-folder.ts';
import { remark } from '../failure.ts';
import { language, path } from '../flags.ts';
import { failureExits } from '../help.ts';
import { library } from '../library.ts';
import { type Listing, writeRows } from '../rows.ts';
import { command } from '../stricli.ts';
import { printable } from '../terminal.ts';

interface Flags extends Record<string, unknown> {
  output: string;
  owners?: readonly string[];
  knowledge?: readonly string[];
  lang?: 'en' | 'ja';
}

const listing: Listing<MadePack> = {
  columns: [
    { title: 'PACK', value: (p) => p.number },
    { title: 'OWNER', value: (p) => p.organisation ?? 'not known', flexible: true },
    { title: 'BY', value: (p) => ({ stated: 'list', leading: 'device', unknown: 'nothing' })[p.kind] },
    { title: 'CASES', value: (p) => p.cases.join(', '), flexible: true },
    { title: 'TWIN', value: (p) => (p.clear ? 'yes' : 'nothing to tell') },
  ],
  fields: [],
};

export const pack = command<Flags, string[]>({
  help: {
    brief: 'Write a notice to each owner, and a twin without any name for everybody',
    full: `Makes two documents for each owner of the given cases: amber/NN (TLP:AMBER) tells them
what was found on their devices, when, what to do in which order, the indicators and what
could not be seen; clear/NN (TLP:CLEAR) tells everybody what to look for and names nobody.
Both are a page that prints and Markdown, with indicators.csv beside them.

Before anything is written the finished twins are searched for every name, address, user,
host, case and evidence name of every case, in many encodings; one found stops the run,
says its kind and place, and nothing is written. Cases of one owner become one pack. Whose
a device is comes from --owners, or from the case (docs/owners.md).`,
    examples: [
      {
        line: 'afterimage pack cases/* --owners owners.csv -o packs',
        does: 'A folder with amber/01, clear/01 and so on, and packs.json, which says which is whose.',
      },
      { line: 'afterimage pack case-17 --lang ja -o packs-ja', does: 'One case, in Japanese.' },
    ],
    exits: { 0: 'written', ...failureExits },
  },
  flags: {
    output: { kind: 'parsed', parse: path, brief: 'Folder to create', placeholder: 'folder' },
    owners: {
      kind: 'parsed',
      parse: path,
      optional: true,
      variadic: true,
      brief: 'CSV of who owns which device (organisation, country, host, ...); repeatable',
      placeholder: 'file',
    },
    knowledge: {
      kind: 'parsed',
      parse: path,
      optional: true,
      variadic: true,
      brief: 'STIX bundle, MISP event or import of what is published, beside our own; repeatable',
      placeholder: 'path',
    },
    lang: {
      kind: 'parsed',
      parse: language,
      optional: true,
      brief: 'Language of the notices: en or ja',
      placeholder: 'en',
    },
  } as never,
  aliases: { o: 'output' },
  positional: {
    kind: 'array',
    minimum: 1,
    parameter: { parse: path, brief: 'Case folder', placeholder: 'case' },
  },
  async run(context: CliContext, flags, ...cases) {
    const { loadKnowledge, makePacks, readIndicatorFiles, readOwnerFiles } = await library();
    const at = (given: string): string => resolve(context.cwd, given);
    const { packs, files, searched } = await makePacks({
      cases: cases.map(at),
      owners: readOwnerFiles((flags.owners ?? []).map(at)),
      knowledge: loadKnowledge(readIndicatorFiles((flags.knowledge ?? []).map(at))),
      ...(flags.lang && { language: flags.lang }),
    });
    const index = { handling: 'Names several owners: send it to none of them.', packs, searched };
    await createFolder(at(flags.output), new Map([...files, ['packs.json', `${JSON.stringify(index, null, 2)}\n`]]));
    await writeRows(context, packs, listing, 'table');
    for (const { number, kind, by } of packs)
      if (kind !== 'stated') remark(context, `pack ${number}: nobody stated its owner. ${printable(by)}`);
    const { names, unsearched, ordinary } = searched;
    context.stdout.write(
      `\n${names} names were looked for in the twins and not found. Not looked for: ${unsearched} too short to be told from any text, ${ordinary.length} that the notice itself says whoever it is about.\n`,
    );
    const folder = at(flags.output);
    const place = relative(context.cwd, folder);
    context.stdout.write(
      `Written: ${printable(place.startsWith('..') ? folder : place)}/packs.json says which pack is whose.\n`,
    );
    return undefined;
  },
});
