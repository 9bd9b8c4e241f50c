import { createHash } from 'node:crypto';

/** Identifiers are UUIDs of version 5 (RFC 9562, 5.5) under this name space of ours. */
const nameSpace = Buffer.from('7b1c9a0d6f4e4c0b9d2e5a8f30c6b1e4', 'hex');

/** A STIX identifier that the same text always gives, so that a bundle made again has the same objects. */
export function identifier(type: string, text: string): string {
  const hash = createHash('sha1').update(nameSpace).update(text).digest().subarray(0, 16);
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  const hex = hash.toString('hex');
  return `${type}--${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
