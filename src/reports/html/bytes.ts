import { sizeText } from '../../assessment/index.ts';
import type { Evidence, Finding, Locator } from '../../model/index.ts';
import { type Command, commandsFor, rangesWithout } from '../commands.ts';
import { evidenceName } from '../input.ts';
import type { Words } from '../words/index.ts';
import { html, type Markup } from './markup.ts';

/** Places and ranges shown of one finding; findings.jsonl has them all. */
const PLACES = 4;
const RANGES = 8;

/** The bytes that back a finding, and the commands that cut them out of the evidence. */
export function bytes(finding: Finding, evidence: readonly Evidence[], words: Words): Markup {
  const { locators } = finding;
  const rest = locators.slice(1, PLACES);
  const more = locators.length - PLACES;
  return html`<div class="bytes"><h4>${words.finding.bytes}</h4>
${locators.slice(0, 1).map((l) => place(l, finding, evidence, words))}
${rest.length > 0 && html`<details><summary>${words.finding.otherPlaces(rest.length)}</summary>${rest.map((l) => place(l, finding, evidence, words))}</details>`}
${more > 0 && html`<p>${words.finding.morePlaces(more)}</p>`}</div>`;
}

function place(locator: Locator, finding: Finding, evidence: readonly Evidence[], words: Words): Markup {
  const name = evidenceName(evidence, locator.evidence);
  const at = locator.member === undefined ? name : `${name}/${locator.member}`;
  const layers = locator.layers.length > 0 && words.finding.inLayers(locator.layers.join(' > '));
  const own = evidence.find((e) => e.id === locator.evidence);
  const ranges = locator.bytes.slice(0, RANGES);
  const rest = locator.bytes.length - ranges.length;
  const without = rangesWithout(locator);
  return html`<p><code>${at}</code>${layers}</p>
${
  ranges.length > 0
    ? html`<table><thead><tr><th class="num">${words.columns.offset}</th><th class="num">${words.columns.hex}</th><th class="num">${words.columns.length}</th></tr></thead><tbody>
${ranges.map((r) => html`<tr><td class="num">${r.offset}</td><td class="num">0x${r.offset.toString(16)}</td><td class="num" title="${sizeText(r.length)}">${r.length}</td></tr>`)}
</tbody></table>`
    : html`<p>${words.finding.nothingStored}</p>`
}
${rest > 0 && html`<p>${words.finding.moreRanges(rest)}</p>`}
${commandsFor(locator, own, finding.subject).map((c) => command(c, words))}
${without > 0 && ranges.length > 0 && html`<p>${words.finding.rangesAlike(without)}</p>`}`;
}

const command = (given: Command, { finding }: Words): Markup =>
  'trouble' in given
    ? html`<p>${finding[given.trouble]}</p>`
    : html`<pre>${given.text}</pre>${given.expects !== undefined && html`<p>${finding.expects(given.expects)}</p>`}`;
