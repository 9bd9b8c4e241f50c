import { describe, expect, it } from 'vitest';
import { logFixture } from '../../../fixtures/logs/read.ts';
import { MemorySource } from '../../bytes/index.ts';
import { isGap, type LogGap, type LogRecord, recogniseLog } from './index.ts';

const plain = logFixture('pulse-text.log').toString('utf8');
const le = (text: string): Buffer => Buffer.from(text, 'utf16le');
const be = (text: string): Buffer => le(text).swap16();

function read(bytes: Buffer): { told: (LogRecord | LogGap)[]; notes: string[] } {
  const format = recogniseLog(bytes.subarray(0, 65_536), 'x');
  expect(format?.name).toBe('pulse-text');
  const told: (LogRecord | LogGap)[] = [];
  const reading = format!.records(new MemorySource(bytes), {});
  let step = reading.next();
  for (; !step.done; step = reading.next()) told.push(step.value);
  return { told, notes: step.value };
}
const eventsOf = (bytes: Buffer) => read(bytes).told.map((one) => (isGap(one) ? one.reason : one.event));

describe('logs in other encodings', () => {
  it.each([
    ['UTF-16, little-endian, marked', le(`\ufeff${plain}`), le],
    ['UTF-16, big-endian, marked', be(`\ufeff${plain}`), be],
    ['UTF-16 without a mark', le(plain.slice(0, 300)), le],
    ['UTF-16 with Windows line endings', le(`\ufeff${plain.replaceAll('\n', '\r\n')}`), le],
  ])('tell the same events in %s, and where they stand in the evidence', (_, bytes, encode) => {
    const { told, notes } = read(bytes);
    const text = bytes.length < 1000 ? plain.slice(0, 300) : plain;
    expect(told.map((one) => (isGap(one) ? one : one.event))).toEqual(eventsOf(Buffer.from(text)));
    expect(notes[0]).toMatch(/^written in UTF-16, (little|big)-endian$/);
    for (const one of told as LogRecord[]) {
      const line = Buffer.from(one.key, 'latin1').toString('utf8');
      expect(bytes.subarray(one.offset, one.offset + one.length)).toEqual(encode(line));
    }
  });

  it('account for every byte of damaged UTF-16 once', () => {
    const bytes = Buffer.concat([
      le(`\ufeff${plain}`),
      Buffer.alloc(100),
      le('x\n'),
      le('a'.repeat(600_000)),
      Buffer.from('b'),
    ]);
    let end = 2;
    for (const { offset, length } of read(bytes).told) {
      expect(bytes.toString('utf16le', end, offset).trim()).toBe('');
      end = offset + length;
    }
    expect(end).toBe(bytes.length);
  });

  it('keep their first line behind the mark of UTF-8', () => {
    const { told } = read(Buffer.from(`\ufeff${plain}`));
    expect(told[0]).toMatchObject({ offset: 3, event: { time: { at: '2021-04-14T03:10:00Z' } } });
  });

  it('show what is not UTF-8 byte by byte, and count the lines', () => {
    const { told, notes } = read(Buffer.from(plain, 'latin1'));
    const of = (one: LogRecord | LogGap | undefined) => one && !isGap(one) && one.event.fields.user;
    expect(told.map(of)).toContain('jos\\xe9');
    expect(notes.at(-1)).toBe('1 lines hold bytes that are not UTF-8 (Latin-1 or another encoding), shown as \\xHH');
  });
});
