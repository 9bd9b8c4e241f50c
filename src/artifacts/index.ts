export {
  type CutRecord,
  compareVersions,
  type LogFormat,
  logHeadBytes,
  recogniseLog,
  type VersionDifference,
} from './logs/index.ts';
export { devicePath, type Mount, products, type Recognition, recogniseHost } from './products/index.ts';
