/**
 * Which of our events a rule's logsource means, and which of our columns its fields are. What is not here is not
 * guessed: the rule is listed as not run.
 */
import { sharedFields } from '../../model/index.ts';
import { column, literal } from './literal.ts';
import { type LogSource, Unusable } from './rule.ts';

/** Where a field's value is found. */
export interface FieldColumn {
  /** An expression over the columns of the events; text or NULL. */
  sql: string;
  /** A column that holds every text this field can hold, so that it can be searched first; `json` where quotes and backslashes stand escaped in it. */
  within?: { column: string; json: boolean };
  /** For a part of an address: before or behind the first `?` of the column it is in. */
  part?: 'path' | 'query';
  /** True for a moment. */
  time?: boolean;
}

/** How the rules of one logsource read the events. */
export interface Mapping {
  name: string;
  /** Condition on the events, before the rule's own. */
  where: string;
  field(name: string): FieldColumn | undefined;
}

const shared = (name: string): FieldColumn => ({ sql: column(name), within: { column: name, json: false } });

/** A field that has no column of its own. */
const inFields = (name: string): FieldColumn => ({
  sql: `json_extract_string(fields, ${literal(`$."${name}"`)})`,
  within: { column: 'fields', json: true },
});

const times: Readonly<Record<string, FieldColumn>> = Object.fromEntries(
  ['time', 'date', 'timestamp', '@timestamp', 'datetime'].map((name) => [name, { sql: '"at"', time: true }]),
);

const common: Readonly<Record<string, FieldColumn>> = {
  ...times,
  ...Object.fromEntries([...sharedFields, 'message', 'path', 'source'].map((name) => [name, shared(name)])),
};

const uri = shared('uri');
const addressPath: FieldColumn = { sql: `split_part(uri, '?', 1)`, within: uri.within!, part: 'path' };
const addressQuery: FieldColumn = {
  sql: `CASE WHEN contains(uri, '?') THEN substr(uri, strpos(uri, '?') + 1) END`,
  within: uri.within!,
  part: 'query',
};
const request: Readonly<Record<string, FieldColumn>> = {
  ...common,
  'c-uri': uri,
  'cs-uri': uri,
  'cs-uri-stem': addressPath,
  'c-uri-stem': addressPath,
  'cs-uri-query': addressQuery,
  'c-uri-query': addressQuery,
  'cs-method': shared('method'),
  'c-method': shared('method'),
  'sc-status': shared('status'),
  'sc-bytes': shared('bytes'),
  'c-ip': shared('source_ip'),
  'src-ip': shared('source_ip'),
  src_ip: shared('source_ip'),
  clientip: shared('source_ip'),
  'cs-user-agent': shared('user_agent'),
  'c-useragent': shared('user_agent'),
  'cs-username': shared('user'),
  'cs-referer': inFields('referrer'),
  'cs-referrer': inFields('referrer'),
};

/** What the records of a gateway hold beside the shared fields, in any of their forms. */
const gatewayFields =
  'category severity network roles session type protocol destination destination_ip device_ip priority sent received duration namespace uid id basis'.split(
    ' ',
  );
const gateway: Readonly<Record<string, FieldColumn>> = {
  ...request,
  ...Object.fromEntries(gatewayFields.map((name) => [name, inFields(name)])),
  message_code: shared('code'),
  eventid: shared('code'),
};

const linuxFields = 'program pid host facility severity action command cwd as_user source_port known_user'.split(' ');
const linux: Readonly<Record<string, FieldColumn>> = {
  ...common,
  ...Object.fromEntries(linuxFields.map((name) => [name, inFields(name)])),
};

/** Fields of audit records, from the audit userspace's dictionary; arguments (a0, a1, …) aside. */
const auditFields =
  'type host acct addr arch argc auid capability cmd comm cwd data dev dir direction egid euid exe exit family fd file fsgid fsuid gid grp hostname id ino inode item items kernel key laddr lport mode msg name nametype new-disk new-level obj obj_gid obj_lev_low obj_uid ocomm ogid old-disk op oses ouid path perm perm_mask pid ppid proctitle prom proto rdev res result saddr sauid selected-context ses sgid sig sigev_signo src success suid sw syscall table tclass tcontext terminal tty uid unit vm watch SYSCALL AUID UID GID EUID ARCH'.split(
    ' ',
  );
const audit: Readonly<Record<string, FieldColumn>> = {
  ...times,
  message: shared('message'),
  source_ip: shared('source_ip'),
  ...Object.fromEntries(auditFields.map((name) => [name, inFields(name)])),
};

