import { resolve } from 'node:path';
import type { About, Finding, Severity, State } from '../../index.ts';
import { caseArgument, type PageFlags, pageFlags } from '../case-argument.ts';
import type { CliContext } from '../context.ts';
import { remark } from '../failure.ts';
import { text } from '../flags.ts';
import { failureExits } from '../help.ts';
import { library } from '../library.ts';
import { type FormatFlags, formatFlags, formatOf, type Listing, writeRows } from '../rows.ts';
import { command } from '../stricli.ts';
import { severityLook } from '../style.ts';
import { placeOf } from '../summary.ts';

const severities = ['informational', 'low', 'medium', 'high', 'critical'] as const satisfies readonly Severity[];
const states = ['live', 'removed', 'reverted', 'edited', 'inferred'] as const satisfies readonly State[];
const abouts = ['compromise', 'removal', 'tampering', 'exposure', 'lead'] as const satisfies readonly About[];

interface Flags extends Record<string, unknown>, FormatFlags, PageFlags {
  severity?: Severity;
  state?: readonly State[];
  about?: readonly About[];
  family?: string;
  path?: string;
  text?: string;
}

const listing: Listing<Finding> = {
  columns: [
    { title: 'ID', value: (f) => f.id },
    { title: 'STATE', value: (f) => f.state },
    { title: 'SEVERITY', value: (f) => f.severity, look: (f) => severityLook(f.severity) },
    { title: 'CONFIDENCE', value: (f) => f.confidence },
    { title: 'FAMILY', value: (f) => f.family ?? f.rule.id, flexible: true },
    { title: 'SYSTEM', value: (f) => f.subject.system },
    { title: 'PATH', value: placeOf, flexible: true },
  ],
  fields: [
    ['id', (f) => f.id],
    ['about', (f) => f.about],
    ['state', (f) => f.state],
    ['severity', (f) => f.severity],
    ['confidence', (f) => f.confidence],
    ['family', (f) => f.family],
    ['actors', (f) => f.actors.join(' ')],
    ['techniques', (f) => f.techniques.join(' ')],
    ['title', (f) => f.title],
    ['system', (f) => f.subject.system],
    ['path', (f) => f.subject.path],
    ['inode', (f) => f.subject.inode],
    ['size', (f) => f.subject.size],
    ['allocation', (f) => f.subject.allocation],
    ['content', (f) => f.subject.content],
    ['sha256', (f) => f.subject.sha256],
    ['md5', (f) => f.subject.md5],
    ['sha1', (f) => f.subject.sha1],
    ['appeared_not_before', (f) => f.appeared?.notBefore],
    ['appeared_not_after', (f) => f.appeared?.notAfter],
    ['removed_not_before', (f) => f.removed?.notBefore],
    ['removed_not_after', (f) => f.removed?.notAfter],
    ['rule', (f) => f.rule.id],
    ['rule_source', (f) => f.rule.source],
    ['reference', (f) => f.rule.reference],
    ['explanation', (f) => f.explanation],
    ['locators', (f) => f.locators],
  ],
};

export const findings = command<Flags, [string]>({
  help: {
    brief: 'List what was found',
    full: `Lists the findings of a case, strongest first: what a rule or indicator claims, about
which file, and whether it is still there. "live" is there now, "removed" was deleted,
"reverted" was put back to something else, "edited" had parts cut out.`,
    examples: [
      { line: 'afterimage findings case-17 --severity high', does: 'High and critical ones, as a table.' },
      {
        line: 'afterimage findings case-17 --state removed --family SLIGHTPULSE --jsonl',
        does: 'In full, one JSON object a line.',
      },
      { line: 'afterimage findings case-17 --csv > findings.csv', does: 'For a spreadsheet.' },
    ],
    exits: { 0: 'listed, also when there are none', ...failureExits },
  },
  flags: {
    severity: {
      kind: 'enum',
      values: severities,
      optional: true,
      brief: 'This severity or above',
      placeholder: 'level',
    },
    state: {
      kind: 'enum',
      values: states,
      optional: true,
      variadic: true,
      brief: `Only this state; repeatable: ${states.join(', ')}`,
    },
    about: {
      kind: 'enum',
      values: abouts,
      optional: true,
      variadic: true,
      brief: `Only about this; repeatable: ${abouts.join(', ')}`,
    },
    family: {
      kind: 'parsed',
      parse: text,
      optional: true,
      brief: 'Only this family, upper or lower case',
      placeholder: 'name',
    },
    path: {
      kind: 'parsed',
      parse: text,
      optional: true,
      brief: 'Only paths like this; * is anything, ? one character',
      placeholder: 'glob',
    },
    text: {
      kind: 'parsed',
      parse: text,
      optional: true,
      brief: 'Only those that say this somewhere',
      placeholder: 'words',
    },
    ...pageFlags,
    ...formatFlags,
  } as never,
  positional: { kind: 'tuple', parameters: [caseArgument] },
  async run(context: CliContext, flags, casePath) {
    const format = formatOf(flags);
    const { readFindings } = await library();
    const { severity, state, about, family, path, text, limit, offset } = flags;
    const filter = { severity, state, about, family, path, text, limit, offset };
    const onWarning = (warning: string): void => remark(context, warning);
    const rows = readFindings(resolve(context.cwd, casePath), { ...filter, onWarning });
    const count = await writeRows(context, rows, listing, format);
    if (count === 0 && format === 'table') remark(context, 'no finding fits.');
    return undefined;
  },
});
