/** What a device records about itself, apart from its logs, as `afterimage formats` lists it. */
export const recordFormats: readonly { name: string; description: string }[] = [
  {
    name: 'snapshot',
    description: "a gateway's system snapshot: listings, processes, open files, sockets, last log lines",
  },
  {
    name: 'snapshot-encrypted',
    description: 'the same in its encrypted container, with a key of the examiner (--key)',
  },
  { name: 'manifest', description: "the integrity checker's manifest, its signature and its exclusion list" },
  { name: 'certificate', description: 'X.509 certificates as PEM (bundles too) or DER, for whose device it is' },
  { name: 'baseline', description: 'a list of known-good files, made by `afterimage baseline make`' },
];

export {
  type Baseline,
  type BaselineFile,
  type BaselineHeader,
  baselineLines,
  parseBaseline,
} from './baseline.ts';
export {
  checkSignature,
  excluder,
  manifestFolder,
  readExclusions,
  readManifest,
  type SignatureCheck,
} from './manifest.ts';
export {
  isSnapshot,
  type SnapshotHead,
  type SnapshotItem,
  snapshotHead,
  snapshotItems,
} from './snapshot.ts';
export { decryptedSnapshot, opens, snapshotContainer } from './snapshot-container.ts';
export type { ListedFile } from './snapshot-lines.ts';
