import { describe, expect, it } from 'vitest';
import { filesOf, framed, healthyMonth, type Told, textOf, told, utc, vc0File } from '../../../fixtures/logs/month.ts';
import type { LogDetector } from '../log-detector.ts';
import { clockBackwards } from './clock-backwards.ts';
import { counterHoles } from './counter-holes.ts';
import { effectsWithoutCause } from './effects.ts';
import { drive, line } from './fixtures/drive.ts';
import { framing } from './framing.ts';
import { loneSurvivor } from './lone-survivor.ts';
import { recordClocks } from './record-clocks.ts';
import { sessionPairs } from './session-pairs.ts';
import { silence } from './silence.ts';
import { statedRemovals } from './stated.ts';

/*
 * The innocent lookalikes of every sign. What is found where it was planted stands in tampering.test.ts; here each
 * lookalike stands beside a hit that differs from it in what matters only.
 */

const month = healthyMonth();
const path = '/data/runtime/logs/log.events.vc0';
const admin = '/data/runtime/logs/log.admin.vc0';
const begin = utc('2021-03-01T00:00');
const HOUR = 3600;
const DAY = 24 * HOUR;
const many = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));

// biome-ignore lint/suspicious/noExplicitAny: each detector has a digest of its own
type Make = (version: string) => LogDetector<any>;
const found = (make: Make, files: Record<string, Buffer>): string[] =>
  drive(make('test'), files).map((claim) => line(claim).split(' ', 2).join(' '));
const inOne = (make: Make, log: Told[]): string[] => found(make, { [path]: vc0File(log) });

describe('framing', () => {
  const log = many(60, (n) => told(begin + n * 60 + 0.5, n === 31 ? 'SYS10306' : 'STS20641', { args: [String(n)] }));
  const torn = (at: number): Buffer => {
    const parts = log.map((one, n) => (n === at ? framed(textOf(one)).subarray(0, 40) : framed(textOf(one))));
    return Buffer.concat([vc0File([]), ...parts]);
  };

  it('is broken by a record that is torn in the middle of a log, not by one that a boot follows', () => {
    expect(found(framing, { [path]: torn(20) })).toEqual(['low/low log-length-mismatch']);
    expect(found(framing, { [path]: torn(30) })).toEqual([]);
  });

  it('is not judged where it is our reading that fails', () => {
    const other = Buffer.concat([
      vc0File([]),
      ...log.map((one, n) => Buffer.concat([textOf(one), Buffer.alloc(1 + (n % 3), 0x21)])),
    ]);
    expect(found(framing, { [path]: other })).toEqual([]);
  });
});

describe('a lone survivor', () => {
  const padded = (n: number, length: number): Told => {
    const one = told(begin + n * 60 + 0.5, 'AUT24604', { args: [''] });
    return { ...one, args: ['x'.repeat(length - textOf(one).length)] };
  };
  const other = (n: number): Told => told(begin + n * 60 + 0.5, 'AUT31556', { args: ['/'] });
  /** One record in three is of the kind; from 300 to 600 only one with a line feed in its length is left. */
  const log = (length: (n: number) => number): Told[] =>
    many(900, (n) => (n % 3 === 0 ? padded(n, length(n)) : other(n))).filter(
      (one, n) => one.code !== 'AUT24604' || n < 300 || n >= 600 || n === 450,
    );

  it('is one whose kind has other lengths elsewhere', () => {
    expect(
      inOne(
        loneSurvivor,
        log((n) => (n === 450 ? 266 : 200 + (n % 50))),
      ),
    ).toEqual(['medium/medium log-lone-survivor']);
  });

  it('is none when all records of the kind have that length, or when it has another one', () => {
    expect(
      inOne(
        loneSurvivor,
        log(() => 266),
      ),
    ).toEqual([]);
    expect(
      inOne(
        loneSurvivor,
        log((n) => 200 + (n % 50)),
      ),
    ).toEqual([]);
  });

  it('is found when the records of the kind stand in the file that was rolled over', () => {
    const old = many(600, (n) => (n % 3 === 0 ? padded(n, 200 + (n % 50)) : other(n)));
    const live = many(300, (n) => (n === 100 ? padded(n + 600, 266) : other(n + 600)));
    expect(found(loneSurvivor, { [`${path}.old`]: vc0File(old), [path]: vc0File(live) })).toEqual([
      'medium/medium log-lone-survivor',
    ]);
    expect(found(loneSurvivor, { [path]: vc0File(live) })).toEqual([]);
  });
});

