import { compareVersions, type Entity, type Knowledge, versionExtension } from '../detectors/index.ts';
import type { ExposedTo, Exposure, Finding, Host, InstalledVersion, Instant } from '../model/index.ts';
import { isStrong } from './weight.ts';

/** A vulnerability as the knowledge has it. */
interface Vulnerability {
  name: string;
  entry: string;
  affected: { from?: string; before: string }[];
  fixed: string[];
  published?: string;
  fixPublished?: string;
}

/** The version in use comes last; what a factory reset would bring back was perhaps never in use. */
const inUse = ['rollback', 'current', 'unknown'];

/**
 * The versions found against the published vulnerabilities of the product, with the days on which each was open.
 * @param installed when the VERSION file of a system was laid down, by role
 */
export function exposureOf(
  host: Host,
  installed: ReadonlyMap<string, Instant>,
  findings: readonly Finding[],
  knowledge: Knowledge,
): Exposure {
  const versions = versionsOf(host, installed);
  const firstSign = findings
    .filter(isStrong)
    .flatMap((f) => f.appeared?.notAfter ?? [])
    .sort()[0];
  const open: ExposedTo[] = [];
  const others: Exposure['others'] = [];
  for (const vulnerability of vulnerabilitiesOf(knowledge, host.product)) {
    const judged = versions.map((v) => ({ v, has: affects(vulnerability, v.version) }));
    const affected = judged.filter((j) => j.has);
    for (const { v } of affected) open.push(exposed(vulnerability, v, versions, firstSign));
    const { name: named } = vulnerability;
    if (affected.length === 0 && versions.length > 0)
      others.push({
        vulnerability: named,
        says: judged.some((j) => j.has === undefined)
          ? 'cannot be judged: a version is not written as the maker writes them'
          : `no version found that was in use has it (${versions.map((v) => v.version).join(', ')})`,
      });
  }
  return { statement: statementOf(host, versions, open, others, firstSign), versions, open, others };
}

function versionsOf(host: Host, installed: ReadonlyMap<string, Instant>): InstalledVersion[] {
  const found = host.systems
    .filter((s) => s.version !== undefined && inUse.includes(s.role))
    .sort((a, b) => inUse.indexOf(a.role) - inUse.indexOf(b.role));
  const listed = found.length > 0 ? found : host.version ? [{ role: 'current', version: host.version }] : [];
  return listed.map(({ role, version }, i): InstalledVersion => {
    const since = installed.get(role);
    const next = listed[i + 1] && installed.get(listed[i + 1]!.role);
    return { system: role, version: version!, ...(since && { installed: since }), ...(next && { until: next }) };
  });
}

function vulnerabilitiesOf(knowledge: Knowledge, product: string): Vulnerability[] {
  return [...knowledge.entities.values()]
    .filter((e) => e.type === 'vulnerability')
    .flatMap((e) => vulnerabilityOf(e, product));
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};

/** Only our extension tells versions; a vulnerability without it cannot be held against any. */
function vulnerabilityOf({ name, object }: Entity, product: string): Vulnerability[] {
  const told = record(record(object.extensions)[versionExtension]);
  if (told.product !== product) return [];
  const affected = list(told.affected)
    .map(record)
    .flatMap(({ from, before }) => {
      const end = text(before);
      return end === undefined ? [] : [{ before: end, ...(text(from) && { from: text(from)! }) }];
    });
  const [published, fixPublished] = [text(told.published), text(told.fix_published)];
  return [
    {
      name,
      entry: text(told.entry) ?? 'unknown',
      affected,
      fixed: list(told.fixed).flatMap((v) => text(v) ?? []),
      ...(published && { published }),
      ...(fixPublished && { fixPublished }),
    },
  ];
}

