import type { Device } from '../evidence/index.ts';
import { AfterimageError } from '../model/index.ts';
import type { ExamineOptions } from './options.ts';

/**
 * Hashes that somebody stated for each piece of evidence: on the command line, or in a file beside it.
 * @throws AfterimageError `usage`
 */
export function statedHashes(options: ExamineOptions, device: Device): (string | undefined)[] {
  if (options.sha256.length > device.evidence.length) {
    throw new AfterimageError(
      'usage',
      `--sha256: ${options.sha256.length} hashes were stated, ${device.evidence.length} pieces of evidence given.`,
    );
  }
  return device.evidence.map((evidence, i) => {
    const said = options.sha256[i]?.toLowerCase();
    if (said !== undefined && !/^[0-9a-f]{64}$/.test(said))
      throw new AfterimageError(
        'usage',
        `--sha256: "${options.sha256[i]}" is not a SHA-256; expected 64 hexadecimal digits.`,
      );
    return said ?? evidence.stated?.sha256;
  });
}
