import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Field, readThrift, writeThrift } from './thrift-tree.ts';

const [BOOL, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, STRUCT] = [1, 3, 4, 5, 6, 7, 8, 9, 10, 12];
const bytes = (length: object = {}) => fc.uint8Array(length).map((b) => Buffer.from(b));

const { fields } = fc.letrec<{ fields: Field[]; typed: Omit<Field, 'id'> }>((tie) => ({
  typed: fc.oneof(
    { depthSize: 'small' },
    fc.record({ type: fc.constantFrom(I16, I32, I64), value: fc.integer({ min: -(2 ** 50), max: 2 ** 50 }) }),
    fc.record({ type: fc.constant(BINARY), value: bytes({ maxLength: 300 }) }),
    fc.record({ type: fc.constant(BYTE), value: bytes({ minLength: 1, maxLength: 1 }) }),
    fc.record({ type: fc.constant(DOUBLE), value: bytes({ minLength: 8, maxLength: 8 }) }),
    fc.constantFrom({ type: BOOL, value: 1 }, { type: BOOL + 1, value: 2 }),
    fc.record({ type: fc.constant(STRUCT), value: tie('fields') }),
    fc.record({
      type: fc.constantFrom(LIST, SET),
      value: fc.oneof(
        fc.array(fc.integer(), { maxLength: 40 }).map((items) => ({ type: I32, items })),
        fc.array(tie('fields'), { maxLength: 20 }).map((items) => ({ type: STRUCT, items })),
        fc.array(bytes({ minLength: 1, maxLength: 1 })).map((items) => ({ type: BOOL, items })),
      ),
    }),
  ),
  fields: fc
    .array(fc.tuple(fc.integer({ min: 1, max: 60 }), tie('typed')), { maxLength: 6 })
    .map((made) => made.map(([id, typed]) => ({ id, ...typed }))),
}));

describe('a structure of Thrift', () => {
  it('is the same after it was written and read again', () => {
    fc.assert(
      fc.property(fields, (made) => {
        expect(readThrift(writeThrift(made))).toEqual(made);
      }),
    );
  });

  it('that is cut off, or anything else, is refused rather than misread', () => {
    const whole = writeThrift([{ id: 1, type: BINARY, value: Buffer.from('footer') }]);
    for (let length = 0; length < whole.length; length++)
      expect(() => readThrift(whole.subarray(0, length)), `${length} bytes`).toThrow(RangeError);
    fc.assert(
      fc.property(bytes({ maxLength: 200 }), (any) => {
        try {
          readThrift(any);
        } catch (error) {
          expect(error).toBeInstanceOf(RangeError);
        }
      }),
    );
  });
});
