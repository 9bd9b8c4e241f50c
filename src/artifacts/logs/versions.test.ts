import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logFixture } from '../../../fixtures/logs/read.ts';
import { MemorySource } from '../../bytes/index.ts';
import { debuglog } from './debuglog.ts';
import { compareVersions, type Fate, type LogFormat } from './index.ts';
import { vc0 } from './vc0.ts';

const compare = (earlier: Buffer | string, later: Buffer | string, format: LogFormat = debuglog, most?: number) =>
  compareVersions(format, new MemorySource(Buffer.from(earlier)), new MemorySource(Buffer.from(later)), {}, most);
const line = (minute: number, words = `event ${minute}`): string =>
  `2021-04-14 ${String(Math.floor(minute / 60)).padStart(2, '0')}:${String(minute % 60).padStart(2, '0')}:00 app(1) info: ${words}\n`;
const span = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => line(from + i));
const only = (fates: Record<Fate, number>) =>
  Object.fromEntries(Object.entries(fates).filter(([, count]) => count > 0));
const minutes = (cut: { record: { event: { message: string } } }[]) => cut.map(({ record }) => record.event.message);

describe('compareVersions finds nothing cut', () => {
  it.each([
    ['when lines were appended', span(0, 20), span(0, 40), { kept: 20 }],
    ['when the oldest lines were rotated away', span(0, 20), span(8, 40), { kept: 12, 'rotated-away': 8 }],
    ['when the whole log was rotated away or cleared', span(0, 20), span(20, 40), { unplaced: 20 }],
    ['when the end is missing', span(0, 20), span(0, 15), { kept: 15, 'beyond-the-end': 5 }],
    ['when nothing changed', span(0, 20), span(0, 20), { kept: 20 }],
    ['when the later version is empty', span(0, 3), [], { unplaced: 3 }],
    ['when two lines changed places', span(0, 5), [0, 2, 1, 3, 4].map((m) => line(m)), { kept: 5 }],
    [
      'when one of many equal lines was rotated away, others were appended',
      [line(1, 'same'), line(1, 'same'), line(2), line(1, 'same'), line(3)],
      [line(2), line(1, 'same'), line(3), line(4), line(1, 'same')],
      { kept: 3, 'rotated-away': 2 },
    ],
    [
      'when an equal line moved',
      [line(0), line(9, 'same'), line(1), line(2)],
      [line(0), line(1), line(9, 'same'), line(2)],
      { kept: 4 },
    ],
    [
      'when the first kept line is a little out of order',
      [line(5), line(4), line(6), line(7)],
      [line(4), line(6), line(7), line(8)],
      { kept: 3, 'rotated-away': 1 },
    ],
  ])('%s', (_, earlier, later, expected) => {
    const difference = compare(earlier.join(''), later.join(''));
    expect(only(difference.fates)).toEqual(expected);
    expect([difference.cut, difference.changed, difference.inserted]).toEqual([[], [], 0]);
  });

  it('when the earlier version is full of holes', () => {
    const whole = Buffer.from(span(0, 100).join(''));
    for (let hole = 0; hole < whole.length; hole += 97) {
      const earlier = Buffer.from(whole).fill(0, hole, Math.min(whole.length, hole + 300));
      const difference = compare(earlier, Buffer.concat([whole, Buffer.from(line(200))]));
      expect(difference.cut).toEqual([]);
      expect(difference.inserted).toBe(0);
    }
  });

  it('when the later version cannot be read where the line should stand', () => {
    const lines = span(0, 10);
    const later = [...lines.slice(0, 4), '\0'.repeat(120), ...lines.slice(6)].join('');
    const difference = compare(lines.join(''), later);
    expect(only(difference.fates)).toEqual({ kept: 8, 'in-a-gap': 2 });
    expect(minutes(difference.unreadable)).toEqual(['event 4', 'event 5']);
    expect(difference.notes).toContain(
      '2 records of the earlier version belong where the later version cannot be read',
    );
  });
});

