import type { StixObject } from '../stix/index.ts';
import { objectNames, type Reference } from './shape.ts';

/** Things have the same UUID in both formats. */
export const uuidOf = (id: string): string => id.slice(id.indexOf('--') + 2);

/** The objects of a bundle, to be found by identifier and by what they relate. */
export class Related {
  readonly #byId: Map<string, StixObject>;
  readonly #from = new Map<unknown, StixObject[]>();
  readonly #to = new Map<unknown, StixObject[]>();

  constructor(objects: readonly StixObject[]) {
    this.#byId = new Map(objects.map((o) => [o.id, o]));
    for (const r of objects) {
      if (r.type !== 'relationship') continue;
      push(this.#from, r.source_ref, r);
      push(this.#to, r.target_ref, r);
    }
  }

  get(id: unknown): StixObject | undefined {
    return this.#byId.get(String(id));
  }

  /** The first relation of a kind that ends at a thing. */
  to(id: string, kind: string): StixObject | undefined {
    return this.#to.get(id)?.find((r) => r.relationship_type === kind);
  }

  /** Relations from a thing to others that MISP has objects for. */
  references(id: string): Reference[] {
    return (this.#from.get(id) ?? []).flatMap((r) => {
      const to = this.get(r.target_ref);
      if (!to || !objectNames.includes(to.type)) return [];
      const comment = r.confidence === undefined ? undefined : `confidence ${r.confidence} of 100`;
      return { uuid: uuidOf(r.id), to: uuidOf(to.id), kind: String(r.relationship_type), ...(comment && { comment }) };
    });
  }
}

function push(map: Map<unknown, StixObject[]>, key: unknown, value: StixObject): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
