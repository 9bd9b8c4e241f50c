import type { Campaign, VictimCount } from '../../model/index.ts';
import { html, type Markup } from '../html/markup.ts';
import { table } from './sections.ts';
import type { CampaignWords } from './words.ts';

/** Owners by country and sector, and against the list of priorities, with the warning about selection first. */
export function victimsSection({ victims }: Campaign, words: CampaignWords): Markup {
  const { columns: c } = words;
  const { priorities } = victims;
  const counts = (title: string, of: readonly VictimCount[]): Markup | false =>
    of.length > 0 &&
    table(
      title,
      [title, c.owners],
      of.map((v) => [v.name, v.owners]),
    );
  return html`<p class="note">${victims.selection}</p>
${counts(c.country, victims.byCountry)}${counts(c.sector, victims.bySector)}
${
  priorities &&
  html`<h3>${priorities.list}</h3><p class="lead">${priorities.says}</p>${table(
    priorities.list,
    [c.category, c.victims, c.base, c.p],
    priorities.categories.map((k) => [
      k.title[words.tag],
      k.victims,
      k.base === undefined ? '–' : (k.base * k.of).toFixed(1),
      k.adjusted === undefined ? '–' : k.adjusted.toPrecision(2),
    ]),
  )}<p class="after">${priorities.source}</p>`
}`;
}
