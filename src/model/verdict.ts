import type { Confidence } from './finding.ts';

export type Conclusion =
  | 'compromised'
  | 'compromised-then-cleaned'
  | 'suspected'
  | 'inconclusive'
  | 'no-evidence-found';

/** One per device. There is no word for "clean" here, on purpose. */
export interface Verdict {
  subject: string;
  scope: string;
  conclusion: Conclusion;
  confidence: Confidence;
  /** Ids of findings, strongest first. */
  because: string[];
  /** What was not seen, one sentence each. */
  limitedBy: string[];
  statement: string;
}
