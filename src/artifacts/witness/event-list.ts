/** What one side is known to call things: message codes, and the fixed words of messages that come without a code. */
export class Kinds {
  readonly names: string[] = [OTHER];
  readonly #index = new Map<string, number>([[OTHER, 0]]);

  /** A small number for a kind; hostile logs may have any number of kinds, so those beyond the first 50,000 are one. */
  of(name: string): number {
    const known = this.#index.get(name);
    if (known !== undefined) return known;
    if (this.names.length >= MOST) return 0;
    this.#index.set(name, this.names.length);
    return this.names.push(name) - 1;
  }

  /** True for a message code, false for the words of a message. */
  isCode(kind: number): boolean {
    return isCode(this.names[kind]!);
  }
}

const OTHER = '(other)';
const MOST = 50_000;

export const isCode = (name: string): boolean => /^[A-Z]{3}\d{5}$/.test(name);

/** One event as both sides can tell it, whatever their formats. Numbers are hashes; 0 stands for "not said". */
export interface Keyed {
  /** Seconds since 1970 as written, no zone worked in; NaN without a time. */
  time: number;
  kind: number;
  user: number;
  source: number;
  realm: number;
  /** What identifies it among its like: one bit of 64 for each word of its arguments that holds a digit or a slash. */
  detail: readonly [number, number];
  /** The whole event without what a relay put before it: equal for a datagram that came twice. */
  line: number;
  /** Place of its log in a list of logs. */
  stream: number;
  /** Place of its file in a list of files, and bytes from its beginning. */
  file: number;
  offset: number;
  length: number;
}

/** The events of one side in the order of its log, without their content: 60 bytes each, whatever they say. */
export class EventList {
  length = 0;
  times = new Float64Array(1024);
  kinds = new Int32Array(1024);
  users = new Uint32Array(1024);
  sources = new Uint32Array(1024);
  realms = new Uint32Array(1024);
  details = new Uint32Array(2048);
  lines = new Uint32Array(1024);
  streams = new Uint16Array(1024);
  files = new Uint16Array(1024);
  offsets = new Float64Array(1024);
  lengths = new Uint32Array(1024);
  /** Stretches without readable records: their stream, and the times before and after. */
  gaps: { stream: number; from: number; to: number }[] = [];
  /** From when to when each file tells: the times of its first and last record, whatever a clock did in between. */
  reaches: { stream: number; from: number; to: number }[] = [];

  /** The first events, sharing their memory. */
  head(most: number): EventList {
    return Object.assign(new EventList(), this, { length: Math.min(most, this.length) });
  }

  /** Where each file begins in a list whose files were put in order. */
  readonly starts = new Map<number, number>();

  /** Puts files in the order of their first times: a folder has them by name, `syslog` before `syslog.1`. */
  orderFiles(): void {
    const files = new Map<number, { file: number; from: number; count: number; time: number }>();
    for (let i = 0; i < this.length; i++) {
      const file = this.files[i]!;
      let known = files.get(file);
      if (!known) files.set(file, (known = { file, from: i, count: 0, time: Number.NaN }));
      known.count++;
      if (Number.isNaN(known.time)) known.time = this.times[i]!;
    }
    const ordered = [...files.values()].sort((a, b) => (a.time || 0) - (b.time || 0) || a.from - b.from);
    const order = new Int32Array(this.length);
    let at = 0;
    for (const { file, from, count } of ordered) {
      this.starts.set(file, at);
      for (let k = 0; k < count; k++) order[at++] = from + k;
    }
    const moved = <T extends { [i: number]: number }>(
      made: { from(order: Int32Array, pick: (i: number) => number): T },
      old: T,
    ): T => made.from(order, (i) => old[i]!);
    const details = new Uint32Array(2 * this.length);
    for (const [k, i] of order.entries()) details.set(this.details.subarray(2 * i, 2 * i + 2), 2 * k);
    this.details = details;
    this.times = moved(Float64Array, this.times);
    this.kinds = moved(Int32Array, this.kinds);
    this.users = moved(Uint32Array, this.users);
    this.sources = moved(Uint32Array, this.sources);
    this.realms = moved(Uint32Array, this.realms);
    this.lines = moved(Uint32Array, this.lines);
    this.streams = moved(Uint16Array, this.streams);
    this.files = moved(Uint16Array, this.files);
    this.offsets = moved(Float64Array, this.offsets);
    this.lengths = moved(Uint32Array, this.lengths);
  }

  push(event: Keyed): void {
    if (this.length === this.times.length) this.#grow();
    const i = this.length++;
    this.times[i] = event.time;
    this.kinds[i] = event.kind;
    this.users[i] = event.user;
    this.sources[i] = event.source;
    this.realms[i] = event.realm;
    this.details[2 * i] = event.detail[0];
    this.details[2 * i + 1] = event.detail[1];
    this.lines[i] = event.line;
    this.streams[i] = event.stream;
    this.files[i] = event.file;
    this.offsets[i] = event.offset;
    this.lengths[i] = event.length;
  }

  #grow(): void {
    const larger = <T extends Float64Array | Int32Array | Uint32Array | Uint16Array>(old: T): T => {
      const made = new (old.constructor as new (size: number) => T)(old.length * 2);
      made.set(old as never);
      return made;
    };
    this.times = larger(this.times);
    this.kinds = larger(this.kinds);
    this.users = larger(this.users);
    this.sources = larger(this.sources);
    this.realms = larger(this.realms);
    this.details = larger(this.details);
    this.lines = larger(this.lines);
    this.streams = larger(this.streams);
    this.files = larger(this.files);
    this.offsets = larger(this.offsets);
    this.lengths = larger(this.lengths);
  }
}

/** True for an event that names a user or an address; the gateway's own events name none. */
export const isTelling = (list: EventList, i: number): boolean => list.users[i] !== 0 || list.sources[i] !== 0;
