/**
 * A structure in the compact protocol of Apache Thrift as it stands, whatever its fields mean: for footers that others
 * wrote and that are handed on. Specification: thrift-compact-protocol.md.
 */

export interface Field {
  id: number;
  type: number;
  value: Value;
}

/** A whole number, bytes as they stand, a list, or the fields of a structure. Truth is the type itself. */
type Value = number | Buffer | List | Field[];

export interface List {
  type: number;
  items: Value[];
}

const [BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, STRUCT] = [3, 4, 5, 6, 7, 8, 9, 10, 12];

/** Takes the structure at the beginning of `bytes` apart. @throws RangeError when it is cut off or not what it says */
export function readThrift(bytes: Buffer): Field[] {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = bytes.readUInt8(at++);
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  const signed = (): number => {
    const value = varint();
    return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
  };
  const raw = (length: number): Buffer => {
    if (length > bytes.length - at) throw new RangeError('a Thrift structure is cut off');
    at += length;
    return bytes.subarray(at - length, at);
  };
  const list = (): List => {
    const head = bytes.readUInt8(at++);
    const length = head >> 4 === 15 ? varint() : head >> 4;
    if (length > bytes.length - at) throw new RangeError('a Thrift list is cut off');
    const type = head & 15;
    return { type, items: Array.from({ length }, () => (type <= 2 ? raw(1) : value(type))) };
  };
  const value = (type: number): Value => {
    if (type === I16 || type === I32 || type === I64) return signed();
    if (type === BINARY) return raw(varint());
    if (type === STRUCT) return struct();
    if (type === LIST || type === SET) return list();
    if (type === BYTE) return raw(1);
    if (type === DOUBLE) return raw(8);
    if (type === 1 || type === 2) return type;
    throw new RangeError(`a Thrift structure has a field of the type ${type}`);
  };
  const struct = (): Field[] => {
    const fields: Field[] = [];
    for (let id = 0; ; ) {
      const head = bytes.readUInt8(at++);
      if (head === 0) return fields;
      id = head >> 4 === 0 ? signed() : id + (head >> 4);
      fields.push({ id, type: head & 15, value: value(head & 15) });
    }
  };
  return struct();
}

/** The bytes of a structure. */
export function writeThrift(fields: readonly Field[]): Buffer {
  const bytes: number[] = [];
  const varint = (value: number): void => {
    let left = value;
    for (; left > 127; left = Math.floor(left / 128)) bytes.push((left % 128) | 128);
    bytes.push(left);
  };
  const signed = (value: number): void => varint(value < 0 ? -2 * value - 1 : 2 * value);
  const put = (type: number, value: Value): void => {
    if (typeof value === 'number') {
      if (type > 2) signed(value);
    } else if (Buffer.isBuffer(value)) {
      if (type === BINARY) varint(value.length);
      for (const byte of value) bytes.push(byte);
    } else if (Array.isArray(value)) struct(value);
    else {
      const { length } = value.items;
      bytes.push((Math.min(length, 15) << 4) | value.type);
      if (length >= 15) varint(length);
      for (const item of value.items) put(value.type, item);
    }
  };
  const struct = (members: readonly Field[]): void => {
    let last = 0;
    for (const { id, type, value } of members) {
      const step = id - last;
      bytes.push((step > 0 && step < 16 ? step << 4 : 0) | type);
      if (step <= 0 || step > 15) signed(id);
      put(type, value);
      last = id;
    }
    bytes.push(0);
  };
  struct(fields);
  return Buffer.from(bytes);
}
