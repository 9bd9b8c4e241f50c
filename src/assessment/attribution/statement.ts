import type { Attribution, Confidence, Hypothesis } from '../../model/index.ts';
import { others, type Piece } from './piece.ts';

interface Weighing {
  leading: string[];
  confidence: Confidence;
  pieces: readonly Piece[];
  hypotheses: readonly Hypothesis[];
  unattributed: string[];
  sensitivity: Attribution['sensitivity'];
  /** Families without which the answer would be another. */
  needed: string[];
}

/** Pieces of evidence that are named in the sentence. */
const NAMED = 5;

const list = (names: readonly string[]): string =>
  names.length < 2 ? names.join() : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;

const article = (name: string): string => `${/^[aeiou]/.test(name) ? 'an' : 'a'} ${name}`;

/** The answer in one or two sentences: consistent with whom, resting on what, and what would change it. */
export function statementOf(weighing: Weighing): string {
  const { leading, hypotheses, unattributed } = weighing;
  const actors = hypotheses.filter((h) => h.kind === 'actor' && leading.includes(h.name));
  const apart =
    unattributed.length > 0 && !leading.includes(others.unknown)
      ? ` Not attributed by anybody, and not counted: ${list(unattributed)}.`
      : '';
  const also =
    actors.length === 0 && leading.length > 1
      ? ` What was found speaks as much for ${list(leading.slice(1).map(article))}.`
      : '';
  return `${actors.length > 0 ? named(actors, weighing) : unnamed(weighing)}${also}${apart}`;
}

function named(actors: readonly Hypothesis[], { confidence, pieces, needed, sensitivity }: Weighing): string {
  const own = (h: Hypothesis): string[] =>
    h.for.filter((w) => w.what.startsWith('Family ')).map((w) => w.what.slice(7));
  const shared = actors.length > 1 && actors.every((h) => own(h).join() === own(actors[0]!).join());
  const who = actors.map((h) => {
    const families = own(h).slice(0, NAMED);
    const more = own(h).length - families.length;
    return `${h.name}${shared ? '' : ` (${list(more > 0 ? [...families, `${more} more`] : families)})`}`;
  });
  const joined = shared
    ? `${who.join(' or ')}, which both used ${list(own(actors[0]!))}: the evidence does not tell between them`
    : who.join(' and with ');
  const single = sensitivity.filter((s) => s.changes).map((s) => s.without.replace('Family ', ''));
  const turns =
    single.length > 0
      ? `if ${single.slice(0, NAMED).join(' or ')} were taken for it wrongly`
      : needed.length > 0
        ? `if ${needed.length} of its families (${list(needed)}) were taken for it wrongly`
        : 'if its families were taken for it wrongly';
  const families = pieces.some((p) => p.what.startsWith('Family '));
  return `Consistent with ${joined}, with ${confidence} confidence; would change ${turns}${families ? ', or if somebody else were shown to use them' : ''}.`;
}

function unnamed({ leading, hypotheses, unattributed, pieces }: Weighing): string {
  const [name] = leading;
  const hints = hypotheses.filter((h) => h.kind === 'actor' && h.score > 0).slice(0, 2);
  const grounds = [...new Set(hints.flatMap((h) => h.for.slice(0, 2).map((w) => w.what.replace('Family ', ''))))];
  const weak =
    hints.length > 0
      ? ` What there is of ${hints.map((h) => h.name).join(' or ')} (${list(grounds)}) is too little to name ${hints.length > 1 ? 'either' : 'it'}.`
      : '';
  if (name === others.none) {
    const some = pieces.some((p) => p.findings.length > 0);
    return `${some ? 'Nothing strong enough to speak of an intruder was found' : 'Nothing that calls for an intruder was found'} in what was read; would change if what was not seen held a backdoor, or a finding to review proved to be one.${weak}`;
  }
  if (name === others.unknown) {
    const most = hypotheses.find((h) => h.name === name)!;
    const seen = most.for
      .filter((w) => w.findings.length > 0 && !w.what.startsWith('Family '))
      .map((w) => w.what.toLowerCase());
    const what = list([
      ...(unattributed.length > 0 ? [`${list(unattributed)} (which nobody attributed in public)`] : []),
      ...seen.map((text) => text.replace('logs or times were altered', 'altered logs or times')),
    ]);
    return `Consistent with no known actor: there is ${what || 'nothing that one alone is known for'}; would change if a family of a known actor were found, or somebody attributed it.${weak}`;
  }
  const most = hypotheses.find((h) => h.name === name)!;
  return `Consistent with an ${name} (${list(most.for.slice(0, 2).map((w) => w.what.toLowerCase()))}), with low confidence; would change if a family of a known actor were found.${weak}`;
}
