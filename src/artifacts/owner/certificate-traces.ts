import type { Locator, OwnerTrace } from '../../model/index.ts';
import type { FoundCertificate } from './certificate.ts';
import { isPlaceholder, isSomebodys } from './names.ts';

/** Where a certificate was found. */
export interface CertificatePlace {
  /** For people: the path, and what is special about it. */
  where: string;
  /** False for what only another system of the device or a deleted file has. */
  present: boolean;
  locators: Locator[];
}

/** Domains in one certificate from which on it is one that many share, and names nobody. */
const SHARED = 9;

/**
 * What a certificate says of the owner, a trace for each domain; or why it says nothing: those of authorities, of the
 * maker, of persons and of many at once are no grounds.
 * @param delivered fingerprints that the factory-reset system has too
 */
export function certificateTraces(
  one: FoundCertificate,
  { where, present, locators }: CertificatePlace,
  delivered: ReadonlySet<string>,
): { traces: OwnerTrace[] } | { because: string } {
  if (delivered.has(one.fingerprint))
    return { because: 'The factory-reset system has the same: it came with the product.' };
  // Tools that sign for themselves often mark the result as an authority; one with a host's name is a server's.
  if (one.authority && (!one.selfSigned || one.hosts.length === 0))
    return { because: 'It is of a certificate authority, whose name is not that of the device.' };
  if (one.hosts.length === 0) return { because: 'It names no host: it is of a person, a program or the product.' };
  const domains = one.domains.filter(isSomebodys);
  if (domains.length === 0) return { because: 'It names hosts of the maker, or of nobody: it came with the product.' };
  if (domains.length >= SHARED) return { because: `It names hosts of ${domains.length} domains: many share it.` };
  const organisation =
    one.organisation !== undefined && !isPlaceholder(one.organisation) ? one.organisation : undefined;
  const says = [
    `A certificate in ${where} is for ${one.hosts.filter(isSomebodys).join(', ')}`,
    organisation ? ` of ${organisation}` : '',
    one.selfSigned ? ', which nobody else vouches for' : '',
    `, valid from ${one.validFrom.slice(0, 10)} to ${one.validTo.slice(0, 10)}.`,
  ].join('');
  return {
    traces: domains.map((domain) => ({
      kind: 'certificate',
      says,
      domain,
      ...(organisation !== undefined && { organisation }),
      ...(one.country !== undefined && { country: one.country }),
      present,
      ...(one.selfSigned && { selfSigned: true }),
      locators,
    })),
  };
}
