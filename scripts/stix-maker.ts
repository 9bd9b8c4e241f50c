import { identifier } from '../src/detectors/knowledge/identifier.ts';
import { byText } from '../src/model/index.ts';
import type { Family, IndicatorSource } from './indicator-source.ts';

/** A STIX 2.1 object. */
export type StixObject = { type: string; id: string } & Record<string, unknown>;

const order = [
  'marking-definition',
  'identity',
  'extension-definition',
  'location',
  'intrusion-set',
  'campaign',
  'vulnerability',
  'attack-pattern',
  'malware',
  'tool',
  'indicator',
  'report',
  'relationship',
];

/** Makes the objects that our bundles share, so that one thing has one identifier and one wording in all of them. */
export class StixMaker {
  protected readonly source: IndicatorSource;
  protected readonly objects = new Map<string, StixObject>();
  protected readonly identity: string;

  constructor(source: IndicatorSource) {
    this.source = source;
    // TLP:CLEAR of TLP 2.0, as the OASIS extension definition fixes it
    this.add({
      type: 'marking-definition',
      spec_version: '2.1',
      id: 'marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487',
      created: '2022-10-01T00:00:00.000Z',
      name: 'TLP:CLEAR',
      extensions: {
        'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d': {
          extension_type: 'property-extension',
          tlp_2_0: 'clear',
        },
      },
    });
    this.identity = identifier('identity', 'afterimage');
    this.add({
      type: 'identity',
      spec_version: '2.1',
      id: this.identity,
      created: '2026-11-23T00:00:00.000Z',
      modified: '2026-11-23T00:00:00.000Z',
      name: 'Afterimage content',
      identity_class: 'system',
    });
  }

  protected add(object: StixObject): string {
    if (!this.objects.has(object.id)) this.objects.set(object.id, object);
    return object.id;
  }

  protected own(type: string, key: string, day: string, fields: Record<string, unknown>): string {
    return this.add({
      type,
      spec_version: '2.1',
      id: identifier(type, key),
      created_by_ref: this.identity,
      created: `${day}T00:00:00.000Z`,
      modified: `${this.source.version}T00:00:00.000Z`,
      object_marking_refs: ['marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487'],
      ...fields,
    });
  }

  protected relate(day: string, from: string, kind: string, to: string, confidence?: number): void {
    const fields = { relationship_type: kind, source_ref: from, target_ref: to };
    this.own(
      'relationship',
      `${from} ${kind} ${to}`,
      day,
      confidence === undefined ? fields : { ...fields, confidence },
    );
  }

  protected reference(key: string | undefined): { source_name: string; url?: string; description?: string } {
    const source = key === undefined ? undefined : this.source.sources[key];
    if (!source)
      return { source_name: 'recalled', description: 'From memory of public reporting; no source was at hand.' };
    const reference = { source_name: source.name };
    return source.url ? { ...reference, url: source.url } : { ...reference, description: source.note ?? '' };
  }

  protected actor(name: string): string {
    const actor = this.source.actors[name]!;
    return this.own('intrusion-set', name, actor.first ?? '2021-04-20', {
      name,
      ...(actor.aliases ? { aliases: actor.aliases } : {}),
      description: actor.about,
      ...(actor.first ? { first_seen: `${actor.first}T00:00:00Z` } : {}),
      external_references: [this.reference(actor.source)],
    });
  }

  protected technique(id: string): string {
    return this.own('attack-pattern', id, '2021-04-20', {
      name: this.source.techniques[id],
      external_references: [
        {
          source_name: 'mitre-attack',
          external_id: id,
          url: `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`,
        },
      ],
    });
  }

  protected malware(family: Family): string {
    const software = family.attack && {
      source_name: 'mitre-attack',
      external_id: family.attack,
      url: `https://attack.mitre.org/software/${family.attack}/`,
    };
    return this.own('malware', family.name, family.reported, {
      name: family.name,
      ...(family.aliases ? { aliases: family.aliases } : {}),
      description: family.about,
      malware_types: family.types,
      is_family: true,
      ...(software ? { external_references: [software] } : {}),
    });
  }

  /** All objects made so far as a bundle, in a fixed order. */
  bundle(name: string): string {
    const key = (object: StixObject) =>
      `${String(order.indexOf(object.type)).padStart(2, '0')} ${object.name ?? ''} ${object.id}`;
    const objects = [...this.objects.values()].sort((a, b) => byText(key(a), key(b)));
    return `${JSON.stringify({ type: 'bundle', id: identifier('bundle', name), objects }, undefined, 1)}\n`;
  }
}
