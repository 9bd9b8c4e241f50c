import type { LogDetector } from '../log-detector.ts';
import { logCleared } from './log-cleared.ts';

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
    name: 'log-cleared',
    description: "a gateway's own records that a log was cleared or logging was switched off",
    make: logCleared as LogDetectorKind['make'],
  },
];
