/** The Story and the Logs: events of timeline.parquet, counted or page by page. */
import type { Activity } from '../assessment.ts';
import type { Instant } from '../entry.ts';
import type { FindingSummary } from './findings.ts';

/** What the Story draws beside each other. Every event stands in one of them. */
export type Lane = 'files' | 'logs' | 'scans';

/** Beginning and end of the events, by lane. */
export interface StoryAnswer {
  events: number;
  from?: Instant;
  until?: Instant;
  /** When 99 % of the log records were (of all events where there are few), widened to what was found: a first view. */
  usual?: { from: Instant; until: Instant };
  lanes: Record<Lane, { events: number; recovered: number; from?: Instant; until?: Instant }>;
  /** Events whose time no timestamp holds. */
  undated: number;
  /** Strongest first, at most 2,000. */
  findings: FindingSummary[];
  findingsTotal: number;
  disclosures: Instant[];
  activity?: Activity;
  /** How far back each journal and log tells. */
  spans: { log: string; from?: Instant; to?: Instant }[];
}

/** Filters of events. What is absent does not restrict. */
export interface EventFilter {
  /** Included. */
  from?: Instant;
  /** Not included. */
  until?: Instant;
  lane?: Lane[];
  /** Formats of logs, or `filesystem`. */
  source?: string[];
  /** `*` is anything, `?` one character. */
  path?: string;
  /** In the message; case does not matter. */
  text?: string;
  node?: string;
  code?: string;
  user?: string;
  /** Only what stands in no live file. */
  recovered?: boolean;
  /** Only events that belong to a finding. */
  findings?: boolean;
  finding?: string;
}

export interface HistogramQuery extends EventFilter {
  from: Instant;
  until: Instant;
  /** 1 to 2,000; buckets are of equal length and begin at `from`. */
  buckets: number;
}

/** Counts of events per bucket and lane. Bucket `i` covers `from + i * width` up to, not including, the next. */
export interface HistogramAnswer {
  from: Instant;
  until: Instant;
  /** Microseconds. */
  width: number;
  lanes: Record<Lane, { events: number[]; recovered: number[]; findings: number[] }>;
  total: number;
}

/** A page of events in the order of time. */
export interface EventsQuery extends EventFilter {
  /** Place of the first record among those that fit. */
  offset?: number;
  /** Instead of `offset`: the page begins at the first record at or after this moment. */
  at?: Instant;
  /** 1 to 1,000; 200 when absent. */
  limit?: number;
}

export interface EventsAnswer {
  /** How many fit the filter. */
  total: number;
  offset: number;
  events: EventRecord[];
}

/** One event; long texts are cut (`cut`), the record alone has them whole. */
export interface EventRecord {
  /** Its number in timeline.parquet, which never changes. */
  row: number;
  at?: Instant;
  /** True when nobody states the zone of the time: it is the clock as written. */
  zoneUnknown?: boolean;
  lane: Lane;
  source: string;
  timeKind: string;
  message: string;
  path?: string;
  /** `cut` out of a log that is still there; `recovered` from a deleted file, an earlier version, or free space. */
  mark?: 'cut' | 'recovered';
  finding?: string;
  node?: string;
  user?: string;
  code?: string;
  sourceIp?: string;
  cut?: true;
}

/** One event with all its fields; texts longer than 64 KiB are cut. */
export interface EventDetail extends EventRecord {
  fields: Record<string, unknown>;
}

/** Logs that were read, with what they cover; at most 2,000, those with most records. */
export interface LogsAnswer {
  logs: {
    path: string;
    source: string;
    events: number;
    recovered: number;
    from?: Instant;
    until?: Instant;
  }[];
  /** Formats among them. */
  sources: string[];
}
