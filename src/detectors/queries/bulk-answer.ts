import { momentSql, shownSql } from '../sigma/index.ts';
import { claimOf, type QueryDetector, type QueryRelations, requestsSql, times } from './query.ts';

/** Answers of a page that say what is usual, bytes that are worth a look, and how many times the usual they are. */
const least = { answers: 10, bytes: 1 << 20, times: 50 };

const largeSql = ({ pages }: QueryRelations): string =>
  `SELECT page FROM ${pages} GROUP BY page HAVING sum(ok) >= ${least.answers} AND max(largest) >= ${least.bytes}`;

/** An answer of a page far larger than its usual ones: data may have left through it. */
export const bulkAnswer: QueryDetector = {
  name: 'bulk-answer',
  description: 'answers of a program of the web server that are far larger than its usual ones',
  first: largeSql,
  sql: (relations) => `WITH large AS (${largeSql(relations)}),
    usual AS (SELECT page AS name, quantile_disc(TRY_CAST(bytes AS BIGINT), 0.5) AS middle, count(TRY_CAST(bytes AS BIGINT)) AS answers
      FROM ${requestsSql(relations, 'large', `status = '200'`)} GROUP BY page),
    answer AS (SELECT *, TRY_CAST(bytes AS BIGINT) AS size FROM ${requestsSql(relations, 'large', `status = '200' AND length(bytes) >= ${String(least.bytes).length}`)})
    SELECT page, any_value(middle) AS middle, count(*) AS n, sum(size)::BIGINT AS total, count(DISTINCT source_ip) AS addresses,
      ${momentSql('min("at")')} AS first, ${momentSql('max("at")')} AS last, ${shownSql()} AS shown
    FROM answer JOIN usual ON name = page
    WHERE answers >= ${least.answers} AND size >= ${least.bytes} AND size > ${least.times} * greatest(middle, 1)
    GROUP BY page ORDER BY page`,
  claim: (row, context) =>
    claimOf('bulk-answer', context, {
      about: 'lead',
      techniques: ['T1041'],
      severity: 'low',
      confidence: 'low',
      title: 'A page gave far larger answers than it usually does',
      explanation:
        `${row.page} usually answers with ${row.middle} bytes; ${row.n} answers ${times(row)} were at least ${least.times} times as large, ${row.total} bytes in all, to ${row.addresses} ${Number(row.addresses) === 1 ? 'address' : 'addresses'}. ` +
        'Consistent with data taken through the page. Innocent causes: a page that also serves downloads.',
    }),
};
