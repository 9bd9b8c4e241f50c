import type { LogRecord } from '../artifacts/index.ts';
import { serviceOf } from '../artifacts/index.ts';
import type { Origin } from '../bytes/index.ts';
import { type EventRow, type FileRow, originsOf, when, whenAndWhere, where } from '../case/index.ts';
import { locatorsOf } from '../evidence/index.ts';
import type { Locator } from '../model/index.ts';

/** Values of one event longer than this many characters are cut: no rule and no reader needs more of a line. */
const LONGEST = 8192;
/** Characters of all values of one event together. */
const MOST = 65_536;

/** Where the records of one file stand in the evidence, and the rows of their events. */
export class RecordPlaces {
  readonly #row: FileRow;
  readonly #service: (source: string) => string;
  readonly #recovered: boolean;
  readonly #more: Record<string, string> | undefined;
  /** The stored stretches, and where in the content each begins; one without beginnings when the content is packed. */
  readonly #origins: Origin[];
  readonly #starts: number[] | undefined;
  readonly #layers: string;
  /** Where packed content is: the same for all of its records. */
  readonly #packed: string | undefined;
  #at = 0;

  /**
   * @param series path of the log that the file is a part of
   * @param more fields that say where the record was found
   */
  constructor(row: FileRow, series: string, recovered: boolean, more?: Record<string, string>) {
    this.#row = row;
    this.#recovered = recovered;
    this.#more = more;
    this.#origins = originsOf(row);
    const services = new Map<string, string>();
    let last = '';
    let service = '';
    this.#service = (source) => {
      if (source === last) return service;
      last = source;
      service = services.get(source) ?? serviceOf(source, series);
      services.set(source, service);
      return service;
    };
    const starts: number[] = [];
    let at = 0;
    for (const { length } of this.#origins) {
      starts.push(at);
      at += length;
    }
    this.#starts = at === row.size ? starts : undefined;
    if (!this.#starts) this.#origins = this.#origins.filter((o) => o.evidence !== undefined);
    this.#layers = JSON.stringify(row.layers === '' ? [] : row.layers.split(' > '));
    if (!this.#starts) this.#packed = where(this.#layers, this.#origins);
  }

  /** The row of a record's event. Quickest when records come in order. */
  rowOf(record: LogRecord): EventRow {
    const event = record.length > LONGEST ? shortened(record.event) : record.event;
    const { fields } = event;
    const ranges = this.#ranges(record.offset, record.length);
    const first = ranges[0];
    const row = this.#row;
    return {
      at: record.micros,
      time_kind: event.timeKind,
      source: event.source,
      service: this.#service(event.source),
      message: event.message,
      path: row.path,
      fields: {
        values: this.#more ? { ...fields, ...this.#more } : fields,
        more:
          this.#packed === undefined
            ? whenAndWhere(event.time, this.#layers, ranges)
            : event.time
              ? when(event.time)
              : '',
        place: this.#packed,
      },
      code: fields.code,
      node: fields.node ?? fields.host,
      user: fields.user,
      realm: fields.realm,
      source_ip: fields.source_ip,
      user_agent: fields.user_agent,
      method: fields.method,
      uri: fields.uri,
      status: fields.status,
      bytes: fields.bytes,
      evidence: row.evidence,
      recovered: this.#recovered,
      offset: first?.offset ?? 0,
      begins: record.offset,
      length: record.length,
      sequence: event.sequence,
      layers: row.layers,
      allocation: row.allocation,
      inode: row.inode,
      version: row.version_transaction,
    };
  }

  /** Where a record's bytes are in the evidence. */
  locatorsOf({ offset, length }: LogRecord): Locator[] {
    const layers = this.#row.layers === '' ? [] : this.#row.layers.split(' > ');
    return locatorsOf(this.#ranges(offset, length), layers);
  }

  /** The stretches of the evidence that hold some of the content; all of a packed one, for nothing less shows them. */
  #ranges(offset: number, length: number): Origin[] {
    const starts = this.#starts;
    if (!starts) return this.#origins;
    let i = this.#at;
    if (i >= starts.length || starts[i]! > offset) i = 0;
    while (i + 1 < starts.length && starts[i + 1]! <= offset) i++;
    this.#at = i;
    const found: Origin[] = [];
    const end = offset + length;
    for (; i < starts.length && starts[i]! < end; i++) {
      const origin = this.#origins[i]!;
      const from = Math.max(offset, starts[i]!);
      const to = Math.min(end, starts[i]! + origin.length);
      if (origin.evidence !== undefined && to > from)
        found.push({ ...origin, offset: origin.offset + from - starts[i]!, length: to - from });
    }
    return found;
  }
}

/** An event whose values are cut to a length that a table can hold. */
function shortened(event: LogRecord['event']): LogRecord['event'] {
  const fields: Record<string, string> = {};
  let left = MOST;
  for (const [name, value] of Object.entries(event.fields)) {
    const kept = value.slice(0, Math.min(LONGEST, left));
    left -= name.length + kept.length;
    if (left <= 0) break;
    fields[name] = kept;
  }
  fields.shortened = 'values of this record were cut; its bytes are in the evidence';
  const message = event.message.length > LONGEST ? `${event.message.slice(0, LONGEST)}…` : event.message;
  return { ...event, message, fields };
}
