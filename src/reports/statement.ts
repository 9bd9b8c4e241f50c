import { basisFor, counts, standingOf } from '../assessment/index.ts';
import { namedBy } from './dating.ts';
import type { ReportInput } from './input.ts';
import type { Words } from './words/index.ts';

/** The verdict in one sentence, counted from the findings it names. */
export function statementOf({ verdict, findings }: Pick<ReportInput, 'verdict' | 'findings'>, words: Words): string {
  const weighty = namedBy(verdict, findings).filter(counts);
  const basis = basisFor(verdict.conclusion, weighty);
  return words.statement(verdict, standingOf(verdict.conclusion, basis, weighty));
}
