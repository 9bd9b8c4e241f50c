import type { Instant } from '../model/index.ts';
import type { FileEntry, Walked } from './entry.ts';

/** How far back a filesystem can tell what it was. */
export interface Horizon {
  /** Commit times of the oldest and the newest transaction that is left. */
  from?: Instant;
  to?: Instant;
  transactions: number;
  /** Transactions between those two of which nothing is left. */
  lost?: number;
}

/** The horizon in one sentence. */
export const horizonText = ({ from, to, transactions, lost }: Horizon): string => {
  if (transactions === 0) return 'The journal holds no earlier state of this filesystem.';
  const span = from === undefined || to === undefined ? 'of unknown time' : `from ${from} to ${to}`;
  const gaps = lost === undefined ? '' : `; ${lost} in between have been overwritten`;
  return `The journal tells of ${transactions} transactions ${span}${gaps}; what was removed or replaced before is known only by what it left behind.`;
};

/** What a filesystem or collection says about itself. */
export interface TreeFacts {
  /** Bytes of the volume or collection. */
  size: number;
  label?: string;
  uuid?: string;
  /** Where it was last mounted, as its superblock remembers. */
  lastMounted?: string;
  lastWritten?: Instant;
  created?: Instant;
  /** Bytes. */
  blockSize?: number;
  features?: string[];
  /** Name given by the layer below: a logical volume, a GPT partition. */
  name?: string;
  /** How far back the journal of the filesystem tells; absent where there is none. */
  horizon?: Horizon;
  /** True when free space, deleted entries and slack are part of it; false for files somebody already collected. */
  hasUnallocated: boolean;
  /** What a reader of the result should know about how it was read, one sentence each. */
  notes?: string[];
}

/** Anything that yields entries: a filesystem on a volume, a directory, an archive handed over as evidence. */
export interface EntryTree {
  /** `ext4`, `directory`, `tar`. */
  type: string;
  /** The cuts from the evidence to here, this one included. */
  layers: string[];
  facts: TreeFacts;
  /**
   * True when every entry's content is a list of stretches of the evidence, so that another thread can read it from
   * its origin alone; false when it can be read only while walking (a compressed archive).
   */
  transferable: boolean;
  /** The live entry at a path of this tree (absolute within it), links not followed. */
  find(path: string): FileEntry | undefined;
  /**
   * Every entry, in an order that depends on the evidence alone.
   * @param past false leaves out what only a journal remembers, to measure what that costs
   */
  walk(past?: boolean): Generator<Walked>;
}
