import {
  type Conclusion,
  type Confidence,
  confidences,
  type Finding,
  type Host,
  type Verdict,
} from '../model/index.ts';
import type { Standing } from '../model/told.ts';
import { type Limits, sizeText } from './coverage.ts';
import { counts, isStrong, thingOf } from './weight.ts';

/**
 * One verdict for one device. Strong evidence of a compromise that still stands makes it `compromised`; strong
 * evidence only of what was removed makes it `compromised-then-cleaned`; anything weaker is `suspected`. Finding
 * nothing is `no-evidence-found` only when enough was read to say so.
 * @param findings sorted, strongest first
 */
export function conclude(subject: string, host: Host, findings: Finding[], limits: Limits): Verdict {
  const weighty = findings.filter(counts);
  const strong = weighty.filter(isStrong);
  const live = strong.filter((f) => f.state === 'live');
  const gone = strong.filter((f) => f.state === 'removed' || f.state === 'reverted');
  const conclusion: Conclusion =
    live.length > 0
      ? 'compromised'
      : gone.length > 0
        ? 'compromised-then-cleaned'
        : weighty.length > 0
          ? 'suspected'
          : limits.thin
            ? 'inconclusive'
            : 'no-evidence-found';
  const basis = basisFor(conclusion, weighty);
  const confidence = confidenceOf(conclusion, basis, limits);
  const scope = `${host.title}${host.version ? ` ${host.version}` : ''}${host.name ? ` "${host.name}"` : ''}: ${entriesText(limits.entries)}, ${sizeText(limits.read)} of ${sizeText(limits.present)} read`;
  return {
    subject,
    scope,
    conclusion,
    confidence,
    because: [...basis, ...weighty.filter((f) => !basis.includes(f))].map((f) => f.id),
    limitedBy: limits.limitedBy,
    statement: statementOf(conclusion, confidence, basis, weighty, limits),
  };
}

function confidenceOf(conclusion: Conclusion, basis: Finding[], limits: Limits): Confidence {
  if (conclusion === 'inconclusive') return 'low';
  if (conclusion === 'no-evidence-found') return limits.whole ? 'medium' : 'low';
  if (conclusion === 'suspected') return 'low';
  return basis.map((f) => f.confidence).sort((a, b) => confidences.indexOf(b) - confidences.indexOf(a))[0] ?? 'low';
}

function statementOf(
  conclusion: Conclusion,
  confidence: Confidence,
  basis: Finding[],
  weighty: Finding[],
  limits: Limits,
): string {
  const what = `${entriesText(limits.entries)}, ${sizeText(limits.read)}`;
  if (conclusion === 'no-evidence-found') {
    return `No evidence found in what was read (${what}); ${limits.limitedBy.length} limits are stated.`;
  }
  if (conclusion === 'inconclusive') {
    return `Inconclusive: nothing was found in what was read (${what}), but too little could be read to say more: ${limits.limitedBy[0] ?? 'nothing could be read.'}`;
  }
  const { families, ...counted } = standingOf(conclusion, basis, weighty);
  const consistent =
    families.length > 0
      ? `, consistent with ${families.slice(0, 4).join(', ')}${families.length > 4 ? ` and ${families.length - 4} more` : ''}`
      : '';
  const n = items(counted.basis);
  const more = counted.review > 0 ? `; ${items(counted.review)} more to review` : '';
  if (conclusion === 'compromised') {
    const also = counted.gone > 0 ? ` and ${items(counted.gone)} removed` : '';
    return `Compromised (${confidence} confidence): ${n} still in place${also}${consistent}${more}.`;
  }
  if (conclusion === 'compromised-then-cleaned') {
    return `Compromised, then cleaned (${confidence} confidence): ${items(counted.both)} removed${consistent}${more}.`;
  }
  return `Suspected: ${n} to review, nothing strong enough to say compromised${consistent}.`;
}

const entriesText = (n: number): string => (n === 1 ? '1 entry' : `${n} entries`);

const items = (n: number): string => (n === 1 ? '1 item' : `${n} items`);

/** Counts what a verdict rests on, for a statement in any language. */
export function standingOf(conclusion: Conclusion, basis: readonly Finding[], weighty: readonly Finding[]): Standing {
  const named = conclusion === 'compromised' ? weighty.filter(isStrong) : basis;
  const counted = new Set(basis.map(thingOf));
  const rest = weighty.filter((f) => !counted.has(thingOf(f)));
  const gone = rest.filter((f) => f.state === 'removed' || f.state === 'reverted');
  return {
    basis: counted.size,
    gone: things(gone),
    both: things([...basis, ...gone]),
    review: things(rest.filter((f) => f.state !== 'removed' && f.state !== 'reverted')),
    families: [...new Set(named.map((f) => f.family).filter((f) => f !== undefined))],
  };
}

const things = (findings: readonly Finding[]): number => new Set(findings.map(thingOf)).size;

/** The findings that a conclusion rests on, of those that carry weight. */
export function basisFor(conclusion: Conclusion, weighty: readonly Finding[]): Finding[] {
  const strong = weighty.filter(isStrong);
  if (conclusion === 'compromised') return strong.filter((f) => f.state === 'live');
  if (conclusion === 'compromised-then-cleaned')
    return strong.filter((f) => f.state === 'removed' || f.state === 'reverted');
  return [...weighty];
}
