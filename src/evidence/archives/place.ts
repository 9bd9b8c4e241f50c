import type { ByteSource } from '../../bytes/index.ts';
import type { Locator } from '../../model/index.ts';
import { locatorsOf } from '../locate.ts';

/** One locator for a stretch of a source; for an empty stretch, the evidence it would lie in and no bytes. */
export function placeOf(source: ByteSource, offset: number, length: number, layers: string[]): Locator {
  const [found] = locatorsOf(source.origin(offset, length), layers);
  if (found) return found;
  const [near] = locatorsOf(source.origin(0, Math.min(1, source.size)), layers);
  return near ? { ...near, bytes: [] } : { evidence: '0', layers, bytes: [] };
}
