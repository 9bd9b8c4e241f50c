import type { Custody } from '../case/index.ts';
import type { Assessment, Coverage, Evidence, Finding, Host, Verdict } from '../model/index.ts';

/** What is being done, told a few times a second. */
export interface Progress {
  phase: 'opening' | 'compiling' | 'reading' | 'hashing' | 'writing';
  /** Bytes done of bytes known so far. */
  done: number;
  total: number;
  entries: number;
  findings: number;
  /** Path or name of what is being read, as the evidence has it: not safe to print as it is. */
  reading?: string;
}

export interface ExamineOptions {
  /** Paths; several are one device. */
  evidence: string[];
  /** Paths of other machines' records of the device: files, archives or folders of its syslog. */
  witness?: readonly string[];
  /** Case folder to create. */
  output: string;
  /** Third-party YARA and Sigma files, and folders of them. */
  rules: string[];
  /** Hash lists, CSV, STIX bundles. */
  iocs: string[];
  /** STIX bundles and MISP events of who used what, beside our own. */
  knowledge?: readonly string[];
  /** Lists of owners: CSV of who owns which device. */
  owners?: readonly string[];
  /** Tables of networks, CSV as `@ip-location-db` publishes them: whose an address is. Nothing is looked up elsewhere. */
  networks?: readonly string[];
  /** Stated SHA-256 of each piece of evidence, in its order. */
  sha256: string[];
  /** Keys of 24 or 16 bytes for encrypted system snapshots. They are tried, never stored. */
  keys?: readonly Buffer[];
  /** Lists of known-good files that `afterimage baseline make` wrote. */
  baselines?: readonly string[];
  /** Worker threads; the number of cores when absent. */
  threads?: number;
  mode: 'new' | 'resume' | 'restart';
  /** Seconds one scan may take before its entry counts as not looked at. */
  scanTimeout?: number;
  /**
   * Leaves out what only journals remember, and the log lines that earlier versions bring back: for measuring what the
   * past costs, never for a case that anybody relies on. The case says so.
   */
  withoutHistory?: boolean;
  /** Reads logs as bytes only: for measuring what interpreting them costs, likewise. */
  withoutLogs?: boolean;
  /** Language of report.html; English when absent. */
  language?: 'en' | 'ja';
  custody?: Custody;
  /** The clock, so that a run can be repeated. */
  now: () => Date;
  onProgress?: (progress: Progress) => void;
  /** Things the examiner should know at once (rejected rules, unusable indicators), one sentence each. */
  onNotice?: (notice: string) => void;
  signal?: AbortSignal;
}

export interface ExamineResult {
  casePath: string;
  verdict: Verdict;
  host: Host;
  evidence: Evidence[];
  /** Sorted, strongest first. */
  findings: Finding[];
  coverage: Coverage[];
  /** What follows from the findings beyond the verdict. */
  assessment: Assessment;
  /** 0 nothing above the threshold, 1 findings, 2 nothing found but coverage too thin to say so. */
  exitStatus: 0 | 1 | 2;
}

export interface RecoverOptions {
  casePath: string;
  /** A path on the device, `inode:N`, a finding's id or a SHA-256. */
  what: string;
  /** Zip file to create: AES, password `infected`. */
  output: string;
  /** Where the evidence lies now, when it moved. */
  evidence?: string[];
}

export interface Recovered {
  output: string;
  items: { name: string; path?: string; size: number; sha256: string; complete: boolean; note?: string }[];
}
