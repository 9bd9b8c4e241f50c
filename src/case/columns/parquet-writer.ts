import { closeSync, fsyncSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryName } from '../names.ts';
import { osError } from '../os-error.ts';
import type { Codec } from './codec.ts';
import { type Chunk, type Column, encodings, groupRows, physical } from './column.ts';
import { ThriftWriter } from './thrift.ts';

/**
 * A Parquet file written row group by row group, in the thread that makes the rows: DuckDB takes rows only as text or
 * one by one, which costs more than reading a log. Specification: apache/parquet-format 2.10.
 */

const MAGIC = Buffer.from('PAR1');
const DATA_PAGE = 0;
const DICTIONARY_PAGE = 2;
const OPTIONAL = 1;
const UTF8 = 0;
const TIMESTAMP_MICROS = 10;
const JSON_TEXT = 19;
/** Bytes of a row group at which it ends early, so that rows of any size fit in memory. */
const GROUP = 24 << 20;

/** A column of a file, in its order; `moment` for numbers that are microseconds since 1970, `json` for texts that are JSON. */
export interface NamedColumn {
  name: string;
  column: Column;
  moment?: boolean;
  json?: boolean;
}

interface WrittenChunk {
  type: number;
  name: string;
  chunk: Omit<Chunk, 'data' | 'dictionary'>;
  rows: number;
  dictionaryAt?: number;
  dataAt: number;
  plain: number;
  packed: number;
}

export class ParquetWriter {
  readonly #folder: string;
  readonly #name: string;
  readonly #columns: readonly NamedColumn[];
  readonly #codec: Codec;
  readonly #file: number;
  #at = 0;
  #row = 0;
  readonly #groups: { rows: number; chunks: WrittenChunk[] }[] = [];

  /** Opens a file under its temporary name. @throws AfterimageError `io` */
  constructor(folder: string, name: string, columns: readonly NamedColumn[], codec: Codec) {
    [this.#folder, this.#name, this.#columns, this.#codec] = [folder, name, columns, codec];
    const temporary = join(folder, temporaryName(name));
    this.#file = this.#tell(() => {
      // A leftover of a killed run; `wx` then makes sure that we write a file of our own, not through a link.
      rmSync(temporary, { force: true });
      return openSync(temporary, 'wx', 0o644);
    });
    this.#write(MAGIC);
  }

  /** Place of the row under way in its row group, by which columns are set. */
  get row(): number {
    return this.#row;
  }

  /** Row groups that are written. */
  get groups(): number {
    return this.#groups.length;
  }

  /** Ends a row. */
  next(): void {
    if (++this.#row >= groupRows || (this.#row % 256 === 0 && this.#held() >= GROUP)) this.#endGroup();
  }

  /** Writes the rest, and gives the file its name once it is safely on the medium. */
  end(): void {
    this.#endGroup();
    const footer = this.#footer();
    const length = Buffer.alloc(4);
    length.writeUInt32LE(footer.length);
    this.#write(Buffer.concat([footer, length, MAGIC]));
    this.#tell(() => {
      fsyncSync(this.#file);
      closeSync(this.#file);
      renameSync(join(this.#folder, temporaryName(this.#name)), join(this.#folder, this.#name));
    });
  }

  #held(): number {
    let bytes = 0;
    for (const { column } of this.#columns) bytes += column.held;
    return bytes;
  }

  #write(bytes: Buffer): void {
    this.#tell(() => {
      for (let at = 0; at < bytes.length; ) at += writeSync(this.#file, bytes, at);
    });
    this.#at += bytes.length;
  }

  #tell<T>(act: () => T): T {
    try {
      return act();
    } catch (error) {
      throw osError('io', 'write', join(this.#folder, this.#name), error);
    }
  }

  #endGroup(): void {
    const rows = this.#row;
    if (rows === 0) return;
    const chunks = this.#columns.map(({ name, column }): WrittenChunk => {
      const { dictionary, data, ...chunk } = column.take(rows);
      const begin = this.#at;
      let plain = 0;
      if (dictionary) plain += this.#page(dictionary.bytes, dictionary.count);
      const dataAt = this.#at;
      plain += this.#page(data, rows, chunk.encoding);
      const written = { type: column.type, name, chunk, rows, dataAt, plain, packed: this.#at - begin };
      return dictionary ? { ...written, dictionaryAt: begin } : written;
    });
    this.#groups.push({ rows, chunks });
    this.#row = 0;
  }

  /** One page: of data where an encoding is given, of a dictionary otherwise. @returns its bytes before compression */
  #page(bytes: Buffer, count: number, encoding?: number): number {
    const packed = this.#codec.pack(bytes);
    const header = new ThriftWriter();
    header.i32(1, encoding === undefined ? DICTIONARY_PAGE : DATA_PAGE);
    header.i32(2, bytes.length);
    header.i32(3, packed.length);
    header.begin(encoding === undefined ? 7 : 5);
    header.i32(1, count);
    header.i32(2, encoding ?? encodings.PLAIN);
    if (encoding !== undefined) {
      header.i32(3, encodings.RLE);
      header.i32(4, encodings.RLE);
    }
    header.end();
    const head = header.finish();
    this.#write(head);
    this.#write(packed);
    return head.length + bytes.length;
  }

  #footer(): Buffer {
    const out = new ThriftWriter();
    out.i32(1, 2);
    out.structs(2, [undefined, ...this.#columns], (one) => schema(out, one, this.#columns.length));
    out.i64(
      3,
      this.#groups.reduce((sum, { rows }) => sum + rows, 0),
    );
    out.structs(4, this.#groups, ({ rows, chunks }) => {
      out.structs(1, chunks, (chunk) => {
        out.i64(2, chunk.dictionaryAt ?? chunk.dataAt);
        out.begin(3);
        metadata(out, chunk, this.#codec);
        out.end();
      });
      out.i64(
        2,
        chunks.reduce((sum, { plain }) => sum + plain, 0),
      );
      out.i64(3, rows);
    });
    out.binary(6, 'afterimage');
    // The order of a type as the specification has it, for every column: without it statistics mean nothing.
    out.structs(7, this.#columns, () => {
      out.begin(1);
      out.end();
    });
    return out.finish();
  }
}

function schema(out: ThriftWriter, one: NamedColumn | undefined, columns: number): void {
  if (!one) {
    out.binary(4, 'schema');
    out.i32(5, columns);
    return;
  }
  out.i32(1, one.column.type);
  out.i32(3, OPTIONAL);
  out.binary(4, one.name);
  if (one.column.type === physical.BYTE_ARRAY) out.i32(6, one.json ? JSON_TEXT : UTF8);
  else if (one.moment) out.i32(6, TIMESTAMP_MICROS);
}

function metadata(
  out: ThriftWriter,
  { type, name, chunk, rows, dictionaryAt, dataAt, plain, packed }: WrittenChunk,
  codec: Codec,
) {
  out.i32(1, type);
  out.i32s(2, [...new Set([encodings.PLAIN, encodings.RLE, chunk.encoding])]);
  out.binaries(3, [name]);
  out.i32(4, codec.id);
  out.i64(5, rows);
  out.i64(6, plain);
  out.i64(7, packed);
  out.i64(9, dataAt);
  if (dictionaryAt !== undefined) out.i64(11, dictionaryAt);
  out.begin(12);
  out.i64(3, chunk.nulls);
  if (chunk.greatest) out.binary(5, chunk.greatest);
  if (chunk.least) out.binary(6, chunk.least);
  out.end();
}
