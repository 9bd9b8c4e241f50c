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
  /** Bytes from the beginning of its log. */
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
  offsets = new Float64Array(1024);
  lengths = new Uint32Array(1024);
  /** Stretches without readable records: their stream, and the times before and after. */
  readonly gaps: { stream: number; from: number; to: number }[] = [];

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
    this.offsets = larger(this.offsets);
    this.lengths = larger(this.lengths);
  }
}

/** True for an event that names a user or an address; the gateway's own events name none. */
export const isTelling = (list: EventList, i: number): boolean => list.users[i] !== 0 || list.sources[i] !== 0;
