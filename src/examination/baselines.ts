import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { parseBaseline } from '../artifacts/index.ts';
import { AfterimageError } from '../model/index.ts';
import type { GivenBaseline } from './integrity.ts';

/** Bytes. */
const LARGEST = 1024 * 1024 * 1024;

/** Reads the baselines that were handed over. @throws AfterimageError `no-input` or `bad-content` */
export function readBaselines(paths: readonly string[]): GivenBaseline[] {
  return paths.map((path) => {
    let bytes: Buffer;
    try {
      if (statSync(path).size > LARGEST) throw new Error(`it is larger than ${LARGEST} bytes`);
      bytes = readFileSync(path);
    } catch (cause) {
      throw new AfterimageError('no-input', `baseline: ${path}: ${(cause as Error).message}`, { cause });
    }
    try {
      return {
        name: basename(path),
        hash: createHash('sha256').update(bytes).digest('hex'),
        baseline: parseBaseline(bytes),
      };
    } catch (cause) {
      throw new AfterimageError('bad-content', `baseline: ${path}: ${(cause as Error).message}`, { cause });
    }
  });
}
