import type { BallotCount, Held } from '../../case/index.ts';
import type { Confidence, OddFile, Severity } from '../../model/index.ts';
import type { PathVerdict } from './path.ts';

/** From so many programs on, another build is likelier than a hand at work: an upgrade changes more than that. */
export const WHOLE = 8;

/** A path on which a majority agrees and few do not. */
export interface OddPath {
  verdict: PathVerdict;
  count: BallotCount;
}

/**
 * The odd ones of one edition, from the ballots that stand against a majority. What differs on one device as a whole is
 * told as such: a hotfix or another build of the same name differs in many programs at once.
 * @param nameOf the device of a ballot
 */
export function oddFiles(
  held: readonly Held[],
  odd: ReadonlyMap<string, OddPath>,
  nameOf: (device: number) => string,
): OddFile[] {
  const programs = new Map<number, number>();
  const sharers = new Map<string, number>();
  const ballot = ({ path, content }: Held): string => JSON.stringify([path, content]);
  for (const h of held) {
    if (h.program) programs.set(h.device, (programs.get(h.device) ?? 0) + 1);
    sharers.set(ballot(h), (sharers.get(ballot(h)) ?? 0) + 1);
  }
  return held.flatMap((h) => {
    const path = odd.get(h.path);
    if (!path) return [];
    const { majority, of, absent } = path.verdict;
    const kind = h.content === undefined ? 'missing' : absent ? 'added' : 'changed';
    const whole = (programs.get(h.device) ?? 0) >= WHOLE;
    const shared = sharers.get(ballot(h))! - 1;
    return {
      device: nameOf(h.device),
      path: h.path,
      kind,
      ...(h.content !== undefined && { content: h.content }),
      majority,
      of,
      shared,
      severity: severityOf(h, kind, whole),
      confidence: confidenceOf(of, shared, whole),
      says: sayOf(kind, majority, of, shared, whole),
    };
  });
}

function severityOf({ program }: Held, kind: OddFile['kind'], whole: boolean): Severity {
  if (!program) return 'informational';
  return whole || kind === 'missing' ? 'low' : 'medium';
}

/** Never high: that one differs is sure, why it does is not. */
const confidenceOf = (of: number, shared: number, whole: boolean): Confidence =>
  of >= 5 && shared === 0 && !whole ? 'medium' : 'low';

function sayOf(kind: OddFile['kind'], majority: number, of: number, shared: number, whole: boolean): string {
  const what = {
    changed: `${majority} of ${of} devices have the same content here, this one has other`,
    added: `${majority} of ${of} devices do not have this file`,
    missing: `${majority} of ${of} devices have this file, this one does not`,
  }[kind];
  const others = shared === 0 ? '' : ` ${shared} more ${shared === 1 ? 'does' : 'do'} as this one does.`;
  const why = whole
    ? ' So many programs of this device differ at once that a hotfix or another build is likely.'
    : ' An implant looks like this; so do a hotfix of one file, support and an administrator. Read the file.';
  return `${what}.${others}${why}`;
}
