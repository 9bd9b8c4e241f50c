import type { Assessment, Coverage, Evidence, Finding, Host, Verdict } from '../model/index.ts';

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
}

export const evidenceName = (evidence: readonly Evidence[], id: string): string =>
  evidence.find((e) => e.id === id)?.name ?? id;
