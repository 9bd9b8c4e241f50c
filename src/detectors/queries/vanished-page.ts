import { momentSql, shownSql } from '../sigma/index.ts';
import { claimOf, programsSql, type QueryDetector, times } from './query.ts';

/** Records of a new version: pages go with an upgrade. */
const upgrades = `('SYS20412', 'ADM31438', 'ADM30408')`;

/** A page that once answered 200 and is no live file below the web root. */
export const vanishedPage: QueryDetector = {
  name: 'vanished-page',
  description: 'pages that once answered and are no file below the web root any more',
  sql: (events) => `SELECT page, count(*) AS n, count(DISTINCT source_ip) AS addresses,
    count(*) FILTER (WHERE method = 'POST') AS posts, ${momentSql('min("at")')} AS first, ${momentSql('max("at")')} AS last,
    coalesce((SELECT max("at") FROM ${events} WHERE code IN ${upgrades}) > max("at"), false) AS upgraded,
    ${shownSql()} AS shown
    FROM ${programsSql(events)} WHERE status = '200' GROUP BY page ORDER BY page`,
  claim(row, context) {
    const page = String(row.page);
    // The same name elsewhere below the web root may be served under this address.
    if (context.webFiles.size === 0 || context.webFiles.has(page.slice(page.lastIndexOf('/') + 1))) return undefined;
    const few = Number(row.addresses) <= 2 && Number(row.posts) > 0 && row.upgraded !== true;
    return claimOf('vanished-page', context, {
      about: 'removal',
      techniques: ['T1070.004', 'T1505.003'],
      severity: few ? 'medium' : 'low',
      confidence: 'low',
      title: 'A page that once answered is no file on the device now',
      explanation:
        `${page} was answered with 200 ${row.n} times ${times(row)}, ${row.posts} of them POST, to ${row.addresses} ${Number(row.addresses) === 1 ? 'address' : 'addresses'}; ` +
        'no live file of this name was found below the web root. Consistent with a web shell that was removed. ' +
        `Innocent causes: an upgrade that dropped the page${row.upgraded === true ? ' (the logs show one since)' : ' (none is logged since)'}, or an address that the server answers without a file.`,
    });
  },
};
