import type { Allocation } from './entry.ts';
import type { Unread } from './unread.ts';

/** What one source remembers, and so how far back an absence in it means anything. */
export interface Span {
  /** A log's path, or `journal of` and the volume. */
  log: string;
  from?: string;
  to?: string;
  /** The same as a sentence. */
  says?: string;
  /** Records of a log that were read. */
  records?: number;
}

export interface DetectorCoverage {
  name: string;
  contentVersion: string;
  /** Entries handed to it, entries it did not look at, entries it gave up on. */
  looked: number;
  skipped: number;
  timedOut: number;
}

/** How the live files of one system differ from a list of what they should be, in files. */
export interface ListCompared {
  /** `the device's own manifest`, `the baseline gold.jsonl of 9.1R18`. */
  list: string;
  kind: 'manifest' | 'baseline';
  /** Which of the systems on the device; `*` for all that was given. */
  system: string;
  same: number;
  changed: number;
  /** Programs in listed folders that the list does not have. */
  added: number;
  /** Listed programs that are not in their folder. */
  missing: number;
  /** All listed files that are not there, with those of folders that are not there. */
  absent: number;
  /** Not judged: content that could not be read whole, paths of the exclusion list, files that are no programs. */
  unread: number;
  excluded: number;
  other: number;
  /** Of a manifest: `fits`, `does-not-fit`, or why that is not known. */
  signature?: string;
  notes?: string[];
  /** Why nothing was concluded from it. */
  refused?: string;
}

/** What was looked at, by what, and what was not; one per piece of evidence. */
export interface Coverage {
  evidence: string;
  name: string;
  /** What was recognised, outermost first: `gpt:2 ext4`. */
  recognised: string[];
  /** Bytes present and bytes read, per kind of space. */
  space: Partial<Record<Allocation | 'metadata', { present: number; read: number; entries: number }>>;
  parsers: string[];
  detectors: DetectorCoverage[];
  spans: Span[];
  /** Lists that the files were compared with; on the first piece of evidence, for all of the device. */
  compared?: ListCompared[];
  unread: Unread[];
}
