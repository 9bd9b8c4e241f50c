import type { LogDetector } from '../log-detector.ts';
import { integrityAlibi } from './integrity-alibi.ts';
import { namesInLogs } from './names-in-logs.ts';
import { logTampering } from './tampering.ts';

/** A way of looking at the logs of a device, as `afterimage formats` lists it. */
export interface LogDetectorKind {
  name: string;
  /** One line. */
  description: string;
  make: (contentVersion: string) => LogDetector;
}

/** Every detector of logs there is. A new one is one file and one line here. */
export const logDetectors: readonly LogDetectorKind[] = [
  {
    name: 'log-tampering',
    description: 'logs: framing, clocks, missing heartbeats, records without partner, records of clearing',
    make: logTampering as LogDetectorKind['make'],
  },
  {
    name: 'log-traces',
    description: 'names of files of known families in what the system logged about itself',
    make: namesInLogs as LogDetectorKind['make'],
  },
  {
    name: 'integrity-alibi',
    description: "the series of a gateway's integrity scans: missing, broken off, or with other numbers",
    make: integrityAlibi as LogDetectorKind['make'],
  },
];

export type { ScanDigest } from './integrity-alibi.ts';
