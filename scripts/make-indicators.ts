import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { byText } from '../src/model/index.ts';
import {
  type Fact,
  type Family,
  hashesOf,
  type IndicatorSource,
  patternOf,
  type Status,
  troubles,
} from './indicator-source.ts';

/**
 * Makes the STIX 2.1 bundles in content/indicators from source.yaml beside them: `npx tsx scripts/make-indicators.ts`.
 * The same source gives the same bytes. Standard: OASIS STIX 2.1, sections 4 (objects), 5 (relationships), 9 (patterns).
 */

type StixObject = { type: string; id: string } & Record<string, unknown>;

/** Identifiers are UUIDs of version 5 (RFC 9562, 5.5) under this name space of ours. */
const nameSpace = Buffer.from('7b1c9a0d6f4e4c0b9d2e5a8f30c6b1e4', 'hex');

function identifier(type: string, text: string): string {
  const hash = createHash('sha1').update(nameSpace).update(text).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${type}--${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

const surely: Record<Status, string> = {
  confirmed: 'confirmed in the source named here',
  recalled: 'recalled from public reporting and not confirmed, so a hint only',
  inferred: 'inferred from confirmed facts',
};

const tie = (fact: Fact): string =>
  fact.family_by ? `; the source names no family, the link rests on the ${fact.family_by}` : '';

function describe(family: Family, fact: Fact): { name: string; description: string; kind: string } {
  const status = surely[fact.status ?? 'confirmed'];
  if (hashesOf(fact).length > 0) {
    const published = fact.file ? `, published as ${fact.file}` : '';
    return {
      kind: 'hash',
      name: `${family.name}: ${fact.file ?? fact.role} by hash`,
      description: `Content with this hash is the ${fact.role} of ${family.name}${published}; ${status}${tie(fact)}.`,
    };
  }
  const what = fact.name ?? fact.matches;
  const folder = fact.folder ?? fact.folder_like;
  const subject =
    what === undefined
      ? `Any file in ${folder}`
      : `A file ${fact.name === undefined ? 'with a name like' : 'named'} ${what}${folder ? ` in ${folder}` : ''}`;
  return {
    kind: folder ? 'path' : 'name',
    name: `${family.name}: ${[folder, what].filter((part) => part !== undefined).join('/')}`,
    description: `${subject} fits ${family.name} (${fact.role}); a name alone proves little, and this one is ${status}${tie(fact)}.`,
  };
}

class BundleMaker {
  readonly #source: IndicatorSource;
  readonly #objects = new Map<string, StixObject>();
  readonly #identity: string;

  constructor(source: IndicatorSource) {
    this.#source = source;
    // TLP:CLEAR of TLP 2.0, as the OASIS extension definition fixes it
    this.#add({
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
    this.#identity = identifier('identity', 'afterimage');
    this.#add({
      type: 'identity',
      spec_version: '2.1',
      id: this.#identity,
      created: '2026-11-23T00:00:00.000Z',
      modified: '2026-11-23T00:00:00.000Z',
      name: 'Afterimage content',
      identity_class: 'system',
    });
  }

  #add(object: StixObject): string {
    if (!this.#objects.has(object.id)) this.#objects.set(object.id, object);
    return object.id;
  }

  #own(type: string, key: string, day: string, fields: Record<string, unknown>): string {
    return this.#add({
      type,
      spec_version: '2.1',
      id: identifier(type, key),
      created_by_ref: this.#identity,
      created: `${day}T00:00:00.000Z`,
      modified: `${this.#source.version}T00:00:00.000Z`,
      object_marking_refs: ['marking-definition--94868c89-83c2-464b-929b-a1a8aa3c8487'],
      ...fields,
    });
  }

  #relate(day: string, from: string, kind: string, to: string, confidence?: number): void {
    const fields = { relationship_type: kind, source_ref: from, target_ref: to };
    this.#own(
      'relationship',
      `${from} ${kind} ${to}`,
      day,
      confidence === undefined ? fields : { ...fields, confidence },
    );
  }

  #reference(key: string | undefined): { source_name: string; url?: string; description?: string } {
    const source = key === undefined ? undefined : this.#source.sources[key];
    if (!source)
      return { source_name: 'recalled', description: 'From memory of public reporting; no source was at hand.' };
    const reference = { source_name: source.name };
    return source.url ? { ...reference, url: source.url } : { ...reference, description: source.note ?? '' };
  }

  #actor(name: string): string {
    const actor = this.#source.actors[name]!;
    return this.#own('intrusion-set', name, actor.first, {
      name,
      ...(actor.aliases ? { aliases: actor.aliases } : {}),
      description: actor.about,
      first_seen: `${actor.first}T00:00:00Z`,
      external_references: [this.#reference(actor.source)],
    });
  }

  #technique(id: string): string {
    return this.#own('attack-pattern', id, '2021-04-20', {
      name: this.#source.techniques[id],
      external_references: [
        {
          source_name: 'mitre-attack',
          external_id: id,
          url: `https://attack.mitre.org/techniques/${id.replace('.', '/')}/`,
        },
      ],
    });
  }

  family(family: Family): void {
    const software = family.attack && {
      source_name: 'mitre-attack',
      external_id: family.attack,
      url: `https://attack.mitre.org/software/${family.attack}/`,
    };
    const malware = this.#own('malware', family.name, family.reported, {
      name: family.name,
      ...(family.aliases ? { aliases: family.aliases } : {}),
      description: family.about,
      malware_types: family.types,
      is_family: true,
      ...(software ? { external_references: [software] } : {}),
    });
    for (const name of family.actors) this.#relate(family.reported, this.#actor(name), 'uses', malware);
    for (const id of family.techniques) this.#relate(family.reported, malware, 'uses', this.#technique(id));
    for (const fact of family.facts) this.#fact(family, malware, fact);
  }

  #fact(family: Family, malware: string, fact: Fact): void {
    const pattern = patternOf(fact);
    const id = identifier('indicator', pattern);
    if (this.#objects.has(id)) throw new Error(`${family.name}: ${pattern} stands twice; choose one family.`);
    const { name, description, kind } = describe(family, fact);
    this.#own('indicator', pattern, family.reported, {
      name,
      description,
      indicator_types: [kind === 'hash' ? 'malicious-activity' : 'anomalous-activity'],
      pattern,
      pattern_type: 'stix',
      pattern_version: '2.1',
      valid_from: `${family.reported}T00:00:00Z`,
      confidence: fact.confidence ?? 95,
      labels: [kind, fact.status ?? 'confirmed'],
      external_references: [this.#reference(fact.from)],
    });
    this.#relate(family.reported, id, 'indicates', malware, fact.family_by ? 50 : undefined);
  }

  bundle(name: string): string {
    const order = [
      'marking-definition',
      'identity',
      'intrusion-set',
      'attack-pattern',
      'malware',
      'indicator',
      'relationship',
    ];
    const key = (object: StixObject) => `${order.indexOf(object.type)} ${object.name ?? ''} ${object.id}`;
    const objects = [...this.#objects.values()].sort((a, b) => byText(key(a), key(b)));
    return `${JSON.stringify({ type: 'bundle', id: identifier('bundle', name), objects }, undefined, 1)}\n`;
  }
}

/** The bundles, by file name without `.json`, as text; throws one Error that lists every line it cannot use. */
export function makeBundles(text: string): Map<string, string> {
  const source = parse(text) as IndicatorSource;
  const found = source.families.flatMap((family) => troubles(source, family));
  if (found.length > 0) throw new Error(`source.yaml cannot be used:\n${found.join('\n')}`);
  const makers = new Map<string, BundleMaker>();
  for (const family of source.families) {
    let maker = makers.get(family.bundle);
    if (!maker) makers.set(family.bundle, (maker = new BundleMaker(source)));
    maker.family(family);
  }
  return new Map([...makers].map(([name, maker]) => [name, maker.bundle(name)]));
}

/** Where source.yaml and the bundles lie. */
export const indicatorsFolder = new URL('../content/indicators/', import.meta.url);

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [name, bundle] of makeBundles(readFileSync(new URL('source.yaml', indicatorsFolder), 'utf8')))
    writeFileSync(new URL(`${name}.json`, indicatorsFolder), bundle);
}
