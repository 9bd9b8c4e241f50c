import { parentPort, workerData } from 'node:worker_threads';
import type { LogMessage, LogSetup } from './log-protocol.ts';
import { readLogs } from './log-reader.ts';

if (parentPort) {
  const port = parentPort;
  readLogs(workerData as LogSetup, (message) => port.postMessage(message)).catch((error: unknown) => {
    const { message, stack, code } = error as Error & { code?: string };
    port.postMessage({ type: 'failed', message, ...(stack && { stack }), ...(code && { code }) } satisfies LogMessage);
  });
}
