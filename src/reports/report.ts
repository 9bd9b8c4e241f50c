import type { ReportInput } from './input.ts';
import type { Language } from './words/index.ts';

/** One kind of document that a case can be told as. */
export interface Report {
  /** What a user types. */
  name: string;
  /** For people, one line. */
  description: string;
  /** Of the file, without the dot. */
  extension: string;
  /** @param language of what we say; what evidence and rules say stays as it is. English when none is asked for */
  write(input: ReportInput, language?: Language): string;
}
