import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { openDevice } from '../evidence/index.ts';
import { batchesOf } from './batches.ts';
import { failure } from './failure.ts';
import type { Supply, WalkerSetup, WorkerMessage } from './protocol.ts';
import { pack } from './transfer.ts';

/** Batches that wait at one reader: enough that it never waits, few enough that they fill no memory. */
const AHEAD = 3;

/** Walks every tree once and hands the entries to the readers, each batch to the one that has the fewest. */
async function walk({ evidence, first, done, withoutHistory, ports, load }: WalkerSetup): Promise<number> {
  const skip = new Set(done);
  const waiting = new Int32Array(load);
  const device = await openDevice(evidence);
  let work = first;
  for (const [tree, entryTree] of device.trees.entries()) {
    for (const entries of batchesOf(entryTree, !withoutHistory)) {
      const mine = work++;
      if (skip.has(mine)) for (const _ of entries);
      else give(ports, waiting, { work: mine, tree, entries: pack(entries) });
    }
  }
  for (const port of ports) port.postMessage({ works: work } satisfies Supply);
  return work;
}

/** Sends a batch to the reader with the fewest, and before that waits until one has room. */
function give(ports: MessagePort[], waiting: Int32Array, supply: Supply): void {
  // The last cell counts what has been finished; it changes whenever there may be room.
  const finished = waiting.length - 1;
  for (;;) {
    const seen = Atomics.load(waiting, finished);
    let least = 0;
    for (let i = 1; i < ports.length; i++) if (Atomics.load(waiting, i) < Atomics.load(waiting, least)) least = i;
    if (Atomics.load(waiting, least) < AHEAD) {
      Atomics.add(waiting, least, 1);
      ports[least]!.postMessage(supply);
      return;
    }
    Atomics.wait(waiting, finished, seen);
  }
}

if (parentPort) {
  const port = parentPort;
  walk(workerData as WalkerSetup).then(
    (works) => port.postMessage({ type: 'finished', works } satisfies WorkerMessage),
    (error: unknown) => port.postMessage(failure(error)),
  );
}
