import { describe, expect, it } from 'vitest';
import { record } from '../../tests/cli/context.ts';
import { bytesText, durationText, ProgressLine } from './progress.ts';

const at = (done: number, reading?: string) => ({
  phase: 'reading' as const,
  done,
  total: 1 << 30,
  entries: 1200,
  findings: 1,
  ...(reading !== undefined && { reading }),
});

describe('progress', () => {
  it('rewrites one line on a terminal, at most four times a second', () => {
    const r = record({ isTTY: true, columns: 100 });
    const line = new ProgressLine(r.context, false);
    for (let i = 0; i <= 20; i++) {
      line.update(at(i * 10_000_000, '/home/webserver/htdocs/a.cgi'));
      r.pass(50);
    }
    const drawings = r.stderr().split('\r').slice(1);
    expect(drawings).toHaveLength(5);
    expect(drawings.at(-1)).toBe(
      'Reading 18%  191 MiB of 1.0 GiB  200 MB/s  4 s left  1200 entries  1 finding  /home/…r/htdocs/a.cgi\u001b[K',
    );
  });

  it('stays within the terminal and never passes on what a name would do to it', () => {
    const r = record({ isTTY: true, columns: 60 });
    new ProgressLine(r.context, false).update(at(5, '/tmp/\u001b[2J\nowned\u202e'));
    expect(r.stderr()).toBe('\rReading 0%  5 B of 1.0 GiB  1200 entries  1 finding\u001b[K');
    const wide = record({ isTTY: true, columns: 120 });
    new ProgressLine(wide.context, false).update(at(5, '/tmp/\u001b[2J\nowned\u202e'));
    expect(wide.stderr()).toContain('/tmp/\\x1b[2J\\x0aowned\\u{202e}');
  });

  it('prints a plain line every ten seconds where there is no terminal', () => {
    const r = record();
    const line = new ProgressLine(r.context, false);
    for (let second = 0; second < 25; second++) {
      line.update(at(second * 10_000_000));
      r.pass(1000);
    }
    expect(r.stderr()).toMatchInlineSnapshot(`
      "Reading 9%, 95.4 MiB of 1.0 GiB, 10 MB/s, 1 min 37 s left, 1200 entries, 1 finding
      Reading 18%, 191 MiB of 1.0 GiB, 10 MB/s, 1 min 27 s left, 1200 entries, 1 finding
      "
    `);
  });

  it('says nothing when quiet', () => {
    const r = record({ isTTY: true });
    const line = new ProgressLine(r.context, true);
    line.update(at(5));
    line.clear();
    expect(r.stderr()).toBe('');
  });

  it('takes its line away and draws it again after', () => {
    const r = record({ isTTY: true });
    const line = new ProgressLine(r.context, false);
    line.update(at(5));
    line.clear();
    expect(r.stderr().endsWith('\r\u001b[K')).toBe(true);
    line.update(at(6));
    expect(r.stderr().split('\r')).toHaveLength(4);
  });

  it('writes bytes and durations for people', () => {
    expect([0, 1023, 1024, 1536, 150 * 1024, 3 * 2 ** 40].map(bytesText)).toEqual([
      '0 B',
      '1023 B',
      '1.0 KiB',
      '1.5 KiB',
      '150 KiB',
      '3.0 TiB',
    ]);
    expect([0, 59.4, 185, 7620].map(durationText)).toEqual(['0 s', '59 s', '3 min 05 s', '2 h 07 min']);
  });
});
