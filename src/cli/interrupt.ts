import type { CliContext } from './context.ts';
import { exitStatus } from './exit-status.ts';

/**
 * Runs work that Ctrl-C stops in two steps: the first asks it to stop and leave its case in order, the second ends the
 * process at once.
 */
export async function interruptible<T>(
  context: CliContext,
  onFirst: () => void,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const controller = new AbortController();
  const release = context.onInterrupt(() => {
    if (controller.signal.aborted) context.exit(exitStatus.interrupted);
    else {
      controller.abort();
      onFirst();
    }
  });
  try {
    return await work(controller.signal);
  } finally {
    release();
  }
}

/** Resolves at the first Ctrl-C; a second one ends the process at once. */
export function untilInterrupted(context: CliContext): Promise<void> {
  let asked = false;
  return new Promise((resolve) => {
    context.onInterrupt(() => {
      if (asked) context.exit(exitStatus.interrupted);
      asked = true;
      resolve();
    });
  });
}
