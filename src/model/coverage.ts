import type { Allocation } from './entry.ts';
import type { Unread } from './unread.ts';

export interface Span {
  log: string;
  from: string;
  to: string;
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
