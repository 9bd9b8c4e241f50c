import { AfterimageError, byText, type ErrorCode } from '../../model/index.ts';
import { CheckedFiles } from './checked-file.ts';
import { caseFolders } from './folders.ts';
import { type ReadGateway, readGateway } from './gateway.ts';

/** A case that could not be used, and why. */
export interface Refused {
  path: string;
  because: string;
  code: ErrorCode;
}

export interface Fleet {
  /** In the order of their paths. */
  gateways: ReadGateway[];
  refused: Refused[];
}

/** Cases read at once. */
const TOGETHER = 4;

/**
 * Reads many finished cases. One that was changed since its examination, is not finished or cannot be read is refused
 * and named.
 * @throws AfterimageError `no-input` for a path without cases
 */
export async function readFleet(
  paths: readonly string[],
  options: { signal?: AbortSignal; onCase?: (done: number, of: number) => void } = {},
): Promise<Fleet> {
  const folders = await caseFolders(paths);
  const gateways = new Array<ReadGateway | undefined>(folders.length);
  const refused: Refused[] = [];
  let next = 0;
  let done = 0;
  const work = async (): Promise<void> => {
    const files = new CheckedFiles();
    for (let i = next++; i < folders.length; i = next++) {
      options.signal?.throwIfAborted();
      try {
        gateways[i] = await readGateway(folders[i]!, files);
      } catch (error) {
        if (!(error instanceof AfterimageError)) throw error;
        refused.push({ path: folders[i]!, because: error.message, code: error.code });
      }
      options.onCase?.(++done, folders.length);
    }
  };
  await Promise.all(Array.from({ length: TOGETHER }, work));
  return {
    gateways: gateways.filter((g) => g !== undefined),
    refused: refused.sort((a, b) => byText(a.path, b.path)),
  };
}
