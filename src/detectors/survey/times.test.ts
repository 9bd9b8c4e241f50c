import { describe, expect, it } from 'vitest';
import type { Surveyed } from '../survey.ts';
import { file, many, past } from './fixtures/file.ts';
import { survey, told } from './fixtures/read.ts';

const two = (n: number): string => String(n).padStart(2, '0');
const installed = '2020-11-05T08:00:01.150000001Z';

describe('kept-modification-time', () => {
  const rule = 'kept-modification-time';
  const pair = (n: number, changed: string, inode = n): Surveyed[] => [
    file(
      `/home/perl/a${n}.pm`,
      n,
      { modified: '2020-10-28T18:20:00.5Z', changed: installed, born: installed },
      { ...past(2, installed), sha: 'a' },
    ),
    file(
      `/home/perl/a${n}.pm`,
      inode,
      { modified: '2020-10-28T18:20:00.5Z', changed, born: inode === n ? installed : changed },
      { sha: 'b' },
    ),
  ];

  it('tells a rewrite in place from a file that took the path', () => {
    expect(told(survey(pair(20, '2021-01-14T03:12:00.1Z'), rule))).toEqual([
      `medium/medium ${rule} /home/perl/a20.pm#20`,
    ]);
    expect(told(survey(pair(20, '2021-01-14T03:12:00.1Z', 99), rule))).toEqual([
      `low/low ${rule} /home/perl/a20.pm#99`,
    ]);
  });

  it('is silent when the time moved, the content stayed, or it reached the disk late', () => {
    const [old, now] = pair(20, '2021-01-14T03:12:00.1Z') as [Surveyed, Surveyed];
    const moved = {
      ...now,
      facts: { ...now.facts, times: { ...now.facts.times, modified: '2021-01-14T03:12:00.1Z' } },
    };
    expect(survey([old, moved], rule)).toEqual([]);
    expect(survey([old, { ...now, hashes: { sha256: 'a' } }], rule)).toEqual([]);
    expect(survey(pair(20, '2020-11-05T08:00:31.15Z'), rule)).toEqual([]);
  });

  it('is silent when an upgrade whose build has one time replaces many', () => {
    expect(
      survey(
        many(12, (n) => n).flatMap((n) => pair(20 + n, `2021-01-14T03:12:${two(n)}.1Z`)),
        rule,
      ),
    ).toEqual([]);
  });
});

describe('set-back-time', () => {
  const rule = 'set-back-time';
  const beside = many(8, (n) =>
    file(`/usr/bin/t${n}`, 20 + n, {
      modified: `2020-11-05T08:0${n}:00.12345678${n}Z`,
      born: `2020-11-05T08:0${n}:00.1Z`,
    }),
  );
  const born = '2021-04-18T02:16:20.12Z';
  const lone = (modified: string, sha = 'x'): Surveyed =>
    file('/usr/bin/new', 99, { modified, born, changed: born }, { sha });

  it('grades by how the time was come by', () => {
    expect(told(survey([...beside, lone('2020-01-01T00:00:00.7Z')], rule))).toEqual([
      `low/low ${rule} /usr/bin/new#99`,
    ]);
    expect(told(survey([...beside, lone('2020-01-01T00:00:00.000000000Z')], rule))).toEqual([
      `medium/medium ${rule} /usr/bin/new#99`,
    ]);
    const [claim] = survey([...beside, lone('2020-11-05T08:03:00.123456783Z')], rule);
    expect(claim!.claim).toMatchObject({ severity: 'medium' });
    expect(claim!.claim.explanation).toContain(
      'to the nanosecond, the one of 1 of 8 programs beside it, the first /usr/bin/t3',
    );
  });

  it('is silent on what tar, a package or rsync lays down together, and on a copy kept beside its original', () => {
    const together = many(3, (n) =>
      file(`/usr/share/doc/n${n}`, 200 + n, { modified: '2019-01-01T00:00:00.000000000Z', born, changed: born }),
    );
    expect(survey([...beside, lone('2020-01-01T00:00:00.7Z'), ...together], rule)).toEqual([]);
    const copied = { ...beside[3]!, hashes: { sha256: 'x' } };
    expect(
      survey([...beside.filter((b) => b !== beside[3]), copied, lone('2020-11-05T08:03:00.123456783Z')], rule),
    ).toEqual([]);
  });

  it('does not look at members of a collection, whose times are those of the copy', () => {
    const { facts } = lone('2020-01-01T00:00:00.7Z');
    expect(
      survey([...beside, { facts: { ...facts, locator: { ...facts.locator, member: 'usr/bin/new' } } }], rule),
    ).toEqual([]);
  });
});

describe('whole-second-time', () => {
  const rule = 'whole-second-time';
  const beside = many(9, (n) =>
    file(`/usr/bin/t${n}`, 20 + n, { modified: `2020-11-05T08:0${n}:00.12345678${n}Z`, born: installed }),
  );
  const set = (n: number, modified = '2021-01-20T12:00:00.000000000Z'): Surveyed =>
    file(`/usr/bin/set${n}`, 90 + n, { modified, born: installed, changed: `2021-03-05T0${n}:30:00.4Z` });

  it('sees one among fractions, not several, nor one that was changed then', () => {
    expect(told(survey([...beside, set(1)], rule))).toEqual([`low/low ${rule} /usr/bin/set1#91`]);
    expect(survey([...beside, ...many(5, set)], rule)).toEqual([]);
    const natural = file('/usr/bin/set1', 91, { modified: '2021-03-05T00:00:00.000000000Z', born: installed });
    expect(survey([...beside, natural], rule)).toEqual([]);
  });

  it('is silent where inodes count in seconds and where the clock is coarse', () => {
    const cut = (s: Surveyed): Surveyed => {
      const times = Object.fromEntries(Object.entries(s.facts.times).map(([k, at]) => [k, `${at!.slice(0, 19)}Z`]));
      return { ...s, facts: { ...s.facts, times } };
    };
    expect(survey([...beside, set(1)].map(cut), rule)).toEqual([]);
    const coarse = many(9, (n) =>
      file(`/usr/bin/t${n}`, 20 + n, { modified: `2020-11-05T08:00:00.${n + 1}00000000Z`, born: installed }),
    );
    expect(survey([...coarse, set(1)], rule)).toEqual([]);
  });
});

