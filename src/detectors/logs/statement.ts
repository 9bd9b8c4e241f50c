import type { Claim } from '../../model/index.ts';
import type { LogClaim, WatchedLog } from '../log-detector.ts';
import { bytesOf, type Place } from './place.ts';

/** What a detector of tampering says, less what is the same in all of them. */
export type Statement = Pick<Claim, 'severity' | 'confidence' | 'title' | 'explanation'> &
  Partial<Pick<Claim, 'about' | 'techniques' | 'state'>> & {
    /** The message kind that is missing, where one is. */
    kind?: string;
  };

/** A sign of tampering, with what families may be known by. */
export type SignClaim = LogClaim & Pick<Statement, 'kind'>;

/** A claim that a log was tampered with, backed by some of its records. */
export function tampering(
  rule: string,
  contentVersion: string,
  log: WatchedLog,
  places: readonly Place[],
  { kind, ...said }: Statement,
): SignClaim {
  return {
    claim: {
      rule: { id: rule, source: 'builtin', version: contentVersion },
      about: 'tampering',
      // What is missing or odd tells of an act; the act itself is not found.
      state: 'inferred',
      actors: [],
      techniques: ['T1070'],
      matched: [],
      ...said,
    },
    ...(kind !== undefined && { kind }),
    log,
    bytes: bytesOf(places),
  };
}

/** Name of the log for people: without its folder. */
export const nameOf = ({ facts, series }: WatchedLog): string => {
  const path = facts.path ?? series;
  return path.slice(path.lastIndexOf('/') + 1);
};
