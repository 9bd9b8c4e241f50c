import { createHmac } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { AfterimageError } from '../../model/index.ts';
import { osError } from '../os-error.ts';

/** Shortest key, in bytes: as long as the hash, so that guessing the key is no easier than guessing the hash. */
export const LEAST_KEY = 32;

/** Different bytes that a key of random bytes, or of their hex digits, is sure to have. */
const LEAST_VARIETY = 8;

/**
 * The secret that owners share to compare without showing: HMAC-SHA-256 under it stands for every path and content.
 * Whoever has the key can tell which known files are there; whoever has not can only compare.
 */
export class FleetKey {
  readonly #key: Buffer;

  /** @throws AfterimageError `usage` for a key that could be guessed */
  constructor(key: Buffer, from = 'the fleet key') {
    const variety = new Set(key).size;
    if (key.length < LEAST_KEY || variety < LEAST_VARIETY)
      throw new AfterimageError(
        'usage',
        `Cannot use ${from}: it has ${key.length} bytes, ${variety} of them different, expected at least ${LEAST_KEY} random ones. Make one with: head -c 32 /dev/urandom | base64 > fleet.key`,
      );
    this.#key = key;
  }

  /** Reads a key from a file; white space at its end does not count. @throws AfterimageError `no-input`, `usage` */
  static async read(path: string): Promise<FleetKey> {
    let content: Buffer;
    try {
      content = await readFile(path);
    } catch (error) {
      throw osError('no-input', 'read', path, error);
    }
    let end = content.length;
    while (end > 0 && [0x0a, 0x0d, 0x20, 0x09].includes(content[end - 1]!)) end--;
    return new FleetKey(content.subarray(0, end), path);
  }

  /** What tells two keys apart and says nothing of either. */
  get check(): string {
    return this.#hmac('check').slice(0, 16);
  }

  /** A mark by which a device is known again; its first word, the kind of mark, stays. */
  device(mark: string): string {
    return `${mark.split(' ')[0]} ${this.#hmac('device', mark)}`;
  }

  /** The content of one file at one place: the same content elsewhere has another token. */
  content(sha256: string, path: string): string {
    return this.#hmac('content', sha256, path);
  }

  /** A path with a token in the place of each name. Each stands for all of the path up to it, so folders stay folders. */
  path(path: string): string {
    const names = path.replace(/^\//, '').split('/');
    return names.map((_, i) => `/${this.#hmac('path', names.slice(0, i + 1).join('/')).slice(0, 16)}`).join('');
  }

  #hmac(...parts: string[]): string {
    const hmac = createHmac('sha256', this.#key);
    // Lengths keep the parts apart, whatever is in them.
    for (const part of ['afterimage fleet 1', ...parts]) hmac.update(`${Buffer.byteLength(part)}:${part}`);
    return hmac.digest('hex');
  }
}
