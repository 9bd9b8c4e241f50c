import { momentSql, shownSql } from '../sigma/index.ts';
import { claimOf, type QueryDetector, requestsSql, times, visitorsSql } from './query.ts';

/** Requests that make a habit, and other visitors that make one address stand out. */
const fewest = { requests: 5, visitors: 20 };

/** Pages that are told one by one. */
const most = 100;

/** A program of the web server that only one address ever asks for, mostly by POST, while many others come and go. */
export const loneVisitor: QueryDetector = {
  name: 'lone-visitor',
  description: 'programs of the web server that only one address ever asks for, mostly by POST',
  sql: (relations) => `WITH lone AS (SELECT page FROM ${relations.pages} GROUP BY page HAVING min(lowest) = max(highest)
      AND sum(answered) >= ${fewest.requests} AND sum(posts) * 2 > sum(answered)),
    others AS (SELECT count(DISTINCT source_ip) AS visitors FROM (${visitorsSql(relations.events)}), (SELECT 1 FROM lone LIMIT 1))
    SELECT page, any_value(source_ip) AS address, count(*) AS n,
    count(*) FILTER (WHERE method = 'POST') AS posts,
    count(*) FILTER (WHERE date_part('hour', "at") < 5 OR date_part('hour', "at") >= 22) AS odd,
    ${momentSql('min("at")')} AS first, ${momentSql('max("at")')} AS last, ${shownSql()} AS shown
    FROM ${requestsSql(relations, 'lone', `starts_with(status, '2')`)} WHERE (SELECT visitors FROM others) >= ${fewest.visitors}
    GROUP BY page ORDER BY page LIMIT ${most}`,
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
