import type { Campaign, CampaignGateway } from '../../model/index.ts';
import { html, type Markup } from '../html/markup.ts';
import type { Part } from '../html/sections.ts';
import { chart } from './chart.ts';
import { victimsSection } from './victims.ts';
import type { CampaignWords } from './words.ts';

/** Rows of a table; the rest is in campaign.json. */
const ROWS = 200;

export const table = (label: string, columns: readonly string[], rows: readonly (readonly Cell[])[]) =>
  html`<div class="scroll" tabindex="0" role="group" aria-label="${label}"><table><thead><tr>${columns.map((c, i) => html`<th${numeric(rows, i) && html` class="num"`}>${c}</th>`)}</tr></thead><tbody>
${rows.slice(0, ROWS).map((cells) => html`<tr>${cells.map((c) => html`<td${typeof c === 'number' ? html` class="num"` : ''}>${c}</td>`)}</tr>`)}</tbody></table></div>`;

type Cell = Markup | string | number;

const numeric = (rows: readonly (readonly Cell[])[], column: number): boolean => typeof rows[0]?.[column] === 'number';

const rest = (n: number, words: CampaignWords): Markup | false =>
  n > ROWS && html`<p class="after">${words.more(n - ROWS)}</p>`;

const minute = (at: string | undefined): Markup | string =>
  at === undefined ? '' : html`<span class="fit">${at.slice(0, 16).replace('T', ' ')}</span>`;

/** The page below its first screen, in order. */
export function campaignSections(campaign: Campaign, words: CampaignWords): Part[] {
  const { headings: h } = words;
  const picture = chart(campaign, words);
  return [
    ...(picture ? [{ id: 'time', title: h.time, body: html`<p class="lead">${words.timeLead}</p>${picture}` }] : []),
    { id: 'waves', title: h.waves, count: campaign.waves.length, body: waves(campaign, words) },
    { id: 'clusters', title: h.clusters, count: campaign.clusters.length, body: clusters(campaign, words) },
    { id: 'indicators', title: h.indicators, count: campaign.indicators.length, body: indicators(campaign, words) },
    { id: 'victims', title: h.victims, count: campaign.victims.owners, body: victimsSection(campaign, words) },
    { id: 'gateways', title: h.gateways, count: campaign.gateways.length, body: gateways(campaign, words) },
    ...(campaign.excluded.length > 0
      ? [{ id: 'excluded', title: h.excluded, count: campaign.excluded.length, body: excluded(campaign, words) }]
      : []),
    ...(campaign.notes.length > 0
      ? [{ id: 'notes', title: h.notes, body: html`<ul>${campaign.notes.map((n) => html`<li>${n}</li>`)}</ul>` }]
      : []),
  ];
}

function waves({ waves: all }: Campaign, words: CampaignWords): Markup {
  if (all.length === 0) return html`<p class="lead">${words.noWave}</p>`;
  const { columns: c } = words;
  return html`${all.map(
    (
      w,
    ) => html`<h3 id="${w.id}">${w.began.slice(0, 10)} – ${w.gateways.at(-1)!.at.slice(0, 10)}</h3><p class="prose">${w.says}</p>
${
  w.leadTimes.length > 0 &&
  table(
    c.report,
    [c.report, c.at, c.hours, c.bounds],
    w.leadTimes.map((l) => [
      l.disclosure,
      l.at.slice(0, 10),
      Math.round(l.hours),
      `${Math.round(l.least)} – ${Math.round(l.most)}`,
    ]),
  )
}`,
  )}`;
}

function clusters({ clusters: all }: Campaign, words: CampaignWords): Markup {
  if (all.length === 0) return html`<p class="lead">${words.noCluster}</p>`;
  return html`<ol class="prose">${all.slice(0, ROWS).map((c) => html`<li id="${c.id}">${c.says}${c.unknownActors.length > 0 && ` (${c.unknownActors.join(', ')}?)`}</li>`)}</ol>${rest(all.length, words)}`;
}

function indicators({ indicators: all }: Campaign, words: CampaignWords): Markup {
  if (all.length === 0) return html`<p class="lead">${words.noIndicator}</p>`;
  const { columns: c } = words;
  return html`${table(
    words.headings.indicators,
    [c.kind, c.what, c.owners],
    all.map((i) => [html`<span class="fit">${i.kind}</span>`, html`${i.says} <code>${i.value}</code>`, i.owners]),
  )}${rest(all.length, words)}`;
}

function gateways({ gateways: all }: Campaign, words: CampaignWords): Markup {
  const { columns: c } = words;
  const row = (g: CampaignGateway): (Markup | string)[] => [
    g.name,
    g.owner?.organisation ?? words.nobody,
    g.families.join(', ') || g.conclusion,
    minute(g.first?.notAfter ?? g.first?.notBefore),
    g.live ? words.still : minute(g.cleaned?.notAfter ?? g.cleaned?.notBefore),
    html`${[...g.clusters, ...g.waves].map((id, i) => html`${i > 0 && ', '}<a href="#${id}">${id}</a>`)}`,
  ];
  const found = [...all].sort((a, b) => Number(b.families.length > 0) - Number(a.families.length > 0));
  return html`${table(words.headings.gateways, [c.gateway, c.owner, c.found, c.first, c.cleaned, c.groups], found.slice(0, ROWS).map(row))}${rest(all.length, words)}`;
}

function excluded({ excluded: all, gateways: known }: Campaign, words: CampaignWords): Markup {
  const names = new Map(known.map((g) => [g.id, g.name]));
  const { columns: c } = words;
  return html`${table(
    words.headings.excluded,
    [c.gateway, c.at, c.reason],
    all.slice(0, ROWS).map((e) => [names.get(e.gateway) ?? e.gateway, minute(e.at || undefined), e.says]),
  )}${rest(all.length, words)}`;
}
