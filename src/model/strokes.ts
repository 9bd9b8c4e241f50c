import type { State } from './finding.ts';

/** Bounds of an interval in milliseconds since 1970; a missing one is unknown. */
export interface Bounds {
  from?: number | undefined;
  to?: number | undefined;
}

/**
 * One part of how a finding is drawn over time: `sure` while it was surely there, `maybe` while it came or went, `guess` where there is no
 * bound, `end` the moment by which it was gone. Milliseconds since 1970.
 */
export interface Stroke {
  look: 'sure' | 'maybe' | 'guess' | 'end';
  from: number;
  to: number;
}

/**
 * What is known of a finding, from left to right.
 * @param start where the picture begins, for what came before anything is known
 * @param end where knowledge ends, for what is still there
 */
export function strokesOf(appeared: Bounds, removed: Bounds, state: State, start: number, end: number): Stroke[] {
  const { from: earliest, to: there } = appeared;
  const { from: lastSeen, to: gone } = removed;
  const strokes: Stroke[] = [];
  const add = (look: Stroke['look'], from: number, to: number) => strokes.push({ look, from, to });
  // How it came: within bounds, or from before anything is known.
  if (there !== undefined && earliest !== undefined && there > earliest) add('maybe', earliest, there);
  if (earliest === undefined) add('guess', start, there ?? lastSeen ?? gone ?? end);
  // Surely there from the latest time of coming to the earliest time of going; without both, nobody knows.
  const until = lastSeen ?? (state === 'live' ? end : undefined);
  if (there !== undefined && until !== undefined && until >= there) add('sure', there, until);
  else {
    if (there !== undefined) add('sure', there, there);
    const known = there ?? earliest;
    const next = lastSeen ?? gone ?? end;
    if (known !== undefined && next > known && !(state === 'inferred' && there !== undefined))
      add('guess', known, next);
  }
  // How it went.
  if (lastSeen !== undefined && gone === undefined) add('guess', lastSeen, end);
  if (lastSeen !== undefined && gone !== undefined && gone > lastSeen) add('maybe', lastSeen, gone);
  if (gone !== undefined) add('end', gone, gone);
  return strokes;
}
