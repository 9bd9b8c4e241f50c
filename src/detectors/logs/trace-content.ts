import type { Claim } from '../../model/index.ts';
import { traceTexts } from '../content.ts';

/** What one family leaves in logs. */
export interface Trace {
  id: string;
  family: string;
  actors: string[];
  techniques: string[];
  /** Absolute paths that a log of the system may name. */
  names?: string[];
  /** Message kinds that operators of the family took out. */
  missing?: string[];
  /** What the names or kinds are, as the end of a sentence. */
  what: string;
  status: 'confirmed' | 'inferred';
  reference: string;
  /** Lines that must be found, and lines that must not. */
  hit: string[];
  miss: string[];
}

let known: Trace[] | undefined;

/** The traces of our own pack, `traces/*.json`. */
export function traces(): readonly Trace[] {
  known ??= traceTexts().flatMap(({ text }) => (JSON.parse(text) as { traces: Trace[] }).traces);
  return known;
}

/** A lead to a family by its traces alone. @param strong two or more of them, and from a confirmed source */
export function leadTo(
  { id, reference, family, actors, techniques }: Trace,
  contentVersion: string,
  strong: boolean,
  said: Pick<Claim, 'title' | 'explanation'>,
): Claim {
  return {
    rule: { id, source: 'builtin', version: contentVersion, reference },
    about: 'lead',
    state: 'inferred',
    family,
    actors,
    techniques,
    severity: strong ? 'medium' : 'low',
    confidence: strong ? 'medium' : 'low',
    ...said,
    matched: [],
  };
}
