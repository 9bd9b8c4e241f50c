/** The files of a device as of any moment, their versions and content. */
import type { Allocation, ContentState, EntryKind, Instant, SystemRole } from '../entry.ts';
import type { Difference } from '../finding.ts';

/** A second in which files changed or went, as inodes and journals tell. */
export interface Moment {
  /** The last change within it: a tree as of this moment shows them all. */
  at: Instant;
  kind: 'changed' | 'removed';
  volume: string;
  /** Versions that began or ended. */
  changes: number;
  /** Some of their paths. */
  paths: string[];
}

export interface MomentsAnswer {
  /** Oldest first, at most 2,000: when there are more, those with most changes. */
  moments: Moment[];
  total: number;
  /** When the evidence was taken, as far as its own times tell: the last change of any live file. */
  now?: Instant;
  /** How far back each journal tells: before it, only what is still on the disk is known. */
  horizons: { volume: string; from?: Instant; to?: Instant; says?: string }[];
  /** Systems that lie side by side on the device. */
  systems: SystemRole[];
}

/** One directory. Without `at`: as it is, with what is gone from it. */
export interface TreeQuery {
  /** Absolute on the device; `/` when absent. */
  path?: string;
  system?: SystemRole;
  at?: Instant;
}

/**
 * How a name stood at the moment: `live` as it still is; `earlier` a version that was changed or removed since; `gone`
 * removed before; `later` did not exist yet; `unknown` when no time tells, or it existed in a version that nothing
 * remembers.
 */
export type Standing = 'live' | 'earlier' | 'gone' | 'later' | 'unknown';

export interface TreeEntry {
  name: string;
  path: string;
  system?: SystemRole;
  kind: EntryKind | 'archive';
  standing: Standing;
  /**
   * The version that stood there at the moment; for `gone` the last one before, for `later` and `unknown` the first one
   * after. Absent for a directory that has no entry of its own.
   */
  version?: FileVersionSummary;
  versions: number;
  /** True when its content was another one in between and is now as it was before. */
  reverted: boolean;
  /** Entries below, for a directory: all, and those that are no longer there. */
  below?: { entries: number; gone: number; findings: number };
  findings: string[];
}

export interface TreeAnswer {
  path: string;
  at?: Instant;
  entries: TreeEntry[];
  /** More entries than are listed (5,000). */
  more: number;
}

/** One row of files.parquet, in short. */
export interface FileVersionSummary {
  /** Its number in files.parquet, which never changes. */
  row: number;
  allocation: Allocation;
  content: ContentState;
  size: number;
  inode?: number;
  sha256?: string;
  /** While this version stood there, as far as is known. */
  from?: Instant;
  until?: Instant;
  transaction?: number;
  committed?: Instant;
}

export interface FileVersionDetail extends FileVersionSummary {
  path?: string;
  kind: EntryKind;
  system?: SystemRole;
  layers: string;
  modified?: Instant;
  accessed?: Instant;
  changed?: Instant;
  born?: Instant;
  deleted?: Instant;
  mode?: number;
  uid?: number;
  gid?: number;
  links?: number;
  linkTarget?: string;
  md5?: string;
  sha1?: string;
  notes: string[];
  findings: string[];
  /** Where the content lies in the evidence: at most 64 stretches. */
  ranges: { offset: number; length: number; hole?: true; member?: string }[];
}

/** By path, or by inode and its volume, or the file that a row is of. */
export interface VersionsQuery {
  path?: string;
  system?: SystemRole;
  inode?: number;
  row?: number;
}

/** Oldest first; at most 500. */
export interface VersionsAnswer {
  versions: FileVersionDetail[];
  more: number;
}

/** How one row became another. */
export interface DiffAnswer {
  from: number;
  to: number;
  difference?: Difference;
  /** Why there is none. */
  without?: string;
}

/** A stretch of a version's content, at most 64 KiB; `lost` stretches read as zeros. */
export interface BytesAnswer {
  row: number;
  offset: number;
  size: number;
  base64: string;
  /** False when the bytes no longer have the hash that the case has: the evidence changed. Absent when not compared. */
  matches?: boolean;
}
