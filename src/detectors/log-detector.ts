import type { LogGap, LogRecord } from '../artifacts/index.ts';
import type { Claim, EntryFacts, Hashes } from '../model/index.ts';

/** One file of a log, as the detectors of logs meet it. */
export interface WatchedLog {
  /** The entry that holds it: a live file, one of its rotated siblings, or an earlier version. */
  facts: EntryFacts;
  hashes?: Hashes;
  /** Name of the log format. */
  format: string;
  /** Path of the log that this file is a part of, rotation and compression taken off: `/var/log/auth.log` for `auth.log.2.gz`. */
  series: string;
}

/** What a detector keeps of one file of a log while it is read from its beginning to its end. */
export interface LogWatcher<Digest> {
  record(record: LogRecord): void;
  gap?(gap: LogGap): void;
  /** A small digest, plain data: it travels from a worker and may wait in the case folder. */
  end(notes: readonly string[]): Digest;
}

/** A claim about a log. The bytes that back it are ranges in the file's content. */
export interface LogClaim {
  claim: Claim;
  /** Which of the digests' logs it speaks of. */
  log: WatchedLog;
  bytes: { offset: number; length: number }[];
}

/**
 * Looks at logs for what one record alone cannot show: holes, clocks that run backwards, a heartbeat that stops. Each
 * file is watched where it is read, in a worker, in the order of its records; what all files show together is concluded
 * from their digests.
 */
export interface LogDetector<Digest = unknown> {
  name: string;
  contentVersion: string;
  /** Nothing for a log that it has nothing to say about. */
  watch(log: WatchedLog): LogWatcher<Digest> | undefined;
  /** @param digests of every watched file of the device, sorted by path, then by age; deterministic order out */
  conclude(digests: readonly { log: WatchedLog; digest: Digest }[]): Iterable<LogClaim>;
}
