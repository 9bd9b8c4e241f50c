import { domainOf, hostName, isPublic, isSomebodys } from '../artifacts/index.ts';
import type { CaseFolder, EventStore } from '../case/index.ts';
import type { Locator, OwnerGroundKind, OwnerTrace } from '../model/index.ts';
import { loginCodes } from './passed-accounts.ts';

/** What logs and snapshots say of the device's owner. */
export interface EventTraces {
  traces: OwnerTrace[];
  /** Names that the device gives itself, also short ones. */
  hosts: Set<string>;
  addresses: Map<string, { what: string; locators: Locator[] }>;
}

/** Names of one kind; a device has few, and records of others are not meant. */
const MOST = 50;
/** Records of a format that states the device's address, of which so many are asked. */
const ASKED = 100_000;

interface Group {
  value: string;
  source: string;
  records: number;
  users: number;
  /** Where its first record begins. */
  evidence: string;
  offset: number;
  /** What was asked, as SQL. */
  asked: string;
}

/** Bits of an offset: evidence and offset in one number, so that the first is one whatever the order of reading. */
const BITS = 48;

const grouped = (value: string, where: string, from: string): string =>
  `SELECT value, source, count(*) AS records, count(DISTINCT "user") AS users,
     CAST(min(place) >> ${BITS} AS VARCHAR) AS evidence, min(place) & ${2 ** BITS - 1} AS "offset"
   FROM (SELECT ${value} AS value, source, "user", (CAST(evidence AS BIGINT) << ${BITS}) | "offset" AS place
     FROM ${from} WHERE TRY_CAST(evidence AS INTEGER) < $1 AND ${where})
   WHERE value IS NOT NULL AND value <> '' AND length(value) < 254
   GROUP BY value, source ORDER BY records DESC, value, source LIMIT ${MOST}`;

/** Asks the records of the device's own logs and snapshots for names and addresses that it gives itself. */
export async function eventTraces(folder: CaseFolder, devices: number): Promise<EventTraces> {
  const found: EventTraces = { traces: [], hosts: new Set(), addresses: new Map() };
  const events = await folder.events();
  if (!events) return found;
  const ask = async (value: string, where: string, from = 'event'): Promise<Group[]> => {
    const groups: Group[] = [];
    for await (const row of events.rows(grouped(value, where, from), [devices]))
      groups.push({ ...(row as unknown as Group), asked: value });
    return groups;
  };
  const codes = loginCodes.map((code) => `'${code}'`).join(', ');
  try {
    const names = await ask('lower(node)', 'node IS NOT NULL');
    for (const { value } of names) if (!/^localhost\d*$/.test(value)) found.hosts.add(value);
    const take = async (kind: OwnerGroundKind, groups: Group[], says: (g: Group) => string): Promise<void> => {
      for (const group of groups) {
        const name = hostName(group.value);
        if (name === undefined) continue;
        const domain = kind === 'login-domain' ? name : domainOf(name);
        if (!isSomebodys(domain)) continue;
        found.traces.push({
          kind,
          says: says({ ...group, value: name }),
          domain,
          present: true,
          locators: await locatorsOfFirst(events, group),
        });
      }
    };
    await take('host-name', names, (g) =>
      g.source === 'snapshot'
        ? `System snapshots name the node ${g.value}.`
        : `${plenty(g.records, 'record')} of ${g.source} logs name the node ${g.value}.`,
    );
    await take(
      'sign-in-url',
      await ask(`regexp_extract(lower(uri), '^https?://([^/:]+)', 1)`, `uri LIKE 'http%://%/dana%'`),
      (g) => `${plenty(g.records, 'request')} of ${g.source} logs ask ${g.value} for sign-in pages.`,
    );
    await take(
      'login-domain',
      await ask(`lower(regexp_extract("user", '@([^@]+)$', 1))`, `"user" LIKE '%@%' AND code IN (${codes})`),
      (g) =>
        `${plenty(g.users, 'account')} that logged in ${g.users === 1 ? 'has its name' : 'have their names'} under ${g.value}.`,
    );
    const welf = `(SELECT * FROM event WHERE source = 'welf' LIMIT ${ASKED})`;
    for (const group of await ask(`json_extract_string(fields, '$.device_ip')`, 'true', welf))
      if (isPublic(group.value))
        found.addresses.set(group.value.toLowerCase(), {
          what: `${plenty(group.records, 'record')} of its logs`,
          locators: await locatorsOfFirst(events, group),
        });
  } finally {
    events.close();
  }
  return found;
}

const plenty = (n: number, one: string): string => (n === 1 ? `1 ${one}` : `${n} ${one}s`);

/** Where the first record of a group lies. */
async function locatorsOfFirst(events: EventStore, { value, evidence, offset, asked }: Group): Promise<Locator[]> {
  const sql = `SELECT fields FROM event WHERE evidence = $1 AND "offset" = $2 AND ${asked} = $3 ORDER BY begins LIMIT 1`;
  for await (const row of events.rows(sql, [evidence, offset, value])) {
    const { locator } = JSON.parse(String(row.fields)) as { locator?: Omit<Locator, 'evidence'> };
    if (locator) return [{ evidence, ...locator }];
  }
  return [];
}
