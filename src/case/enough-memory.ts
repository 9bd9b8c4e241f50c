import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Engine } from './duckdb.ts';

/** MiB of DuckDB's buffer pool that did for two million entries. */
export const MEMORY = 256;

/** A folder in `work` with nothing in it. */
export async function emptyFolder(work: string, name: string): Promise<string> {
  const folder = join(work, name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  return folder;
}

/**
 * Lets an engine work. DuckDB gives up rather than slow down when memory does not do, and an examination of hours must
 * not end with that: it gets more, step by step.
 * @param spill folder for what does not fit in memory
 */
export async function withEnoughMemory(
  { memory = MEMORY, signal }: { memory?: number | undefined; signal?: AbortSignal | undefined },
  spill: string,
  work: (engine: Engine) => Promise<void>,
): Promise<void> {
  for (let granted = memory; ; granted *= 2) {
    // One thread: it keeps the order of the lines, and a second costs memory rather than saving time.
    const engine = await Engine.open({ temporary: spill, threads: 1, memory: granted });
    const stop = () => engine.interrupt();
    signal?.addEventListener('abort', stop);
    try {
      signal?.throwIfAborted();
      return await work(engine);
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      const outOfMemory = error instanceof Error && error.message.includes('Out of Memory Error');
      if (!outOfMemory || granted >= 8 * memory) throw error;
    } finally {
      signal?.removeEventListener('abort', stop);
      engine.close();
    }
  }
}
