import type { LogRecord } from '../../artifacts/index.ts';
import { MINUTE, type Place, placeOf } from './place.ts';
import { firstAtLeast } from './sorted.ts';

/** What a record marks in the life of a gateway. */
export type Mark = 'boot' | 'clock' | 'upgrade' | 'silenced' | 'cleared' | 'archived' | 'full';

/** Records that explain what else is odd nearby. */
const marks: Record<string, Mark> = {
  SYS10306: 'boot',
  SYS20412: 'boot',
  SYS20413: 'boot',
  SYS10298: 'boot',
  ERR20643: 'boot',
  ADM20639: 'boot',
  ADM20640: 'boot',
  ADM20655: 'clock',
  ADM20651: 'clock',
  ADM31438: 'upgrade',
  ADM30408: 'upgrade',
  ADM32111: 'upgrade',
  SYS24258: 'upgrade',
  SYS24259: 'upgrade',
  ADM20604: 'silenced',
  ADM32090: 'silenced',
  ADM32093: 'silenced',
  SYS32215: 'silenced',
  ADM20599: 'cleared',
  ARC22056: 'archived',
  SYS23041: 'full',
  SYS24348: 'full',
};

/** One such record. */
export interface Landmark extends Place {
  mark: Mark;
  code: string;
  node: string;
  /** First argument of its message, cut to 80 characters. */
  about?: string;
}

/** More than this of one file, or of a device, are not kept: a gateway that boots that often has other troubles. */
const MOST = 5000;
const MOST_OF_DEVICE = 100_000;
/** More near one moment would not say more. */
const MOST_WITHIN = 500;

/** Collects them while a file is read. */
export class Landmarks {
  readonly found: Landmark[] = [];

  record(record: LogRecord): void {
    const { code, node = '', arg1 } = record.event.fields;
    const mark = code === undefined ? undefined : marks[code];
    if (!mark || record.micros === undefined || this.found.length >= MOST) return;
    this.found.push({
      ...placeOf(record, record.micros),
      mark,
      code: code!,
      node,
      ...(arg1 !== undefined && { about: arg1.slice(0, 80) }),
    });
  }
}

/** The landmarks of a device, sorted by time, for questions about a moment. */
export class Life {
  readonly #sorted: Landmark[];

  constructor(found: Iterable<readonly Landmark[]>) {
    this.#sorted = [...found]
      .flat()
      .slice(0, MOST_OF_DEVICE)
      .sort((a, b) => a.micros - b.micros || a.offset - b.offset);
  }

  /** Those of some kinds from one moment to another, both included; of one node, or of any. */
  within(from: number, to: number, kinds: readonly Mark[], node?: string): Landmark[] {
    const found: Landmark[] = [];
    for (
      let i = firstAtLeast(this.#sorted, from, ({ micros }) => micros);
      i < this.#sorted.length && found.length < MOST_WITHIN;
      i++
    ) {
      if (this.#sorted[i]!.micros > to) break;
      const one = this.#sorted[i]!;
      if (kinds.includes(one.mark) && (node === undefined || one.node === node)) found.push(one);
    }
    return found;
  }

  /** Those not farther than so many minutes from a moment. */
  near(micros: number, minutes: number, kinds: readonly Mark[]): Landmark[] {
    return this.within(micros - minutes * MINUTE, micros + minutes * MINUTE, kinds);
  }
}
