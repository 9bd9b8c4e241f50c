import type { ReportInput } from './input.ts';

/** One kind of document that a case can be told as. */
export interface Report {
  /** What a user types. */
  name: string;
  /** For people, one line. */
  description: string;
  /** Of the file, without the dot. */
  extension: string;
  write(input: ReportInput): string;
}
