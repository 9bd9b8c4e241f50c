import { brotli } from './columns/codec.ts';
import { type Column, FlagColumn, NameColumn, NumberColumn, TextColumn } from './columns/column.ts';
import { type NamedColumn, ParquetWriter } from './columns/parquet-writer.ts';
import { FieldsJson } from './event-fields.ts';
import { eventPart } from './event-parts.ts';
import type { EventRow } from './event-row.ts';

/** Row groups of one part: some million events. */
const GROUPS = 64;

/** Writes the events of one piece of work into parts of a case, in the thread that has them. */
export class EventWriter {
  readonly #folder: string;
  readonly #work: number;
  readonly #columns = newColumns();
  readonly #named: NamedColumn[];
  readonly #json = new FieldsJson();
  #part = 0;
  #file: ParquetWriter | undefined;

  /**
   * @param folder of the parts
   * @param work number of the piece of work
   * @param more columns behind those of events
   */
  constructor(folder: string, work: number, more: readonly NamedColumn[] = []) {
    [this.#folder, this.#work] = [folder, work];
    const own = Object.entries(this.#columns).map(([name, column]) => ({ name, column, moment: name === 'at' }));
    this.#named = [...own, ...more];
  }

  /** @param set sets more columns of the row */
  add(event: EventRow, set?: (row: number) => void): void {
    this.#file ??= new ParquetWriter(this.#folder, eventPart(this.#work, this.#part++), this.#named, brotli);
    const file = this.#file;
    const { row } = file;
    const c = this.#columns;
    if (event.at !== undefined) c.at.set(row, event.at);
    c.time_kind.set(row, event.time_kind);
    c.source.set(row, event.source);
    put(c.service, row, event.service);
    c.message.set(row, safe(event.message));
    put(c.path, row, event.path);
    c.fields.set(row, this.#json.of(event.fields));
    put(c.place, row, event.fields.place);
    put(c.code, row, event.code);
    put(c.node, row, event.node);
    put(c.user, row, event.user);
    put(c.realm, row, event.realm);
    put(c.source_ip, row, event.source_ip);
    put(c.user_agent, row, event.user_agent);
    put(c.method, row, event.method);
    put(c.uri, row, event.uri);
    put(c.status, row, event.status);
    put(c.bytes, row, event.bytes);
    c.evidence.set(row, event.evidence);
    c.recovered.set(row, event.recovered);
    c.offset.set(row, event.offset);
    c.begins.set(row, event.begins);
    c.length.set(row, event.length);
    if (event.sequence !== undefined) c.sequence.set(row, event.sequence);
    put(c.layers, row, event.layers);
    c.allocation.set(row, event.allocation);
    if (event.inode !== undefined) c.inode.set(row, event.inode);
    if (event.version !== undefined) c.version.set(row, event.version);
    set?.(row);
    file.next();
    if (file.groups >= GROUPS) this.end();
  }

  /** Ends the part under way; the events are stored for good once their batch is. @throws AfterimageError `io` */
  end(): void {
    this.#file?.end();
    this.#file = undefined;
  }
}

/** One column for each member of an event, and `place`, which is one of the `fields` of many events. */
const newColumns = () =>
  ({
    at: new NumberColumn(),
    time_kind: new NameColumn(),
    source: new NameColumn(),
    service: new NameColumn(),
    message: new TextColumn(),
    path: new NameColumn(),
    fields: new TextColumn(),
    place: new NameColumn(),
    code: new NameColumn(),
    node: new NameColumn(),
    user: new NameColumn(),
    realm: new NameColumn(),
    source_ip: new NameColumn(),
    user_agent: new NameColumn(),
    method: new NameColumn(),
    uri: new TextColumn(),
    status: new NameColumn(),
    bytes: new TextColumn(),
    evidence: new NameColumn(),
    recovered: new FlagColumn(),
    offset: new NumberColumn(),
    begins: new NumberColumn(),
    length: new NumberColumn(),
    sequence: new NumberColumn(),
    layers: new NameColumn(),
    allocation: new NameColumn(),
    inode: new NumberColumn(),
    version: new NumberColumn(),
  }) satisfies Record<keyof EventRow | 'place', Column>;

/** Text of evidence; an empty one counts as none. */
function put(column: NameColumn | TextColumn, row: number, value: string | undefined): void {
  if (value !== undefined && value !== '') column.set(row, safe(value));
}

/** A NUL, which many a tool takes for the end of a text, is replaced. */
const safe = (value: string): string => (value.includes('\0') ? value.replaceAll('\0', '\ufffd') : value);
