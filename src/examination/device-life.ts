import type { CaseFolder } from '../case/index.ts';
import type { DeviceChange, DeviceLife, Instant } from '../model/index.ts';

/** Message codes of a start of the appliance's software, and of an administrator's login. */
const starts = ['SYS10298', 'SYS20413'];
const logins = ['AUT30684', 'ADM22668', 'AUT24412', 'ADM31274', 'ADM23452'];

/** Accounts that every device has or that many people use: they tell no administrator from another. */
const common =
  /^(?:admin\d*|administrator|root|system|sysadmin|user|guest|test|operator|support|monitor|\.?admin[_.-]?user)$/i;

/** Changes and accounts kept. */
const MOST = 1000;
/** Records of one start lie this near to one another, in milliseconds. */
const ONE_START = 10 * 60_000;

/** Installations, starts and administrators of the device, for whoever compares many devices. */
export async function deviceLife(folder: CaseFolder, installed: ReadonlyMap<string, Instant>): Promise<DeviceLife> {
  const quoted = (codes: readonly string[]): string => codes.map((c) => `'${c}'`).join(', ');
  const changes: DeviceChange[] = [...installed.values()].map((at) => ({ kind: 'upgrade', at }));
  const administrators = new Set<string>();
  const events = await folder.events();
  try {
    let last = Number.NEGATIVE_INFINITY;
    const boots = `SELECT CAST("at" AS VARCHAR) AS moment FROM event
      WHERE "at" IS NOT NULL AND (code IN (${quoted(starts)}) OR (source = 'wtmp' AND message LIKE 'boot%')) ORDER BY "at"`;
    for await (const { moment } of events?.rows(boots) ?? []) {
      const at = `${String(moment).replace(' ', 'T')}Z`;
      if (Date.parse(at) - last > ONE_START) changes.push({ kind: 'reboot', at });
      last = Date.parse(at);
    }
    const people = `SELECT DISTINCT "user", realm FROM event
      WHERE code IN (${quoted(logins)}) AND "user" IS NOT NULL ORDER BY "user", realm LIMIT ${MOST}`;
    for await (const { user, realm } of events?.rows(people) ?? []) {
      const name = String(user);
      if (common.test(name)) continue;
      administrators.add(name.includes('@') || realm === undefined ? name : `${name}@${String(realm)}`);
    }
  } finally {
    events?.close();
  }
  changes.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return { changes: changes.slice(-MOST), administrators: [...administrators].sort() };
}
