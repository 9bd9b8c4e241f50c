import { createHash } from 'node:crypto';

/** Identifiers are UUIDs of version 5 (RFC 9562, 5.5) under this name space of ours. */
const nameSpace = Buffer.from('7b1c9a0d6f4e4c0b9d2e5a8f30c6b1e4', 'hex');

/** A UUID that the same text always gives. @param space name space; ours when none is given */
export function nameUuid(text: string, space: Buffer = nameSpace): string {
  const hash = createHash('sha1').update(space).update(text).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/** A STIX identifier that the same text always gives, so that a bundle made again has the same objects. */
export const identifier = (type: string, text: string): string => `${type}--${nameUuid(text)}`;
