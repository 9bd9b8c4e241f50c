import type { Confidence } from './finding.ts';

/** One piece of evidence for or against a hypothesis. */
export interface Weighed {
  what: string;
  /** How much it tells: 10 is a family that only this actor is known to use, surely identified. */
  weight: number;
  /** Why it weighs so much. */
  basis: string;
  /** Ids of the findings it rests on. */
  findings: string[];
}

/** One way to explain what was found. */
export interface Hypothesis {
  name: string;
  kind: 'actor' | 'unknown-actor' | 'opportunist' | 'insider' | 'no-intrusion';
  /** Other published names that count as the same. */
  also: string[];
  /** Sum of what speaks for it less what speaks against; no probability. */
  score: number;
  for: Weighed[];
  against: Weighed[];
}

/** Whose tools and ways this is consistent with, and what that rests on. Never whose doing it was. */
export interface Attribution {
  /** "Consistent with …; would change if …". */
  statement: string;
  /** Names of the hypotheses that the evidence supports; several when it does not tell between them. */
  leading: string[];
  /** Never `high`: tools are stolen, shared and copied. */
  confidence: Confidence;
  hypotheses: Hypothesis[];
  /** Families found that nobody attributed in public. */
  unattributed: string[];
  /** The leading hypotheses when one piece of evidence is left out, for each piece. */
  sensitivity: { without: string; leading: string[]; changes: boolean }[];
}

/** What follows from the findings of one device, beyond the verdict. */
export interface Assessment {
  attribution: Attribution;
}
