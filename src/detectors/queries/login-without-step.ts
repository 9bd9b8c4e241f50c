import { momentSql, shownSql } from '../sigma/index.ts';
import { claimOf, type QueryDetector, times } from './query.ts';

/** Minutes that may lie between a user's authentication step and the end of the login. */
const apart = 10;

/** What a witness repeats the device tells as well. */
const once = `source <> 'witness-copy'`;

/** Logins that finished although no authentication step of the user is logged before them. */
export const loginWithoutStep: QueryDetector = {
  name: 'login-without-step',
  description: 'logins that finished without an authentication step of the same user before them',
  // ASOF: for each login the last step before it. Without steps of anybody the log does not keep them, and says nothing.
  sql: ({
    events,
  }) => `WITH step AS (SELECT lower("user") AS who, "at" AS stepped FROM ${events} WHERE code = 'AUT24326' AND ${once} AND "user" IS NOT NULL),
    login AS (SELECT lower("user") AS name, * FROM ${events} WHERE code IN ('AUT31504', 'AUT24414') AND ${once} AND "user" IS NOT NULL AND "at" IS NOT NULL),
    known AS (SELECT min(stepped) AS since, count(*) AS steps FROM step)
    SELECT name, count(*) AS n, count(DISTINCT source_ip) AS addresses,
      ${momentSql('min("at")')} AS first, ${momentSql('max("at")')} AS last, ${shownSql()} AS shown
    FROM login ASOF LEFT JOIN step ON name = who AND "at" >= stepped, known
    WHERE steps >= 5 AND "at" > since + INTERVAL ${apart} MINUTE AND (stepped IS NULL OR "at" - stepped > INTERVAL ${apart} MINUTE)
    GROUP BY name ORDER BY name`,
  claim: (row, context) =>
    claimOf('login-without-step', context, {
      about: 'lead',
      techniques: ['T1556.004'],
      severity: 'low',
      confidence: 'low',
      title: 'A login finished without a logged authentication step',
      explanation:
        `${row.n} logins of ${row.name} finished ${times(row)} with no successful authentication step (AUT24326) of that user in the ${apart} minutes before, though steps of others are logged. ` +
        'Consistent with a bypassed check or with removed records; compare with the log of the directory or RADIUS server, which decides it. ' +
        'Innocent causes: logins by certificate or single sign-on, and sessions that were resumed.',
    }),
};
