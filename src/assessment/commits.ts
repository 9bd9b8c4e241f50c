import type { EntryFacts, Instant } from '../model/index.ts';
import { type Bound, isBefore } from './bounds.ts';

/** What the reader notes about a state of a file: `replaced in transaction 11, committed 2021-…Z`. */
const NOTED = /transaction (\d{1,10}), committed (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z)/g;

/**
 * Seconds by which a change can precede the commit of the transaction before its own: jbd2 opens the next transaction
 * while the last one is still being written.
 */
const OVERLAP = 30;

/** A transaction that a note names. */
export interface Noted {
  transaction: number;
  committed: Instant;
}

/** When each transaction that the entries tell of was committed. */
export type Commits = ReadonlyMap<number, Instant>;

export function commitsOf(entries: Iterable<EntryFacts>): Commits {
  const commits = new Map<number, Instant>();
  for (const { version, notes } of entries) {
    if (version?.committed !== undefined) commits.set(version.transaction, version.committed);
    for (const note of notes ?? [])
      for (const { transaction, committed } of transactionsIn(note)) commits.set(transaction, committed);
  }
  return commits;
}

/** The transaction that a note beginning with some words speaks of. */
export function noted({ notes }: EntryFacts, ...beginnings: string[]): Noted | undefined {
  const note = notes?.find((n) => beginnings.some((b) => n.startsWith(b)));
  return note === undefined ? undefined : transactionsIn(note)[0];
}

const transactionsIn = (note: string): Noted[] =>
  [...note.matchAll(NOTED)].map((m) => ({ transaction: Number(m[1]), committed: m[2]! }));

/** A change that a transaction is the first to record did not happen before the transactions ahead of it. */
export function notBefore({ transaction, committed }: Noted, commits: Commits, what: string): Bound[] {
  const before = [...commits]
    .filter(([number, at]) => ((number - transaction) | 0) < 0 && !isBefore(committed, at))
    .sort(([a], [b]) => (b - a) | 0)[0];
  if (!before) return [];
  const [number, at] = before;
  return [
    {
      at: earlier(at),
      kind: 'journal',
      basis: `${what} in transaction ${transaction}; transaction ${number}, committed at ${at}, came before it (less ${OVERLAP} seconds, since the next one opens while one is written).`,
    },
  ];
}

/** Not before a commit, allowing for the overlap. */
export const since = (at: Instant, basis: string): Bound => ({ at: earlier(at), kind: 'journal', basis });

function earlier(at: Instant): Instant {
  const moved = Date.parse(`${at.slice(0, 19)}Z`) - OVERLAP * 1000;
  return Number.isNaN(moved) || moved < -62_167_219_200_000
    ? at
    : new Date(moved).toISOString().slice(0, 19) + at.slice(19);
}
