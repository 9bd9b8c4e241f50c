import { describe, expect, it } from 'vitest';
import { logFixture, show } from '../../../fixtures/logs/read.ts';
import { MemorySource } from '../../bytes/index.ts';
import { isGap, type LogGap, type LogRecord } from './index.ts';
import { messageCodes, messageOf } from './messages.ts';
import { vc0 } from './vc0.ts';

const header = Buffer.from(logFixture('header-only.vc0.gz'));
const recordsOf = (bytes: Buffer): LogRecord[] =>
  [...vc0.records(new MemorySource(bytes), {})].filter((one): one is LogRecord => !isGap(one));
function readAll(bytes: Buffer): { told: (LogRecord | LogGap)[]; notes: string[] } {
  const told: (LogRecord | LogGap)[] = [];
  const reading = vc0.records(new MemorySource(bytes), {});
  let step = reading.next();
  for (; !step.done; step = reading.next()) told.push(step.value);
  return { told, notes: step.value };
}
const odd = (...pieces: (number[] | Buffer)[]): Buffer => Buffer.concat(pieces.map((piece) => Buffer.from(piece)));
const text = (second: number, ...values: string[]): Buffer => {
  const id = `${(0x60763d00 + second).toString(16)}.000001`;
  return Buffer.from(
    `${[id, 'gw1', 'AUT31556', 'vc0', 'Root', '203.0.113.77', ...Array(11).fill(''), 'uid', ...values].join('\t')}\t`,
  );
};
const word = (n: number): Buffer => Buffer.from([n & 255, n >> 8]);
const frame = (record: Buffer): Buffer => Buffer.concat([word(record.length), record, word(record.length)]);

