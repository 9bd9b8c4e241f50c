import { byText } from '../../model/index.ts';
import type { Knowledge } from './graph.ts';
import { identifier } from './identifier.ts';

/** Everything read as one STIX 2.1 bundle, objects sorted: reading it again gives the same graph. */
export function exportKnowledge({ objects }: Knowledge): string {
  const sorted = [...objects.values()].sort((a, b) => byText(`${a.type} ${a.id}`, `${b.type} ${b.id}`));
  const versions = sorted.map((o) => `${o.id} ${o.modified ?? ''}`).join('\n');
  return `${JSON.stringify({ type: 'bundle', id: identifier('bundle', versions), objects: sorted }, undefined, 1)}\n`;
}
