import { relative, resolve } from 'node:path';
import type { Campaign, CampaignGateway } from '../../index.ts';
import type { CliContext } from '../context.ts';
import { exitStatus } from '../exit-status.ts';
import { remark } from '../failure.ts';
import { language, path, wholeNumber } from '../flags.ts';
import { failureExits } from '../help.ts';
import { interruptible } from '../interrupt.ts';
import { library } from '../library.ts';
import { command } from '../stricli.ts';
import { painter } from '../style.ts';
import { type Column, table } from '../table.ts';
import { printable, printableJson, wrap } from '../terminal.ts';

interface Flags extends Record<string, unknown> {
  output: string;
  owners?: readonly string[];
  knowledge?: readonly string[];
  priorities?: string;
  baseRates?: string;
  seed?: number;
  permutations?: number;
  withoutRefused?: boolean;
  json?: boolean;
  exitZero?: boolean;
  quiet?: boolean;
  lang?: 'en' | 'ja';
}

const off = { kind: 'boolean', optional: true, withNegated: false } as const;
const list = (brief: string) =>
  ({ kind: 'parsed', parse: path, optional: true, variadic: true, brief, placeholder: 'path' }) as const;
const file = (brief: string) => ({ kind: 'parsed', parse: path, optional: true, brief, placeholder: 'file' }) as const;

export const campaign = command<Flags, string[]>({
  help: {
    brief: 'Compare many cases: who shares what, and who was cleaned up when',
    full: `Reads finished cases of many devices and says what they have in common: the same code,
variants of it, the same passwords and keys, the same steps in the same order; which
devices one set of tools was used on; and whether clean-ups came in waves that chance,
upgrades, restarts and single administrators do not explain, and how long before which
public report. It writes campaign.json, campaign.html and campaign.md.

A path is a case or a folder of cases. Every file that is read is held against its hash in
case.json, and a case that was changed is refused. With one case there is no campaign.
docs/campaign.md says what each number assumes.`,
    examples: [
      { line: 'afterimage campaign cases/ -o picture', does: 'All cases of a folder; open picture/campaign.html.' },
      {
        line: 'afterimage campaign cases/ more/case-17 --owners owners.csv -o picture',
        does: 'With who owns what: organisation, country, region and sector, by case or host.',
      },
      {
        line: 'afterimage campaign cases/ --owners owners.csv --base-rates rates.json -o out --json',
        does: 'Victims against stated rates of each category.',
      },
    ],
    exits: {
      0: 'no link between the cases was found in what was read',
      1: 'a campaign, or links between cases',
      2: 'it cannot be said: one device only, or too little could be read',
      75: 'interrupted',
      ...failureExits,
    },
  },
  flags: {
    output: { kind: 'parsed', parse: path, brief: 'Folder to create', placeholder: 'folder' },
    owners: list('CSV of who owns which device; repeatable'),
    knowledge: list('STIX bundle, MISP event or import of who used what, to use as well; repeatable'),
    priorities: file('List of priorities other than the eight categories of the 14th Five-Year Plan'),
    baseRates: file('How common each category of the list is, and who says so'),
    seed: {
      kind: 'parsed',
      parse: wholeNumber(0, 0xffffffff),
      optional: true,
      brief: 'Where the permutations begin; the same gives the same',
      placeholder: 'n',
    },
    permutations: {
      kind: 'parsed',
      parse: wholeNumber(99, 99_999),
      optional: true,
      brief: 'How many fleets by chance a wave is held against; 999 when not given',
      placeholder: 'n',
    },
    withoutRefused: { ...off, brief: 'Go on without cases that were changed or cannot be read' },
    json: { ...off, brief: 'Print campaign.json instead of the summary' },
    exitZero: { ...off, brief: 'Exit with 0 also when something was found or nothing can be said' },
    quiet: { ...off, brief: 'No progress' },
    lang: {
      kind: 'parsed',
      parse: language,
      optional: true,
      brief: 'Language of the page: en or ja',
      placeholder: 'en',
    },
  } as never,
  aliases: { o: 'output', q: 'quiet' },
  positional: {
    kind: 'array',
    minimum: 1,
    parameter: { parse: path, brief: 'Case, or folder of cases', placeholder: 'case' },
  },
  run,
});

