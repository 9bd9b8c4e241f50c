import type { WorkerMessage } from './protocol.ts';

/** What a thread failed of, as a message. */
export function failure(error: unknown): Extract<WorkerMessage, { type: 'failed' }> {
  const { message, stack, code } = error as Error & { code?: string };
  return { type: 'failed', message, ...(stack && { stack }), ...(code && { code }) };
}
