/**
 * What OASIS STIX 2.1 (sections 2 to 7) demands of the objects that we write and ship, as tables: a second reading of
 * the specification, written from its text and not from our code. It is stricter than the OASIS schemas in one way: a
 * property that the specification does not have is an error unless it stands in an extension. A machine that has the
 * OASIS validator runs that as well (`oasisValidator`).
 */
import { spawnSync } from 'node:child_process';

type Check = (value: unknown) => boolean;
type Table = Record<string, Check>;

const isRecord = (v: unknown): v is Record<string, unknown> => typeof v === 'object' && v !== null && !Array.isArray(v);
const uuid = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[89ab][0-9a-f]{3}-[0-9a-f]{12}';
const matches =
  (pattern: RegExp): Check =>
  (v) =>
    typeof v === 'string' && pattern.test(v);

const text: Check = (v) => typeof v === 'string';
const named: Check = (v) => typeof v === 'string' && v !== '';
const flag: Check = (v) => typeof v === 'boolean';
const time: Check = (v) =>
  matches(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:([0-5]\d|60)(\.\d+)?Z$/)(v) &&
  !Number.isNaN(Date.parse(String(v)));
/** `created` and `modified` have milliseconds, no more and no less (section 3.2). */
const stamp: Check = (v) => time(v) && matches(/:\d\d\.\d{3}Z$/)(v);
const whole =
  (least: number, most = Number.MAX_SAFE_INTEGER): Check =>
  (v) =>
    Number.isSafeInteger(v) && (v as number) >= least && (v as number) <= most;
const ref = (...types: string[]): Check => matches(new RegExp(`^(${types.join('|') || '[a-z0-9-]+'})--${uuid}$`));
const list =
  (of: Check): Check =>
  (v) =>
    Array.isArray(v) && v.length > 0 && v.every(of);
const term = matches(/^[a-z0-9-]+$/);
const oneOf = (...words: string[]): Check => matches(new RegExp(`^(${words.join('|')})$`));

const hashLengths: Record<string, number> = { MD5: 32, 'SHA-1': 40, 'SHA-256': 64, 'SHA-512': 128 };
const hashes: Check = (v) =>
  isRecord(v) &&
  Object.keys(v).length > 0 &&
  Object.entries(v).every(([k, h]) => typeof h === 'string' && /^[0-9a-f]+$/i.test(h) && h.length === hashLengths[k]);

const reference: Check = (v) =>
  isRecord(v) &&
  named(v.source_name) &&
  ['description', 'url', 'external_id'].some((k) => v[k] !== undefined) &&
  Object.entries(v).every(([k, x]) => ['source_name', 'description', 'url', 'external_id'].includes(k) && text(x));

/** Names of properties in lower case, and no empty list, however deep (sections 2.8 and 3.1). */
const plain: Check = (v) => {
  if (Array.isArray(v)) return v.length > 0 && v.every(plain);
  if (!isRecord(v)) return v !== null;
  return Object.entries(v).every(([name, inner]) => /^[a-z][a-z0-9_]*$/.test(name) && plain(inner));
};

const extensions: Check = (v) =>
  isRecord(v) &&
  Object.entries(v).every(
    ([k, x]) =>
      ref('extension-definition')(k) &&
      isRecord(x) &&
      plain(x) &&
      oneOf('new-sdo', 'new-sco', 'new-sro', 'property-extension', 'toplevel-property-extension')(x.extension_type),
  );

const common: Table = {
  type: term,
  spec_version: oneOf('2\\.1'),
  created_by_ref: ref('identity'),
  created: stamp,
  modified: stamp,
  revoked: flag,
  labels: list(text),
  confidence: whole(0, 100),
  lang: text,
  external_references: list(reference),
  object_marking_refs: list(ref('marking-definition')),
  extensions,
};
const demanded = ['type', 'spec_version', 'id', 'created', 'modified'];
const described = { name: named, description: text };
const seen = { first_seen: time, last_seen: time };
const observable: Table = {
  type: term,
  spec_version: oneOf('2\\.1'),
  object_marking_refs: common.object_marking_refs!,
  defanged: flag,
  extensions,
};

interface Kind {
  has: Table;
  needs: string[];
  /** Observables and markings do not share the common properties of the others. */
  base?: Table;
  baseNeeds?: string[];
}

const sdo = (needs: string[], has: Table): Kind => ({ has, needs });
const sco = (needs: string[], has: Table): Kind => ({
  has,
  needs,
  base: observable,
  baseNeeds: ['type', 'spec_version', 'id'],
});

