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
];

export {
  isSnapshot,
  type SnapshotHead,
  type SnapshotItem,
  snapshotHead,
  snapshotItems,
} from './snapshot.ts';
export { decryptedSnapshot, opens, snapshotContainer } from './snapshot-container.ts';
export type { ListedFile } from './snapshot-lines.ts';
