import { conclusionTones } from '../../model/tones.ts';
import { basisOf, datingOf } from '../dating.ts';
import type { ReportInput } from '../input.ts';
import { nextSteps } from '../next-steps.ts';
import { statementOf } from '../statement.ts';
import type { Words } from '../words/index.ts';
import { html, type Markup, said } from './markup.ts';

/** The first screen: the verdict in one sentence, how sure, since when until when, what was not seen, what to do. */
export function summary(input: ReportInput, words: Words): Markup {
  const { verdict, findings, host } = input;
  const { page } = words;
  const basis = basisOf(verdict, findings);
  const dating = datingOf(verdict, findings);
  return html`<header class="${conclusionTones[verdict.conclusion]}">
<div class="brand"><span><b>Afterimage</b> ${page.name}</span><span>${host.name ?? verdict.subject}</span></div>
<h1>${headline(input, words)}</h1>
<dl class="facts">
<dt>${page.howSure}</dt><dd>${words.confidenceText(verdict.conclusion, verdict.confidence)}</dd>
${basis.length > 0 && html`<dt>${page.since}</dt><dd>${words.since(dating)}</dd><dt>${page.until}</dt><dd>${words.until(dating)}</dd>`}
<dt>${page.scope}</dt><dd>${said(verdict.scope, words)}</dd>
</dl>
<div class="two"><div><h2>${page.notSeen}</h2>
${verdict.limitedBy.length > 0 ? html`<ul>${verdict.limitedBy.map((l) => html`<li>${said(l, words)}</li>`)}</ul>` : html`<p>${page.noLimit}</p>`}</div>
<div><h2>${page.next}</h2>
<ol>${nextSteps(verdict, findings, host, words).map((s) => html`<li><b>${s.what}</b> <span>${s.how}</span></li>`)}</ol></div></div>
</header>`;
}

/** The statement, its conclusion in colour: the sentence says it in words anyway. */
function headline(input: ReportInput, words: Words): Markup {
  const statement = statementOf(input, words);
  const conclusion = words.conclusions[input.verdict.conclusion];
  return statement.startsWith(conclusion)
    ? html`<span class="verdict">${conclusion}</span>${statement.slice(conclusion.length)}`
    : html`${statement}`;
}
