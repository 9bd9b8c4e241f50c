import { createHash } from 'node:crypto';
import type { Campaign } from '../../model/index.ts';
import { escaped, html, Markup } from '../html/markup.ts';
import { style } from '../html/style.ts';
import type { Language } from '../words/index.ts';
import { campaignSections } from './sections.ts';
import { type CampaignWords, campaignWords } from './words.ts';

/** campaign.html: one page that loads nothing, runs nothing, prints, and shows every name from a case as text. */
export function campaignPage(campaign: Campaign, tool: { name: string; version: string }, language?: Language): string {
  const words = campaignWords(language);
  const digest = createHash('sha256').update(style).digest('base64');
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; base-uri 'none'; form-action 'none'`;
  const parts = campaignSections(campaign, words);
  return html`<!doctype html>
<html lang="${words.tag}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${new Markup(policy.replaceAll('"', '&quot;'))}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta name="generator" content="${tool.name} ${tool.version}">
<title>${new Markup(escaped(`Afterimage: ${words.title}`))}</title>
<style>${new Markup(style)}</style></head>
<body><a class="skip" href="#content">${words.skip}</a>
${head(campaign, words)}
<main id="content" tabindex="-1">
<nav aria-label="${words.contents}"><ul>${parts.map(({ id, title, count }) => html`<li><a href="#${id}">${title}${count !== undefined && ` (${count})`}</a></li>`)}</ul></nav>
${parts.map(({ id, title, body }) => html`<section id="${id}"><h2>${title}</h2>${body}</section>`)}
</main>
<footer><p>${words.footer(`${tool.name} ${tool.version}`)}</p></footer>
</body></html>
`.text;
}

const tones = { campaign: 'alarm', linked: 'amber', 'no-link-found': 'calm', 'cannot-be-said': 'amber' } as const;

/** The first screen: the verdict, how sure, what limits it and what would change it. */
function head({ verdict }: Campaign, words: CampaignWords): Markup {
  const { headings } = words;
  const list = (sentences: readonly string[]): Markup => html`<ul>${sentences.map((s) => html`<li>${s}</li>`)}</ul>`;
  return html`<header class="${tones[verdict.conclusion]}">
<div class="brand"><span><b>Afterimage</b> ${words.title}</span></div>
<h1>${verdict.statement}</h1>
<dl class="facts"><dt>${headings.sure}</dt><dd><span class="verdict">${words.conclusions[verdict.conclusion]}</span>. ${words.confidences[verdict.confidence]}.</dd></dl>
<div class="two"><div><h2>${headings.limits}</h2>${list(verdict.limitedBy)}</div>
<div><h2>${headings.change}</h2>${list(verdict.wouldChange)}</div></div>
</header>`;
}
