import { createHash } from 'node:crypto';
import { visible } from '../../model/visible.ts';
import type { ReportInput } from '../input.ts';
import { omitted } from '../selection.ts';
import { type Words, wordsOf } from '../words/index.ts';
import { escaped, html, Markup } from './markup.ts';
import { type Part, sections } from './sections.ts';
import { style } from './style.ts';
import { summary } from './summary.ts';

/**
 * The report as one page: it loads nothing, runs nothing (its policy allows one style sheet, named by hash, and no
 * script), prints, and shows every character of evidence as text.
 */
export function page(input: ReportInput, words: Words = wordsOf()): string {
  const { verdict, findings, host, tool } = input;
  const digest = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  const parts = sections.flatMap((section) => section(input, words));
  const left = omitted(findings);
  return html`<!doctype html>
<html lang="${words.tag}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy.replaceAll('"', '&quot;'))}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="generator" content="${tool.name} ${tool.version}">
<title>${new Markup(escaped(visible(`Afterimage: ${host.name ?? verdict.subject}`)))}</title>
<style>${new Markup(style)}</style></head>
<body><a class="skip" href="#content">${words.page.skip}</a>
${summary(input, words)}
<main id="content" tabindex="-1">
<nav aria-label="${words.page.contents}"><ul>${parts.map(entry)}</ul></nav>
${words.stays !== undefined && html`<p class="note">${words.stays}</p>`}
${left !== undefined && html`<p class="note">${words.omission(left, findings.length)}</p>`}
${parts.map(({ id, title, body }) => html`<section id="${id}"><h2>${title}</h2>${body}</section>`)}
</main>
<footer><p>${words.footer(`${tool.name} ${tool.version}`)}</p></footer>
</body></html>
`.text;
}

const entry = ({ id, title, count }: Part): Markup =>
  html`<li><a href="#${id}">${title}${count !== undefined && ` (${count})`}</a></li>`;
