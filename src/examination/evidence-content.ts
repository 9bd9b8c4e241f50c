import { stat } from 'node:fs/promises';
import { Worker } from 'node:worker_threads';
import type { CaseFile } from '../case/index.ts';
import { AfterimageError, type ErrorCode } from '../model/index.ts';
import type { ContentAnswers, ContentQuestion, ContentReply, ContentRequest } from './content-protocol.ts';

const code = new URL('../examination/content-worker.js', import.meta.url);

interface Waiting {
  resolve(answer: unknown): void;
  reject(error: unknown): void;
}

/**
 * The content of a case's evidence, read again piece by piece in a thread that is started when it is first needed. What
 * takes longer than a minute (a huge compressed image) is given up, and the thread with it.
 */
export class EvidenceContent {
  readonly #file: CaseFile;
  readonly #patience: number;
  readonly #waiting = new Map<number, Waiting>();
  #worker: Worker | undefined;
  #next = 0;

  /** @param patience milliseconds */
  constructor(file: CaseFile, patience = 60_000) {
    this.#file = file;
    this.#patience = patience;
  }

  /** @throws AfterimageError `no-input` when evidence or content is gone, `unavailable` when it takes too long */
  async ask<Q extends ContentQuestion>(question: Q, signal?: AbortSignal): Promise<ContentAnswers[Q['ask']]> {
    signal?.throwIfAborted();
    const id = this.#next++;
    const worker = (this.#worker ??= this.#start());
    let leave = () => {};
    const answered = new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject });
      const timer = setTimeout(() => {
        this.#fail(new AfterimageError('unavailable', 'Reading the evidence took too long and was given up.'));
      }, this.#patience);
      const abort = () => reject(signal?.reason);
      signal?.addEventListener('abort', abort, { once: true });
      leave = () => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', abort);
        this.#waiting.delete(id);
      };
    });
    worker.postMessage({ id, question } satisfies ContentRequest);
    try {
      return (await answered) as ContentAnswers[Q['ask']];
    } finally {
      leave();
    }
  }

  async close(): Promise<void> {
    const worker = this.#worker;
    this.#worker = undefined;
    await worker?.terminate();
  }

  #start(): Worker {
    const worker = new Worker(code, {
      workerData: { file: this.#file },
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    worker.unref();
    worker.on('message', ({ id, answer, failure }: ContentReply) => {
      const waiting = this.#waiting.get(id);
      if (failure) waiting?.reject(new AfterimageError((failure.code ?? 'software') as ErrorCode, failure.message));
      else waiting?.resolve(answer);
    });
    worker.on('error', (cause) =>
      this.#fail(new AfterimageError('io', `Cannot read the evidence: ${cause.message}`, { cause })),
    );
    return worker;
  }

  /** Gives up the thread and everything it was asked. */
  #fail(error: AfterimageError): void {
    for (const { reject } of this.#waiting.values()) reject(error);
    void this.close();
  }
}

/** Whether the evidence of a case lies where it was, by name and size; why not, when it does not. */
export async function evidenceAvailable(file: CaseFile): Promise<{ available: boolean; why?: string }> {
  const device = file.evidence.filter((e) => e.role === 'device');
  for (const [i, { path }] of file.given.entries()) {
    const found = await stat(path).catch(() => undefined);
    const known = device[i];
    if (!found) return { available: false, why: `${path} is no longer there.` };
    if (known && known.kind !== 'directory' && found.isFile() && found.size !== known.size)
      return { available: false, why: `${path} has ${found.size} bytes, expected ${known.size}.` };
  }
  return { available: file.given.length > 0, ...(file.given.length === 0 && { why: 'The case names no evidence.' }) };
}
