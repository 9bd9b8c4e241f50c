import { sizeText } from '../assessment/index.ts';
import type { Coverage, Evidence, Finding, Interval, Locator, Unread } from '../model/index.ts';
import { assessedParts } from './assessment.ts';
import { commandsFor } from './commands.ts';
import { basisOf, datingOf, sinceText, untilText } from './dating.ts';
import type { ReportInput } from './input.ts';
import { block, code, prose } from './markdown-text.ts';
import { nextSteps } from './next-steps.ts';
import type { Report } from './report.ts';
import { omission, type Section, sectionsOf } from './selection.ts';
import { basisText, intervalText } from './times.ts';
import { grouped } from './visible.ts';
import {
  attribution,
  confidenceText,
  evidenceName,
  hostText,
  ruleWord,
  spaceWords,
  stateWords,
  subjectSentence,
  systemWord,
} from './words.ts';

/** Unread stretches listed, places and ranges of a finding. */
const UNREAD = 50;
const PLACES = 2;
const RANGES = 4;

/** The report as Markdown: for tickets and wikis. */
export const markdown: Report = {
  name: 'markdown',
  description: 'The report as Markdown, for tickets and wikis',
  extension: 'md',
  write: (input) =>
    `${[...summary(input), ...findings(input), ...assessed(input), ...sources(input), ...covered(input), ...methods(input)].join('\n')}\n`,
};

function summary({ verdict, findings: all, host }: ReportInput): string[] {
  const basis = basisOf(verdict, all);
  const dating = datingOf(verdict, all);
  const limits = verdict.limitedBy.length > 0 ? verdict.limitedBy : ['No limit is known.'];
  return [
    `# ${prose(host.name ?? verdict.subject)}: examination report`,
    '',
    `**${prose(verdict.statement)}**`,
    '',
    `- How sure: ${prose(confidenceText(verdict.conclusion, verdict.confidence))}`,
    ...(basis.length > 0 ? [`- Since: ${prose(sinceText(dating))}`, `- Until: ${prose(untilText(dating))}`] : []),
    `- Scope: ${prose(verdict.scope)}`,
    '',
    '## What was not seen',
    '',
    ...limits.map((l) => `- ${prose(l)}`),
    '',
    '## What to do next',
    '',
    ...nextSteps(verdict, all, host).map((s, i) => `${i + 1}. **${prose(s.what)}** ${prose(s.how)}`),
  ];
}

/** What follows from the findings, part by part. */
const assessed = ({ assessment }: ReportInput): string[] =>
  (assessment ? assessedParts(assessment) : []).flatMap(({ title, lead, tables, notes }) => [
    '',
    `## ${title}`,
    '',
    prose(lead),
    ...tables.flatMap(({ head, rows }) => ['', ...[head, head.map(() => '---')].map(row), ...rows.map(cells).map(row)]),
    ...notes.flatMap((note) => ['', prose(note)]),
  ]);

const row = (of: string[]): string => `| ${of.join(' | ')} |`;
const cells = (of: string[]): string[] => of.map(prose);

function findings({ findings: all, evidence }: ReportInput): string[] {
  const left = omission(all);
  const sections = sectionsOf(all);
  if (sections.length === 0) return ['', '## Findings', '', 'None in what was read.'];
  return [...(left ? ['', prose(left)] : []), ...sections.flatMap((s) => section(s, evidence))];
}

const section = ({ title, lead, findings: shown, total }: Section, evidence: Evidence[]): string[] => [
  '',
  `## ${title} (${total})`,
  '',
  lead,
  ...shown.flatMap((f) => finding(f, evidence)),
];

