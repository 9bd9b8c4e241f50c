import type { FileRow } from '../case/index.ts';
import type { CarveSetup } from './log-carver.ts';

/** A file that may be a part of a log. */
export interface LogFile {
  row: FileRow;
  /** Its path, without the step that a wrapper around its content adds. */
  path: string;
  /** Path of the log that it is a part of. */
  series: string;
}

/** Where files of logs are read from: each on its own, or together while an archive is walked. */
export interface LogSource {
  /** Places in the list of files. */
  files: number[];
  /** The outermost archive around them, when their bytes do not stand in the evidence as they are. */
  archive?: FileRow;
  /** True when they can be read only by walking a whole tree, such as a compressed archive handed over. */
  walked?: true;
}

/** One piece of work. */
export type LogUnit = LogSource[];

export interface LogSetup {
  evidence: string[];
  files: LogFile[];
  units: LogUnit[];
  /** Number of the first unit among the pieces of work of the case. */
  first: number;
  /** Pieces of work that are done already. */
  done: number[];
  contentVersion: string;
  /** Name of the host's zone, for times that state none. */
  zone?: string;
  /** What is searched before logs are read. */
  carving: CarveSetup;
  /** Folder for parts of events. */
  parts: string;
  /** A 32-bit counter: the next unit nobody has taken. */
  shared: SharedArrayBuffer;
}

/** What was found in one file. */
export interface LogTold {
  /** Place in the list of files. */
  file: number;
  /** Absent when it is in no format that is read; `archive` for a compressed file, whose content is asked instead. */
  format?: string;
  records: number;
  /** Readable lines that are not in the format. */
  unparsed: number;
  /** Records without a time. */
  undated: number;
  /** First and last time, as written in the records; those that cannot be are left out unless there are no others. */
  from?: string;
  to?: string;
  /** Names of the machines that wrote it, a few. */
  nodes: string[];
  notes: string[];
  /** Stretches without a record, with offsets in the content; the first ones. */
  gaps: { offset: number; length: number; reason: string }[];
  gapCount: number;
  gapBytes: number;
  /** Records that were watched for and stand here, by name. */
  met?: string[];
  /** By name of the detector. */
  digests: Record<string, unknown>;
  /** Our own failure. */
  failed?: string;
}

export type LogMessage =
  /** `told` is NDJSON of `LogTold`, ready to be stored. */
  | { type: 'unit'; work: number; told: string }
  | { type: 'advance'; bytes: number; reading?: string }
  | { type: 'finished'; works: number }
  | { type: 'failed'; message: string; stack?: string; code?: string };
