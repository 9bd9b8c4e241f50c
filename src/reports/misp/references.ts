import type { StixObject } from '../stix/index.ts';
import { objectNames, type Reference } from './shape.ts';

/** Things have the same UUID in both formats. */
export const uuidOf = (id: string): string => id.slice(id.indexOf('--') + 2);

/** Relations between things that MISP has objects for. */
export const referencesFrom = (id: string, objects: readonly StixObject[]): Reference[] =>
  objects.flatMap((r) => {
    const to = objects.find((o) => o.id === r.target_ref);
    if (r.type !== 'relationship' || r.source_ref !== id || !to || !objectNames.includes(to.type)) return [];
    const comment = r.confidence === undefined ? undefined : `confidence ${r.confidence} of 100`;
    return { uuid: uuidOf(r.id), to: uuidOf(to.id), kind: String(r.relationship_type), ...(comment && { comment }) };
  });
