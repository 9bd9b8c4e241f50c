import { type CaseFolder, loadEngine } from '../case/index.ts';
import { compileRules } from '../detectors/index.ts';
import type { Device } from '../evidence/index.ts';
import type { Accounts } from './accounts.ts';
import { KnownContents } from './known-contents.ts';
import { type LookedFor, notUsed } from './looked-for.ts';
import type { ExamineOptions, Progress } from './options.ts';
import type { WorkerMessage } from './protocol.ts';
import { startReaders } from './readers.ts';

/** Rules and indicators that could not be used, as many as the ledger names. */
const NAMED = 1000;

export interface EntriesRead {
  /** Pieces of work there were. */
  works: number;
  /** Rules and indicators that could not be used, one sentence each. */
  unused: string[];
}

/** Lets the readers look at every entry once, each piece of work stored as soon as it is done. */
export async function readEntries(
  folder: CaseFolder,
  device: Device,
  accounts: Accounts,
  lookedFor: LookedFor,
  options: ExamineOptions & { threads: number; scanTimeout: number },
  report: (progress: Partial<Progress> & Pick<Progress, 'phase'>) => void,
): Promise<EntriesRead> {
  const total = expectedBytes(device);
  let bytes = 0;
  const onMessage = async (message: WorkerMessage): Promise<void> => {
    if (message.type === 'batch' || message.type === 'hashed') await accounts.store(folder, message);
    if (message.type !== 'advance') return;
    bytes += message.bytes;
    report({
      phase: 'reading',
      done: Math.min(bytes, total),
      total,
      ...(message.reading !== undefined && { reading: message.reading }),
    });
  };
  const readers = startReaders({
    setup: {
      evidence: options.evidence,
      next: new SharedArrayBuffer(4),
      known: KnownContents.memory(),
      indicators: lookedFor.indicators,
      contentVersion: lookedFor.content.version,
      scanTimeoutMs: options.scanTimeout * 1000,
      done: [...folder.done],
      ...(options.withoutHistory && { withoutHistory: true }),
    },
    threads: options.threads,
    ...(device.trees.every((tree) => tree.transferable) && {
      walkFrom: device.evidence.filter((e) => e.source).length,
    }),
    onMessage,
    ...(options.signal && { signal: options.signal }),
  });
  try {
    // Compiled while the evidence is hashed and walked.
    report({ phase: 'compiling' });
    const compiled = compileRules(lookedFor.sources);
    readers.rules({ bytes: compiled.bytes, origins: compiled.origins });
    const unused = notUsed(lookedFor, compiled, options.onNotice ?? (() => {}));
    if (unused.length > 0)
      await folder.record('content-not-used', { count: unused.length, first: unused.slice(0, NAMED) });
    // This thread has little to do until the readers are done, and much then.
    void loadEngine();
    return { works: await readers.finished, unused };
  } finally {
    await readers.stop();
  }
}

/** Every byte is read to be hashed, and once more to be looked at. */
export const expectedBytes = (device: Device): number =>
  device.evidence.reduce((sum, e) => sum + (e.source ? e.size : 0), 0) +
  device.trees.reduce((sum, t) => sum + t.facts.size, 0);
