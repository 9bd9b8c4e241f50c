/**
 * The YARA-X engine and nothing else: compile, then scan files on some threads. The floor under `examine`.
 *
 * node engine.mjs THREADS PATH,PATH... RULES...      prints the number of files, bytes and matches
 */
import { closeSync, lstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { compileSources, loadCompiled } from '../../dist/detectors/yara/native.js';

const WINDOW = 64 << 20;

if (isMainThread) {
  const [threads, paths, ...rules] = process.argv.slice(2);
  const { bytes } = compileSources({
    sources: rules.map((path) => ({ source: readFileSync(path, 'utf8'), namespace: 'bench' })),
    externals: [],
    banned: ['cuckoo', 'vt'],
  });
  const files = [];
  const visit = (path) => {
    const status = lstatSync(path);
    if (status.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
    else if (status.isFile() && status.size > 0) files.push({ path, size: status.size });
  };
  for (const path of paths.split(',')) visit(path);
  // Windows, so that one big file does not keep one thread busy alone.
  const tasks = files.flatMap(({ path, size }) =>
    Array.from({ length: Math.ceil(size / WINDOW) }, (_, n) => ({
      path,
      offset: n * WINDOW,
      length: Math.min(WINDOW, size - n * WINDOW),
    })),
  );
  const shared = new Int32Array(new SharedArrayBuffer(4));
  let [done, matches] = [0, 0];
  for (let n = 0; n < Number(threads); n += 1) {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { bytes, tasks, shared } });
    worker.on('message', (found) => {
      matches += found;
      if ((done += 1) === Number(threads))
        console.log(
          `${files.length} files, ${tasks.reduce((sum, task) => sum + task.length, 0)} bytes, ${matches} matches`,
        );
    });
  }
} else {
  const { bytes, tasks, shared } = workerData;
  const scanner = loadCompiled(bytes, 1000);
  const room = Buffer.alloc(WINDOW);
  let matches = 0;
  for (let n = Atomics.add(shared, 0, 1); n < tasks.length; n = Atomics.add(shared, 0, 1)) {
    const { path, offset, length } = tasks[n];
    const handle = openSync(path, 'r');
    const read = readSync(handle, room, 0, length, offset);
    closeSync(handle);
    matches += scanner.scan(room.subarray(0, read)).length;
  }
  parentPort.postMessage(matches);
}
