import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { temporaryName } from './names.ts';
import { osError } from './os-error.ts';

/** Text, bytes, or pieces of text that need not fit in memory together. */
export type Content = string | Uint8Array | Iterable<string>;

/**
 * Writes a file so that its name never shows half of it: temporary name in the same folder, fsync, rename.
 * @throws AfterimageError `io` with the path and the operating system's reason
 */
export async function writeFileWhole(folder: string, name: string, content: Content): Promise<void> {
  const temporary = join(folder, temporaryName(name));
  try {
    // A leftover of a killed run; O_EXCL below then makes sure that we write a file of our own, not through a link.
    await rm(temporary, { force: true });
    const handle = await open(temporary, 'wx', 0o644);
    try {
      await writeContent(handle, content);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, join(folder, name));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => {});
    throw osError('io', 'write', join(folder, name), error);
  }
}

async function writeContent(handle: FileHandle, content: Content): Promise<void> {
  if (typeof content === 'string' || content instanceof Uint8Array) {
    await handle.writeFile(content);
    return;
  }
  let pending: string[] = [];
  let size = 0;
  for (const piece of content) {
    pending.push(piece);
    size += piece.length;
    if (size < 1 << 20) continue;
    await handle.appendFile(pending.join(''));
    pending = [];
    size = 0;
  }
  await handle.appendFile(pending.join(''));
}

/** Gives a file that was completed under its temporary name (by DuckDB) its final one, safely on the medium. */
export async function publish(folder: string, name: string): Promise<void> {
  const temporary = join(folder, temporaryName(name));
  try {
    const handle = await open(temporary, 'r+');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, join(folder, name));
    await syncFolder(folder);
  } catch (error) {
    throw osError('io', 'write', join(folder, name), error);
  }
}

/** Makes renames in a folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch {
    // Some network filesystems refuse to sync a folder; the files themselves are safe.
  } finally {
    await handle.close();
  }
}
