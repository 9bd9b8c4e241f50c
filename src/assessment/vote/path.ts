/** How the devices that could be read voted on one path. */
export interface PathTally {
  /** Devices of the edition. */
  voters: number;
  /** Devices that have the path and whose content could not be read whole: they abstain. */
  unread: number;
  /** How many have each content, most first; perhaps only the largest. */
  counts: readonly number[];
  /** How many different contents there are in all. */
  contents: number;
  /** How many have the path with content that was read. */
  present: number;
}

/** `odd`: nearly all agree, a few do not. `individual`: everybody differs. `divided`: two or more camps, a tie among it. */
export type PathOutcome = 'agreed' | 'odd' | 'divided' | 'individual' | 'too-few';

export interface PathVerdict {
  outcome: PathOutcome;
  /** Devices that voted. */
  of: number;
  /** Devices on the side of the majority; 0 when there is none. */
  majority: number;
  /** The majority has no such file. */
  absent: boolean;
}

/** Fewer cannot outvote anybody: of two that differ, either may be the odd one. */
export const LEAST_VOTERS = 3;

/** Who is odd must be few: at most one in so many of those who voted. */
const ODD_SHARE = 3;

/**
 * The vote on one path. Not having the file is a vote too; not having been read is none. Nothing is concluded from fewer
 * than three votes, from a tie, or where more than a third stand against the rest.
 */
export function voteOn({ voters, unread, counts, contents, present }: PathTally): PathVerdict {
  const of = Math.max(0, voters - unread);
  const absentees = Math.max(0, of - present);
  const absent = absentees > (counts[0] ?? 0);
  const most = absent ? absentees : (counts[0] ?? 0);
  const none = { of, majority: 0, absent: false };
  if (of < LEAST_VOTERS) return { outcome: 'too-few', ...none };
  if (most >= of) return { outcome: 'agreed', of, majority: most, absent };
  if ((of - most) * ODD_SHARE <= of) return { outcome: 'odd', of, majority: most, absent };
  const camps = contents + (absentees > 0 ? 1 : 0);
  return { outcome: camps * 2 > of && camps > 2 ? 'individual' : 'divided', ...none };
}
