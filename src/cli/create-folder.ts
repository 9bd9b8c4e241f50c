import { lstat, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { AfterimageError } from '../model/index.ts';

/**
 * Creates a folder with files, all of them or nothing: they are written under another name beside it and renamed.
 * @param files path below the folder, and text
 * @throws AfterimageError `cannot-create`: a folder that exists is never written to
 */
export async function createFolder(folder: string, files: ReadonlyMap<string, string>): Promise<void> {
  const fail = (what: string, cause?: unknown): AfterimageError =>
    new AfterimageError('cannot-create', `Cannot create the folder ${folder}: ${what}.`, { cause });
  if (await lstat(folder).catch(() => undefined)) throw fail('it exists already');
  let temporary: string | undefined;
  try {
    temporary = await mkdtemp(join(dirname(folder), `.${basename(folder)}.partial-`));
    for (const [path, text] of files) {
      const at = join(temporary, path);
      await mkdir(dirname(at), { recursive: true });
      await writeFile(at, text, { flag: 'wx' });
    }
    await rename(temporary, folder);
  } catch (cause) {
    if (temporary !== undefined) await rm(temporary, { recursive: true, force: true });
    throw fail((cause as Error).message, cause);
  }
}
