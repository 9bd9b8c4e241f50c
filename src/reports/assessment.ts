import type { Activity, Assessment, Attribution, Exposure, Hypothesis, Theft, Visibility } from '../model/index.ts';
import { ownershipParts } from './ownership.ts';

/** One part of what follows from the findings, in the shape that every kind of report can show. */
export interface AssessedPart {
  id: string;
  title: string;
  /** The answer, first. */
  lead: string;
  tables: { head: string[]; rows: string[][] }[];
  notes: string[];
}

/** Hypotheses and pieces of evidence shown; assessment.json has all. */
const SHOWN = 10;
const PIECES = 4;

/** The parts of an assessment, in the order in which people ask for them. */
export const assessedParts = ({
  attribution,
  exposure,
  theft,
  activity,
  visibility,
  ownership,
}: Assessment): AssessedPart[] => [
  activityPart(activity),
  attributionPart(attribution),
  exposurePart(exposure),
  theftPart(theft),
  visibilityPart(visibility),
  ...ownershipParts(ownership),
];

function attributionPart({ statement, hypotheses, sensitivity }: Attribution): AssessedPart {
  const shown = hypotheses.filter((h) => h.for.length > 0 || h.kind !== 'actor').slice(0, SHOWN);
  const tipping = sensitivity.filter((s) => s.changes);
  return {
    id: 'attribution',
    title: 'Whose ways it is consistent with',
    lead: statement,
    tables: [
      {
        head: ['Hypothesis', 'Weight', 'For', 'Against'],
        rows: shown.map((h) => [nameOf(h), h.score.toFixed(1), piecesText(h.for), piecesText(h.against)]),
      },
    ],
    notes: [
      'Weights order the evidence by how telling it is, 10 for a family that one actor alone is known to use; they are no probabilities. Shared tools are no proof of who held them.',
      ...(sensitivity.length === 0
        ? []
        : tipping.length === 0
          ? [`Left out one at a time, none of the ${sensitivity.length} pieces of evidence changes the answer.`]
          : tipping.map((s) => `Without "${s.without}" the answer would be: ${s.leading.join(', ')}.`)),
    ],
  };
}

function exposurePart({ statement, open, others }: Exposure): AssessedPart {
  const rows = [
    ...open.map((o) => [o.vulnerability, `${o.system} ${o.version}`, o.fixed.join(', '), o.says]),
    ...others.map((o) => [o.vulnerability, 'none', '', o.says]),
  ];
  return {
    id: 'exposure',
    title: 'Which vulnerabilities were open',
    lead: statement,
    tables: rows.length === 0 ? [] : [{ head: ['Vulnerability', 'In', 'Fixed in', 'When'], rows }],
    notes: [],
  };
}

const theftPart = ({ statement, items, accounts }: Theft): AssessedPart => ({
  id: 'theft',
  title: 'What was taken',
  lead: statement,
  tables: [{ head: ['What', 'How sure', 'Because'], rows: items.map((i) => [i.what, i.grade, i.because.join(' ')]) }],
  notes: [accounts.says],
});

const activityPart = ({ statement }: Activity): AssessedPart => ({
  id: 'activity',
  title: 'How long it lasted',
  lead: statement,
  tables: [],
  notes: [],
});

const visibilityPart = (visibility: Visibility[]): AssessedPart => ({
  id: 'visibility',
  title: 'What could have been seen',
  lead: 'Each technique that was used on such devices, and the evidence that could have shown it. What could not be seen is not excluded.',
  tables: [
    { head: ['Evidence', 'There', 'Time', 'What that means'], rows: sourcesOf(visibility) },
    { head: ['Technique', 'Could be seen', 'Through'], rows: alike(visibility) },
  ],
  notes: [],
});

const order: Visibility['seen'][] = ['yes', 'in part', 'no'];

/** Each kind of evidence once, what was there first. */
const sourcesOf = (visibility: readonly Visibility[]): string[][] =>
  [...new Map(visibility.flatMap((v) => v.through).map((t) => [t.source, t]))]
    .sort(([, a], [, b]) => order.indexOf(a.seen) - order.indexOf(b.seen))
    .map(([source, { seen, from, until, says }]) => [
      source,
      seen,
      from || until ? `${from?.slice(0, 10) ?? '?'} to ${until?.slice(0, 10) ?? '?'}` : '',
      says,
    ]);

/** Techniques that are seen through the same evidence stand together, those that could be seen least last. */
function alike(visibility: readonly Visibility[]): string[][] {
  const groups = new Map<string, { names: string[]; seen: Visibility['seen'] }>();
  for (const { technique, name, seen, through } of visibility) {
    const text = through.map((t) => `${t.source} (${t.seen})`).join(', ');
    const group = groups.get(text) ?? { names: [], seen };
    group.names.push(`${technique} ${name}`);
    groups.set(text, group);
  }
  return [...groups]
    .sort(([, a], [, b]) => order.indexOf(a.seen) - order.indexOf(b.seen))
    .map(([through, { names, seen }]) => [names.join(', '), seen, through]);
}

const nameOf = (h: Hypothesis): string => (h.also.length > 0 ? `${h.name} (also ${h.also.join(', ')})` : h.name);

function piecesText(pieces: Hypothesis['for']): string {
  if (pieces.length === 0) return 'nothing';
  const more = pieces.length > PIECES ? `; ${pieces.length - PIECES} more` : '';
  return `${pieces
    .slice(0, PIECES)
    .map((p) => `${p.what} (${p.weight})`)
    .join('; ')}${more}`;
}
