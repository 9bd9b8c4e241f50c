import type { Locator } from './locator.ts';

/**
 * `allocated` live; `superseded` an earlier version of a file that still exists; `deleted` freed, but name or inode
 * still describes it; `orphan` unlinked while open (on the orphan list); `unallocated` a run of free blocks; `slack`
 * the bytes behind the end of a file in its last block.
 */
export type Allocation = 'allocated' | 'superseded' | 'deleted' | 'orphan' | 'unallocated' | 'slack';

/** How much of the content can be read: all of it, some of it, or nothing. */
export type ContentState = 'intact' | 'partial' | 'lost';

export const entryKinds = [
  'file',
  'directory',
  'symlink',
  'character-device',
  'block-device',
  'fifo',
  'socket',
  /** A run of blocks without a name: free space, slack. */
  'run',
  /** The filesystem's own content, such as the journal. */
  'metadata',
  'unknown',
] as const;
export type EntryKind = (typeof entryKinds)[number];

/** RFC 3339, UTC, `Z`, with as many fractional digits as the source has (up to nanoseconds). */
export type Instant = string;

export interface Times {
  modified?: Instant;
  accessed?: Instant;
  /** Metadata change (ctime), never creation. */
  changed?: Instant;
  born?: Instant;
  deleted?: Instant;
}

/** Which of a gateway's side-by-side systems an entry belongs to. */
export type SystemRole = 'current' | 'rollback' | 'factory-reset' | 'shared' | 'unknown';

/** Which journal transaction told of an earlier version, and when it was committed. */
export interface Version {
  transaction: number;
  committed?: Instant;
}

/** A file, directory or run of blocks, alive or not: the facts, without the handle that reads its content. */
export interface EntryFacts {
  /** Where the content lies. */
  locator: Locator;
  /** Where the name (directory record) and the metadata (inode) are recorded, when they are. */
  recorded?: { name?: Locator; metadata?: Locator };
  /** Absolute on the device, `/`-separated. Names that are not UTF-8 show their bytes as `\xHH`. */
  path?: string;
  kind: EntryKind;
  /** Bytes. */
  size: number;
  allocation: Allocation;
  content: ContentState;
  times: Times;
  /** Permission and type bits as `st_mode`. */
  mode?: number;
  uid?: number;
  gid?: number;
  /** Inode number. */
  metaAddress?: number;
  links?: number;
  linkTarget?: string;
  /** Device number as `major:minor`. */
  device?: string;
  /** Extended attributes, values as text when they are UTF-8, otherwise as `0x` hex. */
  attributes?: Record<string, string>;
  version?: Version;
  system?: SystemRole;
  /** Bytes at the end of a run of free blocks that the next run shows again, so that nothing is cut in two. */
  overlap?: number;
  /** What is known to be missing or odd about this entry, one sentence each. */
  notes?: string[];
}
