import { writeFile } from 'node:fs/promises';
import { AfterimageError } from '../model/index.ts';

/** Writes a new file. @throws AfterimageError `cannot-create`: a file that exists is never overwritten */
export async function createFile(file: string, document: string): Promise<void> {
  try {
    await writeFile(file, document, { flag: 'wx' });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const what = code === 'EEXIST' ? 'it exists already' : message;
    throw new AfterimageError('cannot-create', `Cannot create ${file}: ${what}.`, { cause });
  }
}
