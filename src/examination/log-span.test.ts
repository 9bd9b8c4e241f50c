import { describe, expect, it } from 'vitest';
import type { LogRecord } from '../artifacts/index.ts';
import { LogSpan } from './log-span.ts';

const record = (at: string): LogRecord => ({
  offset: 0,
  length: 1,
  key: '',
  micros: Date.parse(at) * 1000,
  event: {
    timeKind: 'logged',
    source: 'x',
    message: '',
    fields: {},
    time: { at, precision: 'second', zone: 'stated' },
  },
});

function told(modified: string | undefined, ...times: string[]) {
  const span = new LogSpan(modified);
  const records = times.map(record);
  for (const one of records) span.add(one);
  return { doubts: records.map((one) => one.event.fields.time_doubt), range: span.range(), notes: span.notes() };
}

describe('LogSpan', () => {
  it('keeps, marks and counts what lies before 1980 and after the file was last written, and leaves it out of the span', () => {
    const all = told('2021-04-15T00:00:00Z', '1970-01-01T00:00:05Z', '2021-04-14T00:00:00Z', '2099-01-01T00:00:00Z');
    expect(all.doubts).toEqual(['before 1980', undefined, 'after its file was last written']);
    expect(all.range).toEqual({ from: '2021-04-14T00:00:00Z', to: '2021-04-14T00:00:00Z' });
    expect(all.notes).toEqual([
      '1 records have times before 1980, 1970-01-01T00:00:05Z to 1970-01-01T00:00:05Z',
      '1 records have times after their file was last written (2021-04-15T00:00:00Z), up to 2099-01-01T00:00:00Z: clock, copy or edit',
    ]);
  });

  it('allows for zones, and takes no file time from before 1980 for one', () => {
    expect(told('2021-04-15T00:00:00Z', '2021-04-15T14:00:00Z').notes).toEqual([]);
    expect(told('1970-01-01T00:00:00Z', '2021-04-15T14:00:00Z').notes).toEqual([]);
    expect(told(undefined, '2021-04-15T14:00:00Z').notes).toEqual([]);
  });

  it('covers doubtful times when there are no others', () => {
    expect(told(undefined, '1970-01-01T00:00:05Z').range).toMatchObject({ from: '1970-01-01T00:00:05Z' });
  });
});
