import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { Writable } from 'node:stream';
import type { ByteSource } from '../bytes/index.ts';
import { AfterimageError } from '../model/index.ts';

/** The password by which the field hands samples around, so that no scanner eats them and nobody opens them by chance. */
export const PASSWORD = 'infected';

const CHUNK = 1024 * 1024;

/** One sample: named by its hash, so that nothing of the evidence steers a name of ours. */
export interface Sample {
  name: string;
  source: ByteSource;
}

/**
 * Writes samples into a new AES-256 zip that only its owner may read.
 * @throws AfterimageError `cannot-create` when the file exists or cannot be written
 */
export async function quarantine(output: string, samples: Sample[]): Promise<void> {
  // Fifty files that no examination needs.
  const { configure, ZipWriter } = await import('@zip.js/zip.js');
  configure({ useWebWorkers: false });
  const partial = `${output}.partial`;
  try {
    const file = createWriteStream(partial, { flags: 'wx', mode: 0o400 });
    // The fixed date keeps the result the same from run to run.
    const zip = new ZipWriter(Writable.toWeb(file) as WritableStream<Uint8Array>, {
      password: PASSWORD,
      encryptionStrength: 3,
      zip64: true,
      level: 0,
    });
    for (const { name, source } of samples) {
      await zip.add(name, contentOf(source), { lastModDate: new Date('2021-04-20T00:00:00Z'), useWebWorkers: false });
    }
    await zip.close();
    await rename(partial, output);
  } catch (cause) {
    await rm(partial, { force: true });
    throw new AfterimageError('cannot-create', `recover: cannot write ${output}: ${(cause as Error).message}`, {
      cause,
    });
  }
}

function contentOf(source: ByteSource): ReadableStream<Uint8Array> {
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      const bytes = source.read(at, CHUNK);
      at += bytes.length;
      if (bytes.length > 0) controller.enqueue(new Uint8Array(bytes));
      if (bytes.length < CHUNK) controller.close();
    },
  });
}
