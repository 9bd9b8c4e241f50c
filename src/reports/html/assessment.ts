import type { Assessment } from '../../model/index.ts';
import { assessedParts } from '../assessment.ts';
import { html, type Markup } from './markup.ts';

/** What follows from the findings: one section for each part. Nothing for a case that has no assessment. */
export const assessmentSections = (assessment: Assessment | undefined): Markup[] =>
  assessment === undefined
    ? []
    : assessedParts(assessment).map(
        ({ id, title, lead, tables, notes }) => html`<section id="${id}"><h2>${title}</h2>
<p class="lead">${lead}</p>
${tables.map(
  ({
    head,
    rows,
  }) => html`<div class="scroll"><table><thead><tr>${head.map((h) => html`<th>${h}</th>`)}</tr></thead><tbody>
${rows.map((row) => html`<tr>${row.map((cell) => html`<td>${cell}</td>`)}</tr>`)}</tbody></table></div>`,
)}
${notes.map((note) => html`<p class="after">${note}</p>`)}</section>`,
      );
