import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logFixture, show } from '../../../fixtures/logs/read.ts';
import { MemorySource } from '../../bytes/index.ts';
import {
  isGap,
  type LogContext,
  type LogFormat,
  type LogGap,
  type LogRecord,
  logFormats,
  recogniseLog,
} from './index.ts';

const fixtures: readonly (readonly [file: string, format: string])[] = [
  ['two-words.vc0.gz', 'vc0'],
  ['two-words-inclusive.vc0.gz', 'vc0'],
  ['two-words-without-tab.vc0.gz', 'vc0'],
  ['one-word.vc0.gz', 'vc0'],
  ['no-words.vc0.gz', 'vc0'],
  ['header-only.vc0.gz', 'vc0'],
  ['other-header.vc0.gz', 'vc0'],
  ['damaged.vc0.gz', 'vc0'],
  ['pulse-text.log', 'pulse-text'],
  ['pulse-text-(GMT+09_00).access', 'pulse-text'],
  ['welf.log', 'welf'],
  ['mixed-relay.log', 'welf'],
  ['syslog.log', 'syslog'],
  ['web-access.log', 'web-access'],
  ['audit.log', 'audit'],
  ['debuglog.gz', 'debuglog'],
  ['wtmp.gz', 'wtmp'],
  ['btmp-damaged.gz', 'wtmp'],
];

const written: LogContext = { latest: '2021-04-15T00:00:00Z' };

function readAll(format: LogFormat, bytes: Buffer, context: LogContext = written) {
  const told: (LogRecord | LogGap)[] = [];
  const reading = format.records(new MemorySource(bytes), context);
  for (let next = reading.next(); ; next = reading.next()) {
    if (next.done) return { told, notes: next.value };
    told.push(next.value);
  }
}

describe.each(fixtures)('%s', (file, name) => {
  const bytes = logFixture(file);
  const format = recogniseLog(bytes, 'renamed')!;

  it('is recognised by its content', () => expect(format.name).toBe(name));

  it('is recognised the same whether every format is asked or only those that can be surer', () => {
    const sureness = logFormats.map((asked) => asked.recognises(bytes, name));
    expect(logFormats[sureness.indexOf(Math.max(...sureness))]).toBe(format);
  });

  it('is told as the reviewed text says', async () => {
    const { told, notes } = readAll(format, bytes, { ...written, fileName: file });
    await expect(show(told, notes)).toMatchFileSnapshot(`../../../fixtures/logs/${file}.expected.txt`);
  });

  it('keeps the records before a cut, wherever the file is cut', () => {
    const { told } = readAll(format, bytes);
    const records = told.filter((one): one is LogRecord => !isGap(one));
    const step = Math.max(1, Math.floor(bytes.length / 300));
    for (let size = 0; size < bytes.length; size += step) {
      const short = readAll(format, bytes.subarray(0, size)).told;
      const whole = short.filter((one): one is LogRecord => !isGap(one) && !one.ragged).map(({ key }) => key);
      // A gap that ends at the cut may have taken the last record with it, nothing before.
      const expected = records.filter(({ offset, length }) => offset + length < size - 4 && length > 0);
      for (const { key, ragged, unparsed } of expected.slice(0, -1))
        if (!ragged && !unparsed && file !== 'no-words.vc0.gz') expect(whole).toContain(key);
    }
  });

  it('accounts for every byte of a damaged file once, and throws at nothing', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(bytes.length), fc.uint8Array({ minLength: 1, maxLength: 40 })), { maxLength: 12 }),
        (damages) => {
          const hurt = Buffer.from(bytes);
          for (const [at, rubbish] of damages) hurt.set(rubbish.subarray(0, Math.max(0, hurt.length - at)), at);
          let end = 0;
          for (const { offset, length } of readAll(format, hurt).told) {
            expect(offset).toBeGreaterThanOrEqual(length === 0 ? 0 : end);
            end = Math.max(end, offset + length);
          }
          expect(end).toBeLessThanOrEqual(hurt.length);
        },
      ),
      { numRuns: 60 },
    );
  });

  it('gives keys that are the bytes of the evidence', () => {
    for (const one of readAll(format, bytes).told)
      if (!isGap(one))
        expect(bytes.subarray(one.offset, one.offset + one.length).toString('latin1')).toContain(one.key);
  });
});

describe('every format', () => {
  it.each(logFormats.map((format) => [format.name, format] as const))('%s survives random bytes', (_, format) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        const source = new MemorySource(Buffer.from(bytes));
        for (const one of format.records(source, written)) expect(one.length).toBeGreaterThanOrEqual(0);
        for (const one of format.carve?.(source, written) ?? []) expect(one.unparsed).not.toBe(true);
      }),
      { numRuns: 60 },
    );
  });

  it('has a name and a description of its own', () => {
    expect(new Set(logFormats.map(({ name }) => name)).size).toBe(logFormats.length);
    for (const { description } of logFormats) expect(description).toMatch(/^\S.{10,}/);
  });
});

describe('recogniseLog', () => {
  it.each([
    ['nothing', ''],
    ['a script', '#!/bin/sh\nexit\n__END__\necho 2021-04-14 03:10:00\n'],
    ['a table with dates inside', 'name;when\nx;2021-04-14 03:10:00\ny;2021-04-14 03:10:01\n'],
    ['prose', 'May I ask: what is this? Mar it not.\n'.repeat(40)],
    ['zeros', '\0'.repeat(9000)],
  ])('does not take %s for a log', (_, text) => {
    expect(recogniseLog(Buffer.from(text), 'log.access.vc0.txt')?.name).toBeUndefined();
  });

  it('sees a log behind a beginning that is lost', () => {
    const bytes = logFixture('two-words.vc0.gz');
    expect(recogniseLog(Buffer.concat([Buffer.alloc(8192), bytes.subarray(8192)]), 'x')?.name).toBe('vc0');
    const text = logFixture('pulse-text.log');
    expect(recogniseLog(Buffer.concat([Buffer.alloc(3000), text]), 'x')?.name).toBe('pulse-text');
  });
});
