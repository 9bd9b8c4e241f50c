import type { Edition } from '../../model/index.ts';

/** One device that votes: the live files of its running system. */
export interface VotingDevice {
  /** For people: the name of its case, or of its votes file. */
  name: string;
  /** Where its ballots lie: files.parquet of a case, or lines of a votes file. */
  file: string;
  kind: 'case' | 'votes';
  /** Place of its edition in the list of editions. */
  edition: number;
  /** The system whose files vote; all of them when the device has but one. */
  system?: string;
}

/** A case or votes file that was opened, before anything is compared. */
export interface Candidate {
  name: string;
  file: string;
  kind: 'case' | 'votes';
  edition: Edition;
  system?: string;
  /** Marks by which the same device is known in two cases: any in common is one device. */
  marks: string[];
  /** When it was examined; of two cases of one device the later counts. */
  at: string;
}