describe('a clock that goes back', () => {
  const steady = many(200, (n) => told(begin + n * 60 + 0.5, 'STS20641'));
  const back = (from: number, by: number): Told[] =>
    steady.map((one, n) => (n >= from ? { ...one, at: one.at - by } : one));

  it('is found, unless a change of time zone, a lost time server or a boot is near', () => {
    expect(inOne(clockBackwards, back(100, 1200))).toEqual(['medium/medium log-clock-backwards']);
    for (const code of ['ADM20655', 'ADM20651', 'SYS20412'])
      expect(
        found(clockBackwards, { [path]: vc0File(back(100, 1200)), [admin]: vc0File([told(steady[99]!.at, code)]) }),
      ).toEqual([]);
  });

  it('is not a node that runs late, nor a time server that corrects some seconds', () => {
    const peer = steady.map((one) => ({ ...one, node: 'gw2', at: one.at - 900 }));
    expect(
      inOne(
        clockBackwards,
        steady.flatMap((one, n) => [one, peer[n]!]),
      ),
    ).toEqual([]);
    expect(inOne(clockBackwards, back(100, 30))).toEqual([]);
  });

  it('is told apart from a record that was put in, and from one whose date was changed', () => {
    const put = [...steady.slice(0, 100), told(begin + 3.5, 'AUT24326'), ...steady.slice(100)];
    expect(inOne(clockBackwards, put)).toEqual(['low/low log-clock-backwards']);
    const ahead = steady.map((one, n) => (n === 100 ? { ...one, at: one.at + 1800 } : one));
    expect(inOne(clockBackwards, ahead)).toEqual(['low/low log-clock-backwards']);
  });

  const syslog = (times: number[]): Record<string, Buffer> => ({
    '/var/log/messages': Buffer.from(
      times
        .map((at) => new Date(at * 1000).toUTCString())
        .map(
          (text) =>
            `${text.slice(8, 11)} ${text.slice(5, 7).replace(/^0/, ' ')} ${text.slice(17, 25)} gw1 cron[1]: tick\n`,
        )
        .join(''),
    ),
  });

  it('is found in syslog, but not the hour at the end of summer time, a newest-first list, or a guessed year', () => {
    const hours = many(48, (n) => begin + n * HOUR);
    const jump = (by: number): number[] => hours.map((at, n) => (n >= 24 ? at - by : at));
    expect(found(clockBackwards, syslog(jump(HOUR)))).toEqual([]);
    expect(found(clockBackwards, syslog(jump(5 * HOUR)))).toEqual([]);
    const minutes = many(600, (n) => begin + n * 60);
    expect(found(clockBackwards, syslog(minutes.map((at, n) => (n >= 300 ? at - 4 * HOUR : at))))).toEqual([
      'low/low log-clock-backwards',
    ]);
    expect(found(clockBackwards, syslog([...minutes].reverse()))).toEqual([]);
    expect(found(clockBackwards, syslog(many(400, (n) => utc('2019-12-01T00:00') + n * DAY)))).toEqual([]);
  });
});

describe('the clocks of a record', () => {
  const log = many(600, (n) => told(begin + n * 60 + 0.5, 'STS20641'));
  const changed = (count: number, change: (one: Told) => Partial<Told>): Told[] =>
    log.map((one, n) => (n >= 300 && n < 300 + count ? { ...one, ...change(one) } : one));

  it('disagree in a record that was given another date', () => {
    expect(
      inOne(
        recordClocks,
        changed(1, ({ at }) => ({ uidAt: at - 900 })),
      ),
    ).toEqual(['low/low log-clocks-disagree']);
    expect(
      inOne(
        recordClocks,
        changed(3, ({ at }) => ({ uidAt: at - 900 })),
      ),
    ).toEqual(['medium/medium log-clocks-disagree']);
  });

  it('are not compared where the second one is something else in this file', () => {
    expect(
      inOne(
        recordClocks,
        log.map((one) => ({ ...one, uidAt: begin })),
      ),
    ).toEqual([]);
  });

  it('have microseconds, except in the first minutes of a boot, and in files where nothing has', () => {
    const whole = (one: Told): Partial<Told> => ({ at: Math.floor(one.at) });
    expect(inOne(recordClocks, changed(3, whole))).toEqual(['low/medium log-whole-second']);
    expect(
      inOne(
        recordClocks,
        changed(3, (one) => ({ ...whole(one), code: 'SYS10306' })),
      ),
    ).toEqual([]);
    expect(
      inOne(
        recordClocks,
        log.map((one) => ({ ...one, ...whole(one) })),
      ),
    ).toEqual([]);
    expect(inOne(recordClocks, changed(1, whole))).toEqual([]);
  });
});