async function run(context: CliContext, flags: Flags, ...cases: string[]) {
  const { campaign } = await library();
  const at = (given: string): string => resolve(context.cwd, given);
  const found = await interruptible(
    context,
    () => remark(context, 'stopping; nothing was written.'),
    (signal) =>
      campaign({
        cases: cases.map(at),
        output: at(flags.output),
        ...(flags.owners && { owners: flags.owners.map(at) }),
        ...(flags.knowledge && { knowledge: flags.knowledge.map(at) }),
        ...(flags.priorities !== undefined && { priorities: at(flags.priorities) }),
        ...(flags.baseRates !== undefined && { baseRates: at(flags.baseRates) }),
        ...(flags.seed !== undefined && { seed: flags.seed }),
        ...(flags.permutations !== undefined && { permutations: flags.permutations }),
        ...(flags.withoutRefused && { withoutRefused: true }),
        ...(flags.lang && { language: flags.lang }),
        onCase: counter(context, flags.quiet === true),
        signal,
      }),
  );
  if (flags.json) context.stdout.write(`${printableJson(found)}\n`);
  else
    context.stdout.write(
      summaryLines(context, found, at(flags.output))
        .map((line) => `${line}\n`)
        .join(''),
    );
  return flags.exitZero ? exitStatus.nothingFound : statusOf(found);
}

const statusOf = ({ verdict: { conclusion } }: Campaign): number =>
  conclusion === 'cannot-be-said'
    ? exitStatus.tooThin
    : conclusion === 'no-link-found'
      ? exitStatus.nothingFound
      : exitStatus.findings;

/** Cases between two lines of progress. */
const EVERY = 1000;

function counter(context: CliContext, quiet: boolean): (done: number, of: number) => void {
  return (done, of) => {
    if (!quiet && done % EVERY === 0) remark(context, `${done} of ${of} cases read`);
  };
}

const columns: Column<CampaignGateway>[] = [
  { title: 'GATEWAY', value: (g) => g.name },
  { title: 'OWNER', value: (g) => g.owner?.organisation, flexible: true },
  { title: 'FOUND', value: (g) => g.families.join(', ') || g.conclusion, flexible: true },
  { title: 'CLEANED', value: (g) => (g.live ? 'still in place' : g.cleaned?.notAfter?.slice(0, 16)) },
  { title: 'IN', value: (g) => [...g.clusters, ...g.waves].join(', ') },
];

/** Gateways that a screen has room for. */
const ROOM = 12;

const indent = ' '.repeat(10);

/** What was found, as lines for people; the last one is the verdict. */
function summaryLines(context: CliContext, found: Campaign, output: string): string[] {
  const { stdout } = context;
  const paint = painter(stdout.color);
  const width = Math.min(stdout.columns, 100);
  const { verdict, waves, clusters, victims, gateways } = found;
  const say = (label: string, sentences: readonly string[]): string[] =>
    sentences.flatMap((sentence, i) =>
      wrap(printable(sentence), width - indent.length).map(
        (line, k) => (i === 0 && k === 0 ? `${paint('bold', label)}${indent.slice(label.length)}` : indent) + line,
      ),
    );
  const hit = gateways.filter((g) => g.families.length > 0 || g.waves.length > 0);
  const place = relative(context.cwd, output) || '.';
  return [
    ...say('Cases', [
      `${gateways.length} devices, ${victims.gateways} with an intruder's tools, ${victims.owners} owners`,
    ]),
    ...(hit.length > 0 ? ['', ...table(columns, hit.slice(0, ROOM), stdout)] : []),
    ...(hit.length > ROOM ? [paint('dim', `and ${hit.length - ROOM} more, in the report`)] : []),
    '',
    ...say(
      'Waves',
      waves.map((w) => w.says),
    ),
    ...say(
      'Tools',
      clusters.slice(0, 4).map((c) => c.says),
    ),
    ...say('Victims', victims.priorities && victims.owners > 0 ? [victims.priorities.says] : []),
    ...say('Limits', verdict.limitedBy),
    ...say('Notes', found.notes),
    ...say('Report', [`${place.startsWith('..') ? output : place}/campaign.html`]),
    paint(
      verdict.conclusion === 'no-link-found' ? 'green' : verdict.conclusion === 'campaign' ? 'red' : 'yellow',
      printable(verdict.statement),
    ),
  ];
}
