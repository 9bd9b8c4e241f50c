import type { Assessment, Attribution, Exposure, Hypothesis, Theft } from '../model/index.ts';

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
export const assessedParts = ({ attribution, exposure, theft }: Assessment): AssessedPart[] => [
  attributionPart(attribution),
  exposurePart(exposure),
  theftPart(theft),
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

const nameOf = (h: Hypothesis): string => (h.also.length > 0 ? `${h.name} (also ${h.also.join(', ')})` : h.name);

function piecesText(pieces: Hypothesis['for']): string {
  if (pieces.length === 0) return 'nothing';
  const more = pieces.length > PIECES ? `; ${pieces.length - PIECES} more` : '';
  return `${pieces
    .slice(0, PIECES)
    .map((p) => `${p.what} (${p.weight})`)
    .join('; ')}${more}`;
}
