import type { Conclusion, Verdict } from '../../model/index.ts';
import { basisOf, datingOf, sinceText, untilText } from '../dating.ts';
import type { ReportInput } from '../input.ts';
import { nextSteps } from '../next-steps.ts';
import { conclusionWords, confidenceText } from '../words.ts';
import { html, type Markup } from './markup.ts';

const tones: Record<Conclusion, string> = {
  compromised: 'alarm',
  'compromised-then-cleaned': 'alarm',
  suspected: 'amber',
  inconclusive: 'calm',
  'no-evidence-found': 'calm',
};

/** The first screen: the verdict in one sentence, how sure, since when until when, what was not seen, what to do. */
export function summary(input: ReportInput): Markup {
  const { verdict, findings, host } = input;
  const basis = basisOf(verdict, findings);
  const dating = datingOf(verdict, findings);
  return html`<header class="${tones[verdict.conclusion]}">
<div class="brand"><span><b>Afterimage</b> examination report</span><span>${host.name ?? verdict.subject}</span></div>
<h1>${headline(verdict)}</h1>
<dl class="facts">
<dt>How sure</dt><dd>${confidenceText(verdict.conclusion, verdict.confidence)}</dd>
${basis.length > 0 && html`<dt>Since</dt><dd>${sinceText(dating)}</dd><dt>Until</dt><dd>${untilText(dating)}</dd>`}
<dt>Scope</dt><dd>${verdict.scope}</dd>
</dl>
<div class="two"><div><h2>What was not seen</h2>
${verdict.limitedBy.length > 0 ? html`<ul>${verdict.limitedBy.map((l) => html`<li>${l}</li>`)}</ul>` : html`<p>No limit is known.</p>`}</div>
<div><h2>What to do next</h2>
<ol>${nextSteps(verdict, findings, host).map((s) => html`<li><b>${s.what}</b> <span>${s.how}</span></li>`)}</ol></div></div>
</header>`;
}

/** The statement, its conclusion in colour: the sentence says it in words anyway. */
function headline({ conclusion, statement }: Verdict): Markup {
  const words = conclusionWords[conclusion];
  return statement.startsWith(words)
    ? html`<span class="verdict">${words}</span>${statement.slice(words.length)}`
    : html`${statement}`;
}
