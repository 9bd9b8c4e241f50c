import type { Evidence, Finding, Interval, Subject } from '../../model/index.ts';
import { stateTones } from '../../model/tones.ts';
import { grouped } from '../../model/visible.ts';
import { familiesOf, type Item } from '../items.ts';
import { basisOfTime, intervalText } from '../times.ts';
import type { Words } from '../words/index.ts';
import { bytes } from './bytes.ts';
import { difference } from './difference.ts';
import { english, html, Markup, said } from './markup.ts';

/**
 * All findings about one thing: the strongest in full, with subject and times, then what else speaks of the same thing.
 * @param titled false where title and path stand above it already
 */
export function article(item: Item, evidence: readonly Evidence[], words: Words, titled = true): Markup {
  const [first, ...also] = item;
  const families = familiesOf(item);
  return html`<article id="f-${first.id}">
<div class="side"><b>${families.length > 0 ? families.join(', ') : words.abouts[first.about]}</b>
<div class="state ${stateTones[first.state]}"><span class="dot ${stateTones[first.state]}"></span>${words.states[first.state]}</div>
<div>${words.weight(first)}</div></div>
<div>${
    titled &&
    html`<h3>${english(first.title, words)}</h3>
<p class="where">${nameOf(first, words)}</p>`
  }
<p class="prose">${english(first.explanation, words)}</p>
<dl class="facts">${subjectRows(item, words)}${claimRows(first, words)}</dl>
${difference(first, words)}
${bytes(first, evidence, words)}
${also.map((f) => alsoSaid(f, evidence, words))}</div></article>`;
}

/** The same, folded to one line: for leads, of which there may be many. */
export const folded = (item: Item, evidence: readonly Evidence[], words: Words): Markup =>
  html`<details${isGrave(item) && new Markup(' open')}><summary><span class="what">${english(item[0].title, words)}</span> ${nameOf(item[0], words)}
<span class="rest">${words.states[item[0].state]}, ${words.weight(item[0])}${item.length > 1 && words.finding.alsoMore(item.length - 1)}</span></summary>
${article(item, evidence, words, false)}</details>`;

/** What stands open although it is no evidence of compromise: whoever cut records out meant something by it. */
const isGrave = ([{ about, severity, confidence }]: Item): boolean =>
  about !== 'lead' && (severity === 'high' || severity === 'critical') && confidence === 'high';

const nameOf = ({ subject }: Finding, words: Words): Markup =>
  subject.path === undefined
    ? html`<span class="basis">${words.finding.nameNotKnown}</span>`
    : html`<code>${subject.path}</code>`;

/** Another finding about the same thing: what it adds, folded. */
const alsoSaid = (finding: Finding, evidence: readonly Evidence[], words: Words): Markup =>
  html`<details class="also" id="f-${finding.id}"><summary>${words.finding.also} <span class="what">${english(finding.title, words)}</span> <span class="rest">${words.weight(finding)}</span></summary>
<p class="prose">${english(finding.explanation, words)}</p>
<dl class="facts">${claimRows(finding, words)}</dl>
${difference(finding, words)}
${bytes(finding, evidence, words)}</details>`;

const fileTimes = ['modified', 'changed', 'born', 'deleted'] as const satisfies (keyof Subject)[];

function subjectRows(item: Item, words: Words): (Markup | undefined)[] {
  const [first] = item;
  const { subject: s } = first;
  const { columns, finding } = words;
  const at = [
    s.system && words.systems[s.system],
    s.inode !== undefined && finding.inode(s.inode),
    finding.bytesLong(grouped(s.size)),
  ];
  const times = fileTimes.filter((name) => s[name] !== undefined);
  return [
    row(columns.appeared.replace(/ ?\(UTC\)/, ''), interval(item.find((f) => f.appeared)?.appeared, words)),
    row(columns.removed.replace(/ ?\(UTC\)/, ''), interval(item.find((f) => f.removed)?.removed, words)),
    row(finding.seenAs, words.seenAs(first)),
    row(finding.where, at.filter(Boolean).join(', ')),
    row(
      finding.times,
      times.length > 0 && times.map((name, i) => html`${i > 0 && html`<br>`}${words.fileTimes[name]} ${s[name]}`),
    ),
    row('SHA-256', s.sha256 && html`<code>${s.sha256}</code>`),
    row('SHA-1', s.sha1 && html`<code>${s.sha1}</code>`),
    row('MD5', s.md5 && html`<code>${s.md5}</code>`),
  ];
}

const claimRows = (finding: Finding, words: Words): (Markup | undefined)[] => [
  row(words.finding.attribution, words.attribution(finding)),
  row(words.finding.techniques, finding.techniques.length > 0 && `ATT&CK ${finding.techniques.join(', ')}`),
  row(
    words.finding.rule,
    html`${words.rule(finding.rule)}${finding.rule.reference !== undefined && html`; ${reference(finding.rule.reference)}`}`,
  ),
];

const row = (name: string, value: Markup | Markup[] | string | false | undefined): Markup | undefined =>
  value === undefined || value === false ? undefined : html`<dt>${name}</dt><dd>${value}</dd>`;

function interval(value: Interval | undefined, words: Words): Markup | undefined {
  const text = intervalText(value, words);
  if (text === undefined) return undefined;
  const basis = basisOfTime(value);
  return html`${text}${words.stop}${basis.length > 0 && html` <span class="basis">${basis.map((b, i) => html`${i > 0 && ' '}${said(b, words)}`)}</span>`}`;
}

/** A link only to the web, never to another scheme. */
const reference = (url: string): Markup =>
  /^https?:\/\/[\w.-]+(\/|$)/.test(url) ? html`<a href="${url}" rel="noreferrer noopener">${url}</a>` : html`${url}`;
