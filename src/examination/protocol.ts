import type { MessagePort } from 'node:worker_threads';
import type { CompiledRules } from '../detectors/index.ts';
import type { Hashes } from '../model/index.ts';
import type { Tally } from './tally.ts';

/** What a worker is started with; plain data, so that a thread or another machine can take it. */
export interface WorkerSetup {
  evidence: string[];
  /** Number of the next piece of work nobody has taken: one 32-bit counter shared by all workers. */
  next: SharedArrayBuffer;
  /** What all readers remember of contents: see `KnownContents`. */
  known: SharedArrayBuffer;
  /** The texts of indicator files, and our own. */
  indicators: { file: string; text: string; ours: boolean }[];
  contentVersion: string;
  scanTimeoutMs: number;
  /** Pieces of work that an interrupted run has finished already. */
  done: number[];
  /** What only a journal remembers is left out. */
  withoutHistory?: boolean;
  /** Where entries come from when another thread walks; without it a worker walks by itself. */
  supply?: { port: MessagePort; load: SharedArrayBuffer; place: number };
}

/** What the thread that walks for all others is started with. */
export interface WalkerSetup {
  evidence: string[];
  /** Number of the first batch. */
  first: number;
  done: number[];
  withoutHistory: boolean;
  /** One for each reader. */
  ports: MessagePort[];
  /** Batches that wait at each reader, and behind them how many all have finished: 32-bit counters. */
  load: SharedArrayBuffer;
}

/** What the walker sends a reader: a batch, or at the end how many pieces of work there were. */
export type Supply = { work: number; tree: number; entries: string } | { works: number };

/** The compiled rules, sent when they are ready: hashing and walking need not wait for them. */
export interface Rules {
  bytes: Uint8Array<SharedArrayBuffer>;
  origins: CompiledRules['origins'];
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
