/** Findings, and what people said of them. */
import type { Allocation, Instant, SystemRole } from '../entry.ts';
import type { About, Confidence, Finding, Interval, Severity, State } from '../finding.ts';

export interface FindingCounts {
  total: number;
  bySeverity: Record<Severity, number>;
  byState: Record<State, number>;
  /** What it was, compromise apart from what is to be reviewed, as in the report. */
  byAbout: Record<About, number>;
}

export type TriageState = 'open' | 'confirmed' | 'dismissed';

/** What somebody said of a finding; kept in the case's ledger, never in the finding. */
export interface Note {
  /** Number of the ledger's line. */
  seq: number;
  at: Instant;
  finding: string;
  action: 'confirm' | 'dismiss' | 'reopen' | 'note';
  /** The reason, for `dismiss` always. */
  text?: string;
  by?: string;
}

export interface Triage {
  state: TriageState;
  /** Oldest first. */
  notes: Note[];
}

/** The body of POST …/notes. */
export interface NoteRequest {
  action: Note['action'];
  /** Up to 4,000 characters; required for `dismiss` and `note`. */
  text?: string;
  /** Up to 200 characters. */
  by?: string;
}

/** The answer to it: the ledger's new line, and what follows. */
export interface NoteAnswer {
  note: Note;
  triage: Triage;
  ledger: { head: string; length: number };
}

export interface NotesAnswer {
  notes: Note[];
}

export interface FindingsQuery {
  /** This one or above. */
  severity?: Severity;
  state?: State[];
  about?: About[];
  family?: string;
  triage?: TriageState[];
  path?: string;
  text?: string;
  sort?: 'strength' | 'appeared' | 'removed' | 'path';
  offset?: number;
  limit?: number;
}

/** Under which heading the report puts it. */
export type FindingKind = 'compromise' | 'traces' | 'review';

export interface FindingSummary {
  id: string;
  kind: FindingKind;
  about: About;
  state: State;
  severity: Severity;
  confidence: Confidence;
  rule: string;
  title: string;
  family?: string;
  actors: string[];
  techniques: string[];
  path?: string;
  system?: SystemRole;
  allocation: Allocation;
  sha256?: string;
  appeared?: Interval;
  removed?: Interval;
  triage: TriageState;
  notes: number;
}

export interface FindingsAnswer {
  findings: FindingSummary[];
  total: number;
  /** Of all findings, whatever the filter. */
  counts: FindingCounts & { byTriage: Record<TriageState, number> };
  families: string[];
}

/** One finding with everything. */
export interface FindingDetail {
  finding: Finding;
  kind: FindingKind;
  /** For each locator, commands with which another tool cuts the same bytes out; `expects` is the SHA-256 of them. */
  commands: { text?: string; expects?: string; trouble?: 'unlisted' | 'badName' }[][];
  /** Row of the entry it is about in files.parquet, when it can be told. */
  row?: number;
  triage: Triage;
  /** Events of the timeline that belong to it. */
  events: number;
}
