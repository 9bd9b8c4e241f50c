import type { ByteSource } from '../../bytes/index.ts';
import type { Locator } from '../../model/index.ts';
import { locatorsOf } from '../locate.ts';

/**
 * One locator for a stretch of a source; for an empty stretch, the evidence it would lie in and no bytes. Pieces of
 * compressed content all lie in the same stored stretch, which is named once.
 */
export function placeOf(source: ByteSource, offset: number, length: number, layers: string[]): Locator {
  const [found] = locatorsOf(source.origin(offset, length), layers);
  if (found) {
    const same = (i: number): boolean =>
      found.bytes[i]!.offset === found.bytes[i - 1]!.offset && found.bytes[i]!.length === found.bytes[i - 1]!.length;
    return { ...found, bytes: found.bytes.filter((_, i) => i === 0 || !same(i)) };
  }
  const [near] = locatorsOf(source.origin(0, Math.min(1, source.size)), layers);
  return near ? { ...near, bytes: [] } : { evidence: '0', layers, bytes: [] };
}
