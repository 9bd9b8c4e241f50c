import type { ByteSource } from '../../bytes/index.ts';
import type { Event, EventTime, Instant } from '../../model/index.ts';

/** An event as one record of a log tells it; the caller adds where it stands and whether it was recovered. */
export interface LogEvent extends Omit<Event, 'locator' | 'recovered' | 'time' | 'sequence'> {
  time?: EventTime | undefined;
  sequence?: number | undefined;
}

/** One record of a log: a line, or a framed record. */
export interface LogRecord {
  /** Bytes from the beginning of the source; `length` includes the record's framing, but no line ending. */
  offset: number;
  length: number;
  event: LogEvent;
  /** Microseconds since 1970-01-01T00:00:00Z, the same moment as `event.time.at`. */
  micros?: number | undefined;
  /** The record's own bytes, each as one character: two records are the same when their keys are. */
  key: string;
  /** True when it touches damage or the end of the source, so that it may be a part of a record only. */
  ragged?: boolean | undefined;
  /** What the length words of a framed record say, where its format has them and they are right. */
  lengthWord?: number;
  /** True for a readable line that is not in the format, such as a line of a stack trace: kept, without a time. */
  unparsed?: boolean | undefined;
}

/** A stretch of a log that holds no record we can read. */
export interface LogGap {
  offset: number;
  /** Bytes. */
  length: number;
  /** What was found and what was expected. */
  reason: string;
  /** `zeros`: damage of the medium or the filesystem; `words`: the record before it has length words that do not fit it. */
  cause?: 'zeros' | 'words';
}

/** What is known about a log besides its bytes. */
export interface LogContext {
  /** Without its folder; the name of an export states the zone: `….(GMT+09_00).access`. */
  fileName?: string;
  /** When the file was last written: which year a date without one means. */
  latest?: Instant;
  /** Zone of the host, by its name or in minutes east of UTC, for local times that state none. */
  zone?: string | number;
  /** True when only node, code, user, address, realm, arguments and time are asked for: a format may leave out the rest. */
  brief?: boolean;
}

/** A log format: told apart by content first, read as a stream in constant memory. */
export interface LogFormat {
  name: string;
  /** One line. */
  description: string;
  /**
   * How sure the format is that these are its bytes, from 0 to 1.
   * @param head the first `logHeadBytes` of the file, or all of a shorter one
   * @param above how sure another format is: one that cannot be surer need not look, and answers 0
   */
  recognises(head: Buffer, name: string, above?: number): number;
  /** Every record in order, and every stretch without one. Returns notes on how the file was read, one sentence each. */
  records(source: ByteSource, context: LogContext): Generator<LogRecord | LogGap, string[]>;
  /** Records in bytes that belong to no file; what is no record is passed over. */
  carve?(source: ByteSource, context: LogContext): Generator<LogRecord, void>;
}

export const isGap = (told: LogRecord | LogGap): told is LogGap => 'reason' in told;

/** How much of a file `recognises` wants to see: a vc0 header and some records. */
export const logHeadBytes = 64 * 1024;
