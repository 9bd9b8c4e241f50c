/**
 * The zone of a host by its name, as `/etc/timezone` has it: how far its clock was from UTC when it showed a time. The
 * rules are those of the ICU that comes with Node.
 */
export class NamedZone {
  readonly #format: Intl.DateTimeFormat;
  readonly #known = new Map<number, number>();

  private constructor(format: Intl.DateTimeFormat) {
    this.#format = format;
  }

  /** Undefined for a name that no table of zones has. */
  static of(name: string): NamedZone | undefined {
    try {
      const zoned = { timeZone: name, hourCycle: 'h23', year: 'numeric', month: 'numeric', day: 'numeric' } as const;
      return new NamedZone(
        new Intl.DateTimeFormat('en-US', { ...zoned, hour: 'numeric', minute: 'numeric', era: 'short' }),
      );
    } catch {
      return undefined;
    }
  }

  /**
   * Minutes east of UTC when the clock showed a time. In the hour that summer time repeats the first pass is taken, in
   * the one it leaves out the clock as it would have gone on.
   * @param shown what the clock showed, in seconds as if it were UTC
   */
  offsetWhen(shown: number): number {
    const quarter = Math.floor(shown / 900);
    let minutes = this.#known.get(quarter);
    if (minutes === undefined) {
      if (this.#known.size > 50_000) this.#known.clear();
      this.#known.set(quarter, (minutes = this.#search(quarter * 900)));
    }
    return minutes;
  }

  #search(shown: number): number {
    // No zone changes twice within two days: one of the offsets around the time is the right one.
    const [before, after] = [this.#at(shown - 86_400), this.#at(shown + 86_400)];
    if (before === after) return before;
    if (this.#at(shown - before * 60) === before) return before;
    return this.#at(shown - after * 60) === after ? after : before;
  }

  /** Minutes east of UTC at an instant. */
  #at(seconds: number): number {
    const parts = new Map(this.#format.formatToParts(seconds * 1000).map(({ type, value }) => [type, value]));
    const number = (type: Intl.DateTimeFormatPartTypes): number => Number(parts.get(type));
    const local = Date.UTC(number('year'), number('month') - 1, number('day'), number('hour'), number('minute'));
    return Math.round((local / 1000 - Math.floor(seconds / 60) * 60) / 60);
  }
}
