import { instantOf, isWritable } from '../../evidence/index.ts';
import type { EventTime } from '../../model/index.ts';
import type { LogContext } from './format.ts';
import { NamedZone } from './zone.ts';

/** A time in both forms a record carries. */
export interface Told {
  time: EventTime;
  micros: number;
}

/** A date and a time of day as written; `micros` is the fraction. */
export interface Civil {
  year: number;
  month: number;
  day: number;
  hour: number;
  minute: number;
  second: number;
  micros: number;
  /** Fractional digits that were written. */
  digits: number;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** 1 to 12 for an English three-letter month, 0 otherwise. */
export const monthOf = (word: string): number => months.indexOf(word) + 1;

const precisions: EventTime['precision'][] = ['second', 'millisecond', 'microsecond'];

/** Turns what one log writes into instants: knows the zone its name or host states, and the year its file was written. */
export class Clock {
  /** Minutes east of UTC. */
  readonly #offset: number;
  readonly #zone: EventTime['zone'];
  readonly #named: NamedZone | undefined;
  readonly #latest: number | undefined;
  #second = Number.NaN;
  #text = '';

  constructor(context: LogContext) {
    const exported = zoneOfName(context.fileName ?? '');
    const { zone } = context;
    this.#named = exported === undefined && typeof zone === 'string' ? NamedZone.of(zone) : undefined;
    this.#offset = exported ?? (typeof zone === 'number' ? zone : 0);
    const assumed = typeof zone === 'number' || this.#named !== undefined;
    this.#zone = exported !== undefined ? 'stated' : assumed ? 'assumed' : 'unknown';
    const latest = context.latest === undefined ? Number.NaN : Date.parse(context.latest);
    this.#latest = Number.isNaN(latest) ? undefined : latest;
  }

