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
  unread: Unread[];
}
