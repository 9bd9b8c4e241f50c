import type { Finding, Interval } from '../../model/index.ts';
import { type Item, itemsOf } from '../items.ts';
import { drawable, intervalText } from '../times.ts';
import { visible } from '../visible.ts';
import { stateTones, stateWords } from '../words.ts';
import { ticksOf } from './axis.ts';
import { html, type Markup } from './markup.ts';

/** Most rows drawn; the others are in the list. */
const ROWS = 30;
const LEFT = 262;
const WIDTH = 980;
const RIGHT = 14;
const TOP = 30;
const ROW = 25;
/** Longest name beside a row, characters. */
const NAME = 34;

interface Bounds {
  from: number | undefined;
  to: number | undefined;
}

interface Row {
  finding: Finding;
  appeared: Bounds;
  removed: Bounds;
}

/**
 * When each thing appeared and was removed, as one picture, a row for each: the time in which it was surely there is solid, the time
 * in which it came or went pale, and what has no bound dotted. Nothing when no finding has a time that can be drawn.
 */
export function timeline(findings: readonly Finding[]): Markup | undefined {
  const items = itemsOf(findings);
  const dated = items.map(rowOf).filter((r) => pointsOf(r).length > 0);
  if (dated.length === 0) return undefined;
  const rows = dated
    .slice(0, ROWS)
    .sort((a, b) => Math.min(...pointsOf(a)) - Math.min(...pointsOf(b)) || (a.finding.id < b.finding.id ? -1 : 1));
  const points = rows.flatMap(pointsOf);
  const least = Math.min(...points);
  const most = Math.max(...points);
  const margin = Math.max((most - least) * 0.04, 1000);
  const from = least - margin;
  const to = most + margin;
  const x = (ms: number): number => Math.round((LEFT + ((ms - from) / (to - from)) * (WIDTH - LEFT - RIGHT)) * 10) / 10;
  const height = TOP + rows.length * ROW + 8;
  const ticks = ticksOf(from, to);
  const undrawn = items.length - rows.length;
  const rest = undrawn > 0 ? ` ${undrawn} more ${undrawn === 1 ? 'item is' : 'items are'} not drawn.` : '';
  return html`<figure><div class="scroll" tabindex="0" role="group" aria-label="Timeline">
<svg viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="When each finding appeared and was removed; the same times stand in the findings">
${ticks.map((t) => html`<line class="grid" x1="${x(t.ms)}" x2="${x(t.ms)}" y1="${TOP - 6}" y2="${height}"/><text class="soft" x="${x(t.ms)}" y="${TOP - 13}" text-anchor="${x(t.ms) > WIDTH - 40 ? 'end' : 'middle'}">${t.text}</text>`)}
${rows.map((row, i) => drawn(row, TOP + i * ROW, x, from, to))}
</svg></div>
<figcaption>${key}. Solid: surely there. Pale: it came or went within this time. Dotted: not known.
Upright mark: removed by then. Times are UTC.${rest}</figcaption></figure>`;
}

const bounds = (interval: Interval | undefined): Bounds => ({
  from: drawable(interval?.notBefore),
  to: drawable(interval?.notAfter),
});

const rowOf = (item: Item): Row => ({
  finding: item[0],
  appeared: bounds(item.find((f) => f.appeared)?.appeared),
  removed: bounds(item.find((f) => f.removed)?.removed),
});

const pointsOf = ({ appeared, removed }: Row): number[] =>
  [appeared.from, appeared.to, removed.from, removed.to].filter((p) => p !== undefined);

/** What the colours mean, in the words of the findings; the rows say it too, in their titles. */
const key = html`<b class="alarm">Still in place</b>, <b class="amber">put back or edited</b>, <b class="calm">removed or inferred</b>`;

/** One row: name, then what is known from left to right. */
function drawn(row: Row, y: number, x: (ms: number) => number, start: number, end: number): Markup {
  const { finding, appeared, removed } = row;
  const tone = stateTones[finding.state];
  const middle = y + ROW / 2;
  const bar = (from: number, to: number, look: string): Markup =>
    html`<rect class="${look} ${tone}" x="${x(from)}" y="${middle - 5}" width="${Math.max(2, Math.round((x(to) - x(from)) * 10) / 10)}" height="10"/>`;
  const dots = (from: number, to: number): Markup =>
    html`<line class="guess ${tone}" x1="${x(from)}" x2="${x(to)}" y1="${middle}" y2="${middle}"/>`;
  const { from: earliest, to: there } = appeared;
  const { from: lastSeen, to: gone } = removed;
  const parts: Markup[] = [];
  // How it came: within bounds, or from before anything is known.
  if (there !== undefined && earliest !== undefined && there > earliest) parts.push(bar(earliest, there, 'maybe'));
  if (earliest === undefined) parts.push(dots(start, there ?? lastSeen ?? gone ?? end));
  // Surely there from the latest time of coming to the earliest time of going; without both, nobody knows.
  const until = lastSeen ?? (finding.state === 'live' ? end : undefined);
  if (there !== undefined && until !== undefined && until >= there) parts.push(bar(there, until, 'sure'));
  else {
    if (there !== undefined) parts.push(bar(there, there, 'sure'));
    const known = there ?? earliest;
    const next = lastSeen ?? gone ?? end;
    if (known !== undefined && next > known) parts.push(dots(known, next));
  }
  // How it went.
  if (lastSeen !== undefined && gone === undefined) parts.push(dots(lastSeen, end));
  if (lastSeen !== undefined && gone !== undefined && gone > lastSeen) parts.push(bar(lastSeen, gone, 'maybe'));
  if (gone !== undefined)
    parts.push(html`<line class="end ${tone}" x1="${x(gone)}" x2="${x(gone)}" y1="${middle - 8}" y2="${middle + 8}"/>`);
  return html`<g><title>${describe(finding)}</title><text x="0" y="${middle + 4}" class="mono">${nameOf(finding)}</text>${parts}</g>`;
}

function describe(finding: Finding): string {
  const appeared = intervalText(finding.appeared);
  const removed = intervalText(finding.removed);
  const what = finding.subject.path ?? finding.title;
  return [`${stateWords[finding.state]}: ${what}`, appeared && `appeared ${appeared}`, removed && `removed ${removed}`]
    .filter(Boolean)
    .join('; ');
}

/** The end of the path, which tells files apart; then the family when there is no path. */
function nameOf(finding: Finding): string {
  const { path } = finding.subject;
  const name =
    path === undefined ? `${finding.family ?? finding.rule.id} (no name)` : path.slice(path.lastIndexOf('/') + 1);
  const safe = [...visible(name || '/')];
  return safe.length <= NAME ? safe.join('') : `${safe.slice(0, 12).join('')}…${safe.slice(-(NAME - 13)).join('')}`;
}
