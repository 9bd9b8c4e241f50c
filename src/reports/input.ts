import type { FileRow } from '../case/index.ts';
import {
  AfterimageError,
  type Assessment,
  type Coverage,
  type Evidence,
  type Finding,
  type Host,
  type Instant,
  type Verdict,
} from '../model/index.ts';

/** Which examination a report tells of, and when it was finished, as the case has it. */
export interface Examined {
  case: string;
  at: Instant;
}

/** All that a report is made from. No clock and no path of the examiner's machine: the same case gives the same bytes. */
export interface ReportInput {
  verdict: Verdict;
  /** Sorted, strongest first. */
  findings: Finding[];
  coverage: Coverage[];
  /** What follows beyond the verdict; absent in cases of earlier versions. */
  assessment?: Assessment;
  host: Host;
  evidence: Evidence[];
  tool: { name: string; version: string };
  content: { version: string; hash: string };
  /** Absent while the case is still being written. */
  examined?: Examined;
  /** For those that ask for files: the rows, and how many more there were. */
  files?: { rows: FileRow[]; left: number };
}

export const evidenceName = (evidence: readonly Evidence[], id: string): string =>
  evidence.find((e) => e.id === id)?.name ?? id;

/** @throws AfterimageError `usage` when the format needs to say when the examination was and the input does not */
export function examinedOf({ examined }: ReportInput, format: string): Examined {
  if (examined) return examined;
  throw new AfterimageError('usage', `Cannot write ${format}: only a finished case says when it was examined.`);
}