describe('silence', () => {
  const without = (from: string, to: string, node = 'gw1'): Told[] =>
    month.events.filter((one) => one.node !== node || one.at < utc(from) || one.at >= utc(to));
  const files = (events: Told[]): Record<string, Buffer> => filesOf({ ...month, events });

  it('is a hole only while the device was running', () => {
    const cut = files(without('2021-10-20T01:00', '2021-10-20T08:00'));
    expect(found(silence, cut)).toEqual(['medium/low log-heartbeat-missing']);
    // The same log, of a device whose other logs are silent as well.
    const { [`${path}.old`]: old, [path]: live } = cut;
    expect(found(silence, { [`${path}.old`]: old!, [path]: live! })).toEqual([]);
  });

  it('is not made of a peer that is off while this node goes on', () => {
    expect(found(silence, files(without('2021-10-20T01:00', '2021-10-22T08:00', 'gw2')))).not.toContain(
      'medium/medium log-heartbeat-missing',
    );
    const peerless = { ...month, events: without('2021-10-20T01:00', '2021-10-22T08:00', 'gw2') };
    const access = month.access.filter(
      (one) => one.node !== 'gw2' || one.at < utc('2021-10-20T01:00') || one.at >= utc('2021-10-22T08:00'),
    );
    expect(found(silence, filesOf({ ...peerless, access }))).toEqual([]);
  });

  it('is not claimed between two files where rotation may have taken one', () => {
    const all = filesOf(month);
    const kept = month.events.filter(({ at }) => at < utc('2021-10-28T09:10:01'));
    all[`${path}.old`] = vc0File(kept.filter(({ at }) => at < utc('2021-10-26T00:00')));
    expect(found(silence, all)).toEqual([]);
  });

  it('of one kind is explained by an administrator who changed what is logged', () => {
    const quiet = month.events.filter(
      ({ code, at }) => code !== 'SYS32083' || at < utc('2021-10-20T01:00') || at >= utc('2021-10-22T01:00'),
    );
    expect(found(silence, files(quiet))).toEqual([
      'medium/low log-heartbeat-missing',
      'medium/low log-heartbeat-missing',
    ]);
    const stated = [...month.admin, told(utc('2021-10-20T01:10'), 'ADM20604', { args: ['System Status'] })].sort(
      (a, b) => a.at - b.at,
    );
    expect(found(silence, filesOf({ ...month, events: quiet, admin: stated }))).toEqual([
      'informational/low log-heartbeat-missing',
      'informational/low log-heartbeat-missing',
    ]);
  });

  it('of a kind counts only when a restart ends it and no other restart began it', () => {
    const stops = (from: string, to: string): Record<string, Buffer> =>
      filesOf({
        ...month,
        access: month.access.filter(
          (one) => one.code !== 'AUT31556' || one.node !== 'gw1' || one.at < utc(from) || one.at >= utc(to),
        ),
      });
    expect(found(silence, stops('2021-10-26T12:00', '2021-11-03T22:55'))).toEqual(['medium/medium log-kind-stops']);
    expect(found(silence, stops('2021-10-26T12:00', '2021-11-01T12:00'))).toEqual([]);
    expect(found(silence, stops('2021-10-24T07:30', '2021-11-03T22:55'))).toEqual([]);
    // A weekend.
    expect(found(silence, stops('2021-10-22T18:00', '2021-10-25T06:00'))).toEqual([]);
  });

  it('of a log without heartbeats is weak, and ends at a boot', () => {
    const quiet = (to: string): Record<string, Buffer> =>
      filesOf({
        ...month,
        access: month.access.filter(
          (one) => one.node !== 'gw1' || one.at < utc('2021-10-29T12:00') || one.at >= utc(to),
        ),
      });
    expect(found(silence, quiet('2021-11-03T22:55'))).toEqual(['low/low log-silent-until-boot']);
    expect(found(silence, quiet('2021-11-02T22:55'))).toEqual([]);
  });
});

