import { galaxiesOf, type Loose, plainText } from '../indicators/index.ts';
import type { KnowledgeProblem } from './graph.ts';
import { identifier } from './identifier.ts';

/**
 * MISP events (core format of the MISP standard) as STIX 2.1 objects: what galaxy tags, objects and attributes name
 * becomes actors, families, techniques and vulnerabilities; references between objects become relations; the event
 * becomes a report, or a grouping when it was not published. Tags stand side by side without saying who did what, so an
 * actor and a family that only tags name are `related-to` with low confidence, never `uses`.
 */

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const records = (value: unknown): Loose[] =>
  Array.isArray(value) ? value.filter((v): v is Loose => typeof v === 'object' && v !== null) : [];

/** What tags side by side say of a relation, as STIX confidence. */
const TAGGED = 30;

/**
 * A STIX object may have come to MISP with its UUID, and says more than MISP kept of it. Told again from MISP it is older
 * than any other version, so that it never takes the place of the original.
 */
const OLDEST = '1970-01-01T00:00:00.000Z';

const hashes = new Map([
  ['md5', 'file:hashes.MD5'],
  ['sha1', "file:hashes.'SHA-1'"],
  ['sha256', "file:hashes.'SHA-256'"],
]);

/** MISP objects that have a twin in STIX, and the attribute that names them. */
const twins = new Map([
  ['malware', 'name'],
  ['intrusion-set', 'name'],
  ['attack-pattern', 'name'],
  ['vulnerability', 'id'],
]);

/** The objects of events; what says nothing of the above is counted in `problems`. */
export function objectsOfMisp(file: string, events: readonly Loose[], problems: KnowledgeProblem[]): Loose[] {
  const passed = new Map<string, number>();
  const objects = events.flatMap((event) => new EventReader(event, passed).read());
  for (const [what, count] of passed) problems.push({ file, reason: `${count} ${what} are not taken over` });
  return objects;
}

class EventReader {
  readonly #event: Loose;
  readonly #passed: Map<string, number>;
  readonly #day: string;
  readonly #made = new Map<string, Loose>();
  /** STIX identifiers by the UUID of the MISP object that they come from: its twin, or the indicators in it. */
  readonly #ofObject = new Map<string, string[]>();
  readonly #source: Loose;

  constructor(event: Loose, passed: Map<string, number>) {
    this.#event = event;
    this.#passed = passed;
    this.#day = /^\d{4}-\d\d-\d\d$/.test(plainText(event.date)) ? plainText(event.date) : '1970-01-01';
    this.#source = { source_name: 'MISP', ...(text(event.uuid) && { external_id: plainText(event.uuid) }) };
  }

  read(): Loose[] {
    const event = this.#event;
    const objects = records(event.Object).filter((o) => o.deleted !== true);
    for (const object of objects) this.#twin(object);
    const { families } = this.#tags();
    for (const attribute of records(event.Attribute)) this.#attribute(attribute, families);
    for (const object of objects)
      if (!twins.has(plainText(object.name)))
        for (const attribute of records(object.Attribute)) this.#attribute(attribute, families, object);
    for (const object of objects) for (const r of records(object.ObjectReference)) this.#reference(object, r);
    const about = {
      name: text(event.info) ?? 'MISP event',
      object_refs: [...this.#made.keys()],
      external_references: [this.#source],
    };
    const key = plainText(event.uuid ?? event.id ?? event.info);
    // A report is a disclosure to those who conclude; an event that was not published discloses nothing.
    if (event.published === false) this.#make('grouping', key, undefined, { ...about, context: 'unspecified' });
    else
      this.#make('report', key, undefined, {
        ...about,
        report_types: ['threat-report'],
        published: `${this.#day}T00:00:00.000Z`,
      });
    return [...this.#made.values()];
  }

  /** @param uuid of the STIX object it may once have been */
  #make(type: string, key: string, uuid: string | undefined, fields: Loose): string {
    const id = uuid ? `${type}--${uuid}` : identifier(type, `misp ${type} ${key}`);
    const time = uuid ? OLDEST : `${this.#day}T00:00:00.000Z`;
    this.#made.set(id, { type, spec_version: '2.1', id, created: time, modified: time, ...fields });
    return id;
  }

