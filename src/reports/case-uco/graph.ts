import { nameUuid } from '../../detectors/index.ts';
import type { Hashes, Instant } from '../../model/index.ts';
import { isStixTime as isTime } from '../stix/time.ts';

/** A reference to a node of the graph. */
export interface Node {
  '@id': string;
}

type Value = unknown;

/** Names of hash methods in UCO's vocabulary. */
const methods = { md5: 'MD5', sha1: 'SHA1', sha256: 'SHA256' } as const;

/** A JSON-LD graph in the making; every node is named by a UUID made of the case and its key. */
export class Graph {
  readonly #case: string;
  readonly #nodes: Record<string, Value>[] = [];

  constructor(name: string) {
    this.#case = name;
  }

  add(type: string | string[], key: string, properties: Record<string, Value>): Node {
    const id = this.#id([type].flat().at(-1)!, key);
    this.#nodes.push({ '@id': id, '@type': type, ...properties });
    return { '@id': id };
  }

  /** A facet of `uco-observable`; what is undefined is left out. */
  facet(type: string, key: string, properties: Record<string, Value>): Record<string, Value> {
    const named = Object.entries(properties).flatMap(([k, v]) => (v === undefined ? [] : [[`uco-observable:${k}`, v]]));
    return { '@id': this.#id(type, key), '@type': `uco-observable:${type}`, ...Object.fromEntries(named) };
  }

  content(key: string, size: number, hashes: Partial<Hashes>): Record<string, Value> {
    const known = (['md5', 'sha1', 'sha256'] as const).flatMap((name) => {
      const value = hashes[name];
      if (!value) return [];
      return {
        '@id': this.#id('Hash', `${key} ${name}`),
        '@type': 'uco-types:Hash',
        'uco-types:hashMethod': { '@type': 'uco-vocabulary:HashNameVocab', '@value': methods[name] },
        'uco-types:hashValue': { '@type': 'xsd:hexBinary', '@value': value },
      };
    });
    return this.facet('ContentDataFacet', key, {
      sizeInBytes: this.whole(size),
      hash: known.length > 0 ? known : undefined,
    });
  }

  whole = (value: number | undefined): Value =>
    value === undefined ? undefined : { '@type': 'xsd:integer', '@value': String(value) };

  time = (instant: Instant | undefined): Value =>
    instant !== undefined && isTime(instant) ? { '@type': 'xsd:dateTime', '@value': instant } : undefined;

  document(): Record<string, Value> {
    return {
      '@context': {
        'case-investigation': 'https://ontology.caseontology.org/case/investigation/',
        kb: 'http://example.org/kb/',
        'uco-action': 'https://ontology.unifiedcyberontology.org/uco/action/',
        'uco-core': 'https://ontology.unifiedcyberontology.org/uco/core/',
        'uco-observable': 'https://ontology.unifiedcyberontology.org/uco/observable/',
        'uco-tool': 'https://ontology.unifiedcyberontology.org/uco/tool/',
        'uco-types': 'https://ontology.unifiedcyberontology.org/uco/types/',
        'uco-vocabulary': 'https://ontology.unifiedcyberontology.org/uco/vocabulary/',
        xsd: 'http://www.w3.org/2001/XMLSchema#',
      },
      '@graph': this.#nodes,
    };
  }

  #id = (type: string, key: string): string =>
    `kb:${type.slice(type.indexOf(':') + 1)}-${nameUuid(`case-uco ${this.#case} ${type} ${key}`)}`;
}
