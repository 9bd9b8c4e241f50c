import { parentPort, workerData } from 'node:worker_threads';
import { recogniseHost } from '../artifacts/index.ts';
import { rowText } from '../case/index.ts';
import { claimsOf, entryDetectors, YaraScanner } from '../detectors/index.ts';
import { isUnread, openDevice, sha256Source, type Walked } from '../evidence/index.ts';
import { Inspector } from './inspect.ts';
import type { WorkerMessage, WorkerSetup } from './protocol.ts';
import { ContentReader } from './reader.ts';
import { Counter } from './tally.ts';

/*
 * Every worker opens the same evidence and walks it in the same order, which depends on the evidence alone; each takes
 * the next piece of work that nobody has taken. Walking is cheap beside reading, and nothing but a counter is shared,
 * so the pieces are the same whatever the number of workers, and an interrupted run can be taken up where it stopped.
 */

/** A batch ends behind this many entries or bytes of content. */
const ENTRIES = 512;
const BYTES = 16 * 1024 * 1024;

/** Bytes between two messages about how far we are. */
const REPORT = 8 * 1024 * 1024;

async function work(setup: WorkerSetup, send: (message: WorkerMessage) => void): Promise<void> {
  const next = new Int32Array(setup.next);
  const done = new Set(setup.done);
  let number = 0;
  /** Whether the piece of work we have come to is ours; counts it either way. */
  const take = (): number | undefined => {
    const mine = number++;
    return Atomics.compareExchange(next, 0, mine, mine + 1) === mine && !done.has(mine) ? mine : undefined;
  };
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
    const mine = evidence.source ? take() : undefined;
    if (mine === undefined || !evidence.source) continue;
    reading = evidence.name;
    const { sha256, complete } = sha256Source(evidence.source, advance);
    send({ type: 'hashed', work: mine, evidence: index, hashes: { sha256 }, complete });
  }

  const { mounts } = recogniseHost(device.trees);
  const reader = new ContentReader(new YaraScanner(setup.rules), setup.scanTimeoutMs, advance);
  const detectors = entryDetectors(setup.indicators, setup.contentVersion);
  let files: string[] = [];
  let drafts: string[] = [];
  let listing: [path: string, sha256: string, evidence: string][] = [];
  let counter = new Counter();
  for (const [index, tree] of device.trees.entries()) {
    const mount = mounts.find((m) => m.tree === index)!;
    let mine = take();
    let inspector: Inspector | undefined;
    let entries = 0;
    let bytes = 0;
    const begin = (): void => {
      files = [];
      drafts = [];
      listing = [];
      counter = new Counter();
      const claims: ConstructorParameters<typeof Inspector>[2] = (match, place) =>
        claimsOf(match, setup, place, setup.contentVersion);
      inspector = new Inspector(reader, detectors, claims, counter, {
        row: (facts, extras) => {
          files.push(rowText(facts, extras));
          const { member, evidence } = facts.locator;
          if (tree.type === 'directory' && facts.kind === 'file' && member !== undefined && !facts.path?.includes('!/'))
            listing.push([member, extras.hashes?.sha256 ?? '', evidence]);
        },
        draft: (draft) => drafts.push(`${JSON.stringify(draft)}\n`),
      });
    };
    const end = (): void => {
      if (mine === undefined) return;
      send({
        type: 'batch',
        work: mine,
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
    };
    begin();
    for (const walked of tree.walk()) {
      if (entries >= ENTRIES || bytes >= BYTES) {
        end();
        mine = take();
        if (mine !== undefined) begin();
        entries = 0;
        bytes = 0;
      }
      entries++;
      bytes += weight(walked);
      if (mine === undefined) continue;
      reading = isUnread(walked) ? reading : (walked.path ?? reading);
      await inspector!.inspect(walked, mount, tree.facts.blockSize ?? 4096);
    }
    end();
  }
  send({ type: 'advance', bytes: unreported });
  send({ type: 'finished', works: number });
}

/** What an entry counts towards the end of a batch: known before its content is read. */
const weight = (walked: Walked): number => (isUnread(walked) ? 0 : walked.size);

if (parentPort) {
  const port = parentPort;
  work(workerData as WorkerSetup, (message) => port.postMessage(message)).catch((error: unknown) => {
    const { message, stack, code } = error as Error & { code?: string };
    port.postMessage({
      type: 'failed',
      message,
      ...(stack && { stack }),
      ...(code && { code }),
    } satisfies WorkerMessage);
  });
}
