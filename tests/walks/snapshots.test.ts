import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encrypted, listed, type SnapshotStory, snapshotText, zipOf } from '../../fixtures/snapshots/write.ts';
import { afterimage, coverageOf, findingsOf, verdictOf, workspace } from '../support/afterimage.ts';

/* A gateway makes system snapshots, and nobody kept its disk. In the second of them a script stands where none was. */
const folder = workspace();
const key = Buffer.from('2b'.repeat(8) + '3c'.repeat(8) + '4d'.repeat(8), 'hex');
const root = '/home/webserver/htdocs/dana-na';
const vendor = (extra: string[] = []): Record<string, string[]> => ({
  [root]: [listed('auth', 4096, 'Oct 28  2024', 'drwxr-xr-x'), listed('meeting', 4096, 'Oct 28  2024', 'drwxr-xr-x')],
  [`${root}/auth`]: Array.from({ length: 30 }, (_, i) => listed(`url_${i}.cgi`, 1000 + i, 'Oct 28  2024')),
  [`${root}/meeting`]: [listed('meeting.cgi', 900, 'Oct 28  2024'), ...extra],
});
const shell = listed('meeting_check.cgi', 1423, 'Jan 14 03:10');
const days: [string, SnapshotStory][] = [
  ['20250113-020000', { created: 'Mon Jan 13 02:00:00 2025', folders: vendor() }],
  [
    '20250115-020000',
    {
      created: 'Wed Jan 15 02:00:00 2025',
      folders: vendor([shell]),
      processes: [' 3100  2210  0.0  0.0 S   100   1000   500 /tmp/.cache1 -c id'],
    },
  ],
  ['20250117-020000', { created: 'Fri Jan 17 02:00:00 2025', folders: vendor() }],
];
const name = (day: string): string => `pulsesecure-state-admin-gw1-${day}`;

function series(where: string, stories: [string, SnapshotStory][], pack = false): string {
  const path = join(folder, where);
  mkdirSync(path);
  for (const [day, story] of stories) {
    const text = snapshotText(story);
    const zip = zipOf({ [`${name(day)}.decrypted`]: text });
    const iv = Buffer.from(day.slice(-8).padEnd(8, '0'));
    if (pack) writeFileSync(join(path, `${name(day)}.encrypted`), encrypted(zip, key, iv));
    else writeFileSync(join(path, `${name(day)}.decrypted`), text);
  }
  return path;
}