describe('vc0', () => {
  it('reads the same records in whatever way their length is counted', () => {
    const [first, ...others] = [
      'two-words',
      'two-words-inclusive',
      'two-words-without-tab',
      'one-word',
      'other-header',
    ].map((name) => recordsOf(logFixture(`${name}.vc0.gz`)).map(({ key }) => key));
    expect(first).toHaveLength(13);
    for (const keys of others) expect(keys).toEqual(first);
  });

  it('reads the length by the evidence when the file holds one record', () => {
    const [record, ...others] = recordsOf(Buffer.concat([header, frame(text(1, 'Admin'))]));
    expect(record).toMatchObject({ offset: 8192, event: { fields: { code: 'AUT31556', arg1: 'Admin' } } });
    expect(others).toEqual([]);
  });

  it.each([1, 2].flatMap((words) => [0, -1, 1, 2, 3, 4].map((extra) => [words, extra] as const)))(
    'decides by the evidence that %i words stand around records of one length, counting %i beyond the text',
    (words, extra) => {
      const around = (record: Buffer): Buffer => {
        const count = word(record.length + extra);
        return Buffer.concat(words === 2 ? [count, record, count] : [count, record]);
      };
      const body = Array.from({ length: 250 }, (_, i) => around(text(i, 'same')));
      const { told, notes } = readAll(Buffer.concat([header, ...body]));
      expect(told.map((one) => one.length)).toEqual(Array(250).fill(text(0, 'same').length + 2 * words));
      expect(notes).toEqual([
        expect.stringContaining(words === 2 ? 'before and behind each record' : 'before each record'),
      ]);
    },
  );

  it('keeps what is no count of microseconds as written, and notes how often', () => {
    const odd = Buffer.from(text(2).toString('latin1').replace('.000001', '.0f4240'), 'latin1');
    const { told, notes } = readAll(Buffer.concat([header, frame(text(1)), frame(odd), frame(text(3))]));
    expect(told[1]).toMatchObject({
      event: { fields: { id: '60763d02.0f4240' }, time: { at: '2021-04-14T00:53:22Z', precision: 'second' } },
    });
    expect(notes.at(-1)).toMatch(/^vc0: behind the seconds of 1 records stands no count of microseconds/);
    expect(readAll(Buffer.concat([header, frame(text(1))])).notes).toHaveLength(1);
  });

  it('takes control characters for content, and finds the way again behind a record no word can count', () => {
    const odd = text(2, 'a\x01\x02\x0b\x1b\x7f');
    const long = text(4, 'a'.repeat(70_000));
    const wrapped = Buffer.concat([word(long.length & 0xffff), long, word(long.length & 0xffff)]);
    const records = [frame(text(1)), frame(odd), frame(text(3)), wrapped, frame(text(5))];
    const { told, notes } = readAll(Buffer.concat([header, ...records]));
    expect(told.map((one) => (isGap(one) ? one.length : one.key.slice(7, 8)))).toEqual([
      '1',
      '2',
      '3',
      wrapped.length,
      '5',
    ]);
    expect(told[1]).toMatchObject({ event: { fields: { arg1: 'a\x01\x02\x0b\x1b\x7f' } } });
    expect(notes.at(-1)).toBe('vc0: the chain of records is broken in 1 places');
  });

  it.each<[string, Buffer, (string | number)[], RegExp]>([
    ['an empty log', header, [], /^vc0: nothing stands behind the header$/],
    ['a cut header', header.subarray(0, 100), [100], /^vc0: nothing/],
    [
      'other first words',
      odd([7, 0, 0, 0, 9], header.subarray(5), frame(text(1))),
      ['1'],
      /begins with 7, 9, expected/,
    ],
    ['no header', frame(text(1)), ['1'], /^vc0: no header; records begin at the first byte$/],
    [
      'a header that is not empty',
      odd(header.subarray(0, 99), [1], header.subarray(100), frame(text(1))),
      ['1'],
      /not empty/,
    ],
  ])('reads %s, and says what is unusual', (_, bytes, expected, note) => {
    const { told, notes } = readAll(bytes);
    expect(
      told
        .filter((one) => !isGap(one) || bytes.length < 8192)
        .map((one) => (isGap(one) ? one.length : one.key.slice(7, 8))),
    ).toEqual(expected);
    expect(notes[0]).toMatch(note);
  });

  it('reads the second clock of a record, and keeps all numbers of its id as written', () => {
    const values = text(1).toString('latin1').replace('\tuid\t', '\tuid_gw1_1618361601_7_12\t');
    expect(recordsOf(Buffer.concat([header, frame(Buffer.from(values))]))[0]!.event.fields).toMatchObject({
      uid: 'uid_gw1_1618361601_7_12',
      uid_time: '2021-04-14T00:53:21Z',
    });
  });

  it('takes a line break and another id inside a record for content', () => {
    const inside = text(2, 'x\n60763d10.000001\tgw1\tADM20599\tvc0\t');
    const records = recordsOf(Buffer.concat([header, frame(text(1)), frame(inside), frame(text(3))]));
    expect(records.map(({ micros }) => micros! / 1e6 - 0x60763d00 - 1e-6)).toEqual(
      [1, 2, 3].map((s) => expect.closeTo(s)),
    );
  });

  it('reads records as long as a length word can say', () => {
    const long = text(2, 'a'.repeat(65_535 - text(2, '').length));
    expect(long).toHaveLength(65_535);
    const body = Buffer.concat(Array.from({ length: 40 }, () => frame(long)));
    expect(recordsOf(Buffer.concat([header, body, frame(text(3))]))).toHaveLength(41);
  });

  it('bounds the fields of a record', () => {
    const [record] = recordsOf(Buffer.concat([header, frame(text(1, ...Array(20_000).fill('v')))]));
    expect(Object.keys(record!.event.fields).length).toBeLessThan(130);
    expect(record!.event.fields.arguments).toBe('20000, the first 100 kept');
  });

  it('does not take a record whose middle is zeros for whole, though its words agree', () => {
    const record = frame(text(2, 'a'.repeat(200)));
    record.fill(0, 100, 150);
    const told = [
      ...vc0.records(new MemorySource(Buffer.concat([header, frame(text(1)), record, frame(text(3))])), {}),
    ];
    expect(told.map((one) => (isGap(one) ? 'gap' : 'record'))).toEqual(['record', 'gap', 'record']);
  });

  it('keeps a record beside a hole when one of its words and all of its text are left', () => {
    const records = [1, 2, 3, 4].map((second) => frame(text(second)));
    const body = Buffer.concat(records);
    const size = records[0]!.length;
    // From the word behind record 2, over a hole, to the word before record 4.
    body.fill(0, 2 * size - 2, 3 * size + 2);
    const told = recordsOf(Buffer.concat([header, frame(text(0)), body, frame(text(5))]));
    expect(told.map(({ key, ragged }) => [key.slice(7, 8), ragged])).toEqual(
      ['0', '1', '2', '4', '5'].map((digit) => [digit, undefined]),
    );
  });

  it('carves whole records from free space', async () => {
    const carved = [...vc0.carve!(new MemorySource(logFixture('free-space.bin.gz')), {})];
    await expect(show(carved)).toMatchFileSnapshot('../../../fixtures/logs/free-space.bin.gz.expected.txt');
    expect(carved.map(({ event }) => event.fields.code)).toEqual(['AUT24326', 'WEB20174', 'ADM20599']);
  });

  it('is not slowed down by records that claim to reach over each other', () => {
    // Each claims 60,000 bytes, has a TAB and the same word at its end, and a zero byte just before it.
    const piece = Buffer.from('\x60\xea60763d00.000001\t', 'latin1');
    const bytes = Buffer.concat([header, Buffer.concat(Array.from({ length: 100_000 }, () => piece))]);
    bytes.fill(0, bytes.length - 200, bytes.length - 100);
    const before = performance.now();
    for (const one of vc0.records(new MemorySource(bytes), {})) expect(one.length).toBeGreaterThanOrEqual(0);
    expect(performance.now() - before).toBeLessThan(10_000);
  });
});

describe('messages', () => {
  it('say code and arguments of a code that nobody knows, and invent nothing', () => {
    expect(messageOf('ZZZ00001', ['a', '', 'b'])).toBe('ZZZ00001: a, b');
    expect(messageOf('SYS32040', ['2'])).toBe('SYS32040 integrity scan: modified files: 2');
    expect(messageOf('ADM20599', [])).toBe('log cleared by an administrator');
  });

  it('know each code once, in the form of a code', () => {
    expect(messageCodes.size).toBeGreaterThan(110);
    for (const code of messageCodes.keys()) expect(code).toMatch(/^[A-Z]{3}\d{5}$/);
  });
});
