import type { LogRecord } from '../../artifacts/index.ts';
import type { EntryFacts } from '../../model/index.ts';

/** A record as a digest keeps it: when it is dated and where in the file it stands. */
export interface Place {
  /** Microseconds since 1970. */
  micros: number;
  offset: number;
  length: number;
}

export const SECOND = 1e6;
export const MINUTE = 60 * SECOND;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

export const placeOf = (record: LogRecord, micros: number): Place => ({
  micros,
  offset: record.offset,
  length: record.length,
});

/** The bytes of some places; more than 16 ranges would not say more. */
export const bytesOf = (places: readonly Place[]): { offset: number; length: number }[] =>
  places.slice(0, 16).map(({ offset, length }) => ({ offset, length }));

/** A moment for people, to the second. */
export const say = (micros: number): string => `${new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19)}Z`;

/** Some records for people: when the first few are dated and where they stand. */
export function list(places: readonly Place[]): string {
  const shown = places.slice(0, 4).map(({ micros, offset }) => `${say(micros)} (byte ${offset})`);
  return places.length > shown.length
    ? `${shown.join(', ')} and ${places.length - shown.length} more`
    : shown.join(', ');
}

/** A stretch of time for people. */
export function span(micros: number): string {
  const units: [number, string][] = [
    [DAY, 'day'],
    [HOUR, 'hour'],
    [MINUTE, 'minute'],
    [SECOND, 'second'],
  ];
  const [size, name] = units.find(([unit]) => Math.abs(micros) >= unit) ?? [SECOND, 'second'];
  const count = Math.round(Math.abs(micros) / size);
  return `${count} ${name}${count === 1 ? '' : 's'}`;
}

export const plural = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`;

/**
 * True for a file that stands there whole, under a name or held open without one. Of a deleted or overwritten log some blocks may be somebody else's by now,
 * so what is odd about it says nothing.
 */
export const isWhole = ({ allocation, content, kind }: EntryFacts): boolean =>
  (allocation === 'allocated' || allocation === 'orphan') && content === 'intact' && kind === 'file';
