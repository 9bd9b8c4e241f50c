import type { LogRecord } from '../artifacts/index.ts';

/** 1980-01-01: no gateway is that old, but a clock that lost its battery begins there or in 1970. */
const EARLIEST = Date.UTC(1980, 0, 1) * 1000;
/** A local time of unknown zone may be ahead of the file's own time by most of a day. */
const GRACE = 24 * 3600 * 1e6;

interface Range {
  first: number;
  last: number;
  from?: string;
  to?: string;
}

const empty = (): Range => ({ first: Number.POSITIVE_INFINITY, last: Number.NEGATIVE_INFINITY });

/** Which times a log covers, apart from those that cannot be right: these are marked in their events and counted. */
export class LogSpan {
  readonly #latest: number;
  readonly #modified: string | undefined;
  readonly #sound = empty();
  readonly #early = { count: 0, ...empty() };
  readonly #late = { count: 0, ...empty() };

  /** @param modified when the log was last written, as its file says; before 1980 it says nothing */
  constructor(modified: string | undefined) {
    const micros = modified === undefined ? Number.NaN : Date.parse(modified) * 1000;
    const known = micros >= EARLIEST;
    this.#latest = known ? micros + GRACE : Number.POSITIVE_INFINITY;
    this.#modified = known ? modified : undefined;
  }

  /** @param record one with a time */
  add({ micros, event }: LogRecord): void {
    const at = micros!;
    let range = this.#sound;
    if (at < EARLIEST || at > this.#latest) {
      const doubtful = at < EARLIEST ? this.#early : this.#late;
      event.fields.time_doubt = at < EARLIEST ? 'before 1980' : 'after its file was last written';
      doubtful.count++;
      range = doubtful;
    }
    if (at < range.first) [range.first, range.from] = [at, event.time!.at];
    if (at > range.last) [range.last, range.to] = [at, event.time!.at];
  }

  range(): { from?: string; to?: string } {
    const { from, to } = [this.#sound, this.#late, this.#early].find((range) => range.from !== undefined) ?? {};
    return { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  }

  notes(): string[] {
    const notes: string[] = [];
    const early = this.#early;
    if (early.count > 0) notes.push(`${early.count} records have times before 1980, ${early.from} to ${early.to}`);
    const late = this.#late;
    if (late.count > 0)
      notes.push(
        `${late.count} records have times after their file was last written (${this.#modified}), up to ${late.to}: clock, copy or edit`,
      );
    return notes;
  }
}
