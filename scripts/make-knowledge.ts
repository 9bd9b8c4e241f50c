import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { versionExtension } from '../src/detectors/knowledge/versions.ts';
import type { IndicatorSource } from './indicator-source.ts';
import { StixMaker } from './stix-maker.ts';

/**
 * Makes the STIX 2.1 bundle in content/stix from source.yaml beside it and the families in content/indicators:
 * `npx tsx scripts/make-knowledge.ts`. The same sources give the same bytes.
 */

/** Where a claim stands and how sure it is. */
interface Told {
  confidence: number;
  from: string[];
  note?: string;
}

interface Vulnerability extends Told {
  name: string;
  about: string;
  entry: string;
  affected: { from?: string; before: string }[];
  fixed: string[];
  published: string;
  fix?: string;
}

interface Campaign extends Told {
  name: string;
  about: string;
  attack?: string;
  first: string;
  last: string;
  actors: Record<string, number>;
  vulnerabilities?: string[];
  sectors?: Record<string, number>;
  regions?: Record<string, number>;
  techniques: string[];
}

interface Disclosure {
  name: string;
  day: string;
  about: string;
  from: string[];
  campaign: string;
  /** Families first reported on this day belong to it. */
  reported?: string;
  vulnerabilities?: string[];
}

interface KnowledgeSource extends Pick<IndicatorSource, 'version' | 'sources' | 'actors'> {
  names: (Told & { from_name: string; kind: string; to_name: string })[];
  uses: (Told & { actor: string; families: string[] })[];
  published_techniques: string[];
  tools: (Told & { name: string; about: string; by: string[] })[];
  vulnerabilities: Vulnerability[];
  sectors: Record<string, { name: string; sectors: string[] }>;
  regions: Record<string, { name: string; country?: string; region?: string }>;
  campaigns: Campaign[];
  disclosures: Disclosure[];
}

class KnowledgeMaker extends StixMaker {
  readonly #more: KnowledgeSource;
  readonly #named = new Map<string, string>();
  readonly #extension: string;

