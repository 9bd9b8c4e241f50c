import type { Evidence, Finding, Interval } from '../../model/index.ts';
import type { Item } from '../items.ts';
import { basisText, intervalText } from '../times.ts';
import { grouped } from '../visible.ts';
import { attribution, familiesOf, ruleWord, stateTones, stateWords, subjectSentence, systemWord } from '../words.ts';
import { bytes } from './bytes.ts';
import { difference } from './difference.ts';
import { html, type Markup } from './markup.ts';

/**
 * All findings about one thing: the strongest in full, with subject and times, then what else speaks of the same thing.
 * @param titled false where title and path stand above it already
 */
export function article(item: Item, evidence: readonly Evidence[], titled = true): Markup {
  const [first, ...also] = item;
  const families = familiesOf(item);
  return html`<article id="f-${first.id}">
<div class="side"><b>${families.length > 0 ? families.join(', ') : first.about}</b>
<div class="state ${stateTones[first.state]}">${stateWords[first.state]}</div>
<div>severity ${first.severity}<br>confidence ${first.confidence}</div></div>
<div>${
    titled &&
    html`<h3>${first.title}</h3>
<p class="where">${nameOf(first)}</p>`
  }
<p class="prose">${first.explanation}</p>
<dl class="facts">${subjectRows(item)}${claimRows(first)}</dl>
${difference(first)}
${bytes(first, evidence)}
${also.map((f) => alsoSaid(f, evidence))}</div></article>`;
}

/** The same, folded to one line: for leads, of which there may be many. */
export const folded = (item: Item, evidence: readonly Evidence[]): Markup =>
  html`<details><summary><span class="what">${item[0].title}</span> ${nameOf(item[0])}
<span class="rest">${stateWords[item[0].state].toLowerCase()}, severity ${item[0].severity}, confidence ${item[0].confidence}${item.length > 1 && `, and ${item.length - 1} more about it`}</span></summary>
${article(item, evidence, false)}</details>`;

const nameOf = ({ subject }: Finding): Markup =>
  subject.path === undefined
    ? html`<span class="basis">Its name is not known.</span>`
    : html`<code>${subject.path}</code>`;

/** Another finding about the same thing: what it adds. */
const alsoSaid = (finding: Finding, evidence: readonly Evidence[]): Markup =>
  html`<div class="also" id="f-${finding.id}"><h3>Also: ${finding.title}</h3>
<p class="prose">${finding.explanation}</p>
<dl class="facts">${row('Weight', `severity ${finding.severity}, confidence ${finding.confidence}`)}${claimRows(finding)}</dl>
${difference(finding)}
${bytes(finding, evidence)}</div>`;

function subjectRows(item: Item): (Markup | undefined)[] {
  const [first] = item;
  const { subject: s } = first;
  const inode = [
    s.system && `${systemWord(s.system)}`,
    s.inode !== undefined && `inode ${s.inode}`,
    `${grouped(s.size)} bytes`,
  ];
  const macb: [string, string | undefined][] = [
    ['modified', s.modified],
    ['changed (metadata)', s.changed],
    ['born', s.born],
    ['deleted', s.deleted],
  ];
  const times = macb.filter(([, t]) => t !== undefined);
  return [
    row('Appeared', interval(item.find((f) => f.appeared)?.appeared)),
    row('Removed', interval(item.find((f) => f.removed)?.removed)),
    row('Seen as', subjectSentence(first).replace(/^Seen as /, '')),
    row('Where', inode.filter(Boolean).join(', ')),
    row('File times', times.length > 0 && times.map(([name, t], i) => html`${i > 0 && html`<br>`}${name} ${t}`)),
    row('SHA-256', s.sha256 && html`<code>${s.sha256}</code>`),
    row('SHA-1', s.sha1 && html`<code>${s.sha1}</code>`),
    row('MD5', s.md5 && html`<code>${s.md5}</code>`),
  ];
}

const claimRows = (finding: Finding): (Markup | undefined)[] => [
  row('Attribution', attribution(finding)),
  row('Techniques', finding.techniques.length > 0 && `ATT&CK ${finding.techniques.join(', ')}`),
  row(
    'Rule',
    html`${ruleWord(finding.rule)}${finding.rule.reference !== undefined && html`; ${reference(finding.rule.reference)}`}`,
  ),
];

const row = (name: string, value: Markup | Markup[] | string | false | undefined): Markup | undefined =>
  value === undefined || value === false ? undefined : html`<dt>${name}</dt><dd>${value}</dd>`;

function interval(value: Interval | undefined): Markup | undefined {
  const text = intervalText(value);
  if (text === undefined) return undefined;
  const basis = basisText(value);
  return html`${text}.${basis !== undefined && html` <span class="basis">${basis}</span>`}`;
}

/** A link only to the web, never to another scheme. */
const reference = (url: string): Markup =>
  /^https?:\/\/[\w.-]+(\/|$)/.test(url) ? html`<a href="${url}" rel="noreferrer noopener">${url}</a>` : html`${url}`;
