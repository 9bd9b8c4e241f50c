import { describe, expect, it } from 'vitest';
import type { Surveyed } from '../survey.ts';
import { file, many, past } from './fixtures/file.ts';
import { survey, told } from './fixtures/read.ts';

const old = '2020-11-05T08:09:00.3Z';
const when = '2021-04-18T02:20:41.14Z';

describe('log-shrunk', () => {
  const rule = 'log-shrunk';
  const log = '/data/var/dlogs/debuglog';
  const shrunk = (was: number, now: number): Surveyed[] => [
    file(log, 28, { modified: old, born: old }, { ...past(19, '2021-04-17T23:59:30Z'), sha: 'long', size: was }),
    file(log, 28, { modified: when, born: old }, { sha: 'short', size: now }),
  ];

  it('is found when the same inode held more', () => {
    expect(told(survey(shrunk(900, 100), rule))).toEqual([`low/low ${rule} ${log}#28`]);
    expect(told(survey(shrunk(900, 0), rule))).toEqual([`low/low ${rule} ${log}#28`]);
  });

  it('is silent for a log that grew, for other files, and when rotation copied what it emptied', () => {
    expect(survey(shrunk(100, 900), rule)).toEqual([]);
    expect(
      survey(
        shrunk(900, 100).map((s) => ({ ...s, facts: { ...s.facts, path: '/data/etc/settings' } })),
        rule,
      ),
    ).toEqual([]);
    const copies = [
      file(`${log}.1`, 40, { modified: when, born: '2021-04-17T23:59:50Z' }, { sha: 'packed', size: 90 }),
      file(`${log}.old`, 41, { modified: old, born: old }, { sha: 'copy', size: 900 }),
    ];
    for (const copy of copies) expect(survey([...shrunk(900, 100), copy], rule)).toEqual([]);
  });
});

describe('log-replaced', () => {
  const rule = 'log-replaced';
  const log = '/data/var/dlogs/debuglog';
  const replaced = (path = log, n = 0): Surveyed[] => [
    file(
      path,
      28 + n,
      { modified: when, born: old, deleted: '2021-04-18T02:20:41Z' },
      { ...past(19, '2021-04-17T23:59:30Z'), sha: `old${n}`, size: 900 },
    ),
    file(path, 60 + n, { modified: when, born: when }, { sha: `new${n}`, size: 800 }),
  ];

  it('is weak alone, and stronger when two went and others stayed', () => {
    expect(told(survey(replaced(), rule))).toEqual([`low/low ${rule} ${log}#60`]);
    const kept = many(2, (n) => file(`/data/var/dlogs/other${n}`, 40 + n, { modified: when, born: old }));
    expect(told(survey([...replaced(), ...replaced('/data/var/dlogs/b', 1), ...kept], rule))).toEqual([
      `medium/low ${rule} /data/var/dlogs/b#61`,
      `medium/low ${rule} ${log}#60`,
    ]);
  });

  it('stays weak when a log server made all its logs again', () => {
    const all = many(4, (n) => n).flatMap((n) => replaced(`/data/var/dlogs/l${n}`, n));
    expect(survey(all, rule).map((c) => c.claim.severity)).toEqual(['low', 'low', 'low', 'low']);
  });

  it('is silent when the old content lives on: same inode, same bytes, or packed when it went', () => {
    const [was, now] = replaced() as [Surveyed, Surveyed];
    const rotated = [
      file(`${log}.1`, 28, { modified: when, born: old }, { sha: 'other' }),
      file(`${log}.old`, 77, { modified: when, born: '2021-04-10T00:00:00.5Z' }, { sha: 'old0', size: 900 }),
      file(`${log}.1.gz`, 78, { modified: when, born: '2021-04-18T02:21:00.5Z' }, { sha: 'packed', size: 90 }),
    ];
    for (const sibling of rotated) expect(survey([was, now, sibling], rule)).toEqual([]);
    expect(survey([was, { ...now, facts: { ...now.facts, metaAddress: 28, times: was.facts.times } }], rule)).toEqual(
      [],
    );
  });

  it('is silent on rotated names themselves', () => {
    expect(survey(replaced('/var/log/messages.1'), rule)).toEqual([]);
    expect(survey(replaced('/data/runtime/logs/log.events.vc0.old'), rule)).toEqual([]);
  });
});

