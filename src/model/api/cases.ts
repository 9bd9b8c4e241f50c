/** The cases that are served, and what is small of each. */
import type { Activity, Attribution, Exposure, Ownership, Theft, Visibility } from '../assessment.ts';
import type { Coverage } from '../coverage.ts';
import type { Instant } from '../entry.ts';
import type { Evidence } from '../evidence.ts';
import type { Confidence, Interval } from '../finding.ts';
import type { Host } from '../host.ts';
import type { Conclusion, Verdict } from '../verdict.ts';
import type { FindingCounts, TriageState } from './findings.ts';

/** A text in both languages of the report. */
export interface InLanguages<T = string> {
  en: T;
  ja: T;
}

/** The body of every answer that is not 2xx. */
export interface ApiFailure {
  error: {
    /** An `ErrorCode`, or `unauthorised`, `bad-request`, `not-found`, `evidence-gone`, `too-much`, `busy`. */
    code: string;
    /** What was asked, what was found, what was expected. */
    message: string;
    /** For `bad-request`: which parameters are wrong. */
    parameters?: { name: string; message: string }[];
  };
}

/** `complete` and `running` and the like as case.json says; `damaged` when it cannot be read. */
export type CaseCondition = 'complete' | 'running' | 'interrupted' | 'failed' | 'damaged';

/** One line of the list of cases. Everything behind `condition` is there for complete cases only. */
export interface CaseSummary {
  /** Name of its folder; what addresses call it. */
  key: string;
  name: string;
  condition: CaseCondition;
  /** Why it cannot be opened, a sentence. */
  problem?: string;
  subject?: string;
  conclusion?: Conclusion;
  confidence?: Confidence;
  statement?: InLanguages;
  host?: { product: string; title: string; version?: string; name?: string };
  /** Whose device it is: as stated, or as the evidence says when it tells candidates apart (`evidence`). */
  owner?: { name: string; country?: string; sector?: string; basis: 'stated' | 'evidence' };
  /** The first of what the verdict rests on appeared, and the removals, as bounds. */
  since?: Interval;
  removed?: Interval;
  /** When the last run ended. */
  examinedAt?: Instant;
  evidence?: { name: string; size: number }[];
  counts?: FindingCounts;
  triage?: Record<TriageState, number>;
}

/** `text` looks in name, subject, host, owner and the English statement. */
export interface CaseListQuery {
  text?: string;
  conclusion?: Conclusion;
  sort?: 'name' | 'conclusion' | 'examined' | 'since';
  offset?: number;
  limit?: number;
}

export interface CaseList {
  cases: CaseSummary[];
  /** That fit the query. */
  total: number;
  /** In the folder. */
  known: number;
  /** True when the folder holds a campaign as well. */
  campaign: boolean;
}

/** Everything of a case that is small. */
export interface CaseDetail extends CaseSummary {
  verdict: Verdict;
  host: Host;
  evidenceRead: Evidence[];
  steps: InLanguages<{ what: string; how: string }[]>;
  tool: { name: string; version: string };
  content: { version: string; hash: string };
  custody: Partial<Record<string, string>>;
  runs: { startedAt: Instant; endedAt?: Instant; state: string }[];
  ledger: { head: string; length: number };
  /** Absent in cases of earlier versions. */
  assessment?: {
    attribution: Attribution;
    exposure: Exposure;
    theft: Theft;
    activity: Activity;
    ownership?: Ownership;
  };
  /** Whether notes can be kept, and why not: a read-only medium, no permission. */
  notes: { possible: boolean; why?: string };
  /** Whether the evidence lies where it was, so that content can be shown. */
  evidenceAvailable: ContentAvailability;
}

export interface ContentAvailability {
  available: boolean;
  /** Which file is missing or has another size. */
  why?: string;
}

/** Result files compared with the hashes in case.json, and the ledger's chain followed. */
export interface IntegrityAnswer {
  sound: boolean;
  /** One sentence each. */
  problems: string[];
}

export interface CoverageAnswer {
  /** Technique x time x source; absent in cases of earlier versions. */
  visibility?: Visibility[];
  limitedBy: string[];
  /** With at most 200 `unread` each. */
  evidence: (Coverage & { unreadTotal: number })[];
}
