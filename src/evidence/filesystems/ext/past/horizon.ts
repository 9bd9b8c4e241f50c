import { instantOf } from '../../../instant.ts';
import type { Horizon } from '../../../tree.ts';
import type { BlockHistory } from '../journal/history.ts';

/** How far back a journal tells: from its first commit to its last. */
export function horizonOf({ log }: BlockHistory): Horizon {
  const commits = log.transactions.flatMap((t) => (t.commit ? [t.commit] : []));
  const from = commits[0];
  const to = commits[commits.length - 1];
  return {
    ...(from && { from: instantOf(from.seconds, from.nanoseconds) }),
    ...(to && { to: instantOf(to.seconds, to.nanoseconds) }),
    transactions: log.transactions.length,
    ...(log.lost > 0 && { lost: log.lost }),
  };
}
