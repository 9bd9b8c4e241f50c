import { ticksOf } from '../../model/axis.ts';
import { disclosures } from '../../model/disclosures.ts';
import type { Finding, Interval } from '../../model/index.ts';
import { type Bounds, strokesOf } from '../../model/strokes.ts';
import { stateTones } from '../../model/tones.ts';
import { namedBy } from '../dating.ts';
import type { ReportInput } from '../input.ts';
import { type Item, itemsOf } from '../items.ts';
import { kindOf } from '../selection.ts';
import { drawable, intervalText } from '../times.ts';
import { topicOf } from '../topics.ts';
import type { Words } from '../words/index.ts';
import { shortName } from './label.ts';
import { html, type Markup } from './markup.ts';
import type { Part } from './sections.ts';

/** Most rows drawn; the others are in the list. */
const ROWS = 30;
const LEFT = 262;
const WIDTH = 980;
const RIGHT = 14;
const TOP = 30;
const ROW = 22;
const LANE = 24;
/** Room below for the days of published reports. */
const FOOT = 20;
/** Longest name beside a row, characters. */
const NAME = 34;
/** A report that came out this soon after the last time shown is drawn as well, unless it would shrink the rest; milliseconds. */
const SOON = 45 * 86_400_000;

type Lane = keyof Words['lanes'];
const lanes: Lane[] = ['compromise', 'use', 'traces', 'review'];

interface Row {
  finding: Finding;
  lane: Lane;
  appeared: Bounds;
  removed: Bounds;
}

/** What the verdict names, drawn over time. */
export function timelineSection({ verdict, findings }: ReportInput, words: Words): Part[] {
  const body = timeline(namedBy(verdict, findings), words);
  return body ? [{ id: 'timeline', title: words.timeline.title, body }] : [];
}

/**
 * When each thing appeared and was removed, as one picture, a row for each: the time in which it was surely there is solid, the time
 * in which it came or went pale, and what has no bound dotted. Nothing when no finding has a time that can be drawn.
 */
export function timeline(findings: readonly Finding[], words: Words): Markup | undefined {
  const items = itemsOf(findings);
  const dated = items.map(rowOf).filter((r) => pointsOf(r).length > 0);
  if (dated.length === 0) return undefined;
  const rows = dated
    .slice(0, ROWS)
    .sort(
      (a, b) =>
        lanes.indexOf(a.lane) - lanes.indexOf(b.lane) ||
        Math.min(...pointsOf(a)) - Math.min(...pointsOf(b)) ||
        (a.finding.id < b.finding.id ? -1 : 1),
    );
  const points = rows.flatMap(pointsOf);
  const least = Math.min(...points);
  const last = Math.max(...points);
  const told = disclosures
    .map((day) => ({ day, ms: Date.parse(day) }))
    .filter(({ ms }) => ms >= least && ms <= last + Math.min(SOON, last - least));
  const most = Math.max(last, ...told.map(({ ms }) => ms));
  // A single moment gets a day around it, so that the axis says which day.
  const margin = most === least ? 43_200_000 : Math.max((most - least) * 0.04, 1000);
  const [from, to] = [least - margin, most + margin];
  // What is still there is drawn to where knowledge ends, not to a report that came out later.
  const edge = last + margin;
  const x = (ms: number): number => Math.round((LEFT + ((ms - from) / (to - from)) * (WIDTH - LEFT - RIGHT)) * 10) / 10;
  const used = lanes.filter((lane) => rows.some((r) => r.lane === lane));
  const bottom = TOP + rows.length * ROW + used.length * LANE + 4;
  const undrawn = items.length - rows.length;
  const { timeline: t } = words;
  // The axis names hours alone when all is within a day: the day is said once.
  const [first, final] = [from, to].map((ms) => new Date(ms).toISOString().slice(0, 10));
  return html`<p class="lead">${t.lead}${first === final && ` ${first}${words.stop}`}</p><figure><div class="scroll" tabindex="0" role="group" aria-label="${t.title}">
<svg class="chart" viewBox="0 0 ${WIDTH} ${bottom + (told.length > 0 ? FOOT : 0)}" role="img" aria-label="${t.label}">
${ticksOf(from, to).map((tick) => html`<line class="grid" x1="${x(tick.ms)}" x2="${x(tick.ms)}" y1="${TOP - 6}" y2="${bottom}"/><text class="soft" x="${x(tick.ms)}" y="${TOP - 13}" text-anchor="${x(tick.ms) > WIDTH - 40 ? 'end' : 'middle'}">${tick.text}</text>`)}
${told.map(({ day, ms }, i) => html`<line class="told" x1="${x(ms)}" x2="${x(ms)}" y1="${TOP - 6}" y2="${bottom}"/>${roomFor(told, i, x) && html`<text x="${x(ms)}" y="${bottom + 14}" text-anchor="${x(ms) > LEFT + 80 ? 'end' : 'start'}">${day}</text>`}`)}
${rowsOf(rows, used, x, from, edge, words)}
</svg></div>
<figcaption>${key(words)} ${t.legend}${told.length > 0 && ` ${t.disclosures} ${told.map(({ day }) => day).join(', ')}.`}${undrawn > 0 && ` ${t.undrawn(undrawn)}`}</figcaption></figure>`;
}

