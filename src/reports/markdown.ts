import { sizeText } from '../assessment/index.ts';
import type { Coverage, Evidence, Finding, Interval, Locator, SystemRole, Unread } from '../model/index.ts';
import { grouped } from '../model/visible.ts';
import { assessedParts } from './assessment.ts';
import { commandsFor } from './commands.ts';
import { basisOf, datingOf } from './dating.ts';
import { evidenceName, type ReportInput } from './input.ts';
import { block, code, prose } from './markdown-text.ts';
import { nextSteps } from './next-steps.ts';
import type { Report } from './report.ts';
import { omitted, type Section, sectionsOf } from './selection.ts';
import { statementOf } from './statement.ts';
import { basisOfTime, intervalText } from './times.ts';
import { spacesOf, type Words, wordsOf } from './words/index.ts';

/** Unread stretches listed, places and ranges of a finding. */
const UNREAD = 50;
const PLACES = 2;
const RANGES = 4;

/** The report as Markdown: for tickets and wikis. */
export const markdown: Report = {
  name: 'markdown',
  description: 'The report as Markdown, for tickets and wikis',
  extension: 'md',
  write(input, language) {
    const words = wordsOf(language);
    const parts = [summary, findings, assessed, sources, covered, methods].flatMap((part) => part(input, words));
    return `${parts.join('\n')}\n`;
  },
};

function summary(input: ReportInput, words: Words): string[] {
  const { verdict, findings: all, host } = input;
  const { page } = words;
  const basis = basisOf(verdict, all);
  const dating = datingOf(verdict, all);
  const limits = verdict.limitedBy.length > 0 ? verdict.limitedBy.map((l) => said(l, words)) : [page.noLimit];
  return [
    `# ${prose(host.name ?? verdict.subject)}: ${page.name}`,
    '',
    `**${prose(statementOf(input, words))}**`,
    '',
    `- ${page.howSure}: ${prose(words.confidenceText(verdict.conclusion, verdict.confidence))}`,
    ...(basis.length > 0
      ? [`- ${page.since}: ${prose(words.since(dating))}`, `- ${page.until}: ${prose(words.until(dating))}`]
      : []),
    `- ${page.scope}: ${prose(said(verdict.scope, words))}`,
    '',
    `## ${page.notSeen}`,
    '',
    ...limits.map((l) => `- ${prose(l)}`),
    '',
    `## ${page.next}`,
    '',
    ...nextSteps(verdict, all, host, words).map((s, i) => `${i + 1}. **${prose(s.what)}** ${prose(s.how)}`),
  ];
}

/** What follows from the findings, part by part. */
const assessed = ({ assessment }: ReportInput, words: Words): string[] =>
  (assessment ? assessedParts(assessment) : []).flatMap(({ id, title, lead, tables, notes }) => [
    '',
    `## ${words.assessed[id] ?? title}`,
    '',
    told(lead, words),
    ...tables.flatMap(({ head, rows }) => [
      '',
      ...[head.map((h) => told(h, words)), head.map(() => '---'), ...rows.map((r) => r.map((c) => told(c, words)))].map(
        row,
      ),
    ]),
    ...notes.flatMap((note) => ['', told(note, words)]),
  ]);

const row = (of: string[]): string => `| ${of.join(' | ')} |`;
const told = (text: string, words: Words): string => prose(words.assessedText(text) ?? text);

const said = (sentence: string, words: Words): string => words.sentence(sentence) ?? sentence;

function findings({ findings: all, evidence }: ReportInput, words: Words): string[] {
  const left = omitted(all);
  const sections = sectionsOf(all);
  if (sections.length === 0) return ['', `## ${words.page.findings}`, '', words.page.none];
  return [
    ...(words.stays ? ['', prose(words.stays)] : []),
    ...(left ? ['', prose(words.omission(left, all.length))] : []),
    ...sections.flatMap((s) => section(s, evidence, words)),
  ];
}

const section = ({ kind, findings: shown, rest, total }: Section, evidence: Evidence[], words: Words): string[] => [
  '',
  `## ${words.kinds[kind].title} (${total})`,
  '',
  words.kinds[kind].lead,
  ...shown.flatMap((f) => finding(f, evidence, words)),
  ...(rest.length > 0 ? ['', `### ${words.listedOnly(rest.length)}`, ''] : []),
  ...rest.map(
    (f) => `- ${prose(f.id)}: ${prose(f.title)}${f.subject.path === undefined ? '' : ` ${code(f.subject.path)}`}`,
  ),
];