  constructor(source: IndicatorSource, more: KnowledgeSource) {
    super({
      ...source,
      sources: { ...source.sources, ...more.sources },
      actors: { ...source.actors, ...more.actors },
    });
    this.#more = more;
    this.#extension = this.own('extension-definition', versionExtension, '2026-11-23', {
      id: versionExtension,
      name: 'Affected and fixed versions of an appliance',
      description:
        'Adds to a vulnerability the ranges of versions that have it, the versions without it, and their days.',
      schema: 'docs/formats/knowledge.md',
      version: '1.0.0',
      extension_types: ['property-extension'],
    });
  }

  #references(keys: string[]): ReturnType<StixMaker['reference']>[] {
    for (const key of keys)
      if (key !== 'recalled' && !this.source.sources[key]) throw new Error(`No source is named "${key}".`);
    return keys.map((key) => this.reference(key));
  }

  #id(name: string): string {
    const id = this.#named.get(name);
    if (id === undefined) throw new Error(`Nothing is named "${name}".`);
    return id;
  }

  #say(day: string, from: string, kind: string, to: string, { confidence, from: keys, note }: Told): void {
    this.own('relationship', `knowledge ${from} ${kind} ${to}`, day, {
      modified: `${this.#more.version}T00:00:00.000Z`,
      relationship_type: kind,
      source_ref: from,
      target_ref: to,
      ...(note && { description: note }),
      confidence,
      external_references: this.#references(keys),
    });
  }

  make(): string {
    for (const name of Object.keys(this.source.actors)) this.#named.set(name, this.actor(name));
    for (const family of this.source.families) this.#family(family);
    for (const n of this.#more.names) this.#say('2021-04-20', this.#id(n.from_name), n.kind, this.#id(n.to_name), n);
    for (const { actor, families, ...told } of this.#more.uses)
      for (const name of families) {
        const family = this.source.families.find((f) => f.name === name);
        this.#say(family?.reported ?? '', this.#id(actor), 'uses', this.#id(name), told);
      }
    for (const tool of this.#more.tools) this.#tool(tool);
    for (const vulnerability of this.#more.vulnerabilities) this.#vulnerability(vulnerability);
    for (const campaign of this.#more.campaigns) this.#campaign(campaign);
    for (const disclosure of this.#more.disclosures) this.#disclosure(disclosure);
    return this.bundle('knowledge');
  }

  #family(family: IndicatorSource['families'][number]): void {
    const id = this.malware(family);
    this.#named.set(family.name, id);
    const published = family.attack !== undefined || this.#more.published_techniques.includes(family.name);
    const told = published ? { confidence: 80, from: ['attack'] } : { confidence: 50, from: ['mapping'] };
    for (const technique of family.techniques) this.#say(family.reported, id, 'uses', this.technique(technique), told);
  }

  #tool({ name, about, by, ...told }: KnowledgeSource['tools'][number]): void {
    const id = this.own('tool', `tool ${name}`, '2021-04-20', { name, description: about });
    for (const user of by) this.#say('2021-04-20', this.#id(user), 'uses', id, told);
  }

  #vulnerability(v: Vulnerability): void {
    const id = this.own('vulnerability', v.name, v.published, {
      name: v.name,
      description: v.about,
      confidence: v.confidence,
      external_references: [{ source_name: 'cve', external_id: v.name }, ...this.#references(v.from)],
      extensions: {
        [this.#extension]: {
          extension_type: 'property-extension',
          product: 'ivanti-connect-secure',
          entry: v.entry,
          affected: v.affected,
          fixed: v.fixed,
          published: v.published,
          ...(v.fix && { fix_published: v.fix }),
        },
      },
    });
    this.#named.set(v.name, id);
  }

  #campaign(c: Campaign): void {
    const id = this.own('campaign', c.name, c.first, {
      name: c.name,
      description: c.about,
      first_seen: `${c.first}T00:00:00Z`,
      last_seen: `${c.last}T00:00:00Z`,
      external_references: [
        ...(c.attack ? [{ source_name: 'mitre-attack', external_id: c.attack }] : []),
        ...this.#references(c.from),
      ],
    });
    this.#named.set(c.name, id);
    const say = (kind: string, to: string, confidence: number): void =>
      this.#say(c.first, id, kind, to, { confidence, from: c.from });
    for (const [name, confidence] of Object.entries(c.actors)) say('attributed-to', this.#id(name), confidence);
    for (const name of c.vulnerabilities ?? []) say('targets', this.#id(name), c.confidence);
    for (const [key, confidence] of Object.entries(c.sectors ?? {}))
      say('targets', this.own('identity', `sector ${key}`, '2021-04-20', this.#sector(key)), confidence);
    for (const [key, confidence] of Object.entries(c.regions ?? {}))
      say('targets', this.own('location', `region ${key}`, '2021-04-20', { ...this.#more.regions[key] }), confidence);
    for (const technique of c.techniques) say('uses', this.technique(technique), c.confidence);
  }

  #sector(key: string): Record<string, unknown> {
    return { ...this.#more.sectors[key], identity_class: 'class' };
  }

  #disclosure(d: Disclosure): void {
    const families = this.source.families.filter(
      (f) => d.reported !== undefined && f.bundle === 'pulse-2021' && String(f.reported) === d.reported,
    );
    const refs = [d.campaign, ...(d.vulnerabilities ?? []), ...families.map((f) => f.name)].map((n) => this.#id(n));
    this.own('report', d.name, d.day, {
      name: d.name,
      description: d.about,
      report_types: ['campaign'],
      published: `${d.day}T00:00:00.000Z`,
      object_refs: refs,
      external_references: this.#references(d.from),
    });
  }
}

/** Where the bundle and its source lie. */
export const knowledgeFolder = new URL('../content/stix/', import.meta.url);

/** The bundle as text. @throws Error that names what a line of the source refers to and is not there */
export function makeKnowledge(indicators: string, text: string): string {
  return new KnowledgeMaker(parse(indicators) as IndicatorSource, parse(text) as KnowledgeSource).make();
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const read = (path: string): string => readFileSync(new URL(path, knowledgeFolder), 'utf8');
  writeFileSync(
    new URL('knowledge.json', knowledgeFolder),
    makeKnowledge(read('../indicators/source.yaml'), read('source.yaml')),
  );
}
