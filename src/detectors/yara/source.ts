/** One rule file as it goes to the compiler. */
export interface RuleSource {
  /** Name for messages and reports: relative to the folder that was handed over. */
  file: string;
  /** Namespace its rules live in. */
  namespace: string;
  text: string;
  /** True for the content that belongs to Afterimage, false for a third party's. */
  ours: boolean;
}

/** A rule, or a line of a rule file, that is not in use, and why. */
export interface Rejected {
  file: string;
  /** From 1. */
  line?: number;
  column?: number;
  rule?: string;
  reason: string;
}