describe('sessions', () => {
  const day = (n: number, user: string, end = true, start = true): Told[] => [
    ...(start ? [told(begin + n * DAY + 8 * HOUR + 0.5, 'AUT32033', { user })] : []),
    ...(end ? [told(begin + n * DAY + 16 * HOUR + 0.5, 'AUT31829', { user })] : []),
  ];
  const log = many(30, (n) => ['ann', 'ben', 'eva'].flatMap((user) => day(n, user))).flat();
  const sorted = (more: Told[], all = log): Told[] => [...all, ...more].sort((a, b) => a.at - b.at);

  it('that end without having begun are found, behind the first days of the file', () => {
    expect(inOne(sessionPairs, sorted(day(20, 'eve', true, false)))).toEqual(['low/low log-session-unpaired']);
    expect(inOne(sessionPairs, sorted(day(1, 'eve', true, false)))).toEqual([]);
  });

  it('whose end was never told do not stand in for others', () => {
    const crashed = day(2, 'ann', false);
    const night = many(3, (n) => told(begin + (20 + n) * DAY + 2 * HOUR + 0.5, 'AUT31829', { user: 'ann' }));
    expect(inOne(sessionPairs, sorted([...crashed, ...night]))).toEqual(['low/low log-session-unpaired']);
  });

  it('are not asked where this file often has ends without a beginning, or where a category was off', () => {
    const often = many(30, (n) => day(n, 'tablet', true, false)).flat();
    expect(inOne(sessionPairs, sorted(often))).toEqual([]);
    const off = told(begin + 19 * DAY, 'ADM20604', { args: ['Authentication'] });
    expect(
      found(sessionPairs, { [path]: vc0File(sorted(day(20, 'eve', true, false))), [admin]: vc0File([off]) }),
    ).toEqual(['informational/low log-session-unpaired']);
  });
});

describe('effects', () => {
  const login = told(begin + 0.5, 'ADM22668', { user: 'admin' });
  const later = (days: number, code: string, more: Partial<Told> = {}): Told =>
    told(begin + days * DAY + 0.5, code, more);

  it('without their cause are found where the log that would have it covers the time', () => {
    const log = [login, later(5, 'ADM20447'), later(9, 'ADM22668')];
    expect(inOne(effectsWithoutCause, log)).toEqual(['low/low log-effect-without-cause']);
    expect(inOne(effectsWithoutCause, log.slice(1))).toEqual([]);
  });

  it('with it are not, nor are those of a peer, nor a version that stays the same', () => {
    expect(
      inOne(effectsWithoutCause, [login, later(4.9, 'ADM22668'), later(5, 'ADM20447'), later(9, 'ADM22668')]),
    ).toEqual([]);
    const own = [later(0.1, 'ADM20447'), later(0.2, 'ADM20447')];
    expect(
      inOne(effectsWithoutCause, [login, ...own, later(5, 'ADM20447', { node: 'gw2' }), later(9, 'ADM22668')]),
    ).toEqual([]);
    const boots = [later(2, 'SYS20412', { args: ['9.1'] }), later(5, 'SYS20412', { args: ['9.1'] })];
    expect(inOne(effectsWithoutCause, [login, ...boots, later(9, 'ADM22668')])).toEqual([]);
    const upgraded = [later(2, 'SYS20412', { args: ['9.1'] }), later(5, 'SYS20412', { args: ['9.2'] })];
    expect(inOne(effectsWithoutCause, [login, ...upgraded, later(9, 'ADM22668')])).toEqual([
      'low/low log-effect-without-cause',
    ]);
  });
});

