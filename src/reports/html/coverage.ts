import { sizeText } from '../../assessment/index.ts';
import type { Coverage, Unread } from '../../model/index.ts';
import { grouped } from '../visible.ts';
import { spaceWords } from '../words.ts';
import { html, type Markup } from './markup.ts';

/** Stretches listed; all are in coverage.json. */
const LISTED = 200;

/** How much of each kind of space was read, one table for each piece of evidence. */
export function coverageSection(coverage: readonly Coverage[]): Markup {
  return html`<section id="read"><h2>What was read</h2>
<p class="lead">Bytes present in each kind of space, and how many of them were read and matched.</p>
${coverage.map((c) => one(c, coverage.length > 1))}</section>`;
}

function one(c: Coverage, named: boolean): Markup {
  const rows = spaceWords.flatMap(([kind, words]) => {
    const space = c.space[kind];
    return space ? [{ words, ...space }] : [];
  });
  const inside = [...c.recognised, ...c.parsers];
  return html`${named && html`<h3>${c.name}</h3>`}
<div class="scroll"><table><thead><tr><th>Space</th><th class="num">Entries</th><th class="num">Present</th><th class="num">Read</th><th class="num">Not read</th></tr></thead><tbody>
${rows.map(
  (r) =>
    html`<tr><td>${r.words}</td><td class="num">${grouped(r.entries)}</td><td class="num">${sizeText(r.present)}</td><td class="num">${sizeText(r.read)}</td><td class="num">${missing(r)}</td></tr>`,
)}
${rows.length === 0 && html`<tr><td>Nothing was read.</td></tr>`}</tbody></table></div>
${inside.length > 0 && html`<p class="after">Recognised: ${inside.join(', ')}.</p>`}
${
  c.spans.length > 0 &&
  html`<div class="scroll"><table><thead><tr><th>What remembers</th><th>How far back</th></tr></thead><tbody>
${c.spans.map((s) => html`<tr><td>${s.log}</td><td>${s.says ?? `${s.from ?? 'unknown'} to ${s.to ?? 'unknown'}`}</td></tr>`)}
</tbody></table></div>`
}`;
}

function missing({ present, read }: { present: number; read: number }): string {
  const left = present - read;
  if (left <= 0) return 'none';
  const share = (100 * left) / present;
  return `${sizeText(left)} (${share < 0.1 ? 'under 0.1' : share.toFixed(1)} %)`;
}

/** What could not be read, the most bytes first. */
export function unreadSection(coverage: readonly Coverage[]): Markup {
  const all = coverage.flatMap((c) => c.unread.map((unread) => ({ unread, name: c.name })));
  // A stable sort: within one length the order of coverage.json stays.
  const shown = all.toSorted((a, b) => b.unread.bytes - a.unread.bytes).slice(0, LISTED);
  if (all.length === 0)
    return html`<section id="unread"><h2>What could not be read</h2>
<p class="lead">No stretch failed to be read. What kinds of evidence were not there at all stands under “What was not seen”.</p></section>`;
  return html`<section id="unread"><h2>What could not be read</h2>
<p class="lead">${grouped(all.length)} ${all.length === 1 ? 'stretch' : 'stretches'}, the most bytes first. Damage is no accusation: nothing is concluded from it.${
    all.length > LISTED && ` ${LISTED} are listed here; coverage.json has all of them.`
  }</p>
<div class="scroll"><table><thead><tr><th>Where</th><th>Why</th><th class="num">Offset</th><th class="num">Not read</th></tr></thead><tbody>
${shown.map(({ unread, name }) => html`<tr><td>${where(unread, name)}</td><td>${unread.reason}</td><td class="num">${unread.locator.bytes[0]?.offset}</td><td class="num">${unread.bytes > 0 ? sizeText(unread.bytes) : 'structure'}</td></tr>`)}
</tbody></table></div></section>`;
}

const where = ({ path, locator }: Unread, name: string): Markup =>
  path !== undefined
    ? html`<code>${path}</code>`
    : html`${[name, locator.member, ...locator.layers].filter((p) => p !== undefined).join(' > ')}`;