/** Undefined when the version cannot be compared. */
function affects({ affected }: Vulnerability, version: string): boolean | undefined {
  const judged = affected.map(({ from, before }) => {
    const [after, until] = [from === undefined ? 0 : compareVersions(version, from), compareVersions(version, before)];
    return after === undefined || until === undefined ? undefined : after >= 0 && until < 0;
  });
  return judged.includes(true) ? true : judged.includes(undefined) ? undefined : false;
}

function exposed(
  { name, entry, fixed, published, fixPublished }: Vulnerability,
  v: InstalledVersion,
  versions: readonly InstalledVersion[],
  firstSign: Instant | undefined,
): ExposedTo {
  const span = v.installed
    ? `from ${day(v.installed)} ${v.until ? `until ${day(v.until)}` : 'on'}`
    : v.until
      ? `until ${day(v.until)}`
      : 'at a time that is not known';
  const known = published ? `public since ${published}` : 'day of publication not known';
  const during =
    firstSign !== undefined &&
    (v.installed === undefined || v.installed <= firstSign) &&
    (v.until === undefined || firstSign < v.until);
  const sign =
    firstSign === undefined
      ? ''
      : during
        ? `; the first sign of a compromise (in place by ${day(firstSign)}) falls into this time${published && day(firstSign) < published ? ', before it was public' : ''}`
        : '';
  const last = versions.at(-1) === v;
  return {
    vulnerability: name,
    entry,
    system: v.system,
    version: v.version,
    ...(v.installed && { from: v.installed }),
    ...(v.until && { until: v.until }),
    ...(published && { published }),
    ...(fixPublished && { fixPublished }),
    fixed,
    says: `${v.version} was in use ${span}; ${known}${entry === 'administrator' ? '; needs a session of an administrator' : ''}${sign}${last ? '; still open when the evidence was taken' : afterSign(v, firstSign)}.`,
  };
}

/** A fix closes the hole, not the backdoor that came through it. */
const afterSign = (v: InstalledVersion, firstSign: Instant | undefined): string =>
  firstSign !== undefined && v.until !== undefined && firstSign < v.until
    ? '; the fixed version was installed after the first sign, so what came before may have stayed'
    : '';

const day = (at: Instant): string => at.slice(0, 10);

function statementOf(
  host: Host,
  versions: readonly InstalledVersion[],
  open: readonly ExposedTo[],
  others: Exposure['others'],
  firstSign: Instant | undefined,
): string {
  if (versions.length === 0)
    return `Cannot say to which vulnerabilities the device was open, because ${host.product === 'unknown' ? 'the product was not recognised' : 'its version is not known'}.`;
  if (open.length + others.length === 0)
    return 'Cannot say to which vulnerabilities the device was open, because the knowledge lists none for this product.';
  const current = versions.at(-1)!;
  const names = (of: readonly ExposedTo[]): string => [...new Set(of.map((o) => o.vulnerability))].join(', ');
  const now = open.filter((o) => o.version === current.version && o.system === current.system);
  const before = open.filter((o) => !now.some((n) => n.vulnerability === o.vulnerability));
  const late = before.filter((o) => o.until !== undefined && firstSign !== undefined && firstSign < o.until);
  const parts = [
    now.length > 0
      ? `${current.version} was open to ${names(now)} when the evidence was taken`
      : compareVersions(current.version, current.version) === undefined
        ? `whether ${current.version} was open to a published vulnerability cannot be said, because the version is not written as the maker writes them`
        : `${current.version} has none of the vulnerabilities that the knowledge lists for this product`,
    ...(before.length > 0 ? [`an earlier version on the device was open to ${names(before)}`] : []),
    ...(late.length > 0
      ? [`the version without ${names(late)} was installed after the first sign of a compromise`]
      : []),
  ];
  const days = open.some((o) => o.from === undefined) ? ' No filesystem says when each version was installed.' : '';
  const said = parts.join('; ');
  return `${said[0]!.toUpperCase()}${said.slice(1)}.${days} Which hole was used is not shown by the version.`;
}