const sources = (...names: string[]): string => `source IN (${names.map(literal).join(', ')})`;
/** Of a witness only what the device's own logs lack: each event is read once. */
const gatewaySources = ['vc0', 'welf', 'pulse-text', 'witness'];

/** The code under which a gateway logs requests that it only passes on to a server inside: not requests to itself. */
const PASSED_ON = 'WEB20174';

const named = (fields: Readonly<Record<string, FieldColumn>>, more?: (name: string) => FieldColumn | undefined) => {
  const folded = new Map(Object.entries(fields).map(([name, field]) => [name.toLowerCase(), field]));
  return (name: string): FieldColumn | undefined => fields[name] ?? folded.get(name.toLowerCase()) ?? more?.(name);
};

const argument = (name: string): FieldColumn | undefined =>
  /^(?:arg[1-9]\d?|field_1[0-7])$/.test(name) ? inFields(name) : undefined;
const execArgument = (name: string): FieldColumn | undefined => (/^a\d{1,3}$/.test(name) ? inFields(name) : undefined);

const vendors = new Set([
  'ivanti',
  'pulse_secure',
  'pulsesecure',
  'pulse_connect_secure',
  'ivanti_connect_secure',
  'juniper',
]);
/** Names the log that a rule expects; records brought back from free space have no log any more, so it narrows nothing. */
const gatewayServices = new Set(['events', 'access', 'admin', 'user_access', 'admin_access', 'vpn']);
const syslogServices = new Map<string, string>([
  ['auth', ''],
  ['syslog', ''],
  ['sshd', 'sshd'],
  ['sudo', 'sudo'],
  ['su', 'su'],
  ['cron', 'cron'],
  ['crond', 'crond'],
]);

/** The logsources that rules can be run for, for people; docs/formats/sigma.md has the fields. */
export const logSources: readonly { logsource: string; events: string }[] = [
  {
    logsource: 'product: ivanti or pulse_secure',
    events: "a gateway's own records: vc0, WELF, text exports; and what only a witness has of them",
  },
  {
    logsource: 'category: webserver',
    events: "requests to the device: web access logs, and requests in a gateway's records",
  },
  { logsource: 'product: linux, service: auth, syslog, sshd, sudo, su, cron', events: 'syslog' },
  { logsource: 'product: linux, service: auditd', events: 'Linux audit records' },
  { logsource: 'product: linux', events: 'syslog, audit records and debuglog; for keywords and shared fields' },
];

/** The mapping of a logsource. @throws Unusable when we have no such events, with what would be needed */
export function mappingOf({ category, product, service }: LogSource): Mapping {
  const said = Object.entries({ category, product, service })
    .flatMap(([key, value]) => (value === undefined ? [] : `${key}: ${value}`))
    .join(', ');
  if (product !== undefined && vendors.has(product) && category === undefined) {
    if (service !== undefined && !gatewayServices.has(service))
      throw new Unusable(`logsource ${said}: a gateway has no log of that name that is read`);
    return { name: 'gateway', where: sources(...gatewaySources), field: named(gateway, argument) };
  }
  if (category === 'webserver')
    return {
      name: 'webserver',
      // By source alone first: the statistics of a stretch of events then say that it need not be read.
      where: `(${sources('web-access', ...gatewaySources)} AND (source = 'web-access' OR (uri IS NOT NULL AND code IS DISTINCT FROM ${literal(PASSED_ON)})))`,
      field: named(request),
    };
  if (product === 'linux' && category === undefined) {
    if (service === 'auditd') return { name: 'audit', where: sources('audit'), field: named(audit, execArgument) };
    if (service === undefined)
      return { name: 'linux', where: sources('syslog', 'audit', 'debuglog'), field: named(common) };
    const program = syslogServices.get(service);
    if (program !== undefined)
      return {
        name: 'syslog',
        where:
          program === ''
            ? sources('syslog')
            : `(source = 'syslog' AND starts_with(lower(json_extract_string(fields, '$."program"')), ${literal(program)}))`,
        field: named(linux),
      };
  }
  throw new Unusable(`logsource ${said || 'of nothing'}: no events of this kind are read`);
}

/** Columns a keyword is looked for in: everything a record says. */
export const keywordColumns: readonly FieldColumn[] = [
  shared('message'),
  shared('uri'),
  shared('user_agent'),
  shared('user'),
];

/** What has no column stands here, as JSON. */
export const otherFields = 'fields';
