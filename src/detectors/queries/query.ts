import type { Claim } from '../../model/index.ts';
import type { EventPlace } from '../sigma/index.ts';

/** What a question needs to know beside the events. */
export interface QueryContext {
  contentVersion: string;
}

/** The relations that questions are asked of. */
export interface QueryRelations {
  /** Every event. */
  events: string;
  /** `pagesSql`, computed once. */
  pages: string;
  /**
   * Names of files below the web root, lower case, as `name`, and as `kind` and `list` what has them: `disk` for a live
   * file, `list` for a manifest or baseline that is called `list`, `snapshot` for a system snapshot.
   */
  files: string;
}

/** A row that a question gave; `shown` is JSON of the places of its first events. */
export type QueryRow = Record<string, string | number | boolean> & { n: number; shown: string };

/** A claim, and where the events stand that back it. */
export interface QueryClaim {
  claim: Claim;
  count: number;
  places: EventPlace[];
}

/** Asks all events what no Sigma rule can: what is usual, what is missing, what stands on no disk. */
export interface QueryDetector {
  name: string;
  /** One line. */
  description: string;
  /** A SELECT over the pages alone: when it has no row, nothing is asked of the events. */
  first?(relations: QueryRelations): string;
  /** One SELECT. */
  sql(relations: QueryRelations): string;
  claim(row: QueryRow, context: QueryContext): Claim;
}

type Said = Pick<Claim, 'about' | 'techniques' | 'severity' | 'confidence' | 'title' | 'explanation'>;

/** A claim about what logs tell: it says what happened once, not what is on the device. */
export const claimOf = (rule: string, { contentVersion }: QueryContext, said: Said): Claim => ({
  rule: { id: rule, source: 'builtin', version: contentVersion },
  actors: [],
  matched: [],
  state: 'inferred',
  ...said,
});

/** An address without its query: few of them are different, so all else is asked of each once. */
const stemSql = `split_part(uri, '?', 1)`;

/** Endings of programs. Whether they stand anywhere in an address is cheap to ask, and few others pass. */
const endings = ['.cgi', '.pl', '.php', '.py'];
const likelySql = `source = 'web-access' AND (${endings.map((e) => `contains(lower(uri), '${e}')`).join(' OR ')})`;

/**
 * Programs of the gateway's web server that an access log says were answered, in one pass over the events: a row for
 * each way of writing the address (`stem`), with the name they share (`page`: without the step of a sign-in address).
 * Counts with 2xx, and with 200 alone; `lowest` and `highest` address of those who got 2xx; the largest answer.
 */
export const pagesSql = (
  events: string,
): string => `SELECT lower(regexp_replace(stem, '/url_[^/]*/', '/')) AS page, * FROM (
    SELECT ${stemSql} AS stem, count(*) AS answered, count(*) FILTER (WHERE method = 'POST') AS posts,
      count(*) FILTER (WHERE status = '200') AS ok, count(*) FILTER (WHERE status = '200' AND method = 'POST') AS ok_posts,
      min(source_ip) AS lowest, max(source_ip) AS highest, max(TRY_CAST(bytes AS BIGINT)) FILTER (WHERE status = '200') AS largest
    FROM ${events} WHERE ${likelySql} AND starts_with(status, '2') GROUP BY ${stemSql})
  WHERE regexp_matches(stem, '(?i)^/dana[a-z-]*/.*[.](?:cgi|pl|php|py)$')`;

/**
 * The requests for some pages, each with its `page`.
 * @param pages a relation with `page`: nothing is read when it has no rows
 * @param where on the events
 */
export const requestsSql = ({ events, pages }: QueryRelations, some: string, where: string): string =>
  `(SELECT page, event.* FROM (SELECT page, stem FROM ${pages} WHERE page IN (SELECT page FROM ${some})) AS wanted
    JOIN (SELECT ${stemSql} AS asked, * FROM ${events} WHERE source = 'web-access' AND ${where}) AS event ON asked = stem)`;

/** Addresses that got an answer of some program. */
export const visitorsSql = (events: string): string =>
  `SELECT source_ip FROM ${events} WHERE ${likelySql} AND starts_with(status, '2')`;

export const times = ({ first, last }: QueryRow): string =>
  first === last ? `at ${first}` : `from ${first} to ${last}`;
