import type { ByteSource } from '../../../bytes/index.ts';

/** Bytes looked through; what is longer is rarely text, and reading it twice costs more than this tells. */
const LONGEST = 32 * 1024 * 1024;
const CHUNK = 1 << 20;

/** Text in every one of its first bytes: no control bytes but the usual ones, and no zeros, as UTF-16 would have. */
const isPlainText = (head: Buffer): boolean =>
  head.length > 0 && head.every((b) => (b >= 32 && b !== 127) || (b >= 9 && b <= 13) || b === 27);

/**
 * How many of a text's blocks end in zeros: each is the last block of another file that lay there for a moment, or was
 * emptied, or what was written last never reached the disk or had not been given a block. No bitmap tells of these.
 */
export function zeroEnds(content: ByteSource, size: number, blockSize: number): number {
  if (size > LONGEST || !isPlainText(content.read(0, Math.min(256, size)))) return 0;
  let found = 0;
  for (let from = 0; from < size; from += CHUNK) {
    const bytes = content.read(from, Math.min(CHUNK, size - from));
    for (let at = 0; at < bytes.length; at += blockSize) {
      const last = Math.min(at + blockSize, bytes.length) - 1;
      if (bytes[last] === 0) found++;
    }
  }
  return found;
}
