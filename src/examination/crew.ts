import { Worker } from 'node:worker_threads';
import { AfterimageError, type ErrorCode } from '../model/index.ts';
import type { WorkerMessage } from './protocol.ts';

/** What every kind of worker says at its end. */
type Ended = { type: 'finished'; works: number } | { type: 'failed'; message: string; stack?: string; code?: string };

/** The worker's code lies compiled beside this file: an examination runs from the built package. */
const workerCode = new URL('./worker.js', import.meta.url);

/**
 * Starts workers over one setup and hands on what they say until all have walked to the end.
 * @param onMessage called in the order of arrival; a promise it returns is awaited before the crew is done
 * @returns number of pieces of work there were
 * @throws AfterimageError `interrupted` when the signal fires; what a worker failed of otherwise
 */
export async function runCrew<MESSAGE extends { type: string } = WorkerMessage>(
  setup: object,
  threads: number,
  onMessage: (message: MESSAGE) => Promise<void> | void,
  signal?: AbortSignal,
  code: URL = workerCode,
): Promise<number> {
  const workers: Worker[] = [];
  const pending = new Set<Promise<void>>();
  try {
    const runs = Array.from({ length: threads }, () => {
      const worker = new Worker(code, {
        workerData: setup,
        resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: 8 },
      });
      workers.push(worker);
      return new Promise<number>((resolve, reject) => {
        let works: number | undefined;
        worker.on('message', (said: MESSAGE) => {
          const message = said as MESSAGE | Ended as Ended | { type: 'other' };
          if (message.type === 'failed') {
            const code = (message.code ?? 'software') as ErrorCode;
            const error = new AfterimageError(code, message.message);
            if (message.stack) error.stack = message.stack;
            reject(error);
            return;
          }
          if (message.type === 'finished') works = message.works;
          const handled = Promise.resolve(onMessage(said)).catch(reject);
          pending.add(handled as Promise<void>);
          void handled.finally(() => pending.delete(handled as Promise<void>));
        });
        worker.on('error', (cause) =>
          reject(new AfterimageError('software', `a worker thread failed: ${cause.message}`, { cause })),
        );
        worker.on('exit', (status) => {
          if (works !== undefined) resolve(works);
          else reject(new AfterimageError('software', `a worker thread ended early with status ${status}`));
        });
      });
    });
    const stopped = new Promise<never>((_, reject) => {
      const stop = (): void => reject(new AfterimageError('interrupted', 'The examination was interrupted.'));
      if (signal?.aborted) stop();
      signal?.addEventListener('abort', stop, { once: true });
    });
    // A run that loses the race must not surface as an unhandled rejection.
    for (const run of runs) run.catch(() => {});
    stopped.catch(() => {});
    const [works] = await Promise.race([Promise.all(runs), stopped]);
    await Promise.all(pending);
    return works ?? 0;
  } finally {
    await Promise.all(workers.map((w) => w.terminate()));
    await Promise.allSettled(pending);
  }
}
