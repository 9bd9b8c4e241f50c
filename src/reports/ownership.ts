import type { OwnerCandidate, OwnerGround, Ownership } from '../model/index.ts';
import type { AssessedPart } from './assessment.ts';

/** Candidates shown, grounds of each, and lookalikes; assessment.json has all. */
const SHOWN = 5;
const GROUNDS = 8;
const PASSED = 6;

/** Whose device it is; nothing when nothing says so and nobody states it. */
export function ownershipParts(ownership: Ownership | undefined): AssessedPart[] {
  if (!ownership) return [];
  const { statement, stated, candidates, passedOver, contradictions } = ownership;
  if (!stated && candidates.length === 0 && contradictions.length === 0) return [];
  const left = passedOver.length - PASSED;
  const rows = candidates.slice(0, SHOWN).flatMap(groundRows);
  return [
    {
      id: 'ownership',
      title: 'Whose device it is',
      lead: statement,
      tables: rows.length === 0 ? [] : [{ head: ['Candidate', 'Ground', 'Weight', 'Offset, length'], rows }],
      notes: [
        ...contradictions.map((c) => `Contradiction: ${c}`),
        ...passedOver.slice(0, PASSED).map(({ what, because }) => `Not counted: ${what}. ${because}`),
        ...(left > 0 ? [`${left} more that were not counted are in assessment.json.`] : []),
      ],
    },
  ];
}

/** One row for each ground of a candidate, heaviest first; the first carries its name and whole weight. */
function groundRows(candidate: OwnerCandidate): string[][] {
  const { name, countries, weight, grounds } = candidate;
  const rows = grounds
    .slice(0, GROUNDS)
    .map((ground, i) => [
      i === 0 ? `${name}${countries.length > 0 ? ` (${countries.join(', ')})` : ''}: ${weight}` : '',
      ground.says,
      String(ground.weight),
      bytesText(ground),
    ]);
  const left = grounds.length - rows.length;
  return left > 0 ? [...rows, ['', `${left} more grounds are in assessment.json.`, '', '']] : rows;
}

const bytesText = ({ locators }: OwnerGround): string => {
  const first = locators[0]?.bytes[0];
  return first ? `${first.offset}, ${first.length}` : '';
};
