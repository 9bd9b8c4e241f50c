export {
  type CutRecord,
  compareVersions,
  contentPath,
  isGap,
  type LogContext,
  type LogFormat,
  type LogGap,
  type LogRecord,
  logFormats,
  logHeadBytes,
  logName,
  recogniseLog,
  seriesOf,
  serviceOf,
  type VersionDifference,
} from './logs/index.ts';
export * from './owner/index.ts';
export { devicePath, type Mount, products, type Recognition, recogniseHost } from './products/index.ts';
export { versionOf } from './products/ivanti-connect-secure.ts';
export * from './records/index.ts';
export {
  belongs,
  type EventList,
  Gathering,
  gatewayNode,
  Kinds,
  type Reconciliation,
  reconcile,
  remoteFates,
} from './witness/index.ts';
