import type { Claim, EntryFacts, Hashes, Locator } from '../model/index.ts';
import type { SurveyedFile } from './survey/file.ts';

/** One entry as the case has it, after its content was read. */
export interface Surveyed {
  facts: EntryFacts;
  hashes?: Hashes;
}

/** A claim about one of the surveyed files, with the bytes that back it. */
export interface SurveyClaim extends Surveyed {
  claim: Claim;
  locators: Locator[];
}

/**
 * Looks at all files of a device together, for what one alone cannot show: times that do not fit their neighbours, a
 * log with a new inode. It is handed every one once, in the order of the walk, and keeps little.
 */
export interface SurveyDetector {
  name: string;
  contentVersion: string;
  entry(file: SurveyedFile): void;
  /** What it concludes when all files have been seen; deterministic order. */
  finish(): Iterable<SurveyClaim>;
}
