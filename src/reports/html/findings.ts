import type { Finding, Interval } from '../../model/index.ts';
import { stateTones } from '../../model/tones.ts';
import type { ReportInput } from '../input.ts';
import { familiesOf, type Item, itemsOf } from '../items.ts';
import { type Section, sectionsOf } from '../selection.ts';
import { intervalText } from '../times.ts';
import { type Topic, topicOf } from '../topics.ts';
import type { Words } from '../words/index.ts';
import { article, folded } from './finding.ts';
import { english, html, type Markup, unbroken } from './markup.ts';
import type { Part } from './sections.ts';

/** From this many things on, a table leads to them; so many it lists. */
const LISTED = 4;
const ROWS = 200;
/** So many things are open at once; the others are folded to a line each. */
const OPEN = 40;
/** From this many findings of one rule on, they are folded together. */
const ALIKE = 5;

const topics: Topic[] = ['files', 'logs', 'witness', 'integrity', 'snapshots', 'requests', 'indicators'];

/** Findings by what they claim: what says compromised open, the rest folded and grouped by what it speaks from. */
export function findingsSections(input: ReportInput, words: Words): Part[] {
  const parts = sectionsOf(input.findings);
  if (parts.length === 0)
    return [{ id: 'findings-1', title: words.page.findings, body: html`<p class="lead">${words.page.none}</p>` }];
  return parts.map((section, i) => ({
    id: `findings-${i + 1}`,
    title: words.kinds[section.kind].title,
    count: section.things,
    body: findingsOf(section, input, words),
  }));
}

function findingsOf(section: Section, { evidence }: ReportInput, words: Words): Markup {
  const { kind, findings, rest, total } = section;
  const items = itemsOf(findings);
  const open = kind === 'compromise';
  return html`<p class="lead">${words.kinds[kind].lead}${findings.length < total && ` ${words.shownOf(findings.length, total)}`}</p>
${open && items.length >= LISTED && overview(items, words)}
${
  open
    ? [
        ...items.slice(0, OPEN).map((item) => article(item, evidence, words)),
        items.length > OPEN &&
          html`<details class="group"><summary><span class="what">${words.more(items.length - OPEN)}</span></summary>
<div class="inner">${items.slice(OPEN).map((item) => folded(item, evidence, words))}</div></details>`,
      ]
    : byTopic(items, (item) => folded(item, evidence, words), words)
}
${rest.length > 0 && html`<details><summary><span class="what">${words.listedOnly(rest.length)}</span></summary>${lines(rest, words)}</details>`}`;
}

/** Under a heading for each kind of record that speaks; many of one rule under one fold. */
function byTopic(items: readonly Item[], one: (item: Item) => Markup, words: Words): Markup[] {
  return topics.flatMap((topic) => {
    const own = items.filter(([first]) => topicOf(first) === topic);
    if (own.length === 0) return [];
    const { title, lead } = words.topics[topic];
    return [
      html`<div class="topic"><h3>${title}</h3><p class="lead">${lead}</p>${groups(own).map((g) => group(g, one, words))}</div>`,
    ];
  });
}

function groups(items: readonly Item[]): Item[][] {
  const byRule = new Map<string, Item[]>();
  for (const item of items) {
    const key = item[0].rule.id;
    const own = byRule.get(key);
    if (own) own.push(item);
    else byRule.set(key, [item]);
  }
  return [...byRule.values()];
}

const group = (items: readonly Item[], one: (item: Item) => Markup, words: Words): Markup =>
  items.length < ALIKE
    ? html`${items.map(one)}`
    : html`<details class="group"><summary><span class="what">${english(items[0]![0].title, words)}</span> <span class="rest">${words.alike(items.length)}, ${words.weight(items[0]![0])}</span></summary>
<div class="inner">${items.map(one)}</div></details>`;

const overview = (items: readonly Item[], words: Words): Markup => {
  const { columns: c, finding } = words;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${c.state}, ${c.family}, ${c.path}"><table class="overview"><thead><tr><th>${c.state}</th><th>${c.family}</th><th>${c.path}</th><th>${c.appeared}</th><th>${c.removed}</th></tr></thead><tbody>
${items
  .slice(0, ROWS)
  .map(
    ([f, ...also]) =>
      html`<tr><td class="fit"><span class="dot ${stateTones[f.state]}"></span>${words.states[f.state]}</td><td class="word">${familiesOf([f, ...also]).join(', ')}</td><td><a href="#f-${f.id}">${f.subject.path === undefined ? finding.noName : html`<code>${f.subject.path}</code>`}</a></td><td>${when(f.appeared, words)}</td><td>${when(f.removed, words)}</td></tr>`,
  )}</tbody></table></div>`;
};

/** Findings that are not shown in full: enough to find them in findings.jsonl. */
const lines = (findings: readonly Finding[], words: Words): Markup =>
  html`<div class="scroll" tabindex="0" role="group" aria-label="${words.page.findings}"><table><thead><tr><th>id</th><th>${words.columns.state}</th><th>${words.columns.title}</th><th>${words.columns.path}</th></tr></thead><tbody>
${findings.map((f) => html`<tr><td><code>${f.id}</code></td><td class="fit">${words.states[f.state]}</td><td>${f.title.slice(0, 200)}</td><td><code>${(f.subject.path ?? '').slice(-300)}</code></td></tr>`)}
</tbody></table></div>`;

/** An interval for a narrow column whose head says UTC. */
const when = (interval: Interval | undefined, words: Words): Markup =>
  unbroken((intervalText(interval, words) ?? '').replaceAll(' UTC', ''));