describe('what the gateway states', () => {
  const clear = told(begin + 10 * DAY, 'ADM20599', { args: ['Events'], user: 'admin', ip: '192.0.2.10' });

  it('weighs less when the log was full or archived', () => {
    expect(inOne(statedRemovals, [clear])).toEqual(['medium/medium log-cleared']);
    expect(inOne(statedRemovals, [told(begin + 9 * DAY, 'SYS23041', { args: ['Events'] }), clear])).toEqual([
      'low/low log-cleared',
    ]);
    expect(inOne(statedRemovals, [told(begin + 9 * DAY, 'SYS23041', { args: ['User Access'] }), clear])).toEqual([
      'medium/medium log-cleared',
    ]);
    expect(inOne(statedRemovals, [told(begin + 10 * DAY - 60, 'ARC22056', { args: ['Events'] }), clear])).toEqual([
      'low/low log-cleared',
    ]);
  });

  it('is informational when one syslog server takes the place of another', () => {
    const off = told(begin, 'ADM20601', { args: ['192.0.2.50'] });
    expect(inOne(statedRemovals, [off])).toEqual(['low/medium log-syslog-removed']);
    expect(inOne(statedRemovals, [off, told(begin + 60, 'ADM20600', { args: ['192.0.2.51'] })])).toEqual([
      'informational/medium log-syslog-removed',
    ]);
  });

  it('tells of hundreds of such records once for each kind, with the first of them as evidence', () => {
    const kinds = ['ADM20599', 'ADM20604', 'ADM20601'];
    const log = many(900, (n) => told(begin + n, kinds[n % 3]!, { args: ['Events'], user: 'admin' }));
    const claims = drive(statedRemovals('test'), { [path]: vc0File(log) });
    expect(claims.map(({ claim, bytes }) => `${claim.title} ${bytes.length}`)).toEqual([
      'Log cleared 167 times, at first by admin: Events 16',
      'Log category switched off 167 times, at first: Events 16',
      'Syslog server removed 166 times, at first: Events 16',
    ]);
  });

  it('counts snapshots that were deleted once', () => {
    expect(
      inOne(
        statedRemovals,
        many(3, (n) => told(begin + n, 'SYS31013')),
      ),
    ).toEqual(['low/low log-snapshots-deleted']);
  });

  it('is read in its syslog form too, but not out of what a client wrote', () => {
    const welf = (code: string, text: string): string =>
      `id=firewall time="2021-04-14 03:10:00" pri=6 fw=192.0.2.1 vpn=gw1 user=ADM20599 realm="Users" roles="" type=mgmt msg="${code}: ${text}"\n`;
    const syslog = (text: string): Record<string, Buffer> => ({ '/var/log/messages': Buffer.from(text.repeat(3)) });
    expect(found(statedRemovals, syslog(welf('ADM20599', 'Log cleared by administrator')))).toEqual([
      'medium/medium log-cleared',
    ]);
    expect(found(statedRemovals, syslog(welf('AUT24327', 'failed for ADM20599: log cleared')))).toEqual([]);
    expect(
      found(
        statedRemovals,
        syslog('Apr 14 03:10:00 gw1 sshd[1]: Failed password for ADM20599 from 192.0.2.1 port 22 ssh2\n'),
      ),
    ).toEqual([]);
  });
});

describe('numbers of records', () => {
  const audit = (numbers: number[]): Record<string, Buffer> => ({
    '/data/var/log/audit/audit.log': Buffer.from(
      numbers
        .map((n) => `type=USER_LOGIN msg=audit(${begin + n}.000:${n}): pid=1 uid=0 op=login res=success\n`)
        .join(''),
    ),
  });
  const uwsgi = (numbers: number[]): Record<string, Buffer> => ({
    '/data/runtime/logs/config_rest_server.log': Buffer.from(
      numbers
        .map(
          (n) =>
            `[pid: 9|app: 0|req: 1/${n}] 203.0.113.7 () {30 vars in 400 bytes} [Wed Apr 14 03:10:00 2021] GET /x => generated 9 bytes in 4 msecs (HTTP/1.1 200) 4 headers in 150 bytes (1 switches on core 0)\n`,
        )
        .join(''),
    ),
  });
  const whole = many(300, (n) => n + 1);

  it('that are missing are found in audit and uwsgi logs, not where the counter began anew', () => {
    const cut = whole.filter((n) => n < 100 || n > 110);
    for (const make of [audit, uwsgi]) {
      expect(found(counterHoles, make(cut))).toEqual(['low/low log-counter-hole']);
      expect(found(counterHoles, make(whole))).toEqual([]);
      expect(found(counterHoles, make([...whole.slice(100), ...whole]))).toEqual([]);
    }
  });

  it('are not taken for a counter that they are not', () => {
    expect(found(counterHoles, audit(whole.map((n) => n * 3)))).toEqual([]);
    expect(found(counterHoles, { [path]: vc0File(month.events) })).toEqual([]);
  });
});