function finding(f: Finding, evidence: Evidence[], words: Words): string[] {
  const { subject: s } = f;
  const { finding: w, columns } = words;
  const attribution = words.attribution(f);
  const at = [
    s.system && words.systems[s.system],
    s.inode !== undefined && w.inode(s.inode),
    w.bytesLong(grouped(s.size)),
  ];
  const times = (['modified', 'changed', 'born', 'deleted'] as const).filter((t) => s[t] !== undefined);
  const lines: [string, string | undefined][] = [
    [columns.state, `${words.states[f.state]}; ${words.weight(f)}`],
    [columns.path, s.path === undefined ? w.nameNotKnown : code(s.path)],
    [undated(columns.appeared), interval(f.appeared, words)],
    [undated(columns.removed), interval(f.removed, words)],
    [w.attribution, attribution && prose(attribution)],
    [w.techniques, f.techniques.length > 0 ? `ATT&CK ${prose(f.techniques.join(', '))}` : undefined],
    [w.seenAs, words.seenAs(f)],
    [w.where, prose(at.filter(Boolean).join(', '))],
    [w.times, times.length > 0 ? times.map((t) => `${words.fileTimes[t]} ${prose(s[t]!)}`).join(', ') : undefined],
    ['SHA-256', s.sha256 && code(s.sha256)],
    ['SHA-1', s.sha1 && code(s.sha1)],
    ['MD5', s.md5 && code(s.md5)],
    [w.rule, prose(`${words.rule(f.rule)}${f.rule.reference ? `; ${f.rule.reference}` : ''}`)],
  ];
  const places = f.locators.slice(0, PLACES).flatMap((l) => place(l, f, evidence, words));
  const more = f.locators.length - PLACES;
  return [
    '',
    `### ${prose(f.title)}`,
    '',
    prose(f.explanation),
    '',
    ...lines.flatMap(([name, value]) => (value ? [`- ${name}: ${value}`] : [])),
    ...places,
    ...(more > 0 ? [`- ${w.morePlaces(more)}`] : []),
  ];
}

/** The heading of a column that says UTC, without it: here the times say so themselves. */
const undated = (title: string): string => title.replace(/ ?\(UTC\)$/, '');

const interval = (value: Interval | undefined, words: Words): string | undefined => {
  const text = intervalText(value, words);
  return text && prose([`${text}${words.stop}`, ...basisOfTime(value).map((b) => said(b, words))].join(' '));
};

function place(locator: Locator, f: Finding, evidence: Evidence[], { finding: w, columns }: Words): string[] {
  const name = evidenceName(evidence, locator.evidence);
  const at = code(locator.member === undefined ? name : `${name}/${locator.member}`);
  const ranges = locator.bytes
    .slice(0, RANGES)
    .map((r) => `${columns.offset} ${r.offset} ${columns.length} ${r.length}`);
  const rest = locator.bytes.length - ranges.length;
  const more = rest > 0 ? ` ${w.moreRanges(rest)}` : '';
  const where = ranges.length > 0 ? `: ${ranges.join(', ')}.${more}` : '';
  const own = evidence.find((e) => e.id === locator.evidence);
  const commands = commandsFor(locator, own, f.subject).flatMap((c) =>
    'trouble' in c ? ['', `  ${w[c.trouble]}`] : ['', block(c.text, '  ')],
  );
  return [
    `- ${w.bytes}: ${at} (${prose(locator.layers.join(' > '))})${where}`,
    ...commands,
    ...(commands.length > 0 ? [''] : []),
  ];
}

const systemOf = (role: string, words: Words): string => words.systems[role as SystemRole] ?? role;

const sources = ({ host, evidence }: ReportInput, words: Words): string[] => [
  '',
  `## ${words.device.title}`,
  '',
  `${prose(words.host(host))} (${words.device.sure(host.confidence)})`,
  '',
  ...host.systems.map(
    (s) =>
      `- ${prose(systemOf(s.role, words))}: ${prose(s.version ?? words.device.unknownVersion)}, ${prose(s.layers.join(' > '))}`,
  ),
  ...host.basis.map((b) => `- ${words.device.knownFrom}: ${prose(b)}`),
  '',
  `## ${words.evidence.title}`,
  '',
  ...evidence.map(
    (e) =>
      `- ${code(e.name)}: ${words.evidence.kinds[e.kind] ?? e.kind}, ${words.finding.bytesLong(grouped(e.size))}, SHA-256 ${code(e.hashes.computed?.sha256 ?? e.id)}`,
  ),
];

function covered({ coverage }: ReportInput, words: Words): string[] {
  const all = coverage.flatMap((c) => c.unread).toSorted((a, b) => b.bytes - a.bytes);
  return [
    '',
    `## ${words.coverage.title}`,
    ...coverage.flatMap((c) => spaces(c, words)),
    '',
    `## ${words.unread.title}`,
    '',
    ...(all.length === 0 ? [words.unread.none] : all.slice(0, UNREAD).map((u) => unread(u, words))),
    ...(all.length > UNREAD ? [`- ${words.unread.more(all.length - UNREAD)}`] : []),
  ];
}

const spaces = (c: Coverage, words: Words): string[] => [
  '',
  `${words.columns.evidence}: ${code(c.name)}`,
  '',
  `| ${words.columns.space} | ${words.columns.entries} | ${words.columns.present} | ${words.columns.read} |`,
  '| --- | ---: | ---: | ---: |',
  ...spacesOf(c, words).map(
    (s) => `| ${s.name} | ${grouped(s.entries)} | ${sizeText(s.present)} | ${sizeText(s.read)} |`,
  ),
];

const unread = (u: Unread, words: Words): string =>
  `- ${u.path === undefined ? prose(u.locator.layers.join(' > ') || words.unread.evidence) : code(u.path)}: ${prose(said(u.reason, words))}${u.bytes > 0 ? ` (${sizeText(u.bytes)})` : ''}`;

const methods = ({ tool, content }: ReportInput, words: Words): string[] => [
  '',
  `## ${words.methods.title}`,
  '',
  `${prose(`${tool.name} ${tool.version}`)}, ${words.methods.content} ${prose(content.version)} (SHA-256 ${code(content.hash)}).`,
  '',
  words.methods.commands,
];
