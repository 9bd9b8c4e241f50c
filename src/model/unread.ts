import type { Locator } from './locator.ts';

/**
 * A stretch we could not read or understand, kept as data so that our failure is neither an accusation nor silence.
 * The field has warnings and skip lists but no word for the stretch itself.
 */
export interface Unread {
  locator: Locator;
  /** One sentence: what was being read, what was found, what was expected. */
  reason: string;
  /** How many bytes of content were not looked at because of it; 0 when only structure was lost. */
  bytes: number;
  path?: string;
  /** Sequence number of the record concerned, where a log has them. */
  sequence?: number;
}
