import type { Loose } from '../../detectors/index.ts';

/**
 * Pieces of an event of the MISP core format (draft-dulaunoy-misp-core-format). Numbers that an instance gives (`id`,
 * `org_id`) are "0": no instance has given any. Templates are those of misp-objects.
 */

/** What an attribute says; the rest is the same for all of one event. */
export interface Said {
  uuid: string;
  type: string;
  category: string;
  value: string;
  comment?: string;
  /** Meant to be looked for by machines. */
  toIds?: boolean;
  /** Its part in an object. */
  relation?: string;
}

export const attribute = (
  timestamp: string,
  { uuid, type, category, value, comment, toIds, relation }: Said,
): Loose => ({
  uuid,
  ...(relation && { object_relation: relation }),
  type,
  category,
  value,
  to_ids: toIds === true,
  comment: comment ?? '',
  timestamp,
  distribution: '5',
  sharing_group_id: '0',
  deleted: false,
  disable_correlation: !toIds,
});

interface Template {
  category: string;
  description: string;
  uuid: string;
  version: string;
}

const templates: Record<string, Template> = {
  file: {
    category: 'file',
    description: 'File object describing a file with meta-information',
    uuid: '688c46fb-5edb-40a3-8273-1af7923e2215',
    version: '23',
  },
  malware: {
    category: 'misc',
    description: 'Malware is a type of TTP that represents malicious code.',
    uuid: 'e5ad1d64-4b4e-44f5-9e00-88a705a67f9d',
    version: '1',
  },
  'intrusion-set': {
    category: 'misc',
    description: 'A object template describing an Intrusion Set as defined in STIX 2.1.',
    uuid: 'bfe96eae-e37a-4ecf-8012-1cdb478571a5',
    version: '1',
  },
  'attack-pattern': {
    category: 'vulnerability',
    description: 'Attack pattern describing a common attack pattern enumeration and classification.',
    uuid: '35928348-56be-4d7f-9752-a80927936351',
    version: '1',
  },
  vulnerability: {
    category: 'network',
    description: 'Vulnerability object describing common vulnerability enumeration',
    uuid: '81650945-f186-437b-8945-9f31715d32da',
    version: '2',
  },
};

/** Things of STIX that MISP has an object for. */
export const objectNames: readonly string[] = Object.keys(templates);

export interface Reference {
  uuid: string;
  to: string;
  kind: string;
  comment?: string;
}

export function object(
  timestamp: string,
  name: string,
  uuid: string,
  { comment = '', said, references }: { comment?: string; said: Said[]; references: Reference[] },
  seen: Loose = {},
): Loose {
  const template = templates[name]!;
  return {
    uuid,
    name,
    'meta-category': template.category,
    description: template.description,
    template_uuid: template.uuid,
    template_version: template.version,
    timestamp,
    distribution: '5',
    sharing_group_id: '0',
    comment,
    deleted: false,
    ...seen,
    ObjectReference: references.map((r) => ({
      uuid: r.uuid,
      timestamp,
      object_uuid: uuid,
      referenced_uuid: r.to,
      relationship_type: r.kind,
      comment: r.comment ?? '',
      deleted: false,
    })),
    Attribute: said.map((one) => attribute(timestamp, one)),
  };
}
