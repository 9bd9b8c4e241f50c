import { sizeText } from '../../assessment/index.ts';
import type { Evidence, Finding, Locator } from '../../model/index.ts';
import { type Command, commandsFor, rangesWithout } from '../commands.ts';
import { evidenceName } from '../words.ts';
import { html, type Markup } from './markup.ts';

/** Places and ranges shown of one finding; findings.jsonl has them all. */
const PLACES = 4;
const RANGES = 8;

/** The bytes that back a finding, and the commands that cut them out of the evidence. */
export function bytes(finding: Finding, evidence: readonly Evidence[]): Markup {
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
${without > 0 && ranges.length > 0 && html`<p>${without} more ${without === 1 ? 'range is' : 'ranges are'} cut in the same way.</p>`}`;
}

const command = (given: Command): Markup =>
  'trouble' in given
    ? html`<p>${given.trouble}</p>`
    : html`<pre>${given.text}</pre>${given.expects !== undefined && html`<p>It prints the SHA-256 above, ${given.expects.slice(0, 16)}…</p>`}`;
