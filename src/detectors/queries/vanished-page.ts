import { momentSql, shownSql } from '../sigma/index.ts';
import { claimOf, type QueryDetector, type QueryRow, requestsSql, times } from './query.ts';

/** Records of a new version: pages go with an upgrade. */
const upgrades = `('SYS20412', 'ADM31438', 'ADM30408')`;

/** Pages that are told one by one; and so many that the disk rather than an intruder explains them. */
const most = 100;
const many = 20;

/**
 * A page that once answered 200 and is no live file below the web root. The name alone is compared: a file elsewhere
 * below the web root may be served under this address.
 */
export const vanishedPage: QueryDetector = {
  name: 'vanished-page',
  description: 'pages that once answered and are no file below the web root any more',
  sql: (relations) => `WITH gone AS (SELECT page, count(*) OVER () AS pages FROM ${relations.pages} WHERE ok > 0
      AND regexp_extract(page, '[^/]*$') NOT IN (SELECT name FROM ${relations.files} WHERE kind = 'disk')
      AND EXISTS (SELECT 1 FROM ${relations.files} WHERE kind = 'disk')
    GROUP BY page ORDER BY min(lowest) = max(highest) DESC, sum(ok_posts) > 0 DESC, sum(ok), page LIMIT ${most}),
    upgrade AS (SELECT max("at") AS moment FROM ${relations.events} WHERE code IN ${upgrades}),
    listed AS (SELECT name, string_agg(DISTINCT list, ', ' ORDER BY list) FILTER (WHERE kind = 'list') AS lists,
      bool_or(kind = 'snapshot') AS snapshot FROM ${relations.files} WHERE name <> '' GROUP BY name),
    told AS (SELECT page, count(*) AS n, count(DISTINCT source_ip) AS addresses, count(*) FILTER (WHERE method = 'POST') AS posts,
      min("at") AS begun, max("at") AS ended, ${shownSql()} AS shown
      FROM ${requestsSql(relations, 'gone', `status = '200'`)} GROUP BY page)
    SELECT page, n, addresses, posts, pages, ${momentSql('begun')} AS first, ${momentSql('ended')} AS last, lists, shown,
      coalesce(snapshot, false) AS snapshot, coalesce((SELECT moment FROM upgrade) > ended, false) AS upgraded,
      (SELECT string_agg(DISTINCT list, ', ' ORDER BY list) FROM ${relations.files} WHERE kind = 'list') AS asked
    FROM told JOIN gone USING (page) LEFT JOIN listed ON name = regexp_extract(page, '[^/]*$') ORDER BY page`,
  claim(row, context) {
    const addresses = Number(row.addresses);
    const few =
      addresses <= 2 &&
      Number(row.posts) > 0 &&
      row.upgraded !== true &&
      row.lists === undefined &&
      Number(row.pages) <= many;
    return claimOf('vanished-page', context, {
      about: 'removal',
      techniques: ['T1070.004', 'T1505.003'],
      severity: few ? 'medium' : 'low',
      // What no list of the product has either was put there by somebody.
      confidence: few && (row.asked !== undefined || row.snapshot === true) ? 'medium' : 'low',
      title: 'A page that once answered is no file on the device now',
      explanation:
        `${row.page} was answered with 200 ${row.n} times ${times(row)}, ${row.posts} of them POST, to ${addresses} ${addresses === 1 ? 'address' : 'addresses'}; ` +
        `no live file of this name was found below the web root. ${listsTold(row)}Consistent with a web shell that was removed. ` +
        `Innocent causes: an upgrade that dropped the page${row.upgraded === true ? ' (the logs show one since)' : ' (none is logged since)'}, or an address that the server answers without a file.` +
        (Number(row.pages) > many
          ? ` ${row.pages} pages are missing alike${Number(row.pages) > most ? `, of which the ${most} with the fewest visitors are told` : ''}: so many speak for a web root that was not read as a whole, or for such addresses.`
          : ''),
    });
  },
};

/** What manifests, baselines and system snapshots say of a name. */
function listsTold({ lists, asked, snapshot }: QueryRow): string {
  const said =
    lists !== undefined
      ? `It belongs to the product by name: it is in ${lists}. `
      : asked !== undefined
        ? `It is not in ${String(asked).replace(/, ([^,]*)$/, ' or $1')} either. `
        : '';
  return `${said}${snapshot === true ? 'A system snapshot listed such a file. ' : ''}`;
}
