import { momentSql, shownSql } from '../sigma/index.ts';
import { claimOf, programsSql, type QueryDetector, times } from './query.ts';

/** Requests that make a habit, and other visitors that make one address stand out. */
const fewest = { requests: 5, visitors: 20 };

/** A program of the web server that only one address ever asks for, mostly by POST, while many others come and go. */
export const loneVisitor: QueryDetector = {
  name: 'lone-visitor',
  description: 'programs of the web server that only one address ever asks for, mostly by POST',
  sql: (events) => `SELECT page, any_value(source_ip) AS address, count(*) AS n,
    count(*) FILTER (WHERE method = 'POST') AS posts,
    count(*) FILTER (WHERE date_part('hour', "at") < 5 OR date_part('hour', "at") >= 22) AS odd,
    ${momentSql('min("at")')} AS first, ${momentSql('max("at")')} AS last, ${shownSql()} AS shown
    FROM ${programsSql(events)} WHERE status LIKE '2%' GROUP BY page
    HAVING count(DISTINCT source_ip) = 1 AND n >= ${fewest.requests} AND posts * 2 > n
      AND (SELECT count(DISTINCT source_ip) FROM ${programsSql(events)}) >= ${fewest.visitors}
    ORDER BY page`,
  claim: (row, context) =>
    claimOf('lone-visitor', context, {
      about: 'lead',
      techniques: ['T1505.003'],
      severity: 'low',
      confidence: 'low',
      title: 'A page that only one address ever asked for, mostly by POST',
      explanation:
        `${row.page} was asked for ${row.n} times ${times(row)}, ${row.posts} times by POST and ${row.odd} times between 22 and 5 o'clock UTC, always by ${row.address}; at least ${fewest.visitors} addresses used other pages. ` +
        'Consistent with a web shell. Innocent causes: an administration page with one user, or a monitoring system.',
    }),
};
