import { resolve } from 'node:path';
import type { ContentProblem, FamilySummary } from '../../index.ts';
import type { CliContext } from '../context.ts';
import { exitStatus } from '../exit-status.ts';
import { path } from '../flags.ts';
import { failureExits } from '../help.ts';
import { library } from '../library.ts';
import { type FormatFlags, formatFlags, formatOf, type Listing, writeRows } from '../rows.ts';
import { command, commands } from '../stricli.ts';

type Flags = FormatFlags & Record<string, unknown>;

const families: Listing<FamilySummary> = {
  columns: [
    { title: 'FAMILY', value: (f) => f.family ?? '(of no one family)' },
    { title: 'RULES', value: (f) => f.rules.length, align: 'right' },
    { title: 'CONFIDENCE', value: (f) => f.confidence },
    { title: 'HASHES', value: (f) => f.indicators.hashes, align: 'right' },
    { title: 'NAMES', value: (f) => f.indicators.names + f.indicators.paths + f.indicators.patterns, align: 'right' },
    { title: 'ACTORS', value: (f) => f.actors.join(' '), flexible: true },
    { title: 'TECHNIQUES', value: (f) => f.techniques.join(' '), flexible: true },
  ],
  fields: [
    ['family', (f) => f.family],
    ['rules', (f) => f.rules.map((r) => r.id).join(' ')],
    ['confidence', (f) => f.confidence],
    ['hashes', (f) => f.indicators.hashes],
    ['names', (f) => f.indicators.names],
    ['paths', (f) => f.indicators.paths],
    ['patterns', (f) => f.indicators.patterns],
    ['actors', (f) => f.actors.join(' ')],
    ['techniques', (f) => f.techniques.join(' ')],
  ],
};

const problems: Listing<ContentProblem> = {
  columns: [
    { title: 'FILE', value: (p) => (p.line === undefined ? p.file : `${p.file}:${p.line}`), flexible: true },
    { title: 'PROBLEM', value: (p) => p.reason, flexible: true },
  ],
  fields: [
    ['file', (p) => p.file],
    ['line', (p) => p.line],
    ['reason', (p) => p.reason],
  ],
};

const list = command<Flags>({
  help: {
    brief: 'List the rules and indicators of this version, by family',
    full: `Lists what this version looks for: for each malware family how many rules and
indicators there are, how sure the best of them is, who used it and for what (ATT&CK).`,
    examples: [
      { line: 'afterimage content list', does: 'As a table.' },
      { line: "afterimage content list --json | jq '.[].rules[].title'", does: 'Every rule by its title.' },
    ],
  },
  flags: { ...formatFlags } as never,
  async run(context: CliContext, flags) {
    const format = formatOf(flags);
    const { contentSummary } = await library();
    const summary = contentSummary();
    await writeRows(context, summary.families, families, format);
    for (const { file, line, rule, reason } of format === 'table' ? summary.notRun : [])
      context.stdout.write(`not run: ${file}:${line ?? 1} ${rule ?? ''}: ${reason}\n`);
    if (format === 'table')
      context.stdout.write(`\nContent ${summary.version}: ${summary.rules} rules, ${summary.indicators} indicators\n`);
    return undefined;
  },
});

const check = command<Flags, string[]>({
  help: {
    brief: 'Check rules and indicators before they are used',
    full: `Checks content and says what of it cannot be used, with file and line: rules that do not
compile, rules of ours that lack something a finding needs, samples that are not matched
as their names say, indicators that do not parse. Without a path, the content of this
version is checked. A path is a rule file or folder (YARA, Sigma),
an indicator file or a content pack.`,
    examples: [
      { line: 'afterimage content check', does: 'The content that comes with this version.' },
      {
        line: 'afterimage content check rules/ iocs.json',
        does: 'Your own, before you rely on it with -r and --iocs.',
      },
    ],
    exits: { 0: 'everything can be used', 1: 'something cannot', ...failureExits },
  },
  flags: { ...formatFlags } as never,
  positional: {
    kind: 'array',
    parameter: { parse: path, brief: 'Rule file or folder, indicator file, or content pack', placeholder: 'path' },
  },
  async run(context: CliContext, flags, ...paths) {
    const format = formatOf(flags);
    const { checkContent } = await library();
    const found = checkContent(paths.map((p) => resolve(context.cwd, p)));
    await writeRows(context, found.problems, problems, format);
    if (format === 'table') {
      const { rules, indicators, samples } = found;
      const gap = found.problems.length > 0 ? '\n' : '';
      const counts = `${rules} rules, ${indicators} indicators, ${samples} samples`;
      context.stdout.write(
        `${gap}${counts}: ${found.problems.length || 'no'} ${found.problems.length === 1 ? 'problem' : 'problems'}\n`,
      );
    }
    return found.problems.length > 0 ? exitStatus.findings : exitStatus.nothingFound;
  },
});

export const content = commands('List or check rules and indicators', { list, check });
