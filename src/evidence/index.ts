/** The public face of the evidence room: bytes in, entries out. */
export { type ArchiveFormat, type Budget, expand, recogniseArchive } from './archives/index.ts';
export type { Device, OpenedEvidence } from './device.ts';
export { type FileEntry, isUnread, type Walked } from './entry.ts';
export { hashDirectoryListing, sha256Source } from './hash.ts';
export * from './instant.ts';
export { locatorsOf } from './locate.ts';
export { openDevice } from './open.ts';
export { type Piece, pieces } from './pieces.ts';
export { type EntryTree, horizonText, type TreeFacts } from './tree.ts';
export { openMember } from './trees/index.ts';
