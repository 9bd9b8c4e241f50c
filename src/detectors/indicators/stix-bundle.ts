import type { Indicator, Parsed } from './indicator.ts';
import { plainText } from './plain-text.ts';
import { parsePattern } from './stix-pattern.ts';
import { PatternError, shorten } from './stix-tokens.ts';
import { usable } from './usable.ts';

/** A STIX object as it comes: nothing in it is sure. */
export type Loose = Record<string, unknown>;

const text = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const isObject = (value: unknown): value is Loose =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The STIX objects of a parsed document: a bundle, a TAXII envelope, a list of objects, or one object. */
export function stixObjects(document: unknown): Loose[] | undefined {
  const objects = Array.isArray(document)
    ? document
    : isObject(document)
      ? (document.objects ?? [document])
      : undefined;
  if (!Array.isArray(objects)) return undefined;
  const found = objects.filter(
    (o): o is Loose => isObject(o) && text(o.type) !== undefined && /^[a-z0-9-]+--/.test(text(o.id) ?? ''),
  );
  return found.length > 0 || (isObject(document) && document.type === 'bundle') ? found : undefined;
}

/**
 * STIX 2.1 (OASIS Standard) and, where they are the same, 2.0 bundles. Family, actors and techniques come from the
 * relationships: an indicator `indicates` malware; malware `uses` attack-patterns; an intrusion-set, threat-actor or
 * campaign `uses` malware or has it `attributed-to` itself.
 */
export function readBundle(file: string, document: unknown, objects: Loose[], ours: boolean, version: string): Parsed {
  const parsed: Parsed = { indicators: [], unusable: [], notices: [] };
  const old = objects.some((o) => o.type === 'indicator' && o.spec_version !== '2.1' && o.pattern_type === undefined);
  if (old || (isObject(document) && document.spec_version === '2.0'))
    parsed.notices.push(`${file}: a STIX 2.0 bundle; read as 2.1 where the two are the same`);
  const observed = objects.filter((o) => o.type === 'file' || o.type === 'observed-data').length;
  if (observed > 0)
    parsed.notices.push(
      `${file}: ${observed} observations (file, observed-data) are not indicators and are not looked for`,
    );
  const graph = new Graph(objects);
  for (const object of objects) {
    if (object.type !== 'indicator') continue;
    const id = text(object.id)!;
    const pattern = text(object.pattern) ?? '';
    const reject = (reason: string) =>
      parsed.unusable.push({ file, id, value: shorten(pattern || (text(object.name) ?? id)), reason });
    const refused = refusal(object);
    if (refused) {
      reject(refused);
      continue;
    }
    try {
      const { test, reasons } = usable(parsePattern(pattern));
      if (!test) reject(reasons.join('; '));
      else {
        if (reasons.length > 0) reject(`a part of it is not used: ${reasons.join('; ')}`);
        parsed.indicators.push({ id, file, version, ours, test, listed: false, ...said(object), ...graph.around(id) });
      }
    } catch (error) {
      if (!(error instanceof PatternError)) throw error;
      reject(`not a STIX pattern: ${error.message}`);
    }
  }
  return parsed;
}

/** Why an indicator is not used whatever its pattern says. */
function refusal(object: Loose): string | undefined {
  if (object.revoked === true) return 'revoked by its publisher';
  const type = text(object.pattern_type);
  if (type !== undefined && type !== 'stix') return `its pattern is of type ${shorten(type)}, not stix`;
  const kinds = [...list(object.indicator_types), ...list(object.labels)];
  if (kinds.includes('benign')) return 'it marks what is benign';
  return text(object.pattern) === undefined ? 'it has no pattern' : undefined;
}

function said(object: Loose): Partial<Indicator> {
  const description = text(object.description) ?? text(object.name);
  const reference = list(object.external_references)
    .filter(isObject)
    .map((r) => text(r.url))
    .find((url) => url !== undefined);
  const { confidence } = object;
  return {
    ...(description && { description }),
    ...(reference && { reference }),
    ...(typeof confidence === 'number' && confidence >= 0 && confidence <= 100 && { confidence }),
    ...(text(object.valid_from) && { validFrom: text(object.valid_from)! }),
    ...(text(object.valid_until) && { validUntil: text(object.valid_until)! }),
  };
}

const actorTypes = new Set(['intrusion-set', 'threat-actor']);
const malwareTypes = new Set(['malware', 'tool']);

/** Who is tied to what; edges are walked a fixed number of steps, so circles do no harm. */
class Graph {
  readonly #objects = new Map<string, Loose>();
  readonly #from = new Map<string, { kind: string; to: string }[]>();
  readonly #to = new Map<string, { kind: string; from: string }[]>();

  constructor(objects: Loose[]) {
    for (const object of objects) if (object.revoked !== true) this.#objects.set(plainText(object.id), object);
    for (const { type, revoked, relationship_type, source_ref, target_ref } of objects) {
      if (type !== 'relationship' || revoked === true) continue;
      const [kind, from, to] = [plainText(relationship_type), plainText(source_ref), plainText(target_ref)];
      this.#from.set(from, [...(this.#from.get(from) ?? []), { kind, to }]);
      this.#to.set(to, [...(this.#to.get(to) ?? []), { kind, from }]);
    }
  }

  /** What the relationships say of an indicator. */
  around(id: string): Pick<Indicator, 'family' | 'actors' | 'techniques'> {
    const indicated = this.#targets(id, ['indicates']);
    const malware = indicated.filter((o) => malwareTypes.has(this.#type(o)));
    const campaigns = new Set(indicated.filter((o) => this.#type(o) === 'campaign'));
    const actors = new Set(indicated.filter((o) => actorTypes.has(this.#type(o))));
    const techniques = new Set(indicated.filter((o) => this.#type(o) === 'attack-pattern'));
    for (const one of malware) {
      for (const t of this.#targets(one, ['uses'])) if (this.#type(t) === 'attack-pattern') techniques.add(t);
      const tied = [
        ...this.#targets(one, ['attributed-to', 'authored-by']),
        ...(this.#to.get(one) ?? []).filter((e) => e.kind === 'uses').map((e) => e.from),
      ];
      for (const other of tied) {
        if (actorTypes.has(this.#type(other))) actors.add(other);
        if (this.#type(other) === 'campaign') campaigns.add(other);
      }
    }
    for (const campaign of campaigns)
      for (const a of this.#targets(campaign, ['attributed-to'])) if (actorTypes.has(this.#type(a))) actors.add(a);
    const family = malware.map((m) => this.#name(m)).find((name) => name !== undefined);
    return {
      ...(family && { family }),
      actors: [...actors].flatMap((a) => this.#name(a) ?? []).sort(),
      techniques: [...techniques].flatMap((t) => this.#technique(t) ?? []).sort(),
    };
  }

  #targets(from: string, kinds: string[]): string[] {
    return (this.#from.get(from) ?? []).filter((e) => kinds.includes(e.kind)).map((e) => e.to);
  }

  #type(id: string): string {
    return this.#objects.has(id) ? id.slice(0, id.indexOf('--')) : '';
  }

  #name(id: string): string | undefined {
    return text(this.#objects.get(id)?.name);
  }

  #technique(id: string): string | undefined {
    return list(this.#objects.get(id)?.external_references)
      .filter(isObject)
      .map((r) => (plainText(r.source_name).startsWith('mitre') ? text(r.external_id) : undefined))
      .find((t) => t !== undefined && /^T\d{4}(?:\.\d{3})?$/.test(t));
  }
}
