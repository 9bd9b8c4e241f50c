import { mkdir, readdir } from 'node:fs/promises';
import { AfterimageError } from '../../model/index.ts';
import { osCode, osError } from '../os-error.ts';
import { writeFileWhole } from '../write-file.ts';

/**
 * Makes sure, before the work is done, that its result will have a place: a folder that is empty or not there.
 * @throws AfterimageError `cannot-create`
 */
export async function expectNewFolder(folder: string): Promise<void> {
  const inside = await readdir(folder).catch((error: unknown) => {
    if (osCode(error) === 'ENOENT') return [];
    throw osError('cannot-create', 'write into', folder, error);
  });
  if (inside.length > 0)
    throw new AfterimageError('cannot-create', `Cannot write into ${folder}: it is not empty; expected a new folder.`);
}

/** Writes documents, each whole or not at all. @throws AfterimageError `cannot-create` or `io` */
export async function writeDocuments(folder: string, documents: Readonly<Record<string, string>>): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
  } catch (error) {
    throw osError('cannot-create', 'create', folder, error);
  }
  for (const [name, content] of Object.entries(documents)) await writeFileWhole(folder, name, content);
}
