import { unseen } from '../model/visible.ts';
import type { Report } from './report.ts';

/** Everything a report is made from, for other programs. */
export const json: Report = {
  name: 'json',
  description: 'Verdict, findings, coverage, host and evidence as one JSON document',
  extension: 'json',
  write: (input) => jsonText(input),
};

/** JSON in which an unseen character is an escape: the same value to every reader, and safe to print on a terminal. */
export const jsonText = (value: unknown): string => `${JSON.stringify(value, null, 2).replace(unseen, units)}\n`;

const units = (text: string): string =>
  text === '\n'
    ? text
    : Array.from({ length: text.length }, (_, i) => `\\u${text.charCodeAt(i).toString(16).padStart(4, '0')}`).join('');
