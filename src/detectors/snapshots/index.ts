export { DiskNow } from './disk.ts';
export type { PathHistory, Place as SnapshotPlace } from './history.ts';
export { type SnapshotClaim, SnapshotSeries } from './series.ts';
