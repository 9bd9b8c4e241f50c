import type { Loose } from '../indicators/index.ts';

/** Where something is published. */
export interface Reference {
  source: string;
  url?: string;
  externalId?: string;
}

/** A thing that the knowledge has a name for: an actor, a family, a technique, a vulnerability, a campaign, a report. */
export interface Entity {
  id: string;
  type: string;
  name: string;
  aliases: string[];
  description?: string;
  references: Reference[];
  /** The STIX object as it came. */
  object: Loose;
}

/** One published relation between two things. */
export interface Link {
  kind: string;
  from: string;
  to: string;
  /** 0 to 100, as STIX has it; absent when its publisher states none. */
  confidence?: number;
  description?: string;
  sources: string[];
}

/** What was in a file and could not be used as meant. */
export interface KnowledgeProblem {
  file: string;
  id?: string;
  reason: string;
}

/** What is published about actors, families, techniques and vulnerabilities, as a graph. */
export class Knowledge {
  /** Every object by its identifier, the newest version of each. */
  readonly objects: ReadonlyMap<string, Loose>;
  readonly entities: ReadonlyMap<string, Entity>;
  readonly links: readonly Link[];
  readonly problems: readonly KnowledgeProblem[];
  readonly #names = new Map<string, Entity[]>();
  readonly #from = new Map<string, Link[]>();
  readonly #to = new Map<string, Link[]>();

  constructor(objects: ReadonlyMap<string, Loose>, entities: Entity[], links: Link[], problems: KnowledgeProblem[]) {
    this.objects = objects;
    this.entities = new Map(entities.map((e) => [e.id, e]));
    this.links = links;
    this.problems = problems;
    for (const entity of entities)
      for (const name of new Set([entity.name, ...entity.aliases, ...externalIds(entity)].map(folded)))
        push(this.#names, name, entity);
    for (const link of links) {
      push(this.#from, link.from, link);
      push(this.#to, link.to, link);
    }
  }

  /** Everything of this name, alias or published identifier, whatever the case of its letters. */
  named(name: string): readonly Entity[] {
    return this.#names.get(folded(name)) ?? [];
  }

  /** Relations that begin at an object. */
  from(id: string): readonly Link[] {
    return this.#from.get(id) ?? [];
  }

  /** Relations that end at an object. */
  to(id: string): readonly Link[] {
    return this.#to.get(id) ?? [];
  }
}

const folded = (name: string): string => name.trim().toUpperCase();

const externalIds = (entity: Entity): string[] => entity.references.flatMap((r) => r.externalId ?? []);

function push<T>(map: Map<string, T[]>, key: string, value: T): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
