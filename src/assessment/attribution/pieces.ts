import type { Knowledge } from '../../detectors/index.ts';
import type { Confidence, Exposure, Finding } from '../../model/index.ts';
import { counts, isStrong } from '../weight.ts';
import type { Actor } from './actors.ts';
import { exposurePiece } from './exposure-piece.ts';
import { others, type Piece } from './piece.ts';

/*
 * How telling a thing is. A family that one actor alone is known to use is worth ten; a technique, which manuals teach,
 * is worth one at most, less the more known actors use it, and all techniques together no more than two. The numbers
 * order what analysts order by hand; they are no probabilities and are stated with each piece.
 */
const FAMILY = 10;
const TECHNIQUE = 1;
const TECHNIQUES = 2;
const UNATTRIBUTED = 4;

/** How sure an identification is. */
const sure: Record<Confidence, number> = { high: 1, medium: 0.6, low: 0.2 };

/** Actions of an administrator's session, which need no hole. */
const administration = new Set([
  'configuration-exported',
  'configuration-imported',
  'local-account-added',
  'log-cleared-record',
  'recovery-token-session',
  'sign-in-page-uploaded',
  'snapshot-deleted',
]);

const rounded = (n: number): number => Math.round(n * 10) / 10;

const day = (instant: string | undefined): string | undefined => instant?.slice(0, 10);

/** Everything in the findings that bears on who it was. */
export function piecesOf(
  findings: readonly Finding[],
  actors: readonly Actor[],
  knowledge: Knowledge,
  exposure?: Exposure,
): Piece[] {
  const heavy = findings.filter(counts);
  const strong = findings.filter(isStrong);
  const byFamily = new Map<string, Finding[]>();
  for (const f of findings)
    if (f.family && f.severity !== 'informational') {
      const key = f.family.toUpperCase();
      byFamily.set(key, [...(byFamily.get(key) ?? []), f]);
    }
  const families = [...byFamily.keys()].sort();
  return [
    ...families.map((name) => familyPiece(name, byFamily.get(name)!, actors, knowledge)),
    ...namelessPiece(strong.filter((f) => !f.family)),
    ...techniquesPiece(
      heavy.filter((f) => !f.family),
      actors,
    ),
    ...tamperingPiece(heavy.filter((f) => f.about === 'tampering' && f.confidence !== 'low')),
    ...administrationPiece(findings.filter((f) => administration.has(f.rule.id) && f.severity !== 'informational')),
    ...windowPiece(strong, actors),
    ...(exposure ? exposurePiece(strong, exposure) : []),
    ...quietPiece(heavy, strong),
    ...sharedPiece(heavy, actors),
  ].filter((p) => p.effects.length > 0);
}

const ids = (findings: readonly Finding[]): string[] => findings.map((f) => f.id);

function familyPiece(name: string, findings: Finding[], actors: readonly Actor[], knowledge: Knowledge): Piece {
  const best = findings.reduce((a, b) => (quality(b) > quality(a) ? b : a));
  const q = quality(best);
  const effects: Piece['effects'] = [];
  const users = actors.flatMap((actor) => {
    const told = actor.families.get(name);
    // A rule may know more than the family does: of patchers that carry several families' code, each says whose.
    const said = findings.some((f) => f.actors.some((a) => a === actor.name || actor.also.includes(a)));
    return told || said ? [{ actor, told }] : [];
  });
  for (const { actor, told } of users) {
    const confidence = told?.confidence ?? 50;
    const shared = users.length === 1 ? 'no other known actor uses it' : `${users.length} known actors use it`;
    const source = told
      ? `published at ${confidence} of 100 (${told.sources.join('; ') || 'no source stated'})`
      : 'the rule says so, the knowledge does not';
    effects.push({
      on: actor.name,
      weight: rounded((FAMILY * q * confidence) / 100 / users.length),
      basis: `${shared}; ${source}; identified with ${best.confidence} confidence`,
    });
  }
  if (users.length === 0)
    effects.push({
      on: others.unknown,
      weight: rounded(UNATTRIBUTED * q),
      basis: 'nobody attributed this family in public',
    });
  const before = usedBefore(name, findings, knowledge);
  effects.push({
    on: others.opportunist,
    weight: -rounded((before ? 3 : 1) * q),
    basis: before ? `in place before the family became public on ${before}` : 'a backdoor made for this appliance',
  });
  effects.push({ on: others.insider, weight: -rounded(q), basis: 'a backdoor of a published intrusion' });
  effects.push({ on: others.none, weight: -rounded(5 * q), basis: 'a backdoor of a published intrusion' });
  return { what: `Family ${name}`, findings: ids(findings), effects };
}

/** How surely a finding names its family; a name or path alone says little. */
const quality = (f: Finding): number =>
  sure[f.confidence] * (f.rule.source === 'name' || f.rule.source === 'path' ? 0.5 : 1);

