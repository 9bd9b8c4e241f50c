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
export const monthOf = (word: string): number => (word.length === 3 ? monthAt(word, 0) : 0);

const codeAt = (text: string, at: number): number =>
  (text.charCodeAt(at) * 256 + text.charCodeAt(at + 1)) * 256 + text.charCodeAt(at + 2);
const monthCodes = new Map(months.map((name, i) => [codeAt(name, 0), i + 1]));

/** 1 to 12 for the English three-letter month at `at`, 0 otherwise. */
export const monthAt = (text: string, at: number): number => monthCodes.get(codeAt(text, at)) ?? 0;

const precisions: EventTime['precision'][] = ['second', 'millisecond', 'microsecond'];

/** Turns what one log writes into instants: knows the zone its name or host states, and the year its file was written. */
export class Clock {
  /** Minutes east of UTC. */
  readonly #offset: number;
  readonly #zone: EventTime['zone'];
  readonly #named: NamedZone | undefined;
  readonly #latest: number | undefined;
  /** The minute asked about last, and what was worked out about it: most records stand in that of the one before. */
  #shown = Number.NaN;
  #begins = 0;
  #east = 0;
  #dayAsked = Number.NaN;
  #year: number | undefined;
  #minute = Number.NaN;
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
    const { year, month, day, hour, minute, second, micros, digits } = civil;
    if (month < 1 || month > 12 || day < 1 || hour > 23 || minute > 59 || second > 60 || year < 1900 || year > 9998)
      return undefined;
    const shown = ((((year * 100 + month) * 100 + day) * 100 + hour) * 100 + minute) * 4096 + (offset ?? -1000) + 1000;
    if (shown !== this.#shown || second === 60) {
      if (day > 28 && day > new Date(Date.UTC(year, month, 0)).getUTCDate()) return undefined;
      const begins = Date.UTC(year, month - 1, day, hour, minute, 0) / 1000;
      this.#east = offset ?? this.#named?.offsetWhen(second === 60 ? begins + 60 : begins) ?? this.#offset;
      this.#begins = begins - this.#east * 60;
      this.#shown = second === 60 ? Number.NaN : shown;
    }
    const seconds = this.#begins + second;
    const at = this.#instant(seconds, micros, digits);
    const precision = digits === 0 ? 'second' : (precisions[Math.ceil(digits / 3)] ?? 'microsecond');
    const zone = offset === undefined ? this.#zone : 'stated';
    const time: EventTime =
      zone === 'unknown' ? { at, precision, zone, original } : { at, precision, zone, offset: this.#east, original };
    return { time, micros: seconds * 1e6 + micros };
  }

  /** A date as `dateAt` reads it, when nothing else is in the text that matters. */
  dated(text: string): Told | undefined {
    const date = dateAt(text, 0);
    return date && this.civil(date.civil, text, date.offset);
  }

  /**
   * The year of a date that has none: the one that puts it last before the file was last written, one day of grace
   * for zones; undefined when nothing says when the file was written.
   */
  yearOf(month: number, day: number): number | undefined {
    if (this.#latest === undefined) return undefined;
    const asked = month * 100 + day;
    if (asked !== this.#dayAsked) [this.#dayAsked, this.#year] = [asked, this.#yearBefore(this.#latest, month, day)];
    return this.#year;
  }

  #yearBefore(latest: number, month: number, day: number): number | undefined {
    const limit = latest + 86_400_000;
    const year = new Date(limit).getUTCFullYear();
    // 29 February belongs to the last leap year.
    for (let back = 0; back < 9; back++) {
      const then = Date.UTC(year - back, month - 1, day);
      if (then <= limit && new Date(then).getUTCDate() === day) return year - back;
    }
    return undefined;
  }

  #instant(seconds: number, micros: number, digits: number): string {
    const minute = Math.floor(seconds / 60);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#text = instantOf(minute * 60, 0, 0).slice(0, 17);
    }
    const shown = Math.min(6, digits);
    const text = this.#text + ends[seconds - minute * 60]!;
    return shown > 0 ? `${text}.${String(micros).padStart(6, '0').slice(0, shown)}Z` : `${text}Z`;
  }
}

/** The seconds of a minute as written. */
const ends = Array.from({ length: 60 }, (_, second) => String(second).padStart(2, '0'));

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
  offset: number | undefined;
}

const DASH = 45;
const SLASH = 47;
const SPACE = 32;
const LETTER_T = 84;
const COLON = 58;
const DOT = 46;
const COMMA = 44;

/** `YYYY-MM-DD hh:mm:ss` at `at` (also with `/`, `T`, a fraction, a zone), or undefined. */
export function dateAt(text: string, at: number): Dated | undefined {
  const dash = text.charCodeAt(at + 4);
  if ((dash !== DASH && dash !== SLASH) || text.charCodeAt(at + 7) !== dash) return undefined;
  const gap = text.charCodeAt(at + 10);
  if (gap !== SPACE && gap !== LETTER_T) return undefined;
  const year = digitsAt(text, at, 4);
  const month = digitsAt(text, at + 5, 2);
  const day = digitsAt(text, at + 8, 2);
  if (year < 0 || month < 0 || day < 0) return undefined;
  const clock = timeAt(text, at + 11, year, month, day);
  if (!clock) return undefined;
  const zone = zoneAt(text, clock.end);
  return { civil: clock.civil, end: zone ? zone.end : clock.end, offset: zone?.offset };
}

/** `hh:mm:ss` with an optional fraction, on a day. */
export function timeAt(
  text: string,
  at: number,
  year: number,
  month: number,
  day: number,
): { civil: Civil; end: number } | undefined {
  if (text.charCodeAt(at + 2) !== COLON || text.charCodeAt(at + 5) !== COLON) return undefined;
  const hour = digitsAt(text, at, 2);
  const minute = digitsAt(text, at + 3, 2);
  const second = digitsAt(text, at + 6, 2);
  if (hour < 0 || minute < 0 || second < 0) return undefined;
  let end = at + 8;
  let micros = 0;
  let digits = 0;
  const next = text.charCodeAt(end);
  if ((next === DOT || next === COMMA) && digitsAt(text, end + 1, 1) >= 0) {
    end++;
    for (let digit: number; digits < 9 && (digit = digitsAt(text, end, 1)) >= 0; end++, digits++)
      if (digits < 6) micros += digit * 10 ** (5 - digits);
  }
  return { civil: { year, month, day, hour, minute, second, micros, digits: Math.min(6, digits) }, end };
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
