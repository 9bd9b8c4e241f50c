export {
  type CutRecord,
  compareVersions,
  isGap,
  type LogFormat,
  type LogGap,
  type LogRecord,
  logHeadBytes,
  recogniseLog,
  type VersionDifference,
} from './logs/index.ts';
export { devicePath, type Mount, products, type Recognition, recogniseHost } from './products/index.ts';
export * from './records/index.ts';
