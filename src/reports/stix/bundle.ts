import { identifier, type Knowledge, type Loose, nameUuid } from '../../detectors/index.ts';
import { byText, type Tlp, tlpName } from '../../model/index.ts';
import type { Examined } from '../input.ts';

/** A STIX object of ours. */
export type StixObject = { type: string; id: string } & Record<string, unknown>;

/** The name space that STIX 2.1 (section 2.9) fixes for identifiers of observables. */
const observables = Buffer.from('00abedb4aa42466c9c01fed23315a9b7', 'hex');

/** TLP 2.0 as OASIS fixes it for STIX: one object for each label, the same in every bundle of the world. */
const markings: Record<Tlp, string> = {
  clear: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
  green: 'marking-definition--bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
  amber: 'marking-definition--55d920b0-5e8b-4f79-9ee9-91f868d9b421',
  'amber+strict': 'marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003',
  red: 'marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1',
};
const tlpExtension = 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d';

/** Ours do not change with the case: an object that many bundles share has one time of making. */
const firstMade = '2026-11-23T00:00:00.000Z';

/**
 * A STIX 2.1 bundle in the making. What the case says gets identifiers made of the case and its own key, and the time
 * of the examination; what is published is taken over as it was published.
 */
export class Bundle {
  readonly #objects = new Map<string, StixObject>();
  readonly #examined: Examined;
  readonly #knowledge: Knowledge;
  readonly #marking: string;
  readonly #tool: string;
  /** The property extension that carries findings as we write them. */
  readonly extension: string;

  constructor(examined: Examined, knowledge: Knowledge, tlp: Tlp) {
    this.#examined = examined;
    this.#knowledge = knowledge;
    this.#marking = this.#add({
      type: 'marking-definition',
      spec_version: '2.1',
      id: markings[tlp],
      created: '2022-10-01T00:00:00.000Z',
      name: tlpName(tlp),
      extensions: { [tlpExtension]: { extension_type: 'property-extension', tlp_2_0: tlp } },
    });
    const made = { spec_version: '2.1', created: firstMade, modified: firstMade };
    this.#tool = this.#add({
      type: 'identity',
      id: identifier('identity', 'afterimage tool'),
      ...made,
      name: 'Afterimage',
      description: 'The tool that examined the evidence and wrote this bundle.',
      identity_class: 'system',
    });
    this.extension = this.#add({
      type: 'extension-definition',
      id: identifier('extension-definition', 'afterimage findings'),
      ...made,
      created_by_ref: this.#tool,
      name: 'Findings of Afterimage',
      description: 'Adds to observed data the findings about it, each with the bytes of evidence that back it.',
      schema: 'docs/interchange.md',
      version: '1.0.0',
      extension_types: ['property-extension'],
    });
  }

  /** Something that this case says. @param key what tells it from others of its type within the case */
  own(type: string, key: string, fields: Record<string, unknown>): string {
    const { case: name, at } = this.#examined;
    return this.#add({
      type,
      spec_version: '2.1',
      id: identifier(type, `case ${name} ${type} ${key}`),
      created_by_ref: this.#tool,
      created: at,
      modified: at,
      object_marking_refs: [this.#marking],
      ...fields,
    });
  }

  relate(from: string, kind: string, to: string, fields: Record<string, unknown> = {}): string {
    return this.own('relationship', `${from} ${kind} ${to}`, {
      relationship_type: kind,
      source_ref: from,
      target_ref: to,
      ...fields,
    });
  }

  /**
   * A thing that anybody may observe; its identifier follows from what it is.
   * @param by the properties that make the identifier, with sorted names
   */
  observable(type: string, by: Record<string, unknown>, fields: Record<string, unknown> = {}): string {
    const id = `${type}--${nameUuid(JSON.stringify(by), observables)}`;
    return this.#add({ type, spec_version: '2.1', id, object_marking_refs: [this.#marking], ...by, ...fields });
  }

  /** Something published, by one of its names, with what it refers to; undefined when the knowledge has no such thing. */
  published(name: string, types: readonly string[]): string | undefined {
    const entity = this.#knowledge.named(name).find((e) => types.includes(e.type));
    return entity && this.#take(entity.id);
  }

  /** Every published relation between the things taken so far. */
  publishedRelations(): void {
    for (const object of this.#knowledge.objects.values())
      if (
        object.type === 'relationship' &&
        object.revoked !== true &&
        this.#objects.has(String(object.source_ref)) &&
        this.#objects.has(String(object.target_ref))
      )
        this.#take(String(object.id));
  }

  /** Everything so far but what others only refer to. */
  get contents(): string[] {
    const aside = ['marking-definition', 'extension-definition'];
    return [...this.#objects.values()].flatMap((o) => (aside.includes(o.type) ? [] : o.id)).sort(byText);
  }

  /** The finished bundle, in the order that an import and export again has too. */
  finish(): { type: string; id: string; objects: StixObject[] } {
    const objects = [...this.#objects.values()].sort((a, b) => byText(`${a.type} ${a.id}`, `${b.type} ${b.id}`));
    const key = `case ${this.#examined.case} ${this.#examined.at} ${this.#marking}`;
    return { type: 'bundle', id: identifier('bundle', key), objects };
  }

  #take(id: string): string {
    const object = this.#knowledge.objects.get(id);
    if (object && !this.#objects.has(id)) {
      this.#add(object as StixObject);
      for (const other of referredTo(object)) if (this.#knowledge.objects.has(other)) this.#take(other);
    }
    return id;
  }

  #add(object: StixObject): string {
    if (!this.#objects.has(object.id)) this.#objects.set(object.id, object);
    return object.id;
  }
}

/** Who made and marked an object, and what its extensions are defined by: without them it cannot be understood. */
const referredTo = ({ created_by_ref, object_marking_refs, extensions }: Loose): string[] => [
  ...(typeof created_by_ref === 'string' ? [created_by_ref] : []),
  ...(Array.isArray(object_marking_refs) ? object_marking_refs.map(String) : []),
  ...(typeof extensions === 'object' && extensions !== null ? Object.keys(extensions) : []),
];
