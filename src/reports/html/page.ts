import { createHash } from 'node:crypto';
import type { Interval } from '../../model/index.ts';
import { namedBy } from '../dating.ts';
import type { ReportInput } from '../input.ts';
import { type Item, itemsOf } from '../items.ts';
import { omission, type Section, sectionsOf } from '../selection.ts';
import { intervalText } from '../times.ts';
import { visible } from '../visible.ts';
import { familiesOf, stateWords } from '../words.ts';
import { assessmentSections } from './assessment.ts';
import { coverageSection, unreadSection } from './coverage.ts';
import { article, folded } from './finding.ts';
import { escaped, html, Markup } from './markup.ts';
import { evidenceSection, hostSection, methodsSection } from './sources.ts';
import { style } from './style.ts';
import { summary } from './summary.ts';
import { timeline } from './timeline.ts';

/** From this many things of one kind on, a table leads to them. */
const LISTED = 4;

/**
 * The report as one page: it loads nothing, runs nothing (its policy allows one style sheet, named by hash, and no
 * script), prints, and shows every character of evidence as text.
 */
export function page(input: ReportInput): string {
  const { verdict, findings, evidence, coverage, host, tool } = input;
  const digest = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  const sections = sectionsOf(findings);
  const left = omission(findings);
  const drawn = timeline(namedBy(verdict, findings));
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy.replaceAll('"', '&quot;'))}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="generator" content="${tool.name} ${tool.version}">
<title>${new Markup(escaped(visible(`Afterimage: ${host.name ?? verdict.subject}`)))}</title>
<style>${new Markup(style)}</style></head>
<body><a class="skip" href="#content">Skip to the findings</a>
${summary(input)}
<main id="content">
<nav aria-label="Contents"><ul>${[
    ...sections.map((s, i) => html`<li><a href="#findings-${i + 1}">${s.title} (${s.things})</a></li>`),
    ...contents.map(([id, title]) => html`<li><a href="#${id}">${title}</a></li>`),
  ]}</ul></nav>
${left !== undefined && html`<p class="note">${left}</p>`}
${drawn && html`<section id="timeline"><h2>Timeline</h2>${drawn}</section>`}
${sections.map((s, i) => findingsSection(s, i, input))}
${sections.length === 0 && html`<section><h2>Findings</h2><p class="lead">None in what was read.</p></section>`}
${assessmentSections(input.assessment)}
${hostSection(host)}
${evidenceSection(evidence)}
${coverageSection(coverage)}
${unreadSection(coverage)}
${methodsSection(input)}
</main>
<footer><p>Made by ${tool.name} ${tool.version}. This page holds no time of the run: the same evidence, content and version give the
same page. When and where it was made stands in case.json and ledger.jsonl, beside every finding (findings.jsonl), file (files.parquet) and
event (timeline.parquet).</p></footer>
</body></html>
`.text;
}

const contents: [id: string, title: string][] = [
  ['device', 'The device'],
  ['evidence', 'Evidence'],
  ['read', 'What was read'],
  ['unread', 'What could not be read'],
  ['methods', 'Methods and versions'],
];

function findingsSection(section: Section, index: number, { evidence }: ReportInput): Markup {
  const { title, lead, findings, total } = section;
  const items = itemsOf(findings);
  return html`<section id="findings-${index + 1}"><h2>${title}</h2>
<p class="lead">${lead}${findings.length < total && ` ${findings.length} of ${total} findings are shown.`}</p>
${!section.folded && items.length >= LISTED && overview(items)}
${items.map((item) => (section.folded ? folded(item, evidence) : article(item, evidence)))}</section>`;
}

const overview = (items: readonly Item[]): Markup =>
  html`<div class="scroll"><table><thead><tr><th>State</th><th>Family</th><th>Path</th><th>Appeared (UTC)</th><th>Removed (UTC)</th></tr></thead><tbody>
${items.map(
  ([f, ...also]) =>
    html`<tr><td class="fit">${stateWords[f.state]}</td><td class="word">${familiesOf([f, ...also]).join(', ')}</td><td><a href="#f-${f.id}">${f.subject.path === undefined ? 'name not known' : html`<code>${f.subject.path}</code>`}</a></td><td>${when(f.appeared)}</td><td>${when(f.removed)}</td></tr>`,
)}</tbody></table></div>`;

/** An interval for a narrow column: a moment is never broken over two lines. */
const when = (interval: Interval | undefined): (Markup | string)[] =>
  (intervalText(interval) ?? '')
    .replaceAll(' UTC', '')
    .split(/(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)/)
    .map((piece, i) => (i % 2 === 1 ? html`<span class="fit">${piece}</span>` : piece));
