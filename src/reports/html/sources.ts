import { sizeText } from '../../assessment/index.ts';
import type { DetectorCoverage, Evidence, Host } from '../../model/index.ts';
import type { ReportInput } from '../input.ts';
import { grouped } from '../visible.ts';
import { hostText, stateMeanings, stateWords, systemWord } from '../words.ts';
import { html, type Markup } from './markup.ts';

/** Who the device is, with what says so. */
export function hostSection(host: Host): Markup {
  return html`<section id="device"><h2>The device</h2>
<p class="lead">As far as its own files say.</p>
<dl class="facts"><dt>Product</dt><dd>${hostText(host)} (${host.confidence} confidence)</dd>
${host.name !== undefined && html`<dt>Name</dt><dd>${host.name}</dd>`}
${host.zone !== undefined && html`<dt>Time zone</dt><dd>${host.zone}</dd>`}
${host.basis.length > 0 && html`<dt>Known from</dt><dd>${host.basis.map((b, i) => html`${i > 0 && html`<br>`}${b}`)}</dd>`}</dl>
${
  host.systems.length > 0 &&
  html`<div class="scroll"><table><thead><tr><th>System</th><th>Version</th><th>Lies in</th><th>Known from</th></tr></thead><tbody>
${host.systems.map((s) => html`<tr><td>${systemWord(s.role)}</td><td>${s.version ?? 'not known'}</td><td>${s.layers.join(' > ')}</td><td>${s.basis}</td></tr>`)}
</tbody></table></div>`
}</section>`;
}

/** What was handed over, named by its hashes. */
export function evidenceSection(evidence: readonly Evidence[]): Markup {
  return html`<section id="evidence"><h2>Evidence</h2>
<p class="lead">Opened for reading only. To check a piece, compare its SHA-256 with the one here.</p>
${evidence.map(
  (e) => html`<dl class="facts"><dt>Name</dt><dd><code>${e.name}</code></dd>
<dt>Kind</dt><dd>${e.kind}, ${grouped(e.size)} bytes (${sizeText(e.size)})${e.role === 'witness' && ', a record kept by another machine'}</dd>
${e.acquiredAt !== undefined && html`<dt>Acquired</dt><dd>${e.acquiredAt}</dd>`}
<dt>SHA-256</dt><dd>${e.hashes.computed ? html`<code>${e.hashes.computed.sha256}</code>` : html`<code>${e.id}</code>${e.kind === 'directory' && ' of its list of names and hashes'}`}</dd>
${e.hashes.computed?.sha1 !== undefined && html`<dt>SHA-1</dt><dd><code>${e.hashes.computed.sha1}</code></dd>`}
${e.hashes.computed?.md5 !== undefined && html`<dt>MD5</dt><dd><code>${e.hashes.computed.md5}</code></dd>`}
${e.hashes.stated !== undefined && html`<dt>Stated</dt><dd><code>${e.hashes.stated}</code> ${statedText(e)}</dd>`}</dl>`,
)}</section>`;
}

function statedText({ hashes }: Evidence): string {
  const { stated, computed } = hashes;
  if (!computed || stated === undefined) return 'not compared';
  const same = [computed.sha256, computed.sha1, computed.md5].includes(stated.toLowerCase());
  return same ? 'is the one computed' : 'differs from the one computed';
}

/** What looked, in which version, and what the words mean. */
export function methodsSection({ tool, content, coverage }: ReportInput): Markup {
  const detectors = coverage.flatMap((c) => c.detectors.map((d) => ({ ...d, evidence: c.name })));
  return html`<section id="methods"><h2>Methods and versions</h2>
<dl class="facts"><dt>Tool</dt><dd>${tool.name} ${tool.version}</dd>
<dt>Content</dt><dd>version ${content.version}, SHA-256 <code>${content.hash}</code></dd></dl>
${
  detectors.length > 0 &&
  html`<div class="scroll"><table><thead><tr><th>Detector</th><th>Evidence</th><th>Content</th><th class="num">Looked at</th><th class="num">Not looked at</th><th class="num">Gave up on</th></tr></thead><tbody>
${detectors.map(detectorRow)}</tbody></table></div>`
}
<p class="after">The commands need GNU dd and coreutils, run in the folder that holds the evidence. Offsets and lengths are bytes
of the evidence file itself, so any other tool can read the same bytes.</p>
<dl class="facts">${Object.entries(stateWords).map(([state, word]) => html`<dt>${word}</dt><dd>${stateMeanings[state as keyof typeof stateMeanings]}</dd>`)}</dl></section>`;
}

const detectorRow = (d: DetectorCoverage & { evidence: string }): Markup =>
  html`<tr><td>${d.name}</td><td>${d.evidence}</td><td>${d.contentVersion}</td><td class="num">${grouped(d.looked)}</td><td class="num">${grouped(d.skipped)}</td><td class="num">${grouped(d.timedOut)}</td></tr>`;