describe('a series of system snapshots', () => {
  const path = series('plain', days);
  const casePath = join(folder, 'plain.case');

  it('shows a web shell come and go, between which snapshots, and the bytes that say so', () => {
    expect(afterimage(['examine', path, '-o', casePath]).status).toBe(1);
    const findings = findingsOf(casePath);
    const [found] = findings.filter((f) => f.rule.id === 'snapshot-removed');
    expect(found).toMatchObject({
      state: 'removed',
      about: 'removal',
      severity: 'high',
      subject: { path: `${root}/meeting/meeting_check.cgi`, size: 1423, allocation: 'deleted', content: 'lost' },
      appeared: { notBefore: '2025-01-13T02:00:00Z', notAfter: '2025-01-15T02:00:00Z' },
      removed: { notBefore: '2025-01-15T02:00:00Z', notAfter: '2025-01-17T02:00:00Z' },
    });
    const { member, bytes } = found!.locators[0]!;
    expect(member).toBe(`${name('20250115-020000')}.decrypted`);
    const text = Buffer.from(snapshotText(days[1]![1]));
    expect(text.subarray(bytes[0]!.offset, bytes[0]!.offset + bytes[0]!.length).toString()).toBe(shell);
    expect(findings.map((f) => [f.rule.id, f.state, f.subject.path])).toEqual([
      ['snapshot-removed', 'removed', `${root}/meeting/meeting_check.cgi`],
      ['snapshot-process', 'removed', '/tmp/.cache1'],
    ]);
    expect(verdictOf(casePath).conclusion).toBe('suspected');
  });

  it('is held against the disk: what the latest one still lists, and the disk lacks, is gone', () => {
    const tree = series('disk', days.slice(0, 2));
    const put = (at: string, content: string): void => {
      mkdirSync(dirname(join(tree, at)), { recursive: true });
      writeFileSync(join(tree, at), content);
    };
    put('/home/VERSION', 'DSREL_MAJOR=9\nDSREL_MINOR=1\nDSREL_COMMENT=R18\n');
    for (let i = 0; i < 30; i++) put(`${root}/auth/url_${i}.cgi`, 'a page\n');
    put(`${root}/meeting/meeting.cgi`, 'a page\n');
    const result = join(folder, 'disk.case');
    afterimage(['examine', tree, '-o', result]);
    const found = findingsOf(result).filter((f) => f.rule.id.startsWith('snapshot'));
    expect(found.map((f) => [f.rule.id, f.severity, f.state, f.subject.path])).toEqual([
      ['snapshot-removed', 'high', 'removed', `${root}/meeting/meeting_check.cgi`],
      ['snapshot-process', 'medium', 'live', '/tmp/.cache1'],
    ]);
    expect(found[0]!.removed).toMatchObject({ notBefore: '2025-01-15T02:00:00Z' });
    expect(found[0]!.explanation).toContain('on the disk its folder was listed to the end without it');
  });

  it('is on the timeline', () => {
    const { stdout } = afterimage(['timeline', casePath, '--json']);
    expect(stdout).toContain('no longer listed in the system snapshot');
    expect(stdout).toContain('process: /tmp/.cache1 -c id');
  });

  it('accuses nobody of an upgrade, a cut snapshot or another gateway', () => {
    const upgraded = series('healthy', [
      days[0]!,
      [
        '20250115-020000',
        {
          created: 'Wed Jan 15 02:00:00 2025',
          folders: vendor([listed('newer.cgi', 5, 'Jan 14 03:10')]),
          version: '19',
        },
      ],
      [
        '20250116-020000',
        { created: 'Thu Jan 16 02:00:00 2025', folders: { [root]: vendor()[root]! }, version: '19', cut: true },
      ],
    ]);
    writeFileSync(
      join(upgraded, 'pulsesecure-state-admin-gw2-20250114-020000.decrypted'),
      snapshotText({ created: 'Tue Jan 14 02:00:00 2025', folders: { [root]: [] } }),
    );
    const result = join(folder, 'healthy.case');
    afterimage(['examine', upgraded, '-o', result]);
    expect(findingsOf(result)).toEqual([]);
  });
});

describe('encrypted snapshots', () => {
  const path = series('packed', days, true);
  const examine = (to: string, ...args: string[]) => {
    const result = join(folder, to);
    const run = afterimage(['examine', path, '-o', result, ...args]);
    return { run, findings: findingsOf(result), unread: coverageOf(result)[0]!.unread.map((u) => u.reason) };
  };

  it('say the same with their key', () => {
    const file = join(folder, 'key.txt');
    writeFileSync(file, `${key.toString('hex')}\n`);
    const { run, findings } = examine('packed.case', '--key', '00'.repeat(24), '--key', `@${file}`);
    expect(run.status).toBe(1);
    expect(findings.map((f) => [f.rule.id, f.subject.path])).toEqual([
      ['snapshot-removed', `${root}/meeting/meeting_check.cgi`],
      ['snapshot-process', '/tmp/.cache1'],
    ]);
  });

  it('accuse nobody with the wrong key or none, and say that they were not read', () => {
    const wrong = examine('wrong.case', '--key', '11'.repeat(24));
    expect([wrong.run.status, wrong.findings]).toEqual([2, []]);
    expect(wrong.unread.filter((r) => r.includes('the key that was given does not open it'))).toHaveLength(3);
    const none = examine('none.case');
    expect([none.run.status, none.findings]).toEqual([2, []]);
    expect(none.unread.filter((r) => r.includes('no key was given (--key)'))).toHaveLength(3);
  });

  it('refuse a key that is none, without repeating it', () => {
    const { status, stderr } = afterimage(['examine', path, '--key', 'secret', '-o', join(folder, 'no.case')]);
    expect(status).toBe(64);
    expect(stderr).toContain('expected a key of 48 hexadecimal digits');
    expect(stderr).not.toContain('secret');
  });
});
