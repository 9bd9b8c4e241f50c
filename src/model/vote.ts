import type { Confidence, Severity } from './finding.ts';

/** The devices of one product, version and build: only these are compared with each other. */
export interface Edition {
  product: string;
  version: string;
  build?: string;
}

/** What a majority of devices does not have as one device has it. */
export interface OddFile {
  /** Of the case or votes file. */
  device: string;
  /** On the device; a row of tokens when votes were shared under a key. */
  path: string;
  /** Other content than the others, a file that they do not have, or none where they have one. */
  kind: 'changed' | 'added' | 'missing';
  /** Of the content there; a keyed hash when votes were shared under a key. */
  content?: string;
  /** Devices that agree with each other, and devices that voted on this path. */
  majority: number;
  of: number;
  /** Other devices that have the very same content at this path. */
  shared: number;
  severity: Severity;
  confidence: Confidence;
  says: string;
}

/** How one device stands in the vote. */
export interface Voter {
  device: string;
  odd: number;
  /** `single files`; `as a whole` when so much differs together that it looks like another build; `with the others`. */
  reading: 'with the others' | 'single files' | 'as a whole';
}

/** What the devices of one edition say of each other. */
export interface EditionVote {
  edition: Edition;
  voters: Voter[];
  /** Why nothing is concluded; absent when it was voted on. */
  cannotSay?: string;
  /** Paths by the outcome of their vote. */
  paths: { agreed: number; odd: number; divided: number; individual: number; tooFewRead: number };
  /** Folders in which devices have files of their own, most devices first; what is only there was not judged. */
  own: { folder: string; devices: number }[];
  /** Paths in such folders that were not judged. */
  notJudged: number;
  odd: OddFile[];
  /** Odd files beyond the bound on the list. */
  leftOut: number;
}

/** A fleet as its own golden image. */
export interface FleetVote {
  statement: string;
  editions: EditionVote[];
  /** Cases of a device that is in already, with the one that counts. */
  twice: { device: string; counts: string }[];
  /** What could not vote, and why. */
  withoutVote: { device: string; because: string }[];
  /** What this comparison cannot show. */
  limits: string[];
}
