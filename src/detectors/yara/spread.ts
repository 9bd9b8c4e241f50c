import type { PatternMatch } from '../detector.ts';

/** Parts of one script or binary lie close together; parts further apart may belong to different files. In bytes. */
export const near = 64 * 1024;

/**
 * Matches by place, cut wherever more than `near` bytes lie between one and the next. In free space each group that
 * holds every matched pattern of the rule is a find of its own.
 */
export function groupsOf(matches: readonly PatternMatch[]): PatternMatch[][] {
  const sorted = [...matches].sort((a, b) => a.offset - b.offset || a.length - b.length);
  const groups: PatternMatch[][] = [];
  let reach = 0;
  for (const match of sorted) {
    const last = groups[groups.length - 1];
    if (last && match.offset - reach <= near) last.push(match);
    else groups.push([match]);
    reach = Math.max(reach, match.offset + match.length);
  }
  return groups;
}

/** True when no stretch of `near` bytes holds the beginning of a match of every pattern that matched. */
export function scattered(matches: readonly PatternMatch[]): boolean {
  const wanted = labelsOf(matches);
  if (wanted <= 1) return false;
  const sorted = [...matches].sort((a, b) => a.offset - b.offset);
  const within = new Map<string, number>();
  let first = 0;
  for (const match of sorted) {
    within.set(match.label, (within.get(match.label) ?? 0) + 1);
    for (let head = sorted[first]!; match.offset - head.offset > near; head = sorted[++first]!) {
      const left = within.get(head.label)! - 1;
      if (left === 0) within.delete(head.label);
      else within.set(head.label, left);
    }
    if (within.size === wanted) return false;
  }
  return true;
}

/** How many different patterns matched. */
export const labelsOf = (matches: readonly PatternMatch[]): number => new Set(matches.map((m) => m.label)).size;
