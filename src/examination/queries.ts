import type { CaseFolder, EventStore } from '../case/index.ts';
import {
  type EventPlace,
  type QueryClaim,
  type QueryContext,
  type QueryRow,
  queryDetectors,
} from '../detectors/index.ts';

/** Folder that a gateway's web server serves. */
const WEB_ROOT = '/webserver/htdocs/';

/** Names of live files below the web root, lower case; the name alone, because the server rewrites addresses. */
export async function webFiles(folder: CaseFolder): Promise<Set<string>> {
  const names = new Set<string>();
  for await (const { path, allocation, kind } of folder.rows())
    if (path?.includes(WEB_ROOT) && allocation === 'allocated' && kind !== 'directory')
      names.add(path.slice(path.lastIndexOf('/') + 1).toLowerCase());
  return names;
}

/**
 * Asks every question of the events.
 * @param failed takes a sentence for each question that the engine refused
 */
export async function askQueries(
  events: Pick<EventStore, 'rows'>,
  relation: string,
  context: QueryContext,
  failed: string[],
): Promise<QueryClaim[]> {
  const claims: QueryClaim[] = [];
  for (const detector of queryDetectors)
    try {
      for await (const row of events.rows(detector.sql(relation))) {
        const claim = detector.claim(row as QueryRow, context);
        if (claim) claims.push({ claim, count: Number(row.n), places: JSON.parse(String(row.shown)) as EventPlace[] });
      }
    } catch (error) {
      failed.push(
        `${detector.name}: not asked: ${(error instanceof Error ? error.message : String(error)).split('\n')[0]}`,
      );
    }
  return claims;
}
