import type { Claim, EntryFacts, Hashes } from '../model/index.ts';

/** A match of a pattern in an entry's content. */
export interface PatternMatch {
  /** Name of the pattern in its rule: `$header`. */
  label: string;
  /** Bytes from the beginning of the content. */
  offset: number;
  length: number;
}

/** What the worker knows of one entry after reading its content once. */
export interface EntryView {
  facts: EntryFacts;
  /** Of the whole content; absent when some of it could not be read. */
  hashes?: Required<Hashes>;
}

/** Looks at one entry at a time. Handed everything it needs; never reaches for the case. */
export interface EntryDetector {
  name: string;
  contentVersion: string;
  entry(view: EntryView): Iterable<Claim>;
}
