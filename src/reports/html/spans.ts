import { ticksOf } from '../../model/axis.ts';
import type { Span } from '../../model/index.ts';
import { drawable, timeText } from '../times.ts';
import type { Words } from '../words/index.ts';
import { shortName } from './label.ts';
import { english, html, type Markup, said } from './markup.ts';

/** Most bars drawn; the table has them all, up to its own bound. */
const BARS = 40;
const ROWS = 500;
const LEFT = 332;
const WIDTH = 980;
const RIGHT = 14;
const TOP = 26;
const ROW = 20;

/** The time that each journal, log and witness covers, as bars, and the same in words. */
export function spansOf(spans: readonly Span[], words: Words): Markup | undefined {
  if (spans.length === 0) return undefined;
  const { spans: title, spansLead, details } = words.coverage;
  const { columns: c } = words;
  return html`<h3>${title}</h3><p class="lead">${spansLead}</p>
${drawn(spans, words)}
<details><summary><span class="what">${details}</span></summary>
<div class="scroll" tabindex="0" role="group" aria-label="${details}"><table><thead><tr><th>${c.log}</th><th>${c.says}</th></tr></thead><tbody>
${spans.slice(0, ROWS).map((s) => html`<tr><td>${english(s.log, words)}</td><td>${s.from !== undefined && html`${words.coverage.to(timeText(s.from), s.to === undefined ? words.coverage.unknown : timeText(s.to))}<br>`}${s.says !== undefined && said(s.says, words)}</td></tr>`)}
</tbody></table></div></details>`;
}

function drawn(spans: readonly Span[], words: Words): Markup | undefined {
  const dated = spans.flatMap(({ log, from, to }) => {
    const [start, end] = [drawable(from), drawable(to)];
    return start === undefined || end === undefined || end < start ? [] : [{ log, start, end, from, to }];
  });
  if (dated.length === 0) return undefined;
  const rows = dated.slice(0, BARS);
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const { start, end } of rows) {
    from = Math.min(from, start);
    to = Math.max(to, end);
  }
  const margin = Math.max((to - from) * 0.02, 1000);
  from -= margin;
  to += margin;
  const x = (ms: number): number => Math.round((LEFT + ((ms - from) / (to - from)) * (WIDTH - LEFT - RIGHT)) * 10) / 10;
  const height = TOP + rows.length * ROW + 6;
  const rest = dated.length - rows.length;
  return html`<figure><div class="scroll" tabindex="0" role="group" aria-label="${words.coverage.spans}">
<svg class="chart" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${words.coverage.spansLabel}">
${ticksOf(from, to).map((t) => html`<line class="grid" x1="${x(t.ms)}" x2="${x(t.ms)}" y1="${TOP - 6}" y2="${height}"/><text class="soft" x="${x(t.ms)}" y="${TOP - 12}" text-anchor="${x(t.ms) > WIDTH - 40 ? 'end' : 'middle'}">${t.text}</text>`)}
${rows.map(({ log, start, end }, i) => {
  const y = TOP + i * ROW;
  return html`<g><title>${log}</title><text class="mono" x="0" y="${y + 14}">${shortName(log, 46)}</text><rect class="span" x="${x(start)}" y="${y + 5}" width="${Math.max(3, Math.round((x(end) - x(start)) * 10) / 10)}" height="10"/></g>`;
})}
</svg></div>${rest > 0 && html`<figcaption>${words.coverage.moreSpans(rest)}</figcaption>`}</figure>`;
}
