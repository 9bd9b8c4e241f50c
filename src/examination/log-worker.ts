import { parentPort, workerData } from 'node:worker_threads';
import { failure } from './failure.ts';
import type { LogMessage, LogSetup } from './log-protocol.ts';
import { readLogs } from './log-reader.ts';

if (parentPort) {
  const port = parentPort;
  const send = (message: LogMessage): void => port.postMessage(message);
  readLogs(workerData as LogSetup, send).catch((error: unknown) => send(failure(error)));
}