/** A day is written where it does not cover the one before. */
const roomFor = (told: readonly { ms: number }[], i: number, x: (ms: number) => number): boolean =>
  i === 0 || x(told[i]!.ms) - x(told[i - 1]!.ms) > 72;

function rowsOf(
  rows: Row[],
  used: Lane[],
  x: (ms: number) => number,
  from: number,
  to: number,
  words: Words,
): Markup[] {
  let y = TOP;
  return used.map((lane) => {
    const title = html`<text class="lane" x="0" y="${y + 16}">${words.lanes[lane]}</text><line class="grid" x1="0" x2="${WIDTH}" y1="${y + LANE - 2}" y2="${y + LANE - 2}"/>`;
    y += LANE;
    const own = rows
      .filter((r) => r.lane === lane)
      .map((row) => {
        const markup = drawn(row, y, x, from, to, words);
        y += ROW;
        return markup;
      });
    return html`${title}${own}`;
  });
}

const bounds = (interval: Interval | undefined): Bounds => ({
  from: drawable(interval?.notBefore),
  to: drawable(interval?.notAfter),
});

const rowOf = (item: Item): Row => ({
  finding: item[0],
  lane: laneOf(item[0]),
  appeared: bounds(item.find((f) => f.appeared)?.appeared),
  removed: bounds(item.find((f) => f.removed)?.removed),
});

const laneOf = (finding: Finding): Lane => (topicOf(finding) === 'requests' ? 'use' : kindOf(finding));

const pointsOf = ({ appeared, removed }: Row): number[] =>
  [appeared.from, appeared.to, removed.from, removed.to].filter((p) => p !== undefined);

/** What the colours mean, in the words of the findings; the rows say it too, in their titles. */
const key = ({ timeline: { key } }: Words): Markup =>
  html`<b class="alarm"><span class="dot alarm"></span>${key.live}</b>, <b class="amber"><span class="dot amber"></span>${key.changed}</b>, <b class="calm"><span class="dot calm"></span>${key.gone}</b>.`;

/** One row: name, then what is known from left to right. */
function drawn(row: Row, y: number, x: (ms: number) => number, start: number, end: number, words: Words): Markup {
  const { finding, appeared, removed } = row;
  const tone = stateTones[finding.state];
  const middle = y + ROW / 2;
  const parts = strokesOf(appeared, removed, finding.state, start, end).map(({ look, from, to }) =>
    look === 'end'
      ? html`<line class="end ${tone}" x1="${x(to)}" x2="${x(to)}" y1="${middle - 8}" y2="${middle + 8}"/>`
      : look === 'guess'
        ? html`<line class="guess ${tone}" x1="${x(from)}" x2="${x(to)}" y1="${middle}" y2="${middle}"/>`
        : html`<rect class="${look} ${tone}" x="${x(from)}" y="${middle - 5}" width="${Math.max(2, Math.round((x(to) - x(from)) * 10) / 10)}" height="10"/>`,
  );
  return html`<g><title>${describe(finding, words)}</title><text x="0" y="${middle + 4}" class="mono">${nameOf(finding, words)}</text>${parts}</g>`;
}

function describe(finding: Finding, words: Words): string {
  const appeared = intervalText(finding.appeared, words);
  const removed = intervalText(finding.removed, words);
  const what = finding.subject.path ?? finding.title;
  return [
    `${words.states[finding.state]}: ${what}`,
    appeared && words.timeline.appeared(appeared),
    removed && words.timeline.removed(removed),
  ]
    .filter(Boolean)
    .join('; ');
}

/** The end of the path, which tells files apart; then the family when there is no path. */
function nameOf({ subject, family, rule }: Finding, words: Words): string {
  const { path } = subject;
  return shortName(
    path === undefined ? `${family ?? rule.id} (${words.finding.unnamed})` : path.slice(path.lastIndexOf('/') + 1),
    NAME,
  );
}
