import type { Allocation, ContentState, Instant, SystemRole } from './entry.ts';
import type { Locator } from './locator.ts';

export type About = 'compromise' | 'removal' | 'tampering' | 'exposure' | 'lead';
export type State = 'live' | 'removed' | 'reverted' | 'edited' | 'inferred';
export type Severity = 'informational' | 'low' | 'medium' | 'high' | 'critical';
export type Confidence = 'low' | 'medium' | 'high';

export const severities: readonly Severity[] = ['informational', 'low', 'medium', 'high', 'critical'];
export const confidences: readonly Confidence[] = ['low', 'medium', 'high'];

/** Something happened within these bounds; a missing bound is unknown. `basis` says which evidence set each bound. */
export interface Interval {
  notBefore?: Instant;
  notAfter?: Instant;
  basis?: string[];
}

/** Which rule speaks: its identity, where it comes from, and what it was written from. */
export interface RuleReference {
  id: string;
  source: 'yara' | 'hash' | 'name' | 'path' | 'stix' | 'sigma' | 'builtin';
  version: string;
  reference?: string;
}

/** How two versions of a text differ: a unified diff from the earlier to the later one. */
export interface Difference {
  added: number;
  removed: number;
  text: string;
}

/** What a detector says about one entry, before the examination adds subject, state and time. */
export interface Claim {
  rule: RuleReference;
  about: About;
  family?: string;
  actors: string[];
  techniques: string[];
  severity: Severity;
  confidence: Confidence;
  title: string;
  explanation: string;
  /**
   * The bytes that back the claim, as ranges within the entry's content; empty when the claim rests on the name or
   * the whole content.
   */
  matched: { offset: number; length: number; label?: string }[];
  /** Overrides what the entry's allocation says of the state. */
  state?: State;
  /** When the thing came and went, where not the entry's times but several witnesses say so. */
  appeared?: Interval;
  removed?: Interval;
  /** What the claim is about in two versions of one text. */
  difference?: Difference;
  /** True when the claim rests on the name alone. */
  byName?: boolean;
}

export interface Subject {
  path?: string;
  sha256?: string;
  md5?: string;
  sha1?: string;
  size: number;
  inode?: number;
  allocation: Allocation;
  content: ContentState;
  system?: SystemRole;
  modified?: Instant;
  changed?: Instant;
  born?: Instant;
  deleted?: Instant;
}

/** What contents have in common beyond their hash; compared between cases, never within one. */
export interface Likeness {
  /** Of the content, by `sketchOf`: contents that share much code have sketches that agree in many places. */
  sketch?: string;
  /** Digests of passwords, keys and hashes written into it, never the text itself. Sorted. */
  secrets?: string[];
}

/** What a detector claims, and the bytes that back it. `id` is rule plus bytes. */
export interface Finding {
  id: string;
  about: About;
  state: State;
  rule: RuleReference;
  family?: string;
  actors: string[];
  techniques: string[];
  subject: Subject;
  appeared?: Interval;
  removed?: Interval;
  severity: Severity;
  confidence: Confidence;
  title: string;
  explanation: string;
  locators: Locator[];
  /** Absent in cases of earlier versions, and where the content is too short or lost. */
  likeness?: Likeness;
  /** For a file that was put back: how the version found differs from the one that stands there now. */
  difference?: Difference;
}
