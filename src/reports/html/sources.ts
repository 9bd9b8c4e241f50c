import { sizeText } from '../../assessment/index.ts';
import type { DetectorCoverage, Evidence, State } from '../../model/index.ts';
import { grouped } from '../../model/visible.ts';
import type { ReportInput } from '../input.ts';
import type { Words } from '../words/index.ts';
import { english, html, type Markup } from './markup.ts';
import type { Part } from './sections.ts';

/** Who the device is, with what says so. */
export function deviceSection({ host }: ReportInput, words: Words): Part[] {
  const { device, columns: c } = words;
  const body = html`<p class="lead">${device.lead}</p>
<dl class="facts"><dt>${device.product}</dt><dd>${words.host(host)} (${device.sure(host.confidence)})</dd>
${host.name !== undefined && html`<dt>${device.name}</dt><dd>${host.name}</dd>`}
${host.zone !== undefined && html`<dt>${device.zone}</dt><dd>${host.zone}</dd>`}
${host.basis.length > 0 && html`<dt>${device.knownFrom}</dt><dd>${host.basis.map((b, i) => html`${i > 0 && html`<br>`}${english(b, words)}`)}</dd>`}</dl>
${
  host.systems.length > 0 &&
  html`<div class="scroll" tabindex="0" role="group" aria-label="${device.title}"><table><thead><tr><th>${c.system}</th><th>${c.version}</th><th>${c.layers}</th><th>${c.basis}</th></tr></thead><tbody>
${host.systems.map((s) => html`<tr><td>${words.systems[s.role as keyof Words['systems']] ?? s.role}</td><td>${s.version ?? device.unknownVersion}</td><td>${s.layers.join(' > ')}</td><td>${english(s.basis, words)}</td></tr>`)}
</tbody></table></div>`
}`;
  return [{ id: 'device', title: device.title, body }];
}

/** What was handed over, named by its hashes. */
export function evidenceSection({ evidence }: ReportInput, words: Words): Part[] {
  const { evidence: w } = words;
  const body = html`<p class="lead">${w.lead}</p>
${evidence.map(
  (e) => html`<dl class="facts"><dt>${w.name}</dt><dd><code>${e.name}</code></dd>
<dt>${w.kind}</dt><dd>${w.kinds[e.kind] ?? e.kind}, ${w.size(grouped(e.size), sizeText(e.size))}${e.role === 'witness' && w.witness}</dd>
${e.acquiredAt !== undefined && html`<dt>${w.acquired}</dt><dd>${e.acquiredAt}</dd>`}
<dt>SHA-256</dt><dd>${e.hashes.computed ? html`<code>${e.hashes.computed.sha256}</code>` : html`<code>${e.id}</code>${e.kind === 'directory' && w.ofList}`}</dd>
${e.hashes.computed?.sha1 !== undefined && html`<dt>SHA-1</dt><dd><code>${e.hashes.computed.sha1}</code></dd>`}
${e.hashes.computed?.md5 !== undefined && html`<dt>MD5</dt><dd><code>${e.hashes.computed.md5}</code></dd>`}
${e.hashes.stated !== undefined && html`<dt>${w.stated}</dt><dd><code>${e.hashes.stated}</code> ${statedText(e, words)}</dd>`}</dl>`,
)}`;
  return [{ id: 'evidence', title: w.title, body }];
}

function statedText({ hashes }: Evidence, { evidence: w }: Words): string {
  const { stated, computed } = hashes;
  if (!computed || stated === undefined) return w.notCompared;
  return [computed.sha256, computed.sha1, computed.md5].includes(stated.toLowerCase()) ? w.equal : w.different;
}

/** What looked, in which version, and what the words mean. */
export function methodsSection({ tool, content, coverage }: ReportInput, words: Words): Part[] {
  const { methods, columns: c } = words;
  const detectors = coverage.flatMap((one) => one.detectors.map((d) => ({ ...d, evidence: one.name })));
  const states = Object.entries(words.states) as [State, string][];
  const body = html`<dl class="facts"><dt>${methods.tool}</dt><dd>${tool.name} ${tool.version}</dd>
<dt>${methods.content}</dt><dd>${methods.version(content.version)}, SHA-256 <code>${content.hash}</code></dd></dl>
${
  detectors.length > 0 &&
  html`<div class="scroll" tabindex="0" role="group" aria-label="${methods.title}"><table><thead><tr><th>${c.detector}</th><th>${c.evidence}</th><th>${c.content}</th><th class="num">${c.looked}</th><th class="num">${c.skipped}</th><th class="num">${c.timedOut}</th></tr></thead><tbody>
${detectors.map(detectorRow)}</tbody></table></div>`
}
<p class="after">${methods.commands}</p>
<p class="after">${methods.ledger}</p>
<dl class="facts">${states.map(([state, word]) => html`<dt>${word}</dt><dd>${words.stateMeanings[state]}</dd>`)}</dl>`;
  return [{ id: 'methods', title: methods.title, body }];
}

const detectorRow = (d: DetectorCoverage & { evidence: string }): Markup =>
  html`<tr><td>${d.name}</td><td>${d.evidence}</td><td>${d.contentVersion}</td><td class="num">${grouped(d.looked)}</td><td class="num">${grouped(d.skipped)}</td><td class="num">${grouped(d.timedOut)}</td></tr>`;