describe('put-back', () => {
  const rule = 'put-back';
  const version = (n: number, sha: string, changed: string, transaction?: number): Surveyed =>
    file(
      `/home/perl/a${n}.pm`,
      20 + n,
      { modified: old, changed, born: old },
      { ...(transaction && past(transaction, changed)), sha },
    );
  const back = (n: number): Surveyed[] => [
    version(n, 'a', old, 2),
    version(n, 'b', '2021-01-14T03:00:00.5Z', 5),
    version(n, 'a', when),
  ];

  it('sees the old content again, of itself or of the rollback system', () => {
    expect(told(survey(back(1), rule))).toEqual([`low/medium ${rule} /home/perl/a1.pm#21`]);
    const rollback = file(
      '/home/perl/a1.pm',
      21,
      { modified: old },
      { sha: 'a', system: 'rollback', locator: { evidence: '0', layers: ['b'], bytes: [] } },
    );
    const [claim] = survey([...back(1).slice(1), rollback], rule);
    expect(claim!.claim.explanation).toContain('the same file in the rollback system');
  });

  it('is silent on an upgrade, on one that was undone, and on a version whose bytes are not known', () => {
    expect(survey([version(1, 'a', old, 2), version(1, 'b', when)], rule)).toEqual([]);
    expect(survey(many(9, (n) => n).flatMap(back), rule)).toEqual([]);
    const [first, middle, live] = back(1) as [Surveyed, Surveyed, Surveyed];
    expect(survey([first, { facts: { ...middle.facts, content: 'partial' } }, live], rule)).toEqual([]);
  });
});

describe('wiped-content and shredded-name', () => {
  const zeros =
    'all blocks that could tell its content read as zeros: they have been discarded or overwritten with zeros';
  const gone = (n: number, notes: string[], path = `/home/bin/t${n}`): Surveyed =>
    file(
      path,
      20 + n,
      { modified: old, deleted: '2021-04-18T02:20:41Z' },
      { ...past(n + 1, old), allocation: 'deleted', content: 'lost', notes },
    );

  it('see one file of zeros, and call many a volume that discards', () => {
    const taken = many(6, (n) =>
      gone(n, ['4 of 4 blocks have been given out again since (to inode 12); they are shown as zeros']),
    );
    expect(told(survey([...taken, gone(9, [zeros])]))).toEqual(['low/low wiped-content /home/bin/t9#29']);
    expect(told(survey(many(6, (n) => gone(n, [zeros]))))).toEqual(['informational/low wiped-content /home/bin/t0#20']);
    expect(survey(taken)).toEqual([]);
  });

  it('grade a chain of zeros above a lone 0, and leave other numbers alone', () => {
    const grades = (entries: Surveyed[]) => survey(entries, 'shredded-name').map((c) => c.claim.severity);
    expect(grades([gone(1, [], '/tmp/0000000')])).toEqual(['medium']);
    expect(
      grades([
        gone(1, ['renamed to 0 before it was removed, as shred -u does', 'emptied in transaction 47, committed x']),
      ]),
    ).toEqual(['medium']);
    expect(grades([gone(1, [], '/tmp/0')])).toEqual(['low']);
    expect(grades([gone(1, [], '/tmp/10'), gone(2, [], '/tmp/0x0'), gone(3, ['0 of 4 blocks are left'])])).toEqual([]);
  });
});

describe('clean-up-wave', () => {
  const rule = 'clean-up-wave';
  const gone = (path: string, n: number, deleted: string, born = old): Surveyed =>
    file(path, 20 + n, { modified: old, born, deleted }, { ...past(n + 1, old), allocation: 'deleted' });
  const wave = [
    gone('/home/bin/a', 1, '2021-04-18T02:14:07Z'),
    gone('/data/runtime/.x', 2, '2021-04-18T02:18:00Z'),
    gone('/tmp/loot.txt', 3, '2021-04-18T02:20:00Z'),
  ];

  it('needs three within minutes', () => {
    expect(told(survey(wave, rule))).toEqual([`low/low ${rule} /home/bin/a#21`]);
    expect(survey(wave.slice(0, 2), rule)).toEqual([]);
    expect(survey([wave[0]!, wave[1]!, gone('/tmp/loot.txt', 3, '2021-04-18T04:20:00Z')], rule)).toEqual([]);
  });

  it('does not count what the device makes every day, nor what lived for hours', () => {
    const sessions = many(9, (n) => gone(`/tmp/sess_${n}f`, 40 + n, '2021-04-18T02:20:00Z'));
    expect(survey([...wave.slice(0, 2), ...sessions], rule)).toEqual([]);
    expect(
      survey([...wave.slice(0, 2), gone('/tmp/loot.txt', 3, '2021-04-18T02:20:00Z', '2021-04-17T20:00:00.5Z')], rule),
    ).toEqual([]);
  });

  it('is silent when an upgrade laid down new programs in the same minutes', () => {
    const laid = many(8, (n) => file(`/home/bin/new${n}`, 100 + n, { modified: when, born: '2021-04-18T02:15:00.5Z' }));
    expect(survey([...wave, ...laid], rule)).toEqual([]);
  });
});
