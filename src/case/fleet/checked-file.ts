import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { AfterimageError } from '../../model/index.ts';
import type { ResultFile } from '../names.ts';
import type { OpenedCase } from '../open-case.ts';
import { osError } from '../os-error.ts';

/** Reads files of cases one after the other, into memory that the next one uses again. */
export class CheckedFiles {
  #memory = Buffer.allocUnsafe(1 << 20);

  /**
   * A result file, read once and compared with the hash in case.json. Its bytes are those of the next file after that.
   * @throws AfterimageError `stated-hash` when it was changed since, `io` when it cannot be read
   */
  async bytes({ path, file }: OpenedCase, name: ResultFile): Promise<Buffer> {
    const content = await this.#read(join(path, name));
    const found = createHash('sha256').update(content).digest('hex');
    const stated = file.files[name];
    if (found === stated) return content;
    throw new AfterimageError(
      'stated-hash',
      `The case ${path} was changed after its examination: the SHA-256 of ${name} is ${found}, case.json says ${stated ?? 'nothing of it'}. It is not compared with others.`,
    );
  }

  /** The same as JSON. @throws AfterimageError as `bytes`, and `io` when it is none */
  async json<T>(opened: OpenedCase, name: ResultFile): Promise<T> {
    const content = await this.bytes(opened, name);
    try {
      return JSON.parse(content.toString('utf8')) as T;
    } catch (cause) {
      throw new AfterimageError('io', `Cannot read ${join(opened.path, name)}: it is not JSON (damaged or cut off).`, {
        cause,
      });
    }
  }

  async #read(path: string): Promise<Buffer> {
    try {
      const handle = await open(path);
      try {
        let length = 0;
        for (;;) {
          if (length === this.#memory.length) this.#memory = Buffer.concat([this.#memory], 2 * length);
          const { bytesRead } = await handle.read(this.#memory, length, this.#memory.length - length, length);
          if (bytesRead === 0) return this.#memory.subarray(0, length);
          length += bytesRead;
        }
      } finally {
        await handle.close();
      }
    } catch (error) {
      throw osError('io', 'read', path, error);
    }
  }
}
