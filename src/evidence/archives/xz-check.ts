import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import { Crc64 } from './crc64.ts';

/** Bytes of a check by its type (.xz file format, section 2.1.1.2). */
export const checkSizes = [0, 4, 4, 4, 8, 8, 8, 16, 16, 16, 32, 32, 32, 64, 64, 64];

/** What is computed of a block's content while it is unfolded. */
export interface Check {
  update(bytes: Buffer): void;
  /** True when the content matches what is stored of it. */
  matches(stored: Buffer): boolean;
}

class Crc32 implements Check {
  #crc = 0;

  update(bytes: Buffer): void {
    this.#crc = crc32(bytes, this.#crc);
  }

  matches(stored: Buffer): boolean {
    return stored.readUInt32LE(0) === this.#crc;
  }
}

/** The check of a type; content with one of an unknown type cannot be verified and passes. */
export function checkOf(type: number): Check {
  if (type === 1) return new Crc32();
  if (type === 4) {
    const crc = new Crc64();
    return { update: (bytes) => crc.update(bytes), matches: (stored) => stored.equals(crc.digest()) };
  }
  if (type === 10) {
    const hash = createHash('sha256');
    return { update: (bytes) => void hash.update(bytes), matches: (stored) => stored.equals(hash.digest()) };
  }
  return { update: () => {}, matches: () => true };
}
