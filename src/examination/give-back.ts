import type { CaseFolder } from '../case/index.ts';
import { watchedUnits } from './log-carver.ts';
import type { LogsTold } from './log-events.ts';
import type { Tally } from './tally.ts';

/** Records given back at most. */
const MOST_GIVEN = 50_000;

/**
 * Gives back the records of deleted logs and free space that stand in no live log, as events marked as recovered; nobody
 * is accused by them, because rotation leaves such records too.
 * @param told names of records that have been given back already
 * @param units how many were searched
 * @param work number of this piece of work
 */
export async function giveBack(
  folder: CaseFolder,
  told: ReadonlySet<string>,
  logs: LogsTold,
  units: number,
  work: number,
): Promise<void> {
  if (folder.done.has(work)) return;
  let left = 0;
  if (units > 0) {
    const gone = new Set(told);
    for (const { met } of logs.told) for (const name of met ?? []) gone.add(name);
    left = await folder.takeCandidates(work, {
      // Without a live log of a format nothing says that this device writes it.
      formats: [...new Set(logs.told.flatMap(({ format }) => format ?? []))],
      gone,
      // Beyond those that were watched for, nobody knows whether they are live: they are counted, not given.
      units: watchedUnits(folder.candidates, units),
      most: MOST_GIVEN,
    });
  }
  await folder.store(work, {
    files: '',
    tally: left > 0 ? `${JSON.stringify({ tally: notGiven(left) })}\n` : '',
  });
}

/** What the coverage says of records that were too many. */
function notGiven(left: number): Tally {
  const reason = `${left} more log records of deleted logs and free space were found than the timeline takes`;
  return {
    evidence: 0,
    space: {},
    detectors: {},
    parsers: [],
    unread: [{ locator: { evidence: '0', layers: [], bytes: [] }, reason, bytes: 0 }],
    unlisted: 0,
    unlistedBytes: 0,
  };
}
