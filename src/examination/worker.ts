import { on, once } from 'node:events';
import { type MessagePort, parentPort, workerData } from 'node:worker_threads';
import { recogniseHost } from '../artifacts/index.ts';
import { rowText } from '../case/index.ts';
import { claimsOf, entryDetectors, YaraScanner } from '../detectors/index.ts';
import { type Device, isUnread, openDevice, sha256Source, type Walked } from '../evidence/index.ts';
import { batchesOf } from './batches.ts';
import { failure } from './failure.ts';
import { Inspector } from './inspect.ts';
import { KnownContents } from './known-contents.ts';
import type { Rules, Supply, WorkerMessage, WorkerSetup } from './protocol.ts';
import { ContentReader } from './reader.ts';
import { Counter } from './tally.ts';
import { unpack } from './transfer.ts';

/*
 * A reader takes pieces of work: hashing a piece of evidence, looking at a batch of entries. The pieces depend on the
 * evidence alone and are the same whatever the number of threads, so an interrupted run can be taken up where it
 * stopped. Entries of an image are walked once, by the walker, which deals them out. Where content can be read only
 * while walking, every reader walks by itself and looks at the batches that nobody else has taken.
 */

/** Bytes between two messages about how far we are. */
const REPORT = 8 * 1024 * 1024;

interface Batch {
  work: number;
  tree: number;
  entries: Iterable<Walked>;
}

class Work {
  /** Pieces of work there are, known at the end. */
  works = 0;
  readonly #setup: WorkerSetup;
  readonly #next: Int32Array;
  readonly #done: Set<number>;

  constructor(setup: WorkerSetup) {
    this.#setup = setup;
    this.#next = new Int32Array(setup.next);
    this.#done = new Set(setup.done);
  }

  /** Number of the piece of work we have come to when it is ours; counts it either way. */
  take(): number | undefined {
    const mine = this.works++;
    const free = Atomics.compareExchange(this.#next, 0, mine, mine + 1) === mine;
    return free && !this.#done.has(mine) ? mine : undefined;
  }

  async *batches(device: Device): AsyncGenerator<Batch> {
    if (this.#setup.supply) yield* this.#supplied(device, this.#setup.supply);
    else yield* this.#walked(device);
  }

  *#walked(device: Device): Generator<Batch> {
    for (const [tree, entryTree] of device.trees.entries())
      for (const entries of batchesOf(entryTree)) {
        const work = this.take();
        if (work !== undefined) yield { work, tree, entries };
        for (const _ of entries);
      }
  }

  async *#supplied(device: Device, { port, load, place }: NonNullable<WorkerSetup['supply']>): AsyncGenerator<Batch> {
    const counters = new Int32Array(load);
    for await (const [supply] of on(port, 'message') as AsyncIterable<[Supply]>) {
      if ('works' in supply) {
        this.works = supply.works;
        port.close();
        return;
      }
      yield { work: supply.work, tree: supply.tree, entries: unpack(supply.entries, device) };
      Atomics.sub(counters, place, 1);
      Atomics.add(counters, counters.length - 1, 1);
      Atomics.notify(counters, counters.length - 1);
    }
  }
}

async function read(setup: WorkerSetup, rules: Promise<Rules>, send: (message: WorkerMessage) => void): Promise<void> {
  const work = new Work(setup);
  let unreported = 0;
  let reading: string | undefined;
  const advance = (bytes: number): void => {
    unreported += bytes;
    if (unreported < REPORT) return;
    send({ type: 'advance', bytes: unreported, ...(reading !== undefined && { reading }) });
    unreported = 0;
  };

  const device = await openDevice(setup.evidence);
  for (const [index, evidence] of device.evidence.entries()) {
    const mine = evidence.source ? work.take() : undefined;
    if (mine === undefined || !evidence.source) continue;
    reading = evidence.name;
    const { sha256, complete } = sha256Source(evidence.source, advance);
    send({ type: 'hashed', work: mine, evidence: index, hashes: { sha256 }, complete });
  }

  const { bytes, origins } = await rules;
  const { mounts } = recogniseHost(device.trees);
  const reader = new ContentReader(
    new YaraScanner(bytes),
    setup.scanTimeoutMs,
    new KnownContents(setup.known),
    advance,
  );
  const detectors = entryDetectors(setup.indicators, setup.contentVersion);
  for await (const batch of work.batches(device)) {
    const tree = device.trees[batch.tree]!;
    const mount = mounts.find((m) => m.tree === batch.tree)!;
    const files: string[] = [];
    const drafts: string[] = [];
    const listing: [path: string, sha256: string, evidence: string][] = [];
    const counter = new Counter();
    const claims: ConstructorParameters<typeof Inspector>[2] = (match, place) =>
      claimsOf(match, { origins }, place, setup.contentVersion);
    const inspector = new Inspector(reader, detectors, claims, counter, {
      row: (facts, extras) => {
        files.push(rowText(facts, extras));
        const { member, evidence } = facts.locator;
        if (tree.type === 'directory' && facts.kind === 'file' && member !== undefined && !facts.path?.includes('!/'))
          listing.push([member, extras.hashes?.sha256 ?? '', evidence]);
      },
      draft: (draft) => drafts.push(`${JSON.stringify(draft)}\n`),
    });
    let entries = 0;
    for (const walked of batch.entries) {
      entries++;
      reading = isUnread(walked) ? reading : (walked.path ?? reading);
      await inspector.inspect(walked, mount, tree.facts.blockSize ?? 4096);
    }
    send({
      type: 'batch',
      work: batch.work,
      files: files.join(''),
      drafts: drafts.join(''),
      tallies: [...counter.tallies.values()],
      listings:
        listing.length > 0
          ? [{ evidence: Number(listing[0]![2]), files: listing.map(([path, sha256]) => [path, sha256]) }]
          : [],
      findings: drafts.length,
      entries,
    });
  }
  send({ type: 'advance', bytes: unreported });
  send({ type: 'finished', works: work.works });
}

async function firstMessage(port: MessagePort): Promise<Rules> {
  const [rules] = (await once(port, 'message')) as [Rules];
  return rules;
}

if (parentPort) {
  const port = parentPort;
  const send = (message: WorkerMessage): void => port.postMessage(message);
  read(workerData as WorkerSetup, firstMessage(port), send).catch((error: unknown) => send(failure(error)));
}
