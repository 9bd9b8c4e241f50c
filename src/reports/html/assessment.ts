import { assessedParts } from '../assessment.ts';
import type { ReportInput } from '../input.ts';
import type { Words } from '../words/index.ts';
import { assessedText, html } from './markup.ts';
import type { Part } from './sections.ts';

/** What follows from the findings: one section for each part. Nothing for a case that has no assessment. */
export const assessmentSections = ({ assessment }: ReportInput, words: Words): Part[] =>
  (assessment === undefined ? [] : assessedParts(assessment)).map(({ id, title, lead, tables, notes }) => ({
    id,
    title: words.assessed[id] ?? title,
    body: html`<p class="lead">${assessedText(lead, words)}</p>
${tables.map(
  ({ head, rows }) =>
    html`<div class="scroll" tabindex="0" role="group" aria-label="${title}"><table><thead><tr>${head.map((h) => html`<th>${assessedText(h, words)}</th>`)}</tr></thead><tbody>
${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${assessedText(cell, words)}</td>`)}</tr>`)}</tbody></table></div>`,
)}
${notes.map((note) => html`<p class="after">${assessedText(note, words)}</p>`)}`,
  }));
