import { describe, expect, it } from 'vitest';
import type { FileRow, TimelineRow } from '../case/index.ts';
import { bodyfileLine } from './bodyfile.ts';
import { timesketchLine } from './timesketch.ts';

const row = (more: Partial<TimelineRow>): TimelineRow => ({
  at: '2021-04-17T02:14:07.123456Z',
  time_kind: 'logged',
  source: 'vc0',
  message: 'log cleared by an administrator',
  fields: '{}',
  recovered: false,
  ...more,
});

const file = (more: Partial<FileRow>): FileRow => ({
  evidence: '0',
  layers: 'ext4',
  kind: 'file',
  allocation: 'allocated',
  content: 'intact',
  size: 12,
  looked: 'read',
  ...more,
});

describe('a line for Timesketch', () => {
  it('has whole microseconds and says what the time means', () => {
    const line = timesketchLine(
      row({
        path: '/x',
        finding_id: 'f1',
        recovered: true,
        fields: '{"user":"alice","message":"no","locator":{"bytes":[]}}',
      }),
    )!;
    expect(JSON.parse(line)).toEqual({
      message: 'log cleared by an administrator',
      datetime: '2021-04-17T02:14:07.123456+00:00',
      timestamp: 1_618_625_647_123_456,
      timestamp_desc: 'Event Logged',
      data_type: 'afterimage:vc0',
      recovered: true,
      path: '/x',
      tag: ['finding-f1'],
      user: 'alice',
      field_message: 'no',
      locator: '{"bytes":[]}',
    });
  });

  it('cuts a string that the index would refuse, never within a character', () => {
    for (const text of ['ü'.repeat(20_000), 'x'.repeat(40_000), `${'x'.repeat(32_760)}\u{1f600}\u{1f600}`]) {
      const { message } = JSON.parse(timesketchLine(row({ message: text }))!) as { message: string };
      expect(Buffer.byteLength(message)).toBeLessThanOrEqual(32_766);
      expect(message).toMatch(/^[xü\u{1f600}]+ \(cut\)$/u);
    }
    const fits = 'x'.repeat(32_766);
    expect((JSON.parse(timesketchLine(row({ message: fits }))!) as { message: string }).message).toBe(fits);
  });

  it('is none for an event without a time', () => {
    const { at: _, ...undated } = row({});
    expect(timesketchLine(undated)).toBeUndefined();
  });
});

describe('a line of a bodyfile', () => {
  it.each([
    [
      {
        path: '/home/x.cgi',
        inode: 12,
        mode: 0o104755,
        uid: 0,
        gid: 5,
        md5: 'abc',
        modified: '2021-04-17T00:00:01.9Z',
      },
      'abc|/home/x.cgi|12|r/rrwsr-xr-x|0|5|12|0|1618617601|0|0',
    ],
    [{ path: '/tmp/a', allocation: 'deleted' }, '0|/tmp/a (deleted)|0|r/r---------|0|0|12|0|0|0|0'],
    [
      { path: '/tmp', kind: 'directory', mode: 0o41777, size: 4096, accessed: '1970-01-01T00:00:05Z' },
      '0|/tmp|0|d/drwxrwxrwt|0|0|4096|5|0|0|0',
    ],
    [
      {
        path: '/l',
        kind: 'symlink',
        link_target: '/bin/sh',
        mode: 0o120777,
        allocation: 'superseded',
        version_transaction: 7,
      },
      '0|/l -> /bin/sh (earlier version 7)|0|l/lrwxrwxrwx|0|0|12|0|0|0|0',
    ],
    [{ path: '/a|b\nc' }, '0|/a\\x7cb\\x0ac|0|r/r---------|0|0|12|0|0|0|0'],
  ] as [Partial<FileRow>, string][])('%j', (more, line) => {
    expect(bodyfileLine(file(more))).toBe(line);
  });
});