const kinds: Record<string, Kind> = {
  'attack-pattern': sdo(['name'], { ...described, aliases: list(text) }),
  campaign: sdo(['name'], { ...described, ...seen, aliases: list(text), objective: text }),
  'course-of-action': sdo(['name'], described),
  'extension-definition': sdo(['created_by_ref', 'name', 'schema', 'version', 'extension_types'], {
    ...described,
    schema: named,
    version: matches(/^\d+\.\d+\.\d+$/),
    extension_types: list(oneOf('new-sdo', 'new-sco', 'new-sro', 'property-extension', 'toplevel-property-extension')),
    extension_properties: list(text),
  }),
  grouping: sdo(['context', 'object_refs'], { ...described, context: term, object_refs: list(ref()) }),
  identity: sdo(['name'], { ...described, identity_class: term, sectors: list(term), roles: list(text) }),
  incident: sdo(['name'], described),
  indicator: sdo(['pattern', 'pattern_type', 'valid_from'], {
    ...described,
    indicator_types: list(term),
    pattern: named,
    pattern_type: term,
    pattern_version: text,
    valid_from: time,
    valid_until: time,
  }),
  infrastructure: sdo(['name'], { ...described, ...seen, infrastructure_types: list(term), aliases: list(text) }),
  'intrusion-set': sdo(['name'], { ...described, ...seen, aliases: list(text), goals: list(text) }),
  location: sdo([], { ...described, country: matches(/^[A-Z]{2}$/), region: term }),
  malware: sdo(['is_family'], {
    ...described,
    ...seen,
    malware_types: list(term),
    is_family: flag,
    aliases: list(text),
    sample_refs: list(ref('artifact', 'file')),
  }),
  note: sdo(['content', 'object_refs'], { abstract: text, content: named, object_refs: list(ref()) }),
  'observed-data': sdo(['first_observed', 'last_observed', 'number_observed', 'object_refs'], {
    first_observed: time,
    last_observed: time,
    number_observed: whole(1, 999_999_999),
    object_refs: list(ref()),
  }),
  report: sdo(['name', 'published', 'object_refs'], {
    ...described,
    report_types: list(term),
    published: time,
    object_refs: list(ref()),
  }),
  tool: sdo(['name'], { ...described, tool_types: list(term), aliases: list(text), tool_version: text }),
  vulnerability: sdo(['name'], described),
  relationship: sdo(['relationship_type', 'source_ref', 'target_ref'], {
    description: text,
    relationship_type: term,
    source_ref: ref(),
    target_ref: ref(),
    start_time: time,
    stop_time: time,
  }),
  sighting: sdo(['sighting_of_ref'], {
    ...seen,
    description: text,
    count: whole(0, 999_999_999),
    sighting_of_ref: ref(),
    observed_data_refs: list(ref('observed-data')),
    where_sighted_refs: list(ref('identity', 'location')),
    summary: flag,
  }),
  directory: sco(['path'], { path: named, ctime: time, mtime: time, atime: time }),
  file: sco([], {
    hashes,
    size: whole(0),
    name: named,
    ctime: time,
    mtime: time,
    atime: time,
    parent_directory_ref: ref('directory'),
  }),
  software: sco(['name'], { name: named, version: text, vendor: text }),
  'marking-definition': {
    has: { name: named, definition_type: term, definition: isRecord },
    needs: [],
    base: common,
    baseNeeds: ['type', 'spec_version', 'id', 'created'],
  },
};

/** Everything in a bundle that STIX 2.1 does not allow, one sentence each. */
export function stixProblems(bundle: unknown): string[] {
  if (!isRecord(bundle) || bundle.type !== 'bundle' || !ref('bundle')(bundle.id)) return ['it is no bundle'];
  if (!Array.isArray(bundle.objects)) return ['it has no objects'];
  const problems = Object.keys(bundle).flatMap((k) => (['type', 'id', 'objects'].includes(k) ? [] : [`bundle: ${k}`]));
  const ids = new Set<string>();
  for (const object of bundle.objects) {
    const id = isRecord(object) ? String(object.id) : '';
    if (ids.has(id)) problems.push(`${id} is there twice`);
    ids.add(id);
    problems.push(...(isRecord(object) ? objectProblems(object) : ['an entry is no object']));
  }
  return problems;
}

function objectProblems(object: Record<string, unknown>): string[] {
  const type = String(object.type);
  const kind = kinds[type];
  if (!kind) return [`${object.id}: STIX 2.1 has no type ${type}, or this table does not`];
  const table: Table = { ...(kind.base ?? common), ...kind.has, id: ref(type) };
  const problems = [...(kind.baseNeeds ?? demanded), ...kind.needs].flatMap((k) =>
    object[k] === undefined ? [`${object.id}: ${k} is missing`] : [],
  );
  for (const [k, v] of Object.entries(object))
    if (!table[k]) problems.push(`${object.id}: ${k} is no property of ${type}`);
    else if (!table[k](v)) problems.push(`${object.id}: ${k} is ${JSON.stringify(v)?.slice(0, 80)}`);
  for (const [from, to] of [
    ['created', 'modified'],
    ['first_seen', 'last_seen'],
    ['first_observed', 'last_observed'],
    ['valid_from', 'valid_until'],
  ] as const)
    if (object[from] && object[to] && Date.parse(String(object[from])) > Date.parse(String(object[to])))
      problems.push(`${object.id}: ${to} is before ${from}`);
  if (type === 'file' && !object.hashes && !object.name) problems.push(`${object.id}: neither hashes nor name`);
  if (type === 'location' && !object.region && !object.country) problems.push(`${object.id}: no place`);
  return problems;
}

/** References to objects that are not in the bundle. */
export function dangling(bundle: { objects: Record<string, unknown>[] }): string[] {
  const ids = new Set(bundle.objects.map((o) => o.id));
  return bundle.objects.flatMap((o) =>
    Object.entries(o).flatMap(([k, v]) =>
      k.endsWith('_ref') || k.endsWith('_refs')
        ? [v].flat().flatMap((id) => (ids.has(id) ? [] : [`${o.id}: ${k} ${id}`]))
        : [],
    ),
  );
}

/** The validator of OASIS (it carries their JSON schemas), where this machine has it. */
export const oasisValidator: string | undefined =
  spawnSync('stix2_validator', ['--help']).status === 0 ? 'stix2_validator' : undefined;
