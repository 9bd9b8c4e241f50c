import { type TransferListItem, Worker } from 'node:worker_threads';
import { AfterimageError, type ErrorCode } from '../model/index.ts';

/** One thread of a crew: the code it runs, and what it is started with. */
export interface Member {
  /** Compiled code, for an examination runs from the built package; named from the folder above, where bundles lie too. */
  code: URL;
  setup: object;
  transfer?: TransferListItem[];
  /** Room for objects that are soon gone, MiB: where there are many, collecting them often costs a third of the time. */
  young?: number;
}

/** What every kind of thread says at its end. */
type Ended = { type: 'finished'; works: number } | { type: 'failed'; message: string; stack?: string; code?: string };

/** Threads that work together. */
export interface Crew {
  /** The threads, in the order of the members. */
  threads: Worker[];
  /**
   * Resolves with the number of pieces of work the first thread counted, when all have finished and every message is
   * handled. Rejects with `interrupted` when the signal fires, else with what a thread failed of.
   */
  finished: Promise<number>;
  /** Ends all threads, whatever they do. */
  stop(): Promise<void>;
}

/**
 * Starts threads and hands on what they say.
 * @param onMessage called in the order of arrival; a promise it returns is awaited before the crew is done
 */
export function startCrew<MESSAGE extends { type: string }>(
  members: Member[],
  onMessage: (message: MESSAGE) => Promise<void> | void,
  signal?: AbortSignal,
): Crew {
  const pending = new Set<Promise<void>>();
  const threads = members.map(
    ({ code, setup, transfer = [], young = 24 }) =>
      new Worker(code, {
        workerData: setup,
        transferList: transfer,
        resourceLimits: { maxOldGenerationSizeMb: 512, maxYoungGenerationSizeMb: young },
      }),
  );
  const runs = threads.map(
    (thread) =>
      new Promise<number>((resolve, reject) => {
        let works: number | undefined;
        thread.on('message', (said: MESSAGE) => {
          const message = said as MESSAGE | Ended as Ended | { type: 'other' };
          if (message.type === 'failed') return reject(errorOf(message));
          if (message.type === 'finished') works = message.works;
          const handled = Promise.resolve(onMessage(said)).catch(reject);
          pending.add(handled as Promise<void>);
          void handled.finally(() => pending.delete(handled as Promise<void>));
        });
        thread.on('error', (cause) =>
          reject(new AfterimageError('software', `a worker thread failed: ${cause.message}`, { cause })),
        );
        thread.on('exit', (status) => {
          if (works !== undefined) resolve(works);
          else reject(new AfterimageError('software', `a worker thread ended early with status ${status}`));
        });
      }),
  );
  const stopped = new Promise<never>((_, reject) => {
    const stop = (): void => reject(new AfterimageError('interrupted', 'The examination was interrupted.'));
    if (signal?.aborted) stop();
    signal?.addEventListener('abort', stop, { once: true });
  });
  const finished = Promise.race([Promise.all(runs), stopped]).then(async ([works]) => {
    await Promise.all(pending);
    return works ?? 0;
  });
  // Whoever loses the race, and a crew that nobody waits for any more, must not surface as an unhandled rejection.
  for (const promise of [...runs, stopped, finished]) promise.catch(() => {});
  return {
    threads,
    finished,
    stop: async () => {
      await Promise.all(threads.map((thread) => thread.terminate()));
      await Promise.allSettled(pending);
    },
  };
}

/** Starts a crew and waits until it is done. @throws AfterimageError see `Crew.finished` */
export async function runCrew<MESSAGE extends { type: string }>(
  ...crew: Parameters<typeof startCrew<MESSAGE>>
): Promise<number> {
  const { finished, stop } = startCrew(...crew);
  try {
    return await finished;
  } finally {
    await stop();
  }
}

function errorOf({ message, stack, code }: Extract<Ended, { type: 'failed' }>): AfterimageError {
  const error = new AfterimageError((code ?? 'software') as ErrorCode, message);
  if (stack) error.stack = stack;
  return error;
}
