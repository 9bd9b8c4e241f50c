import { createHash } from 'node:crypto';
import { tlpName } from '../../model/index.ts';
import { english, html, Markup, unbroken } from '../html/markup.ts';
import { style as reportStyle } from '../html/style.ts';
import type { Words } from '../words/index.ts';
import type { Block, Notice } from './notice.ts';

/** Colours of the labels on black, as TLP 2.0 has them. */
const colours = { clear: '#ffffff', green: '#33ff00', amber: '#ffc000', 'amber+strict': '#ffc000', red: '#ff2b2b' };

/**
 * The label stands at the head and foot of every page, at the right, in 12 point or more, in its colour on black (TLP 2.0).
 * On paper that is the margin of the page; where a browser has no margin boxes the two on the page remain.
 */
const styleOf = (label: string, colour: string): string => `${reportStyle}
.tlp{display:block;width:max-content;margin-left:auto;background:#000;color:${colour};font:700 12pt/1.3 var(--sans);padding:.1em .5em}
header .tlp{margin-bottom:.75rem}footer .tlp{margin-top:1rem}
.tlp,.steps li::marker{print-color-adjust:exact;-webkit-print-color-adjust:exact}
.steps{padding-left:1.6rem;max-width:68ch}.steps li{margin:.6rem 0}.steps b{display:block}.steps li::marker{font-weight:600}
section{margin-top:2.25rem}section>p,section>ul{margin-top:.6rem;max-width:72ch}section>ul{padding-left:1.2rem}section li{margin-bottom:.35rem}
td{overflow-wrap:break-word}td code{font-size:.8125rem;overflow-wrap:anywhere}
@media print{
@page{margin:20mm 16mm;
@top-right{content:"${label}";background:#000;color:${colour};font:700 12pt sans-serif;padding:1mm 2mm;margin:6mm 0 auto auto;width:max-content;height:max-content}
@bottom-right{content:"${label}";background:#000;color:${colour};font:700 12pt sans-serif;padding:1mm 2mm;margin:auto 0 6mm auto;width:max-content;height:max-content}}
@supports (content:"x"/"y"){.tlp{display:none}}
section{margin-top:14pt}h2{font-size:13pt}td code{font-size:7.5pt}}
`;

/** A notice as one page that loads nothing, runs nothing and prints. */
export function noticeHtml({ tlp, title, facts, parts, words, tool }: Notice): string {
  const label = tlpName(tlp);
  const style = styleOf(label, colours[tlp]);
  const digest = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  const mark = html`<span class="tlp">${label}</span>`;
  return html`<!doctype html>
<html lang="${words.tag}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy.replaceAll('"', '&quot;'))}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="generator" content="${tool}">
<title>${label}: ${title}</title>
<style>${new Markup(style)}</style></head>
<body><header>${mark}
<h1>${title}</h1>
<dl class="facts">${facts.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl></header>
<main>${parts.map(
    ({
      id,
      title: name,
      blocks,
    }) => html`<section id="${id}"><h2>${name}</h2>${blocks.map((b) => blockMarkup(b, words))}</section>
`,
  )}</main>
<footer><p>${tool}</p>${mark}</footer>
</body></html>
`.text;
}

/** English that stays so on a page in another language is marked as such. */
const prose = (text: string, words: Words): Markup =>
  words.tag === 'ja' && !/[\u3040-\u30ff\u4e00-\u9fff]/.test(text) && /[a-z]{3} [a-z]/.test(text)
    ? english(text, words)
    : unbroken(text);

function blockMarkup(block: Block, words: Words): Markup {
  switch (block.kind) {
    case 'text':
      return html`<p>${prose(block.text, words)}</p>`;
    case 'list':
      return html`<ul>${block.items.map((item) => html`<li>${prose(item, words)}</li>`)}</ul>`;
    case 'steps':
      return html`<ol class="steps">${block.steps.map((s) => html`<li><b>${s.what}</b> ${s.how}</li>`)}</ol>`;
    default:
      return html`<div class="scroll"><table><thead><tr>${block.head.map((h) => html`<th>${h}</th>`)}</tr></thead><tbody>
${block.rows.map(
  (cells) =>
    html`<tr>${cells.map((cell, i) => (block.code?.includes(i) && cell !== '' ? html`<td><code>${cell}</code></td>` : html`<td>${prose(cell, words)}</td>`))}</tr>
`,
)}</tbody></table></div>`;
  }
}
