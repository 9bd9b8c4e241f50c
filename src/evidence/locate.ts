import type { ByteSource, Origin } from '../bytes/index.ts';
import type { Locator } from '../model/index.ts';

/**
 * Locators for origins: one for each piece of evidence (and member) they touch, holes left out. While an examination
 * runs, `evidence` is the place in the list of evidence as text ("0"); the case replaces it with the hash that names
 * the evidence, which is known only when all of it has been read.
 */
export function locatorsOf(origins: Origin[], layers: string[]): Locator[] {
  const found: Locator[] = [];
  for (const { evidence, member, offset, length } of origins) {
    if (evidence === undefined) continue;
    let locator = found.find((l) => l.evidence === String(evidence) && l.member === member);
    if (!locator) {
      locator = { evidence: String(evidence), layers, ...(member !== undefined && { member }), bytes: [] };
      found.push(locator);
    }
    locator.bytes.push({ offset, length });
  }
  return found;
}

/** One locator for a stretch of a source; for content over several disks, the part on the first. */
export function locate(source: ByteSource, offset: number, length: number, layers: string[]): Locator {
  return locatorsOf(source.origin(offset, length), layers)[0] ?? { evidence: '0', layers, bytes: [] };
}