  /** A time counted from 1970. */
  epoch(seconds: number, micros: number, digits: number): Told | undefined {
    if (!isWritable(seconds)) return undefined;
    const precision = precisions[Math.ceil(digits / 3)] ?? 'microsecond';
    const time: EventTime = { at: this.#instant(seconds, micros, digits), precision, zone: 'stated', offset: 0 };
    return { time, micros: seconds * 1e6 + micros };
  }

  /**
   * A local time as written.
   * @param offset minutes east of UTC where the text states it
   * @returns undefined when no calendar has such a time
   */
  civil(civil: Civil, original: string, offset?: number): Told | undefined {
    const { year, month, day, hour, minute, second } = civil;
    if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60 || year < 1900 || year > 9998)
      return undefined;
    if (day > 28 && day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
    const shown = Date.UTC(year, month - 1, day, hour, minute, second) / 1000;
    const minutes = offset ?? this.#named?.offsetWhen(shown) ?? this.#offset;
    const seconds = shown - minutes * 60;
    const zone = offset === undefined ? this.#zone : 'stated';
    const time: EventTime = {
      at: this.#instant(seconds, civil.micros, civil.digits),
      precision: precisions[Math.ceil(civil.digits / 3)] ?? 'microsecond',
      zone,
      ...(zone !== 'unknown' && { offset: minutes }),
      original,
    };
    return { time, micros: seconds * 1e6 + civil.micros };
  }

  /**
   * The year of a date that has none: the one that puts it last before the file was last written, one day of grace
   * for zones; undefined when nothing says when the file was written.
   */
  yearOf(month: number, day: number): number | undefined {
    if (this.#latest === undefined) return undefined;
    const limit = this.#latest + 86_400_000;
    const year = new Date(limit).getUTCFullYear();
    // 29 February belongs to the last leap year.
    for (let back = 0; back < 9; back++) {
      const then = Date.UTC(year - back, month - 1, day);
      if (then <= limit && new Date(then).getUTCDate() === day) return year - back;
    }
    return undefined;
  }

  #instant(seconds: number, micros: number, digits: number): string {
    if (seconds !== this.#second) {
      this.#second = seconds;
      this.#text = instantOf(seconds, 0, 0).slice(0, 19);
    }
    const shown = Math.min(6, digits);
    return shown > 0 ? `${this.#text}.${String(micros).padStart(6, '0').slice(0, shown)}Z` : `${this.#text}Z`;
  }
}

/** Minutes east of UTC stated by the name of an exported log, `…-(GMT+hh_mm).events`. */
export function zoneOfName(name: string): number | undefined {
  const match = /\(GMT([+-])(\d\d)[_:](\d\d)\)/.exec(name.slice(-200));
  if (!match) return undefined;
  const minutes = Number(match[2]) * 60 + Number(match[3]);
  return minutes > 15 * 60 ? undefined : match[1] === '-' ? -minutes : minutes;
}

/** The number written in `count` decimal digits at `at`, or -1. */
export function digitsAt(text: string, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const digit = text.charCodeAt(i) - 48;
    // NaN behind the end of the text fails both comparisons, hence the negation.
    if (!(digit >= 0 && digit <= 9)) return -1;
    value = value * 10 + digit;
  }
  return value;
}

/** A date like `2021-04-14 03:10:00`, where it ends, and the offset it states. */
export interface Dated {
  civil: Civil;
  end: number;
  offset?: number;
}

/** `YYYY-MM-DD hh:mm:ss` at `at` (also with `/`, `T`, a fraction, a zone), or undefined. */
export function dateAt(text: string, at: number): Dated | undefined {
  const year = digitsAt(text, at, 4);
  if (year < 0) return undefined;
  const dash = text[at + 4];
  if ((dash !== '-' && dash !== '/') || text[at + 7] !== dash) return undefined;
  const gap = text[at + 10];
  if (gap !== ' ' && gap !== 'T') return undefined;
  const month = digitsAt(text, at + 5, 2);
  const day = digitsAt(text, at + 8, 2);
  const clock = timeAt(text, at + 11);
  if (month < 0 || day < 0 || !clock) return undefined;
  const civil = { year, month, day, ...clock.time };
  const zone = zoneAt(text, clock.end);
  return zone ? { civil, end: zone.end, offset: zone.offset } : { civil, end: clock.end };
}

/** `hh:mm:ss` with an optional fraction. */
export function timeAt(
  text: string,
  at: number,
): { time: Omit<Civil, 'year' | 'month' | 'day'>; end: number } | undefined {
  const hour = digitsAt(text, at, 2);
  const minute = digitsAt(text, at + 3, 2);
  const second = digitsAt(text, at + 6, 2);
  if (hour < 0 || minute < 0 || second < 0 || text[at + 2] !== ':' || text[at + 5] !== ':') return undefined;
  let end = at + 8;
  let micros = 0;
  let digits = 0;
  if ((text[end] === '.' || text[end] === ',') && digitsAt(text, end + 1, 1) >= 0) {
    end++;
    for (let digit: number; digits < 9 && (digit = digitsAt(text, end, 1)) >= 0; end++, digits++)
      if (digits < 6) micros += digit * 10 ** (5 - digits);
  }
  return { time: { hour, minute, second, micros, digits: Math.min(6, digits) }, end };
}

/** `Z`, `+hh:mm`, `+hhmm`, the latter two also behind one space. */
export function zoneAt(text: string, at: number): { offset: number; end: number } | undefined {
  if (text[at] === 'Z') return { offset: 0, end: at + 1 };
  const from = text[at] === ' ' ? at + 1 : at;
  const sign = text[from];
  if (sign !== '+' && sign !== '-') return undefined;
  const hours = digitsAt(text, from + 1, 2);
  const minutesAt = text[from + 3] === ':' ? from + 4 : from + 3;
  const minutes = digitsAt(text, minutesAt, 2);
  if (hours < 0 || hours > 15 || minutes < 0 || minutes > 59) return undefined;
  const offset = hours * 60 + minutes;
  return { offset: sign === '-' ? -offset : offset, end: minutesAt + 2 };
}
