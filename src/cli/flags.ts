import { type Tlp, tlps } from '../model/index.ts';

/**
 * How values on the command line are read. Each throws a sentence saying what was found and what was expected; the
 * name of the flag is put in front of it.
 */

/** A path. Something that looks like a flag is refused, since it is more likely a slip than a file. */
export function path(input: string): string {
  if (input === '') throw new Error('found an empty name, expected a path.');
  if (input.length > 1 && input.startsWith('-'))
    throw new Error(`"${input}" looks like a flag; write "./${input}" if it is a file.`);
  return input;
}

/** Any text. */
export const text = (input: string): string => input;

/** A whole number from one to the other, both included. */
export const wholeNumber =
  (from: number, to: number) =>
  (input: string): number => {
    const value = /^\d{1,15}$/.test(input) ? Number(input) : Number.NaN;
    if (!(value >= from && value <= to))
      throw new Error(`found "${input}", expected a whole number from ${from} to ${to}.`);
    return value;
  };

/** Seconds, fractions allowed, more than none and at most a day. */
export function seconds(input: string): number {
  const value = /^\d{1,6}(\.\d{1,3})?$/.test(input) ? Number(input) : Number.NaN;
  if (!(value > 0 && value <= 86_400))
    throw new Error(`found "${input}", expected seconds, more than 0 and at most 86400.`);
  return value;
}

/** A SHA-256 in hexadecimal; lower case comes out. */
export function sha256(input: string): string {
  if (!/^[0-9a-f]{64}$/i.test(input))
    throw new Error(`found "${input}" (${input.length} characters), expected a SHA-256 of 64 hexadecimal digits.`);
  return input.toLowerCase();
}

/** A moment in UTC: a day or an RFC 3339 time with `Z`; the RFC 3339 time comes out. */
export function instant(input: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?)Z?)?$/.exec(input);
  const time = match && `${match[1]}T${match[2] ? (match[2].length === 5 ? `${match[2]}:00` : match[2]) : '00:00:00'}Z`;
  const milliseconds = time ? Date.parse(time) : Number.NaN;
  // A day that no month has, such as 2021-02-30, is moved to the next month by Date.
  if (!time || Number.isNaN(milliseconds) || !new Date(milliseconds).toISOString().startsWith(match[1]!))
    throw new Error(`found "${input}", expected a UTC time such as 2021-04-17 or 2021-04-17T02:14:07Z.`);
  return time;
}

/** The language of a report. */
export function language(input: string): 'en' | 'ja' {
  if (input !== 'en' && input !== 'ja') throw new Error(`found "${input}", expected en or ja.`);
  return input;
}

/** A label of the Traffic Light Protocol 2.0, with or without `TLP:`. */
export function tlp(input: string): Tlp {
  const found = input.toLowerCase().replace(/^tlp:/, '');
  const label = tlps.find((known) => known === found);
  if (label) return label;
  throw new Error(`found "${input}", expected ${tlps.join(', ')}.`);
}
