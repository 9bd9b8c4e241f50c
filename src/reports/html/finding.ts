import { sizeText } from '../../assessment/index.ts';
import type { Evidence, Finding, Interval, Locator } from '../../model/index.ts';
import { type Command, commandsFor, rangesWithout } from '../commands.ts';
import { basisText, intervalText } from '../times.ts';
import { grouped } from '../visible.ts';
import { attribution, evidenceName, ruleWord, stateTones, stateWords, subjectSentence, systemWord } from '../words.ts';
import { html, type Markup } from './markup.ts';

/** Places and ranges shown of one finding; findings.jsonl has them all. */
const PLACES = 4;
const RANGES = 8;

/**
 * A finding in full: claim, subject, times, and the bytes that another tool can check.
 * @param titled false where title and path stand above it already
 */
export function article(finding: Finding, evidence: readonly Evidence[], titled = true): Markup {
  const { subject } = finding;
  return html`<article id="f-${finding.id}">
<div class="side"><b>${finding.family ?? finding.about}</b>
<div class="state ${stateTones[finding.state]}">${stateWords[finding.state]}</div>
<div>severity ${finding.severity}<br>confidence ${finding.confidence}</div></div>
<div>${
    titled &&
    html`<h3>${finding.title}</h3>
<p class="where">${subject.path === undefined ? html`<span class="basis">Its name is not known.</span>` : html`<code>${subject.path}</code>`}</p>`
  }
<p class="prose">${finding.explanation}</p>
${facts(finding)}
${bytes(finding, evidence)}</div></article>`;
}

/** The same, folded to one line: for leads, of which there may be many. */
export const folded = (finding: Finding, evidence: readonly Evidence[]): Markup =>
  html`<details><summary><span class="what">${finding.title}</span> ${finding.subject.path === undefined ? html`<span class="rest">name not known</span>` : html`<code>${finding.subject.path}</code>`}
<span class="rest">${stateWords[finding.state].toLowerCase()}, severity ${finding.severity}, confidence ${finding.confidence}</span></summary>
${article(finding, evidence, false)}</details>`;

function facts(finding: Finding): Markup {
  const { subject: s, rule, techniques } = finding;
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
  return html`<dl class="facts">
${row('Appeared', interval(finding.appeared))}
${row('Removed', interval(finding.removed))}
${row('Attribution', attribution(finding))}
${row('Techniques', techniques.length > 0 && html`ATT&amp;CK ${techniques.map((t, i) => html`${i > 0 && ', '}${t}`)}`)}
${row('Seen as', subjectSentence(finding).replace(/^Seen as /, ''))}
${row('Where', inode.filter(Boolean).join(', '))}
${row('File times', times.length > 0 && times.map(([name, t], i) => html`${i > 0 && html`<br>`}${name} ${t}`))}
${row('SHA-256', s.sha256 && html`<code>${s.sha256}</code>`)}
${row('SHA-1', s.sha1 && html`<code>${s.sha1}</code>`)}
${row('MD5', s.md5 && html`<code>${s.md5}</code>`)}
${row('Rule', html`${ruleWord(rule)}${rule.reference !== undefined && html`; ${reference(rule.reference)}`}`)}
</dl>`;
}

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

function bytes(finding: Finding, evidence: readonly Evidence[]): Markup {
  const { locators } = finding;
  const more = locators.length - PLACES;
  return html`<div class="bytes"><h4>Bytes that say so</h4>
${locators.slice(0, PLACES).map((l) => place(l, finding, evidence))}
${more > 0 && html`<p>${more} more places are in findings.jsonl.</p>`}</div>`;
}

function place(locator: Locator, finding: Finding, evidence: readonly Evidence[]): Markup {
  const name = evidenceName(evidence, locator.evidence);
  const at = locator.member === undefined ? name : `${name}/${locator.member}`;
  const layers = locator.layers.length > 0 && html`, in ${locator.layers.join(' > ')}`;
  const own = evidence.find((e) => e.id === locator.evidence);
  const ranges = locator.bytes.slice(0, RANGES);
  const rest = locator.bytes.length - ranges.length;
  const without = rangesWithout(locator);
  return html`<p><code>${at}</code>${layers}</p>
${
  ranges.length > 0
    ? html`<table><thead><tr><th class="num">Offset</th><th class="num">Hex</th><th class="num">Length</th></tr></thead><tbody>
${ranges.map((r) => html`<tr><td class="num">${r.offset}</td><td class="num">0x${r.offset.toString(16)}</td><td class="num" title="${sizeText(r.length)}">${r.length}</td></tr>`)}
</tbody></table>`
    : html`<p>Nothing of it is stored here.</p>`
}
${rest > 0 && html`<p>${rest} more ranges are in findings.jsonl.</p>`}
${commandsFor(locator, own, finding.subject).map(command)}
${without > 0 && ranges.length > 0 && html`<p>The other ${without} ranges are cut in the same way.</p>`}`;
}

const command = (given: Command): Markup =>
  'trouble' in given
    ? html`<p>${given.trouble}</p>`
    : html`<pre>${given.text}</pre>${given.expects !== undefined && html`<p>It prints the SHA-256 above, ${given.expects.slice(0, 16)}…</p>`}`;
