import { hash } from 'node:crypto';

/**
 * A quick number for a record, by its key: every record of every live log is asked whether it is one that is sought.
 * Two records may have the same mark, by chance or because somebody wants it: only `nameOf` tells them apart.
 */
export function markOf(key: string): number {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (let i = 0; i < key.length; i++) {
    const code = key.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995) ^ (b >>> 15);
  }
  return (a >>> 0) * 2 ** 21 + (b >>> 11);
}

/** A name that no two records share, as far as SHA-256 goes. */
export const nameOf = (key: string): string => hash('sha256', Buffer.from(key, 'latin1'), 'base64').slice(0, 22);
