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
