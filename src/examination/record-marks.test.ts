import fc from 'fast-check';
import { expect, it } from 'vitest';
import { RecordMarks } from './record-marks.ts';

it('marks of records are those that were added and no others, however many share a place', () => {
  const mark = fc.oneof(
    fc.integer({ min: 0, max: 2 ** 53 - 1 }),
    // Many that differ only where a small table does not look.
    fc.integer({ min: 0, max: 200 }).map((i) => i * 2 ** 21 + 5),
  );
  fc.assert(
    fc.property(fc.array(mark), fc.array(mark), (added, others) => {
      const marks = new RecordMarks(added.length);
      for (const one of added) marks.add(one);
      const known = new Set(added);
      for (const one of [...added, ...others, 0, 2 ** 53 - 1]) expect(marks.has(one)).toBe(known.has(one));
      expect(marks.count).toBe(added.length);
    }),
  );
});