  #relate(from: string, kind: string, to: string, uuid?: string, confidence?: number): void {
    this.#make('relationship', `${from} ${kind} ${to} ${plainText(this.#event.uuid)}`, uuid, {
      relationship_type: kind,
      source_ref: from,
      target_ref: to,
      ...(confidence !== undefined && { confidence }),
      external_references: [this.#source],
    });
  }

  #twin(object: Loose): void {
    const type = plainText(object.name);
    const key = twins.get(type);
    if (key === undefined) return;
    const parts = new Map(
      records(object.Attribute).map((a) => [plainText(a.object_relation), plainText(a.value ?? '')]),
    );
    const name = parts.get(key) || parts.get('name') || parts.get('id');
    if (!name) {
      this.#pass(`objects ${type} without a name`);
      return;
    }
    const uuid = uuidIn(object);
    const id = this.#make(type, name, uuid, {
      name,
      ...(type === 'malware' && { is_family: parts.get('is_family') !== '0' }),
      ...publishedAs(type, type === 'vulnerability' ? name : (parts.get('id') ?? '')),
    });
    if (uuid) this.#ofObject.set(uuid, [id]);
  }

  /** What tags name, as new things where no object describes them. */
  #tags(): { families: string[] } {
    const tagged = galaxiesOf(records(this.#event.Tag));
    const described = [...this.#made.values()];
    const known = (type: string, name: string): string | undefined =>
      described.find((o) => o.type === type && (o.name === name || externalId(o) === name))?.id as string | undefined;
    const families = tagged.families.map(
      (name) => known('malware', name) ?? this.#make('malware', name, undefined, { name, is_family: true }),
    );
    const actors = tagged.actors.map(
      (name) => known('intrusion-set', name) ?? this.#make('intrusion-set', name, undefined, { name }),
    );
    for (const id of tagged.techniques)
      if (!known('attack-pattern', id))
        this.#make('attack-pattern', id, undefined, { name: id, ...publishedAs('attack-pattern', id) });
    const fromObjects = new Set([...this.#ofObject.values()].flat());
    for (const actor of actors)
      for (const family of families)
        if (!fromObjects.has(actor) || !fromObjects.has(family))
          this.#relate(actor, 'related-to', family, undefined, TAGGED);
    return { families };
  }

  #attribute(attribute: Loose, families: readonly string[], object?: Loose): void {
    if (attribute.deleted === true) return;
    const type = plainText(attribute.type ?? '');
    const value = plainText(attribute.value ?? '');
    const [kind, hash] = type.startsWith('filename|')
      ? [type.slice(9), value.slice(value.lastIndexOf('|') + 1)]
      : [type, value];
    if (type === 'vulnerability')
      this.#make('vulnerability', value, undefined, { name: value, ...publishedAs('vulnerability', value) });
    else if (hashes.has(kind) && /^[0-9a-fA-F]{32,64}$/.test(hash) && attribute.to_ids !== false) {
      const indicator = this.#make('indicator', `${kind} ${hash}`, uuidIn(attribute), {
        name: text(attribute.comment) ?? value.slice(0, 120),
        pattern: `[${hashes.get(kind)} = '${hash.toLowerCase()}']`,
        pattern_type: 'stix',
        valid_from: `${this.#day}T00:00:00Z`,
      });
      const uuid = object && uuidIn(object);
      if (uuid) this.#ofObject.set(uuid, [...(this.#ofObject.get(uuid) ?? []), indicator]);
      const told = records(object?.ObjectReference).some((r) => r.relationship_type === 'indicates');
      if (families.length === 1 && !told) this.#relate(indicator, 'indicates', families[0]!);
    } else
      this.#pass(
        hashes.has(kind) && attribute.to_ids === false
          ? `attributes of type ${type.slice(0, 60)} that are not for detection (to_ids)`
          : `attributes of type ${type.slice(0, 60)}`,
      );
  }

  #reference(object: Loose, reference: Loose): void {
    if (reference.deleted === true) return;
    const from = this.#ofObject.get(plainText(object.uuid).toLowerCase()) ?? [];
    const to = this.#ofObject.get(plainText(reference.referenced_uuid).toLowerCase()) ?? [];
    const kind = text(reference.relationship_type) ?? 'related-to';
    if (from.length === 0 || to.length === 0) {
      this.#pass('references from or to something that is not there or not taken over');
      return;
    }
    // One reference may stand for several relations; only a single one can have been its twin.
    const uuid = from.length * to.length === 1 ? uuidIn(reference) : undefined;
    for (const a of from) for (const b of to) this.#relate(a, kind, b, uuid);
  }

  #pass(what: string): void {
    this.#passed.set(what, (this.#passed.get(what) ?? 0) + 1);
  }
}

function uuidIn({ uuid }: Loose): string | undefined {
  const lower = plainText(uuid).toLowerCase();
  return /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/.test(lower) ? lower : undefined;
}

function publishedAs(type: string, id: string): Loose {
  const source = type === 'vulnerability' ? 'cve' : type === 'attack-pattern' ? 'mitre-attack' : undefined;
  const shape = source === 'cve' ? /^CVE-\d{4}-\d{4,}$/ : /^T\d{4}(?:\.\d{3})?$/;
  return source && shape.test(id) ? { external_references: [{ source_name: source, external_id: id }] } : {};
}

const externalId = (o: Loose): unknown => records(o.external_references)[0]?.external_id;
