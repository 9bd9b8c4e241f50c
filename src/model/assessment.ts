import type { Instant } from './entry.ts';
import type { Confidence, Interval } from './finding.ts';
import type { DeviceMarks, Owner } from './owner.ts';
import type { OwnerCandidate, OwnerPassedOver } from './ownership.ts';

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

/** How sure it is that something was taken. There is no "not taken": only what was read can be spoken of. */
export type TheftGrade = 'observed' | 'likely' | 'possible' | 'not observed in what was read' | 'cannot be assessed';

/** One kind of thing that may have been taken. */
export interface TheftItem {
  what: string;
  grade: TheftGrade;
  /** A sentence each: what the grade rests on, or what is missing. */
  because: string[];
  findings: string[];
}

/** An account that logged in through the device while its logins could be read. */
export interface PassedAccount {
  user: string;
  realm?: string;
  kind: 'user' | 'administrator';
  first: Instant;
  last: Instant;
  /** Login records; the steps of one login count each. */
  records: number;
  /** True when a login fell into the time of a login capture, not only of some backdoor. */
  captured: boolean;
}

/** While a login capture, or any backdoor, was in place; a missing bound is unknown or the end of the evidence. */
export interface TheftWindow {
  from?: Instant;
  until?: Instant;
  /** Ids of the findings it is made of. */
  findings: string[];
}

/** What was taken, as far as can be said. Signs of theft are no proof that anything was staged or left the device. */
export interface Theft {
  statement: string;
  items: TheftItem[];
  /** While any backdoor was in place, and while logins were captured. */
  compromised?: TheftWindow;
  capturing?: TheftWindow;
  /** Accounts in accounts.csv, and a sentence on what that list is and is not. */
  accounts: { count: number; says: string };
}

/** From when to when the device was compromised and cleaned up, as bounds; days are rounded down. */
export interface Activity {
  statement: string;
  /** The first backdoor was in place not before, not after. */
  first?: Interval;
  /** The last thing that an intruder did, not before, not after. */
  last?: Interval;
  /** Days from the first backdoor to the last removal, or to the end of the evidence when one is still there. */
  dwellDays?: { least: number; most?: number; still: boolean };
  /** Removal of what was there: when it began and ended, and how long after the first backdoor. */
  cleanUp?: { from: Instant; until: Instant; daysAfterFirst?: number; disclosures: string[] };
}

/** Whether one kind of evidence could have shown a technique, and for which time. */
export interface SeenThrough {
  source: string;
  seen: 'yes' | 'in part' | 'no';
  from?: Instant;
  until?: Instant;
  says: string;
}

/** Could we have seen it? One technique against every kind of evidence that shows it. */
export interface Visibility {
  technique: string;
  name: string;
  seen: 'yes' | 'in part' | 'no';
  through: SeenThrough[];
}

/** Whose device it is, as far as it says itself or somebody states it. */
export interface Ownership {
  statement: string;
  /** What `--owners` says, and the row that says it. */
  stated?: Owner & { by: string[] };
  /** Name of the one candidate that the evidence supports; absent when it does not tell several apart. */
  leading?: string;
  confidence: Confidence;
  /** Heaviest first. */
  candidates: OwnerCandidate[];
  passedOver: OwnerPassedOver[];
  /** Rows that contradict each other, or the evidence; one sentence each. */
  contradictions: string[];
  /** What a list of owners recognises the device by. */
  marks: Omit<DeviceMarks, 'case'>;
}

/** Something innocent that makes files go: every gateway of a fleet may see it in the same night. */
export interface DeviceChange {
  kind: 'upgrade' | 'reboot';
  at: Instant;
}

/** What happened to the device in its ordinary life, as far as its files and logs tell. */
export interface DeviceLife {
  /** In the order of time; the last thousand. */
  changes: DeviceChange[];
  /** Accounts that administer it, when their names tell administrators apart (`ops@example.com`, never `admin`). Sorted. */
  administrators: string[];
}

/** What follows from the findings of one device, beyond the verdict. */
export interface Assessment {
  attribution: Attribution;
  exposure: Exposure;
  theft: Theft;
  activity: Activity;
  visibility: Visibility[];
  /** Absent in cases of earlier versions. */
  ownership?: Ownership;
  /** Absent in cases of earlier versions. */
  life?: DeviceLife;
}
