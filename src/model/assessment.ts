import type { Instant } from './entry.ts';
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

/** A version of the software that the device holds, and while it was in use. */
export interface InstalledVersion {
  system: string;
  version: string;
  /** When its VERSION file was laid down; absent when no filesystem says so. */
  installed?: Instant;
  /** When the next version was installed; absent for the one in use when the evidence was taken. */
  until?: Instant;
}

/** A published vulnerability of a version that was in use. */
export interface ExposedTo {
  vulnerability: string;
  /** `without-login`, or `administrator` when an administrator's session is needed. */
  entry: string;
  system: string;
  version: string;
  /** In use from, until. */
  from?: Instant;
  until?: Instant;
  /** Days on which the vulnerability and the fixed version became public. */
  published?: string;
  fixPublished?: string;
  /** First versions without it. */
  fixed: string[];
  says: string;
}

/** To which published vulnerabilities the device was open, and when. */
export interface Exposure {
  statement: string;
  versions: InstalledVersion[];
  open: ExposedTo[];
  /** Vulnerabilities of the product that no version found has, or that cannot be judged, with the reason. */
  others: { vulnerability: string; says: string }[];
}

/** What follows from the findings of one device, beyond the verdict. */
export interface Assessment {
  attribution: Attribution;
  exposure: Exposure;
}
