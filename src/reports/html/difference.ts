import type { Finding } from '../../model/index.ts';
import type { Words } from '../words/index.ts';
import { html, type Markup } from './markup.ts';

/** Lines shown at once; findings.jsonl has up to 400. */
const LINES = 60;

/**
 * What came and went between two versions: for a file that was put back, from the version found to the present one; for
 * a log that was edited, the records that were cut, in their place.
 */
export function difference(finding: Finding, words: Words): Markup | undefined {
  const { difference: d, state } = finding;
  if (!d) return undefined;
  const lines = d.text.split('\n').filter((l) => !l.startsWith('--- ') && !l.startsWith('+++ '));
  const title = state === 'edited' ? words.finding.cut(d.removed) : words.finding.differs(d.removed, d.added);
  const rest = lines.length - LINES;
  return html`<div class="difference"><h4>${title}</h4><pre tabindex="0">${lines.slice(0, LINES).map((l) => line(l.replace(/\t+/g, ' ')))}</pre>
${rest > 0 && html`<p>${words.finding.moreLines(rest)}</p>`}</div>`;
}

/** A sign and a tag say what a colour would: removed lines are struck through, also in print and to a screen reader. */
function line(text: string): Markup {
  if (text.startsWith('-')) return html`<del>- ${text.slice(1)}</del>\n`;
  if (text.startsWith('+')) return html`<ins>+ ${text.slice(1)}</ins>\n`;
  if (text.startsWith('@@')) return html`<i>${text}</i>\n`;
  return html`  ${text.replace(/^ /, '')}\n`;
}
