/** The public face of the evidence room: bytes in, entries out. */
import { archives } from './archives/index.ts';
import { containers } from './containers/index.ts';
import { fileSystems } from './filesystems/index.ts';
import { assemblers, partitionSchemes } from './volumes/index.ts';

export {
  type ArchiveFormat,
  archives,
  type Budget,
  expand,
  openArchiveTree,
  recogniseArchive,
} from './archives/index.ts';
export type { Device, OpenedEvidence } from './device.ts';
export { type FileEntry, isUnread, type Walked } from './entry.ts';
export { type FileSystemFormat, fileSystems } from './filesystems/index.ts';
export { hashDirectoryListing, hashSource, type SourceHashes, sha256Source } from './hash.ts';
export * from './instant.ts';
export { locate, locatorsOf } from './locate.ts';
export { openDevice } from './open.ts';
export { type Piece, pieces } from './pieces.ts';
export { type EntryTree, horizonText, type TreeFacts } from './tree.ts';
export { openMember } from './trees/index.ts';
export { assemblers, partitionSchemes, type Volume } from './volumes/index.ts';

/** Every format the room reads, by what it is; the documentation and `afterimage formats` list the same. */
export const evidenceFormats = (): {
  name: string;
  kind: 'container' | 'volume' | 'filesystem' | 'archive' | 'collection';
}[] => [
  ...containers.map(({ name }) => ({ name, kind: 'container' as const })),
  ...[...partitionSchemes, ...assemblers].map(({ name }) => ({ name, kind: 'volume' as const })),
  ...fileSystems.map(({ name }) => ({ name, kind: 'filesystem' as const })),
  ...archives.map(({ name }) => ({ name, kind: 'archive' as const })),
  { name: 'directory', kind: 'collection' },
];
