import type { Claim } from '../../model/index.ts';
import type { EventPlace } from '../sigma/index.ts';

/** What a question needs to know beside the events. */
export interface QueryContext {
  contentVersion: string;
  /** Names of the live files below the web root, lower case; empty when no web root was read. */
  webFiles: ReadonlySet<string>;
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
  /** One SELECT over a relation of events. */
  sql(events: string): string;
  /** Nothing for a row that is innocent after all. */
  claim(row: QueryRow, context: QueryContext): Claim | undefined;
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

/** The page that was asked for: the address without its query and without the step of a sign-in address. */
export const pageSql = `lower(regexp_replace(split_part(uri, '?', 1), '/url_[^/]*/', '/'))`;

/** Requests for programs of the gateway's web server, as an access log has them. */
export const programsSql = (events: string): string =>
  `(SELECT ${pageSql} AS page, * FROM ${events} WHERE source = 'web-access' AND regexp_matches(split_part(uri, '?', 1), '(?i)^/dana[a-z-]*/.*[.](?:cgi|pl|php|py)$'))`;

export const times = ({ first, last }: QueryRow): string =>
  first === last ? `at ${first}` : `from ${first} to ${last}`;
