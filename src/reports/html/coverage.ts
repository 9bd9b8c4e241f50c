import { sizeText } from '../../assessment/index.ts';
import type { Coverage, ListCompared, Unread } from '../../model/index.ts';
import { grouped } from '../../model/visible.ts';
import type { ReportInput } from '../input.ts';
import { spacesOf, type Words } from '../words/index.ts';
import { english, html, type Markup, said } from './markup.ts';
import type { Part } from './sections.ts';
import { spansOf } from './spans.ts';

/** Stretches listed; all are in coverage.json. */
const LISTED = 200;
/** Width of the bar that shows how much of a space was read. */
const BAR = 90;

/** How much of each kind of space was read, how far back memory reaches, what files were compared with. */
export function coverageSection({ coverage }: ReportInput, words: Words): Part[] {
  const { title, lead, compared, comparedLead } = words.coverage;
  const lists = coverage.flatMap((c) => c.compared ?? []);
  const body = html`<p class="lead">${lead}</p>
${coverage.map((c) => one(c, coverage.length > 1, words))}
${spansOf(
  coverage.flatMap((c) => c.spans),
  words,
)}
${lists.length > 0 && html`<h3>${compared}</h3><p class="lead">${comparedLead}</p>${comparison(lists, words)}`}`;
  return [{ id: 'read', title, body }];
}

function one(c: Coverage, named: boolean, words: Words): Markup {
  const { columns, coverage } = words;
  const rows = spacesOf(c, words);
  const inside = [...c.recognised, ...c.parsers];
  return html`${named && html`<h3><code>${c.name}</code></h3>`}
<div class="scroll" tabindex="0" role="group" aria-label="${coverage.title}"><table><thead><tr><th>${columns.space}</th><th class="num">${columns.entries}</th><th class="num">${columns.present}</th><th class="num">${columns.read}</th><th>${columns.share}</th><th class="num">${columns.notRead}</th></tr></thead><tbody>
${rows.map(
  (r) =>
    html`<tr><td>${r.name}</td><td class="num">${grouped(r.entries)}</td><td class="num">${sizeText(r.present)}</td><td class="num">${sizeText(r.read)}</td><td>${bar(r)}</td><td class="num">${missing(r, words)}</td></tr>`,
)}
${rows.length === 0 && html`<tr><td>${coverage.nothing}</td></tr>`}</tbody></table></div>
${inside.length > 0 && html`<p class="after">${coverage.recognised}: ${inside.join(', ')}.</p>`}`;
}

interface Amount {
  present: number;
  read: number;
}

/** The share that was read, as a bar; the column beside it says it in numbers. */
function bar({ present, read }: Amount): Markup {
  const share = present > 0 ? Math.min(1, read / present) : 1;
  // What is missing stays visible however little it is.
  const width = share < 1 ? Math.min(BAR - 2, Math.round(share * BAR)) : BAR;
  return html`<svg class="bar" viewBox="0 0 ${BAR} 8" width="${BAR}" height="8" aria-hidden="true"><rect class="ground" width="${BAR}" height="8"/><rect class="filled" width="${width}" height="8"/></svg>`;
}

function missing({ present, read }: Amount, { coverage }: Words): string {
  const left = present - read;
  if (left <= 0) return coverage.none;
  const share = (100 * left) / present;
  return `${sizeText(left)} (${share < 0.1 ? `${coverage.under} 0.1` : share.toFixed(1)} %)`;
}

function comparison(lists: readonly ListCompared[], words: Words): Markup {
  const { columns: c } = words;
  return html`<div class="scroll" tabindex="0" role="group" aria-label="${words.coverage.compared}"><table><thead><tr><th>${c.list}</th><th>${c.system}</th><th class="num">${c.same}</th><th class="num">${c.changed}</th><th class="num">${c.added}</th><th class="num">${c.missing}</th><th class="num">${c.notJudged}</th><th>${c.note}</th></tr></thead><tbody>
${lists.map(
  (l) =>
    html`<tr><td>${english(l.list, words)}</td><td class="fit">${words.systems[l.system as keyof Words['systems']] ?? l.system}</td><td class="num">${grouped(l.same)}</td><td class="num">${grouped(l.changed)}</td><td class="num">${grouped(l.added)}</td><td class="num">${grouped(l.missing)}</td><td class="num">${grouped(l.unread + l.excluded + l.other)}</td><td>${english(noteOf(l), words)}</td></tr>`,
)}</tbody></table></div>`;
}

const noteOf = ({ refused, signature, notes }: ListCompared): string =>
  [refused && `not used: ${refused}`, signature && `signature ${signature}`, ...(notes ?? [])]
    .filter(Boolean)
    .join('; ');

/** What could not be read, the most bytes first. */
export function unreadSection({ coverage }: ReportInput, words: Words): Part[] {
  const { title, lead, lead2, listed, none, structure } = words.unread;
  const all = coverage.flatMap((c) => c.unread.map((unread) => ({ unread, name: c.name })));
  // A stable sort: within one length the order of coverage.json stays.
  const shown = all.toSorted((a, b) => b.unread.bytes - a.unread.bytes).slice(0, LISTED);
  if (all.length === 0) return [{ id: 'unread', title, body: html`<p class="lead">${none}</p>` }];
  const { columns: c } = words;
  const body = html`<p class="lead">${lead2(grouped(all.length), all.length === 1)} ${lead}${all.length > LISTED && ` ${listed(LISTED)}`}</p>
<div class="scroll" tabindex="0" role="group" aria-label="${title}"><table><thead><tr><th>${c.where}</th><th>${c.why}</th><th class="num">${c.offset}</th><th class="num">${c.notRead}</th></tr></thead><tbody>
${shown.map(({ unread, name }) => html`<tr><td>${where(unread, name)}</td><td>${said(unread.reason, words)}</td><td class="num">${unread.locator.bytes[0]?.offset}</td><td class="num">${unread.bytes > 0 ? sizeText(unread.bytes) : structure}</td></tr>`)}
</tbody></table></div>`;
  return [{ id: 'unread', title, count: all.length, body }];
}

const where = ({ path, locator }: Unread, name: string): Markup =>
  path !== undefined
    ? html`<code>${path}</code>`
    : html`${[name, locator.member, ...locator.layers].filter((p) => p !== undefined).join(' > ')}`;
