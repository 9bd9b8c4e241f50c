import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { osError } from './os-error.ts';

/**
 * SHA-256 of a file of the case, lower-case hex.
 * @throws AfterimageError `io`
 */
export async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  try {
    for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) hash.update(chunk);
  } catch (error) {
    throw osError('io', 'read', path, error);
  }
  return hash.digest('hex');
}
