import type { CaseFolder } from '../case/index.ts';
import { csvRow, type Instant, type PassedAccount, type TheftWindow } from '../model/index.ts';

/** Records of a login that succeeded, step or session (message codes of the appliance). */
const users = ['AUT24326', 'AUT31504', 'AUT24414', 'AUT32033'];
const administrators = ['AUT30684', 'ADM22668', 'AUT24412', 'ADM31274', 'ADM23452'];

/** Codes of every record of a login that succeeded. */
export const loginCodes: readonly string[] = [...users, ...administrators];

/** Accounts listed; a gateway of that many has its directory to ask. */
const MOST = 200_000;

/**
 * The accounts that logged in through the device in either window, with the first and last record of each. `System` is
 * the device itself.
 */
export async function passedAccounts(
  folder: CaseFolder,
  { compromised, capturing }: { compromised?: TheftWindow; capturing?: TheftWindow },
): Promise<PassedAccount[]> {
  const windows = [compromised, capturing].filter((w) => w !== undefined);
  if (windows.length === 0) return [];
  const parameters: string[] = [];
  const bound = (at: Instant): string => {
    parameters.push(at.slice(0, -1).slice(0, 26));
    return `CAST($${parameters.length} AS TIMESTAMP)`;
  };
  const within = ({ from, until }: TheftWindow): string =>
    [...(from ? [`"at" >= ${bound(from)}`] : []), ...(until ? [`"at" <= ${bound(until)}`] : [])].join(' AND ') ||
    'true';
  const codes = (list: readonly string[]): string => list.map((code) => `'${code}'`).join(', ');
  const captured = capturing ? `coalesce(bool_or(${within(capturing)}), false)` : 'false';
  const sql = `SELECT "user", realm, bool_or(code IN (${codes(administrators)})) AS administrator, count(*) AS records,
      CAST(min("at") AS VARCHAR) AS first, CAST(max("at") AS VARCHAR) AS last, ${captured} AS captured
    FROM event
    WHERE code IN (${codes(loginCodes)}) AND "user" IS NOT NULL AND lower("user") <> 'system' AND "at" IS NOT NULL
      AND (${windows.map((w) => `(${within(w)})`).join(' OR ')})
    GROUP BY "user", realm ORDER BY "user", realm LIMIT ${MOST}`;
  const events = await folder.events();
  if (!events) return [];
  try {
    const found: PassedAccount[] = [];
    for await (const row of events.rows(sql, parameters))
      found.push({
        user: String(row.user),
        ...(row.realm !== undefined && row.realm !== null && { realm: String(row.realm) }),
        kind: row.administrator === true ? 'administrator' : 'user',
        first: instant(row.first),
        last: instant(row.last),
        records: Number(row.records),
        captured: row.captured === true,
      });
    return found;
  } finally {
    events.close();
  }
}

/** `2021-04-17 01:02:03.123456` as RFC 3339. */
const instant = (text: unknown): Instant => `${String(text).replace(' ', 'T')}Z`;

/** The list as CSV, for whoever resets the accounts. */
export const accountsCsv = (accounts: readonly PassedAccount[]): string =>
  [
    csvRow(['user', 'realm', 'kind', 'first', 'last', 'records', 'why']),
    ...accounts.map((a) =>
      csvRow([
        a.user,
        a.realm,
        a.kind,
        a.first,
        a.last,
        a.records,
        a.captured ? 'logged in while logins were captured' : 'logged in while a backdoor was in place',
      ]),
    ),
  ].join('');