describe('compareVersions finds what was cut', () => {
  it('out of the middle, with its place in both versions', () => {
    const difference = compare(span(0, 10).join(''), [...span(0, 4), ...span(6, 12)].join(''));
    const size = line(0).length;
    expect(only(difference.fates)).toEqual({ kept: 8, cut: 2 });
    expect(difference.cut.map(({ record, before, after }) => [record.offset, record.length, before, after])).toEqual([
      [4 * size, size - 1, 3 * size, 4 * size],
      [5 * size, size - 1, 3 * size, 4 * size],
    ]);
  });

  it('from the end, when the later version goes on past it', () => {
    const difference = compare(span(0, 10).join(''), [...span(0, 8), line(30)].join(''));
    expect(minutes(difference.cut)).toEqual(['event 8', 'event 9']);
    expect(difference.cut[0]).toMatchObject({ before: 7 * line(0).length, after: 8 * line(0).length });
  });

  it('from the beginning, when the later version begins even earlier', () => {
    const lines = span(0, 10).join('');
    const earlier = Buffer.from(lines).fill(0, 0, 2 * line(0).length);
    const difference = compare(earlier, [...span(0, 4), ...span(5, 10)].join(''));
    expect(minutes(difference.cut)).toEqual(['event 4']);
  });

  it('one of several equal lines, though an equal one was appended', () => {
    const same = line(3, 'same');
    const difference = compare([line(0), same, same, line(4)].join(''), [line(0), same, line(4), same].join(''));
    expect(only(difference.fates)).toEqual({ kept: 3, cut: 1 });
  });

  it('a readable line that is in no format, such as a line of a trace', () => {
    const difference = compare(`${line(1)}  at a shell\n${line(2)}`, `${line(1)}${line(2)}`);
    expect(minutes(difference.cut)).toEqual(['  at a shell']);
  });

  it('but calls a line with the same time and other words changed, and a line too many inserted', () => {
    const difference = compare(
      span(0, 10).join(''),
      [...span(0, 4), line(4, 'nothing'), line(5), line(5, 'and more'), ...span(6, 10)].join(''),
    );
    expect(only(difference.fates)).toEqual({ kept: 9, changed: 1 });
    expect(difference.changed).toMatchObject([
      { record: { event: { message: 'event 4' } }, later: 4 * line(0).length },
    ]);
    expect(difference.inserted).toBe(1);
  });

  it('in a vc0 file, whatever the words around the record', () => {
    const bytes = logFixture('two-words.vc0.gz');
    // Record 3 of the fixture, the request for the web shell, as a published clean-up script would take it out.
    const later = Buffer.concat([bytes.subarray(0, 8418), bytes.subarray(8418 + 139)]);
    const difference = compare(bytes, later, vc0);
    expect(only(difference.fates)).toEqual({ kept: 12, cut: 1 });
    expect(difference.cut[0]).toMatchObject({ record: { offset: 8418, length: 139 }, before: 8309, after: 8418 });
  });

  it('exactly, for any rotation, cut, growth and hole', () => {
    const many = span(0, 120);
    fc.assert(
      fc.property(
        fc.nat(20),
        fc.uniqueArray(fc.integer({ min: 30, max: 90 }), { maxLength: 20 }),
        fc.nat(10),
        fc.array(fc.tuple(fc.nat(100 * line(0).length), fc.integer({ min: 1, max: 400 })), { maxLength: 4 }),
        (rotated, cuts, grown, holes) => {
          const text = many.slice(0, 100).join('');
          const earlier = Buffer.from(text);
          for (const [at, length] of holes) earlier.fill(0, at, Math.min(earlier.length, at + length));
          const later = many.slice(rotated, 100 + grown).filter((_, i) => !cuts.includes(i + rotated));
          const difference = compare(earlier, later.join(''));
          const starts = (m: number) => many.slice(0, m).join('').length;
          const left = cuts
            .filter((m) => earlier.toString('latin1', starts(m) - 1, starts(m + 1)) === `\n${many[m]}`)
            .sort((a, b) => a - b);
          expect(difference.cut.map(({ record }) => record.offset)).toEqual(left.map(starts));
          for (const { record } of difference.cut) expect(text.startsWith(record.key, record.offset)).toBe(true);
          expect(difference.changed).toEqual([]);
        },
      ),
      { numRuns: 150 },
    );
  });
});

describe('compareVersions is bounded', () => {
  it('and says how much it compared', () => {
    const difference = compare(span(0, 30).join(''), [...span(0, 4), ...span(5, 30)].join(''), debuglog, 10);
    expect(minutes(difference.cut)).toEqual(['event 4']);
    expect(difference.notes).toContain('only the first 10 records of the earlier version were compared');
  });

  it('by time, when every line is the same', () => {
    const same = line(1, 'same').repeat(50_000);
    expect(compare(same, same).cut).toEqual([]);
    expect(only(compare(same + line(2), line(2) + same).fates)).toEqual({ kept: 1, 'rotated-away': 50_000 });
  });
});
