import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AfterimageError } from '../../model/index.ts';
import type { ResultFile } from '../names.ts';
import type { OpenedCase } from '../open-case.ts';
import { osError } from '../os-error.ts';

/**
 * A result file, read once and compared with the hash in case.json.
 * @throws AfterimageError `stated-hash` when it was changed since, `io` when it cannot be read
 */
export async function checkedFile({ path, file }: OpenedCase, name: ResultFile): Promise<Buffer> {
  const at = join(path, name);
  let content: Buffer;
  try {
    content = await readFile(at);
  } catch (error) {
    throw osError('io', 'read', at, error);
  }
  const found = createHash('sha256').update(content).digest('hex');
  const stated = file.files[name];
  if (found === stated) return content;
  throw new AfterimageError(
    'stated-hash',
    `The case ${path} was changed after its examination: the SHA-256 of ${name} is ${found}, case.json says ${stated ?? 'nothing of it'}. It is not compared with others.`,
  );
}

/** The same as JSON. @throws AfterimageError as `checkedFile`, and `io` when it is none */
export async function checkedJson<T>(opened: OpenedCase, name: ResultFile): Promise<T> {
  const content = await checkedFile(opened, name);
  try {
    return JSON.parse(content.toString('utf8')) as T;
  } catch (cause) {
    throw new AfterimageError('io', `Cannot read ${join(opened.path, name)}: it is not JSON (damaged or cut off).`, {
      cause,
    });
  }
}
