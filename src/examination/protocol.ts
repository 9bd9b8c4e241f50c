import type { CompiledRules } from '../detectors/index.ts';
import type { Hashes } from '../model/index.ts';
import type { Tally } from './tally.ts';

/** What a worker is started with; plain data, so that a thread or another machine can take it. */
export interface WorkerSetup {
  evidence: string[];
  /** Number of the next piece of work nobody has taken: one 32-bit counter shared by all workers. */
  next: SharedArrayBuffer;
  rules: Uint8Array<SharedArrayBuffer>;
  origins: CompiledRules['origins'];
  /** The texts of indicator files, and our own. */
  indicators: { file: string; text: string; ours: boolean }[];
  contentVersion: string;
  scanTimeoutMs: number;
  /** Pieces of work that an interrupted run has finished already. */
  done: number[];
}

/** One finished batch: rows and drafts as NDJSON, ready to be stored. */
export interface BatchDone {
  type: 'batch';
  work: number;
  files: string;
  drafts: string;
  tallies: Tally[];
  /** For a directory handed over: its files and their hashes, which name it. */
  listings: { evidence: number; files: [path: string, sha256: string][] }[];
  findings: number;
  entries: number;
}

export interface EvidenceHashed {
  type: 'hashed';
  work: number;
  evidence: number;
  hashes: Hashes;
  complete: boolean;
}

export interface Advance {
  type: 'advance';
  bytes: number;
  reading?: string;
}

export interface Finished {
  type: 'finished';
  /** Pieces of work there are; the same number from every worker. */
  works: number;
}

export type WorkerMessage =
  | BatchDone
  | EvidenceHashed
  | Advance
  | Finished
  | { type: 'failed'; message: string; stack?: string; code?: string };
