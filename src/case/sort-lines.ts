import { type FileHandle, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { byText } from '../model/index.ts';

export interface SortOptions {
  /** Folder for sorted runs; they are removed as they are used up. */
  folder: string;
  /** What lines are ordered by; equal keys are ordered by the line itself. */
  keyOf: (line: string) => string;
  /** Characters held in memory while a run is collected. */
  memory?: number;
  /** Runs merged at once. */
  fanIn?: number;
  signal?: AbortSignal;
}

type Keyed = readonly [key: string, line: string];

const order = (a: Keyed, b: Keyed): number => byText(a[0], b[0]) || byText(a[1], b[1]);

/**
 * Sorts the lines of many files with little memory: sorted runs on disk, then a merge. DuckDB's own sort keeps wide
 * rows in memory and gives up on two million of them under 512 MiB.
 * @returns the lines in order, without line feeds, some thousand at a time
 */
export async function* sortLines(files: string[], options: SortOptions): AsyncGenerator<string[]> {
  const { folder, fanIn = 128, signal } = options;
  let runs = await collectRuns(files, options);
  for (let level = 1; runs.length > fanIn; level++) {
    const merged: string[] = [];
    for (let i = 0; i < runs.length; i += fanIn) {
      const path = join(folder, `merge-${level}-${i}`);
      await writeRun(path, mergeRuns(runs.slice(i, i + fanIn), signal));
      merged.push(path);
    }
    runs = merged;
  }
  for await (const batch of mergeRuns(runs, signal)) yield batch.map(([, line]) => line);
}

async function collectRuns(files: string[], options: SortOptions): Promise<string[]> {
  const { folder, keyOf, memory = 16 << 20, signal } = options;
  const runs: string[] = [];
  let pending: Keyed[] = [];
  let held = 0;
  const flush = async () => {
    if (pending.length === 0) return;
    const path = join(folder, `run-${runs.length}`);
    await writeRun(path, [pending.sort(order)]);
    runs.push(path);
    pending = [];
    held = 0;
  };
  for (const file of files) {
    signal?.throwIfAborted();
    for (const line of (await readFile(file, 'utf8')).split('\n')) {
      if (line === '') continue;
      pending.push([keyOf(line), line]);
      held += line.length + 100;
      if (held >= memory) await flush();
    }
  }
  await flush();
  return runs;
}

async function writeRun(path: string, batches: Iterable<Keyed[]> | AsyncIterable<Keyed[]>): Promise<void> {
  const handle = await open(path, 'w');
  try {
    for await (const batch of batches)
      for (let i = 0; i < batch.length; i += 4096)
        await handle.appendFile(
          batch
            .slice(i, i + 4096)
            .map(([key, line]) => `${JSON.stringify(key)}\t${line}\n`)
            .join(''),
        );
  } finally {
    await handle.close();
  }
}

/** One run being read back, a stretch at a time. */
class RunReader {
  #handle: FileHandle | undefined;
  readonly #path: string;
  #rest = Buffer.alloc(0);
  #batch: Keyed[] = [];
  #next = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** The smallest line not yet taken, if it is in memory. */
  get head(): Keyed | undefined {
    return this.#batch[this.#next];
  }

  take(): void {
    this.#next++;
  }

  /** Reads on; false at the end, when the run is removed. */
  async fill(): Promise<boolean> {
    this.#handle ??= await open(this.#path, 'r');
    const buffer = Buffer.allocUnsafe(128 << 10);
    for (;;) {
      const { bytesRead } = await this.#handle.read(buffer, 0, buffer.length);
      if (bytesRead === 0) {
        await this.close();
        return false;
      }
      // A line may be longer than one read, a character may lie across two: only whole lines are decoded.
      const all = Buffer.concat([this.#rest, buffer.subarray(0, bytesRead)]);
      const end = all.lastIndexOf(10) + 1;
      this.#rest = all.subarray(end);
      if (end === 0) continue;
      this.#batch = all
        .toString('utf8', 0, end - 1)
        .split('\n')
        .map(keyed);
      this.#next = 0;
      return true;
    }
  }

  async close(): Promise<void> {
    await this.#handle?.close();
    this.#handle = undefined;
    await rm(this.#path, { force: true });
  }
}

function keyed(text: string): Keyed {
  const tab = text.indexOf('\t');
  return [JSON.parse(text.slice(0, tab)), text.slice(tab + 1)];
}

async function* mergeRuns(paths: string[], signal?: AbortSignal): AsyncGenerator<Keyed[]> {
  const readers = paths.map((path) => new RunReader(path));
  try {
    const heap: RunReader[] = [];
    for (const reader of readers) if (await reader.fill()) push(heap, reader);
    let out: Keyed[] = [];
    while (heap.length > 0) {
      const reader = heap[0]!;
      out.push(reader.head!);
      reader.take();
      if (!reader.head && !(await reader.fill())) {
        const last = heap.pop()!;
        if (heap.length > 0 && last !== reader) heap[0] = last;
      }
      sink(heap);
      if (out.length < 4096) continue;
      signal?.throwIfAborted();
      yield out;
      out = [];
    }
    if (out.length > 0) yield out;
  } finally {
    for (const reader of readers) await reader.close();
  }
}

function push(heap: RunReader[], reader: RunReader): void {
  let at = heap.push(reader) - 1;
  while (at > 0) {
    const parent = (at - 1) >> 1;
    if (order(heap[parent]!.head!, heap[at]!.head!) <= 0) return;
    [heap[parent], heap[at]] = [heap[at]!, heap[parent]!];
    at = parent;
  }
}

/** Moves the first reader down to where its head belongs. */
function sink(heap: RunReader[]): void {
  for (let at = 0; ; ) {
    let least = at;
    for (const child of [2 * at + 1, 2 * at + 2])
      if (child < heap.length && order(heap[child]!.head!, heap[least]!.head!) < 0) least = child;
    if (least === at) return;
    [heap[at], heap[least]] = [heap[least]!, heap[at]!];
    at = least;
  }
}
