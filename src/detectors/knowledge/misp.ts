import { galaxiesOf, type Loose } from '../indicators/index.ts';
import type { KnowledgeProblem } from './graph.ts';
import { identifier } from './identifier.ts';

/**
 * MISP events (core format of the MISP standard) as STIX 2.1 objects: what galaxy tags and attributes name becomes
 * actors, families, techniques and vulnerabilities; the event becomes a report. Tags stand side by side without saying
 * who did what, so an actor and a family of one event are `related-to` with low confidence, never `uses`.
 */

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const records = (value: unknown): Loose[] =>
  Array.isArray(value) ? value.filter((v): v is Loose => typeof v === 'object' && v !== null) : [];

/** What tags side by side say of a relation, as STIX confidence. */
const TAGGED = 30;

const hashes = new Map([
  ['md5', 'file:hashes.MD5'],
  ['sha1', "file:hashes.'SHA-1'"],
  ['sha256', "file:hashes.'SHA-256'"],
]);

/** The objects of events; kinds of attributes that say nothing of the above are counted in `problems`. */
export function objectsOfMisp(file: string, events: readonly Loose[], problems: KnowledgeProblem[]): Loose[] {
  const objects: Loose[] = [];
  const passed = new Map<string, number>();
  for (const event of events) objects.push(...objectsOfEvent(event, passed));
  for (const [type, count] of passed)
    problems.push({ file, reason: `${count} attributes of type ${type.slice(0, 60)} are not taken over` });
  return objects;
}

function objectsOfEvent(event: Loose, passed: Map<string, number>): Loose[] {
  const day = /^\d{4}-\d\d-\d\d$/.test(String(event.date)) ? String(event.date) : '1970-01-01';
  const made = new Map<string, Loose>();
  const make = (type: string, key: string, fields: Loose): string => {
    const id = identifier(type, `misp ${type} ${key}`);
    const time = `${day}T00:00:00.000Z`;
    made.set(id, { type, spec_version: '2.1', id, created: time, modified: time, ...fields });
    return id;
  };
  const source = { source_name: 'MISP', ...(text(event.uuid) && { external_id: String(event.uuid) }) };
  const relate = (from: string, kind: string, to: string): string =>
    make('relationship', `${from} ${kind} ${to} ${event.uuid ?? ''}`, {
      relationship_type: kind,
      source_ref: from,
      target_ref: to,
      confidence: TAGGED,
      external_references: [source],
    });
  const tagged = galaxiesOf(records(event.Tag));
  const families = tagged.families.map((name) => make('malware', name, { name, is_family: true }));
  const actors = tagged.actors.map((name) => make('intrusion-set', name, { name }));
  for (const id of tagged.techniques)
    make('attack-pattern', id, { name: id, external_references: [{ source_name: 'mitre-attack', external_id: id }] });
  for (const actor of actors) for (const family of families) relate(actor, 'related-to', family);
  const attributes = [...records(event.Attribute), ...records(event.Object).flatMap((o) => records(o.Attribute))];
  for (const attribute of attributes) {
    const type = String(attribute.type ?? '');
    const value = String(attribute.value ?? '');
    const [kind, hash] = type.startsWith('filename|')
      ? [type.slice(9), value.slice(value.lastIndexOf('|') + 1)]
      : [type, value];
    if (type === 'vulnerability')
      make('vulnerability', value, { name: value, external_references: [{ source_name: 'cve', external_id: value }] });
    else if (hashes.has(kind) && /^[0-9a-fA-F]{32,64}$/.test(hash)) {
      const indicator = make('indicator', `${kind} ${hash}`, {
        name: text(attribute.comment) ?? value.slice(0, 120),
        pattern: `[${hashes.get(kind)} = '${hash.toLowerCase()}']`,
        pattern_type: 'stix',
        valid_from: `${day}T00:00:00Z`,
      });
      if (families.length === 1) relate(indicator, 'indicates', families[0]!);
    } else passed.set(type, (passed.get(type) ?? 0) + 1);
  }
  make('report', String(event.uuid ?? event.id ?? event.info), {
    name: text(event.info) ?? 'MISP event',
    report_types: ['threat-report'],
    published: `${day}T00:00:00.000Z`,
    object_refs: [...made.keys()],
    external_references: [source],
  });
  return [...made.values()];
}