/** The day on which the family became public, when it was here surely before. */
function usedBefore(name: string, findings: readonly Finding[], knowledge: Knowledge): string | undefined {
  const published = knowledge
    .named(name)
    .flatMap((e) => knowledge.to(e.id))
    .filter((l) => l.kind === 'tells-of')
    .flatMap((l) => day(String(knowledge.objects.get(l.from)?.published)) ?? [])
    .sort()[0];
  const here = findings.flatMap((f) => (f.confidence === 'low' ? [] : (day(f.appeared?.notAfter) ?? []))).sort()[0];
  return published !== undefined && here !== undefined && here < published ? published : undefined;
}

const namelessPiece = (strong: Finding[]): Piece[] =>
  strong.length === 0
    ? []
    : [
        {
          what: 'Backdoors of no known family',
          findings: ids(strong),
          effects: [
            { on: others.unknown, weight: 2, basis: 'nothing ties them to a known actor' },
            { on: others.opportunist, weight: 2, basis: 'plain web shells are for everybody' },
            { on: others.none, weight: -5, basis: 'strong evidence of a compromise' },
          ],
        },
      ];

/** Techniques of findings that name no family: those of a family came with it and are not counted twice. */
function techniquesPiece(findings: Finding[], actors: readonly Actor[]): Piece[] {
  const seen = [...new Set(findings.flatMap((f) => f.techniques))].sort();
  const effects = actors.flatMap((actor) => {
    const shared = seen.filter((t) => actor.techniques.has(t));
    const weight = shared.reduce((sum, t) => {
      const users = actors.filter((a) => a.techniques.has(t)).length;
      return sum + TECHNIQUE * (1 - users / actors.length);
    }, 0);
    const capped = rounded(Math.min(TECHNIQUES, weight));
    return capped > 0
      ? [
          {
            on: actor.name,
            weight: capped,
            basis: `known from it: ${shared.join(', ')}; weighed by how few known actors use each`,
          },
        ]
      : [];
  });
  return [{ what: 'Techniques without a family', findings: ids(findings), effects }];
}

const tamperingPiece = (findings: Finding[]): Piece[] =>
  findings.length === 0
    ? []
    : [
        {
          what: 'Logs or times were altered',
          findings: ids(findings),
          effects: [
            { on: others.unknown, weight: 1, basis: 'care for traces, by whomever' },
            { on: others.opportunist, weight: -2, basis: 'who takes what is open seldom cleans up' },
            { on: others.insider, weight: 1, basis: 'somebody at home in the device can do it too' },
            { on: others.none, weight: -3, basis: 'no ordinary operation explains it' },
          ],
        },
      ];

const administrationPiece = (findings: Finding[]): Piece[] =>
  findings.length === 0
    ? []
    : [
        {
          what: 'Actions of an administrator',
          findings: ids(findings),
          effects: [
            { on: others.insider, weight: 2, basis: 'they need a login, not a hole; stolen logins do as well' },
            { on: others.none, weight: 1, basis: 'administrators do such things every day' },
          ],
        },
      ];

/** Whether it happened while an actor is told to have been at work. */
function windowPiece(strong: readonly Finding[], actors: readonly Actor[]): Piece[] {
  const dated = strong.filter((f) => f.appeared?.notAfter !== undefined);
  const here = dated.map((f) => day(f.appeared!.notAfter)!).sort()[0];
  if (here === undefined) return [];
  const effects = actors.flatMap(({ name, first, last }) => {
    if (first === undefined) return [];
    if (here < first)
      return [{ on: name, weight: -2, basis: `first known from ${first} on; this was in place by ${here}` }];
    if (last === undefined) return [];
    return here <= last
      ? [{ on: name, weight: 1, basis: `its known activity is from ${first} to ${last}; this was in place by ${here}` }]
      : [{ on: name, weight: -1, basis: `its known activity ended ${last}; this was first in place by ${here}` }];
  });
  return [{ what: 'The time of the first compromise', findings: ids(dated), effects }];
}

/** Says something only where a known actor's family was found: of a plain web shell nobody is the owner. */
function sharedPiece(heavy: Finding[], actors: readonly Actor[]): Piece[] {
  const known = heavy.some(
    (f) => f.family !== undefined && actors.some((a) => a.families.has(f.family!.toUpperCase())),
  );
  if (!known) return [];
  const basis = 'an actor that the knowledge does not have may use the same tools';
  return [{ what: 'Tools are shared and copied', findings: [], effects: [{ on: others.unknown, weight: 2, basis }] }];
}

function quietPiece(heavy: Finding[], strong: Finding[]): Piece[] {
  if (strong.length > 0) return [];
  return [
    {
      what:
        heavy.length === 0
          ? 'Nothing of weight was found in what was read'
          : 'No strong evidence of a compromise was found in what was read',
      findings: [],
      effects: [{ on: others.none, weight: heavy.length === 0 ? 10 : 5, basis: 'as far as what was read reaches' }],
    },
  ];
}
