import type { CaseFolder, EventStore } from '../case/index.ts';
import {
  type EventPlace,
  pagesSql,
  type QueryClaim,
  type QueryContext,
  type QueryRow,
  queryDetectors,
} from '../detectors/index.ts';
import type { ListedPages } from './integrity.ts';
import { WEB_ROOT } from './web-root.ts';

/** A name of a file below the web root, lower case, and what has it: the disk, a manifest or baseline, a snapshot. */
export interface WebFile {
  name: string;
  kind: 'disk' | 'list' | 'snapshot';
  list: string;
}

/** Names that are kept of one kind; more are no longer told apart from missing ones, and are few on any gateway. */
const MOST = 200_000;

/** Files below the web root that are live, and those that lists have; the name alone, because the server rewrites addresses. */
export async function webFiles(folder: CaseFolder): Promise<WebFile[]> {
  const live = new Set<string>();
  for await (const { path, allocation, kind } of folder.rows())
    if (path?.includes(WEB_ROOT) && allocation === 'allocated' && kind !== 'directory' && live.size < MOST)
      live.add(nameOf(path));
  const files: WebFile[] = [...live].map((name) => ({ name, kind: 'disk', list: '' }));
  for await (const { pages } of folder.tallies<{ pages?: ListedPages }>()) {
    if (!pages) continue;
    // A list without a page of ours is one all the same: what it lacks is not in it.
    files.push({ name: '', kind: 'list', list: pages.list });
    for (const name of pages.names) files.push({ name, kind: 'list', list: pages.list });
  }
  return files;
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).toLowerCase();

/**
 * Asks every question of the events.
 * @param failed takes a sentence for each question that the engine refused
 */
export async function askQueries(
  events: Pick<EventStore, 'rows' | 'run'>,
  relation: string,
  { contentVersion, webFiles }: QueryContext & { webFiles: readonly WebFile[] },
  failed: string[],
): Promise<QueryClaim[]> {
  const claims: QueryClaim[] = [];
  const why = (error: unknown): string => (error instanceof Error ? error.message : String(error)).split('\n')[0]!;
  try {
    await events.run(`CREATE OR REPLACE TEMP TABLE web_page AS ${pagesSql(relation)}`);
    await fileTable(events, relation, webFiles);
  } catch (error) {
    failed.push(`queries: not asked: ${why(error)}`);
    return claims;
  }
  for (const detector of queryDetectors)
    try {
      const relations = { events: relation, pages: 'web_page', files: 'web_file' };
      if (detector.first && !(await hasRows(events, detector.first(relations)))) continue;
      for await (const row of events.rows(detector.sql(relations)))
        claims.push({
          claim: detector.claim(row as QueryRow, { contentVersion }),
          count: Number(row.n),
          places: JSON.parse(String(row.shown)) as EventPlace[],
        });
    } catch (error) {
      failed.push(`${detector.name}: not asked: ${why(error)}`);
    }
  return claims;
}

async function hasRows(events: Pick<EventStore, 'rows'>, sql: string): Promise<boolean> {
  for await (const { n } of events.rows(`SELECT count(*) AS n FROM (${sql})`)) return Number(n) > 0;
  return false;
}

async function fileTable(events: Pick<EventStore, 'run'>, relation: string, files: readonly WebFile[]): Promise<void> {
  await events.run('CREATE OR REPLACE TEMP TABLE web_file (name VARCHAR, kind VARCHAR, list VARCHAR)');
  for (let from = 0; from < files.length; from += 10_000)
    // As JSON: names of evidence are a parameter, never part of a statement.
    await events.run(
      `INSERT INTO web_file SELECT unnest(from_json($1::JSON, '[{"name":"VARCHAR","kind":"VARCHAR","list":"VARCHAR"}]'), recursive := true)`,
      [JSON.stringify(files.slice(from, from + 10_000))],
    );
  await events.run(`INSERT INTO web_file SELECT DISTINCT lower(regexp_extract(path, '[^/]*$')), 'snapshot', ''
    FROM ${relation} WHERE source = 'snapshot' AND contains(path, '${WEB_ROOT}')`);
}
