import type { Interval, Sighting } from '../../model/index.ts';
import type { Device } from './devices.ts';
import { toolName } from './variants.ts';
import { isGone, isTelling } from './weight.ts';

/** Fewer steps in the same order are chance. */
const LEAST_STEPS = 3;

/** Families in the order they came, or went, on one device; undefined when their bounds overlap or they are too few. */
function orderOf(steps: readonly { name: string; when: Interval | undefined }[]): string[] | undefined {
  const first = new Map<string, { from: string; to: string }>();
  for (const { name, when } of steps) {
    const to = when?.notAfter;
    const from = when?.notBefore ?? to;
    if (from === undefined || to === undefined) continue;
    const known = first.get(name);
    if (!known || to < known.to) first.set(name, { from, to });
  }
  const sorted = [...first].sort(([, a], [, b]) => (a.to < b.to ? -1 : a.to > b.to ? 1 : 0));
  if (sorted.length < LEAST_STEPS) return undefined;
  for (let i = 1; i < sorted.length; i++) if (sorted[i]![1].from <= sorted[i - 1]![1].to) return undefined;
  return sorted.map(([name]) => name);
}

/** The orders of one device that are known without doubt, as text. */
export function ordersOf({ facts }: Device): string[] {
  const telling = facts.sightings.filter(isTelling);
  const steps = (of: readonly Sighting[], when: 'appeared' | 'removed') =>
    of.map((s) => ({ name: toolName(s), when: s[when] }));
  const came = orderOf(steps(telling, 'appeared'));
  const went = orderOf(steps(telling.filter(isGone), 'removed'));
  return [...(came ? [`came: ${came.join(', ')}`] : []), ...(went ? [`went: ${went.join(', ')}`] : [])];
}
