import { ticksOf } from '../../model/axis.ts';
import type { Campaign } from '../../model/index.ts';
import { html, type Markup } from '../html/markup.ts';
import type { CampaignWords } from './words.ts';

const WIDTH = 980;
const EDGE = 14;
const TOP = 26;
/** Height of a mark, and marks on top of one another before they are drawn smaller. */
const MARK = 7;
const STACK = 22;
/** Marks that share this many pixels stand on one another. */
const SLOT = 7;

interface Mark {
  at: number;
  counts: boolean;
}

/** Clean-ups over time as stacked marks, waves shaded, public reports as lines. Nothing without a dated clean-up. */
export function chart({ gateways, waves, excluded, disclosures }: Campaign, words: CampaignWords): Markup | undefined {
  const inWave = new Map(waves.flatMap((w) => w.gateways.map((g) => [g.id, Date.parse(g.at)] as const)));
  const named = new Set(excluded.map((e) => e.gateway));
  const marks: Mark[] = [
    ...gateways.flatMap(({ id, cleaned }) => {
      const at = inWave.get(id) ?? Date.parse(cleaned?.notAfter ?? cleaned?.notBefore ?? '');
      return named.has(id) && !inWave.has(id) ? [] : [{ at, counts: true }];
    }),
    ...excluded.map((e) => ({ at: Date.parse(e.at), counts: false })),
  ].filter((m) => !Number.isNaN(m.at));
  if (marks.length === 0) return undefined;
  const least = Math.min(...marks.map((m) => m.at));
  const most = Math.max(...marks.map((m) => m.at));
  const margin = Math.max((most - least) * 0.04, 43_200_000);
  const [from, to] = [least - margin, most + margin];
  const x = (at: number): number => Math.round((EDGE + ((at - from) / (to - from)) * (WIDTH - 2 * EDGE)) * 10) / 10;
  const slots = new Map<number, Mark[]>();
  for (const mark of marks.sort((a, b) => Number(b.counts) - Number(a.counts) || a.at - b.at)) {
    const slot = Math.floor(x(mark.at) / SLOT);
    slots.set(slot, [...(slots.get(slot) ?? []), mark]);
  }
  const highest = Math.max(...[...slots.values()].map((s) => s.length));
  const height = Math.min(MARK, (STACK * MARK) / highest);
  const bottom = TOP + Math.min(highest, STACK) * MARK + 6;
  const told = disclosures
    .map(({ name, at }) => ({ name, day: at.slice(0, 10), at: Date.parse(at) }))
    .filter(({ at }) => at >= from && at <= to);
  const label = (day: string, at: number): Markup =>
    html`<text x="${x(at)}" y="${bottom + 14}" text-anchor="${x(at) > WIDTH - 60 ? 'end' : x(at) < 60 ? 'start' : 'middle'}">${day}</text>`;
  return html`<figure><div class="scroll" tabindex="0" role="group" aria-label="${words.headings.time}">
<svg class="chart" viewBox="0 0 ${WIDTH} ${bottom + 20}" role="img" aria-label="${words.timeLabel}">
${ticksOf(from, to).map((t) => html`<line class="grid" x1="${x(t.ms)}" x2="${x(t.ms)}" y1="${TOP - 6}" y2="${bottom}"/><text class="soft" x="${x(t.ms)}" y="${TOP - 12}" text-anchor="${x(t.ms) > WIDTH - 40 ? 'end' : 'middle'}">${t.text}</text>`)}
${waves.map((w) => {
  const [begin, end] = [Date.parse(w.began), Date.parse(w.gateways.at(-1)!.at)];
  return html`<rect class="maybe alarm" x="${x(begin) - 3}" y="${TOP - 6}" width="${Math.max(6, Math.round(x(end) - x(begin)) + 6)}" height="${bottom - TOP + 6}"><title>${w.says}</title></rect>`;
})}
${told.map(({ name, day, at }, i) => html`<line class="told" x1="${x(at)}" x2="${x(at)}" y1="${TOP - 6}" y2="${bottom}"><title>${day} ${name}</title></line>${(i === 0 || x(at) - x(told[i - 1]!.at) > 76) && label(day, at)}`)}
${[...slots].map(([slot, own]) => own.map((mark, i) => html`<rect class="${mark.counts ? 'sure' : 'maybe'} calm" x="${slot * SLOT + 0.5}" y="${Math.round((bottom - (i + 1) * height) * 10) / 10}" width="${SLOT - 1}" height="${Math.max(0.5, Math.round((height - 1) * 10) / 10)}"/>`))}
</svg></div><figcaption>${waves.length > 0 && words.legend} ${told.map(({ day, name }) => `${day}: ${name}.`).join(' ')}</figcaption></figure>`;
}
