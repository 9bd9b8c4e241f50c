import { isStrong } from '../assessment/index.ts';
import type { About, Finding } from '../model/index.ts';
import { itemsOf } from './items.ts';

/** What kind of claim stands under one heading. */
export type Kind = 'compromise' | 'traces' | 'review';

/** Findings that belong under one heading, cut to what a page can carry. */
export interface Section {
  kind: Kind;
  /** Shown in full. */
  findings: Finding[];
  /** Shown as one line each. */
  rest: Finding[];
  total: number;
  /** How many things they are about. */
  things: number;
}

/** Most findings a page shows in full, and as one line each; all of them are in findings.jsonl. */
export const SHOWN = 2000;
export const LINES = 20_000;

const kinds: [kind: Kind, of: (f: Finding) => boolean][] = [
  ['compromise', isStrong],
  ['traces', (f) => isOneOf(f.about, ['tampering', 'removal', 'exposure'])],
  ['review', () => true],
];

const isOneOf = (about: About, abouts: readonly About[]): boolean => abouts.includes(about);

/** Under which heading a finding stands. */
export const kindOf = (finding: Finding): Kind => kinds.find(([, of]) => of(finding))![0];

/** Findings apart by what they claim, compromise first, in the order given; at most `most` of them in full. */
export function sectionsOf(findings: readonly Finding[], most: number = SHOWN): Section[] {
  let left = most;
  let lines = LINES;
  return kinds.flatMap(([kind]) => {
    const own = findings.filter((f) => kindOf(f) === kind);
    const full = own.slice(0, left);
    const rest = own.slice(left, left + lines);
    left -= full.length;
    lines -= rest.length;
    return own.length > 0 ? [{ kind, findings: full, rest, total: own.length, things: itemsOf(own).length }] : [];
  });
}

/** How many findings are shown in full, when not all are. */
export const omitted = (findings: readonly Finding[], most: number = SHOWN): number | undefined =>
  findings.length > most ? most : undefined;
