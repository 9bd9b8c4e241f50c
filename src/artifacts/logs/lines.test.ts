import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ByteSource, MemorySource, RunList } from '../../bytes/index.ts';
import { lines, longestLine } from './lines.ts';

const read = (source: ByteSource): string[] =>
  [...lines(source)].map((line) =>
    'reason' in line
      ? `${line.offset}+${line.length} ${line.reason}`
      : `${line.offset} ${line.bytes}${line.begins ? '' : ' (behind damage)'}${line.ends ? '' : ' (no ending)'}`,
  );
const of = (...pieces: (string | Buffer)[]) =>
  new MemorySource(Buffer.concat(pieces.map((piece) => Buffer.from(piece))));

describe('lines', () => {
  it('takes endings off, passes over empty lines and says when the last has no ending', () => {
    expect(read(of('one\r\n\ntwo\nthree'))).toEqual(['0 one', '6 two', '10 three (no ending)']);
  });

  it('makes a gap of zeros and of the beginning they break, not of what follows', () => {
    expect(read(of('one\ntw', Buffer.alloc(5), 'o\nthree\n'))).toEqual([
      '0 one',
      '4+7 zero bytes, and the parts of lines they break',
      '11 o (behind damage)',
      '13 three',
    ]);
  });

  it('makes one gap of a line of 10 MiB and goes on behind it', () => {
    const long = Buffer.alloc(10 * 1024 * 1024, 'x');
    expect(read(of('one\n', long, '\ntwo\n'))).toEqual([
      '0 one',
      `4+${long.length + 1} a line longer than ${longestLine} bytes`,
      `${long.length + 5} two`,
    ]);
  });

  it('keeps a line of any length that a window may cut', () => {
    const first = 'a'.repeat(longestLine - 3);
    const second = 'b'.repeat(longestLine - 1);
    expect(read(of(`${first}\n${second}\nend\n`))).toEqual([
      `0 ${first}`,
      `${first.length + 1} ${second}`,
      `${first.length + second.length + 2} end`,
    ]);
  });

  it('says where the medium ended', () => {
    const short = new RunList(new MemorySource(Buffer.from('one\ntwo\nthr')), [{ at: 0, length: 4000 }]);
    expect(read(short)).toEqual([
      '0 one',
      '4 two',
      '8 thr (no ending)',
      '11+3989 the medium ended early; the rest could not be read',
    ]);
  });

  it('loses no byte of any text, whatever lies at the edge of a window', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b\n', '\0', '\r\n', 'long'.repeat(40_000), '\0'.repeat(70_000)), {
          maxLength: 30,
        }),
        (pieces) => {
          const bytes = Buffer.from(pieces.join(''));
          const told = [...lines(new MemorySource(bytes))];
          let end = 0;
          for (const one of [...told, { offset: bytes.length, length: 0, reason: '' }]) {
            // Only line endings lie between two of them.
            expect(bytes.toString('latin1', end, one.offset).replace(/[\r\n]+/, '')).toBe('');
            end = one.offset + ('reason' in one ? one.length : one.bytes.length);
            if (!('reason' in one)) expect(bytes.subarray(one.offset, end).equals(one.bytes)).toBe(true);
          }
        },
      ),
      { numRuns: 40 },
    );
  });
});
