import { type BigIntStats, lstatSync } from 'node:fs';

const slash = Buffer.from('/');

/** A path within a directory, from its parts as bytes. */
export const joined = (directory: Buffer, name: Buffer): Buffer => Buffer.concat([directory, slash, name]);

/** What the operating system says of a path, links not followed; the error code when it says nothing. */
export function inspect(path: Buffer): BigIntStats | string {
  try {
    return lstatSync(path, { bigint: true });
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  }
}

/** The bytes of a name that `nameText` showed with escapes. */
function unescaped(text: string): Buffer {
  const pieces: Buffer[] = [];
  const pattern = /\\x([0-9a-f]{2})|\\\\|[^\\]+|\\/g;
  for (const [piece, hex] of text.matchAll(pattern))
    pieces.push(hex !== undefined ? Buffer.from(hex, 'hex') : Buffer.from(piece === '\\\\' ? '\\' : piece));
  return Buffer.concat(pieces);
}

/**
 * The host path of a member of a directory handed over, or undefined when there is none. Links are never passed
 * through, so the result lies within `root` whatever the member's name says.
 */
export function hostPath(root: string, member: string): Buffer | undefined {
  let path: Buffer = Buffer.from(root);
  const parts = member.split('/').filter((part) => part !== '');
  for (const [i, part] of parts.entries()) {
    if (part === '.' || part === '..' || part.includes('\0')) return undefined;
    const candidates = part.includes('\\') ? [Buffer.from(part), unescaped(part)] : [Buffer.from(part)];
    const found = candidates.find((name) => typeof inspect(joined(path, name)) !== 'string');
    if (!found) return undefined;
    path = joined(path, found);
    const stats = inspect(path);
    if (i < parts.length - 1 && (typeof stats === 'string' || !stats.isDirectory())) return undefined;
  }
  return path;
}
