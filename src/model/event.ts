import type { Instant } from './entry.ts';
import type { Locator } from './locator.ts';

/** A time as a source tells it. */
export interface EventTime {
  at: Instant;
  /** What the source can tell apart: 1 second, 1 microsecond. */
  precision: 'second' | 'millisecond' | 'microsecond' | 'nanosecond' | 'minute' | 'day';
  /** `stated` when the source says its zone or counts from 1970; `assumed` when we took one; the offset is in minutes. */
  zone: 'stated' | 'assumed' | 'unknown';
  offset?: number;
  /** The characters of the source, when it had any. */
  original?: string;
}

/** Something that happened, as one artifact tells it. */
export interface Event {
  time?: EventTime;
  /** What the time means: `logged`, `modified`, `request`. */
  timeKind: string;
  /** The format that told it: `vc0`, `welf`, `syslog`. */
  source: string;
  /** One line for people, in our own words where the record holds only a code. */
  message: string;
  fields: Record<string, string>;
  /** Number or identity the record gives itself, where it has one. */
  sequence?: number;
  /** True when the record stands in no live file: an earlier version, a deleted file, free space. */
  recovered: boolean;
  locator: Locator;
}

/**
 * Fields that most sources have and most questions are about: columns of their own wherever events are stored in bulk,
 * so that rules need not take JSON apart. Everything else stays in `fields`.
 */
export const sharedFields = [
  'code',
  'node',
  'user',
  'realm',
  'source_ip',
  'user_agent',
  'method',
  'uri',
  'status',
  'bytes',
] as const;