describe('future-time', () => {
  const odd = (n: number, modified: string): Surveyed =>
    file(`/usr/bin/t${n}`, 20 + n, { modified, changed: installed, born: installed });

  it('grades one above many, which a wrong clock makes, and allows for zones', () => {
    expect(told(survey([odd(1, '2031-01-01T00:00:00.5Z')], 'future-time'))).toEqual([
      'low/low future-time /usr/bin/t1#21',
    ]);
    expect(
      told(
        survey(
          many(9, (n) => odd(n, '2031-01-01T00:00:00.5Z')),
          'future-time',
        ),
      ),
    ).toEqual(['informational/low future-time /usr/bin/t0#20']);
    expect(survey([odd(1, '2020-11-05T20:00:00.5Z')], 'future-time')).toEqual([]);
  });
});

describe('clock-order', () => {
  const rule = 'clock-order';
  const early = (n: number): Surveyed =>
    file(`/usr/bin/t${n}`, 20 + n, { modified: installed, changed: installed, born: '2020-11-06T00:00:00.5Z' });

  it('sees one birth after the last change, and calls many of them a corrected clock', () => {
    expect(told(survey([early(1)], rule))).toEqual([`low/low ${rule} /usr/bin/t1#21`]);
    expect(told(survey(many(9, early), rule))).toEqual([`informational/low ${rule} /usr/bin/t0#20`]);
  });

  it('sees a change after its own commit, and a version changed before an earlier one', () => {
    const later = file(
      '/etc/a',
      30,
      { modified: installed, changed: '2020-12-01T00:00:00.5Z', born: installed },
      past(5, installed),
    );
    expect(survey([later], rule)[0]!.claim.explanation).toContain('had recorded that change in transaction 5');
    const versions = ['2021-01-01T00:00:00.5Z', '2020-12-01T00:00:00.5Z'].map((changed, i) =>
      file('/etc/a', 30, { modified: changed, changed, born: installed }, i === 0 ? past(5, changed) : {}),
    );
    expect(told(survey(versions, rule))).toEqual([`low/low ${rule} /etc/a#30`]);
    const hardLink = versions.map((v, i) => ({
      facts: { ...versions[1]!.facts, path: `/etc/${i}`, metaAddress: v.facts.metaAddress! },
    }));
    expect(survey(hardLink, rule)).toEqual([]);
  });
});

describe('inode-order', () => {
  const cohort = many(10, (n) => file(`/usr/bin/t${n}`, 20 + n, { modified: installed, born: installed }));
  const stray = file('/usr/bin/x', 500, { modified: installed, born: installed });
  const around = (born: string): Surveyed[] =>
    many(8, (n) => file(`/var/x${n}`, 496 + n + Number(n >= 4), { modified: born, born }));

  it('needs younger inodes on both sides', () => {
    expect(told(survey([...cohort, stray, ...around('2021-03-01T00:00:00.5Z')], 'inode-order'))).toEqual([
      'low/low inode-order /usr/bin/x#500',
    ]);
    expect(survey([...cohort, stray, ...around(installed)], 'inode-order')).toEqual([]);
    expect(survey([...cohort, stray], 'inode-order')).toEqual([]);
  });
});

describe('changed-after-install and new-program', () => {
  const cohort = many(30, (n) =>
    file(`/home/perl/a${n}.pm`, 20 + n, { modified: '2020-10-28T18:20:00.5Z', changed: installed, born: installed }),
  );
  const changed = (n: number, at: string): Surveyed =>
    file(`/home/bin/c${n}`, 90 + n, { modified: '2020-10-28T18:20:00.5Z', changed: at, born: installed });
  const fresh = (n: number): Surveyed =>
    file(`/home/bin/c${n}`, 90 + n, { modified: '2021-03-01T00:00:00.5Z', born: '2021-03-01T00:00:00.5Z' });

  it('see one, not an upgrade of many, not a volume that was never left alone', () => {
    expect(told(survey([...cohort, changed(1, '2021-03-01T00:00:00.5Z')]))).toEqual([
      'low/low changed-after-install /home/bin/c1#91',
    ]);
    expect(
      survey([...cohort.slice(0, 28), ...many(8, (n) => changed(n, `2021-03-01T00:00:0${n}.5Z`)), ...cohort.slice(28)]),
    ).toEqual([]);
    expect(survey([...cohort, ...many(9, (n) => changed(n, `2021-0${n + 1}-01T00:00:00.5Z`))])).toEqual([]);
    expect(told(survey([...cohort, fresh(1)]))).toEqual(['low/low new-program /home/bin/c1#91']);
    expect(survey([...cohort, ...many(8, fresh)])).toEqual([]);
  });

  it('do not look at styles, pictures and what the device generates', () => {
    const css = file('/home/webserver/htdocs/dana-na/css/custom.css', 91, {
      modified: '2021-03-01T00:00:00.5Z',
      born: '2021-03-01T00:00:00.5Z',
    });
    expect(survey([...cohort, css])).toEqual([]);
  });
});
