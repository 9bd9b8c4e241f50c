/**
 * The YARA-X engine and nothing else: compile, then scan files on some threads. The floor under `examine`, which also
 * matches what is in no file here: members of archives, earlier versions and deleted files, slack, and free space cut
 * into what look like files; and which hashes all of it three times.
 *
 * node engine.mjs THREADS PATH,PATH... RULES...      prints the number of files, bytes and matches, and the seconds of
 *                                                    processor that reading and matching took: what rules cost
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
  const before = process.cpuUsage();
  let [done, matches] = [0, 0];
  for (let n = 0; n < Number(threads); n += 1) {
    const worker = new Worker(fileURLToPath(import.meta.url), { workerData: { bytes, tasks, shared } });
    worker.on('message', (found) => {
      matches += found;
      if ((done += 1) < Number(threads)) return;
      const { user, system } = process.cpuUsage(before);
      const bytes = tasks.reduce((sum, task) => sum + task.length, 0);
      const seconds = ((user + system) / 1e6).toFixed(2);
      console.log(`${files.length} files, ${bytes} bytes, ${matches} matches, ${seconds} s of processor`);
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
