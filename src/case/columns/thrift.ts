/**
 * The compact protocol of Apache Thrift, as far as the headers and the footer of a Parquet file need it. Specification:
 * thrift-compact-protocol.md; what the numbers mean is in parquet.thrift of apache/parquet-format.
 */

const types = { i32: 5, i64: 6, binary: 8, list: 9, struct: 12 } as const;

/** Fields are written in the order of their numbers. */
export class ThriftWriter {
  #bytes: number[] = [];
  #last = 0;
  readonly #outer: number[] = [];

  i32(field: number, value: number): void {
    this.#header(field, types.i32);
    this.#varint(zigzag(value));
  }

  i64(field: number, value: number): void {
    this.#header(field, types.i64);
    this.#varint(zigzag(value));
  }

  binary(field: number, value: Uint8Array | string): void {
    this.#header(field, types.binary);
    this.#blob(value);
  }

  begin(field: number): void {
    this.#header(field, types.struct);
    this.#enter();
  }

  end(): void {
    this.#bytes.push(0);
    this.#last = this.#outer.pop() ?? 0;
  }

  structs<T>(field: number, items: readonly T[], write: (item: T) => void): void {
    this.#list(field, types.struct, items.length);
    for (const item of items) {
      this.#enter();
      write(item);
      this.end();
    }
  }

  i32s(field: number, values: readonly number[]): void {
    this.#list(field, types.i32, values.length);
    for (const value of values) this.#varint(zigzag(value));
  }

  binaries(field: number, values: readonly string[]): void {
    this.#list(field, types.binary, values.length);
    for (const value of values) this.#blob(value);
  }

  /** The bytes of the outermost structure. */
  finish(): Buffer {
    this.#bytes.push(0);
    return Buffer.from(this.#bytes);
  }

  #enter(): void {
    this.#outer.push(this.#last);
    this.#last = 0;
  }

  #header(field: number, type: number): void {
    this.#bytes.push(((field - this.#last) << 4) | type);
    this.#last = field;
  }

  #list(field: number, type: number, length: number): void {
    this.#header(field, types.list);
    if (length < 15) this.#bytes.push((length << 4) | type);
    else {
      this.#bytes.push(0xf0 | type);
      this.#varint(length);
    }
  }

  #blob(value: Uint8Array | string): void {
    const bytes = typeof value === 'string' ? Buffer.from(value) : value;
    this.#varint(bytes.length);
    for (const byte of bytes) this.#bytes.push(byte);
  }

  #varint(value: number): void {
    let left = value;
    for (; left > 127; left = Math.floor(left / 128)) this.#bytes.push((left % 128) | 128);
    this.#bytes.push(left);
  }
}

/** Whole numbers of up to 52 bits. */
const zigzag = (value: number): number => (value < 0 ? -2 * value - 1 : 2 * value);