function finding(f: Finding, evidence: Evidence[]): string[] {
  const { subject: s } = f;
  const at = [
    s.system && systemWord(s.system),
    s.inode !== undefined && `inode ${s.inode}`,
    `${grouped(s.size)} bytes`,
  ];
  const times = (['modified', 'changed', 'born', 'deleted'] as const).filter((t) => s[t] !== undefined);
  const lines: [string, string | undefined][] = [
    ['State', `${stateWords[f.state]}; severity ${f.severity}, confidence ${f.confidence}`],
    ['Path', s.path === undefined ? 'its name is not known' : code(s.path)],
    ['Appeared', interval(f.appeared)],
    ['Removed', interval(f.removed)],
    ['Attribution', attribution(f) && prose(attribution(f)!)],
    ['Techniques', f.techniques.length > 0 ? `ATT&CK ${prose(f.techniques.join(', '))}` : undefined],
    ['Subject', subjectSentence(f)],
    ['Where', prose(at.filter(Boolean).join(', '))],
    ['File times', times.length > 0 ? times.map((t) => `${t} ${prose(s[t]!)}`).join(', ') : undefined],
    ['SHA-256', s.sha256 && code(s.sha256)],
    ['SHA-1', s.sha1 && code(s.sha1)],
    ['MD5', s.md5 && code(s.md5)],
    ['Rule', prose(`${ruleWord(f.rule)}${f.rule.reference ? `; ${f.rule.reference}` : ''}`)],
  ];
  const places = f.locators.slice(0, PLACES).flatMap((l) => place(l, f, evidence));
  const more = f.locators.length - PLACES;
  return [
    '',
    `### ${prose(f.title)}`,
    '',
    prose(f.explanation),
    '',
    ...lines.flatMap(([name, value]) => (value ? [`- ${name}: ${value}`] : [])),
    ...places,
    ...(more > 0 ? [`- ${more} more places are in findings.jsonl.`] : []),
  ];
}

const interval = (value: Interval | undefined): string | undefined => {
  const text = intervalText(value);
  return text && prose([`${text}.`, basisText(value)].filter(Boolean).join(' '));
};

function place(locator: Locator, f: Finding, evidence: Evidence[]): string[] {
  const name = evidenceName(evidence, locator.evidence);
  const at = code(locator.member === undefined ? name : `${name}/${locator.member}`);
  const ranges = locator.bytes.slice(0, RANGES).map((r) => `${r.offset} length ${r.length}`);
  const rest = locator.bytes.length - ranges.length;
  const where = ranges.length > 0 ? `: offset ${ranges.join(', ')}${rest > 0 ? `, ${rest} more` : ''}` : '';
  const own = evidence.find((e) => e.id === locator.evidence);
  const commands = commandsFor(locator, own, f.subject).flatMap((c) =>
    'trouble' in c ? ['', `  ${c.trouble}`] : ['', block(c.text, '  ')],
  );
  return [
    `- Bytes in ${at} (${prose(locator.layers.join(' > '))})${where}`,
    ...commands,
    ...(commands.length > 0 ? [''] : []),
  ];
}

const sources = ({ host, evidence }: ReportInput): string[] => [
  '',
  '## The device',
  '',
  `${prose(hostText(host))} (${host.confidence} confidence)`,
  '',
  ...host.systems.map(
    (s) =>
      `- ${prose(systemWord(s.role))}: ${prose(s.version ?? 'version not known')}, in ${prose(s.layers.join(' > '))}`,
  ),
  ...host.basis.map((b) => `- Known from ${prose(b)}`),
  '',
  '## Evidence',
  '',
  ...evidence.map(
    (e) => `- ${code(e.name)}: ${e.kind}, ${grouped(e.size)} bytes, SHA-256 ${code(e.hashes.computed?.sha256 ?? e.id)}`,
  ),
];

function covered({ coverage }: ReportInput): string[] {
  const all = coverage.flatMap((c) => c.unread).toSorted((a, b) => b.bytes - a.bytes);
  return [
    '',
    '## What was read',
    ...coverage.flatMap(spaces),
    '',
    '## What could not be read',
    '',
    ...(all.length === 0 ? ['No stretch failed to be read.'] : all.slice(0, UNREAD).map(unread)),
    ...(all.length > UNREAD ? [`- ${all.length - UNREAD} more are in coverage.json.`] : []),
  ];
}

const spaces = (c: Coverage): string[] => [
  '',
  `In ${code(c.name)}:`,
  '',
  '| Space | Entries | Present | Read |',
  '| --- | ---: | ---: | ---: |',
  ...spaceWords.flatMap(([kind, words]) => {
    const s = c.space[kind];
    return s ? [`| ${words} | ${grouped(s.entries)} | ${sizeText(s.present)} | ${sizeText(s.read)} |`] : [];
  }),
];

const unread = (u: Unread): string =>
  `- ${u.path === undefined ? prose(u.locator.layers.join(' > ') || 'evidence') : code(u.path)}: ${prose(u.reason)}${u.bytes > 0 ? ` (${sizeText(u.bytes)})` : ''}`;

const methods = ({ tool, content }: ReportInput): string[] => [
  '',
  '## Methods and versions',
  '',
  `${prose(`${tool.name} ${tool.version}`)}, content ${prose(content.version)} (SHA-256 ${code(content.hash)}).`,
  '',
  'Offsets and lengths are bytes of the evidence file itself. The commands need GNU dd and coreutils.',
];
