import { readFileSync } from 'node:fs';
import { open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { AfterimageError } from '../model/index.ts';
import { osCode, osError } from './os-error.ts';

const lockName = 'lock';

/**
 * When a process started, in clock ticks since boot (proc(5), field 22): a process id alone may have been given to
 * another process since.
 */
function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  } catch {
    return undefined;
  }
}

/**
 * Keeps a second examination out of a case that is being written. A lock whose process is gone is taken over.
 * @throws AfterimageError `cannot-create` when another process writes here
 */
export async function takeLock(work: string): Promise<void> {
  const path = join(work, lockName);
  for (let attempt = 0; attempt < 3; attempt++) {
    try {
      const handle = await open(path, 'wx');
      await handle.writeFile(`${process.pid} ${startOf(process.pid) ?? ''}\n`);
      await handle.close();
      return;
    } catch (error) {
      if (osCode(error) !== 'EEXIST') throw osError('cannot-create', 'write', path, error);
    }
    const holder = await holderOf(work);
    if (holder !== undefined)
      throw new AfterimageError('cannot-create', `Cannot write ${work}: process ${holder} is still writing this case.`);
    await rm(path, { force: true });
  }
  throw new AfterimageError('cannot-create', `Cannot write ${path}: another process keeps taking it.`);
}

/** The id of the living process that writes a case, if there is one. */
export async function holderOf(work: string): Promise<number | undefined> {
  const text = await readFile(join(work, lockName), 'utf8').catch(() => '');
  const [pid, start] = text.trim().split(' ');
  if (!pid || !/^\d{1,10}$/.test(pid)) return undefined;
  return startOf(Number(pid)) !== undefined && startOf(Number(pid)) === start ? Number(pid) : undefined;
}

/** Lets others write the case again. */
export const releaseLock = (work: string): Promise<void> => rm(join(work, lockName), { force: true });
