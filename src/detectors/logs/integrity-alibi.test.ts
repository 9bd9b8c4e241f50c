import { describe, expect, it } from 'vitest';
import { filesOf, healthyMonth } from '../../../fixtures/logs/month.ts';
import { asText, asVc0, asWelf, type ScanStory, scanEvents } from '../../../fixtures/logs/scans.ts';
import { isGap, recogniseLog } from '../../artifacts/index.ts';
import { MemorySource } from '../../bytes/index.ts';
import type { WatchedLog } from '../log-detector.ts';
import { drive } from './fixtures/drive.ts';
import { integrityAlibi } from './integrity-alibi.ts';

const month = { from: '2025-01-01T00:00:00Z', days: 28 };
const at = (text: string): number => Date.parse(text) / 1000;

/** What the detector says of files of one log, read by the parsers. */
function told(...files: (Buffer | string)[]) {
  const detector = integrityAlibi('1');
  const digests = files.map((file, i) => {
    const bytes = Buffer.from(file);
    const format = recogniseLog(bytes.subarray(0, 65_536), '')!;
    const log: WatchedLog = {
      facts: {
        locator: { evidence: '0', layers: [], bytes: [] },
        path: `/data/runtime/logs/log.events.vc0${i === 0 ? '' : '.old'}`,
        kind: 'file',
        size: bytes.length,
        allocation: 'allocated',
        content: 'intact',
        times: {},
      },
      format: format.name,
      series: '/data/runtime/logs/log.events.vc0',
    };
    const watcher = detector.watch(log)!;
    for (const record of format.records(new MemorySource(bytes), {})) if (!isGap(record)) watcher.record(record);
    return { log, digest: JSON.parse(JSON.stringify(watcher.end([]))) as never };
  });
  return [...detector.conclude(digests)].map(({ claim, bytes, log }) => ({
    rule: claim.rule.id,
    severity: claim.severity,
    state: claim.state,
    appeared: claim.appeared && [claim.appeared.notBefore, claim.appeared.notAfter],
    removed: claim.removed && [claim.removed.notBefore, claim.removed.notAfter],
    title: claim.title,
    text: claim.explanation,
    bytes,
    path: log.facts.path,
  }));
}
const rules = (story: ScanStory): string[] => told(asVc0(scanEvents(story))).map((c) => `${c.rule} ${c.severity}`);

describe('the series of integrity scans', () => {
  const implant: ScanStory = {
    ...month,
    scan: (t) =>
      t >= at('2025-01-14T04:00:00Z') && t < at('2025-01-20T10:00:00Z')
        ? { matched: 24000, fresh: 1, modified: 1 }
        : { matched: 24001 },
  };

  it.each([
    ['vc0', asVc0],
    ['welf', asWelf],
    ['text', asText],
  ] as const)('brackets what came and went to two hours each, from %s', (_, write) => {
    const events = scanEvents(implant);
    const file = Buffer.from(write(events));
    const [found, ...others] = told(file);
    expect(others).toEqual([]);
    expect(found).toMatchObject({
      rule: 'integrity-scan-changed',
      severity: 'high',
      state: 'removed',
      title: "The gateway's own integrity scans found files within 2 hours",
    });
    const precise = (t: string): unknown => expect.stringMatching(new RegExp(`^2025-01-${t}`));
    expect(found!.appeared).toEqual([precise('14T02:01:00'), precise('14T04:01:38')]);
    expect(found!.removed).toEqual([precise('20T08:01:00'), precise('20T10:01:38')]);
    expect(found!.text).toContain('says 24001 matched, as 157 before it do, from 2025-01-01T00:01:00Z');
    expect(found!.text).toContain('says 24000 matched, 1 new, 1 modified.');
    for (const { offset, length } of found!.bytes)
      expect(file.subarray(offset, offset + length).toString('latin1')).toMatch(/SYS320|SYS32100|Scan/);
  });

  it('is one over a log and its older part', () => {
    const events = scanEvents(implant);
    const cut = events.findIndex((e) => e.at > at('2025-01-15T00:00:00Z'));
    const claims = told(asVc0(events.slice(cut)), asVc0(events.slice(0, cut)));
    expect(claims.map((c) => [c.rule, c.appeared?.[0]?.slice(0, 13)])).toEqual([
      ['integrity-scan-changed', '2025-01-14T02'],
    ]);
  });

  it('says nothing of a healthy month with a reboot, an upgrade, a day switched off and a number that is never zero', () => {
    const story: ScanStory = {
      ...month,
      scan: (t) => (t < at('2025-01-10T00:00:00Z') ? { matched: 24001, fresh: 2 } : { matched: 24310, fresh: 2 }),
      off: (t) => t >= at('2025-01-20T00:00:00Z') && t < at('2025-01-21T00:00:00Z'),
      more: [
        { at: at('2024-12-31T23:50:00Z'), code: 'SYS20412', args: ['9.1R11.3'] },
        { at: at('2025-01-05T03:00:00Z'), code: 'SYS20412', args: ['9.1R11.3'] },
        { at: at('2025-01-09T23:30:00Z'), code: 'SYS20412', args: ['9.1R18'] },
        { at: at('2025-01-21T00:00:01Z'), code: 'SYS20412', args: ['9.1R18'] },
      ],
    };
    expect(rules(story)).toEqual([]);
  });

  it('says nothing above low of healthy months with a peer, rotation, a crash and an upgrade', () => {
    const found = [1, 2].flatMap((seed) => drive(integrityAlibi('1'), filesOf(healthyMonth(seed))));
    expect(found.filter(({ claim }) => claim.severity !== 'low').map(({ claim }) => claim.explanation)).toEqual([]);
  });

  it('tells of a change to which no upgrade belongs, more weakly when the device started', () => {
    const scan = (t: number) => ({ matched: t < at('2025-01-10T00:00:00Z') ? 24001 : 24002 });
    expect(rules({ ...month, scan })).toEqual(['integrity-scan-changed medium']);
    const more = [{ at: at('2025-01-09T23:30:00Z'), code: 'SYS20412', args: ['9.1R18'] }];
    const before = { at: at('2024-12-31T23:30:00Z'), code: 'SYS20412', args: ['9.1R18'] };
    expect(told(asVc0(scanEvents({ ...month, scan, more: [before, ...more] })))[0]!.text).toContain(
      'though the device did start',
    );
  });

  it('misses scans only while the log goes on, and says when an administrator switched them off', () => {
    const gone = (t: number): boolean => t >= at('2025-01-12T00:00:00Z') && t < at('2025-01-12T12:00:00Z');
    const story: ScanStory = { ...month, scan: (t) => (gone(t) ? undefined : { matched: 24001 }) };
    const [found] = told(asVc0(scanEvents(story)));
    expect(found).toMatchObject({ rule: 'integrity-scan-missed', severity: 'medium' });
    expect(found!.title).toBe('6 integrity scans are missing while the log goes on');
    expect(rules({ ...story, off: gone })).toEqual([]);
    const more = [{ at: at('2025-01-11T23:00:00Z'), code: 'ADM32093' }];
    expect(rules({ ...story, more })).toEqual(['integrity-scan-missed low']);
  });

  it('tells of scans that were begun and not finished, but not of one that a start of the device ended', () => {
    const broken = (...hours: string[]): ScanStory => ({
      ...month,
      scan: (t) => (hours.some((h) => at(h) === t) ? { matched: 24001, broken: true } : { matched: 24001 }),
    });
    const one = broken('2025-01-12T04:00:00Z');
    expect(rules(one)).toEqual(['integrity-scan-broken-off low']);
    expect(rules(broken('2025-01-12T04:00:00Z', '2025-01-12T06:00:00Z'))).toEqual(['integrity-scan-broken-off medium']);
    const more = [{ at: at('2025-01-12T04:30:00Z'), code: 'SYS20412', args: ['9.1R18'] }];
    expect(rules({ ...one, more })).toEqual([]);
  });

  it('tells of a bad manifest, and of an external check that was broken off or found nothing at all', () => {
    expect(rules({ ...month, more: [{ at: at('2025-01-12T04:30:00Z'), code: 'SYS32042' }] })).toEqual([
      'integrity-manifest-bad high',
    ]);
    const begun = { at: at('2025-01-12T05:30:00Z'), code: 'SYS32101' };
    const ended = { at: at('2025-01-12T05:50:00Z'), code: 'SYS32102' };
    const counts = (n: string) => [
      { at: begun.at + 60, code: 'SYS32039', args: [n] },
      { at: begun.at + 61, code: 'SYS32040', args: ['0'] },
    ];
    const scan = () => ({ matched: 24001, fresh: 2 });
    expect(rules({ ...month, scan, more: [begun] })).toEqual(['integrity-external-broken-off low']);
    expect(rules({ ...month, scan, more: [begun, ...counts('0'), ended] })).toEqual(['integrity-both-zero medium']);
    expect(rules({ ...month, scan, more: [begun, ...counts('2'), ended] })).toEqual([]);
  });

  it('tells no period from a few scans or from irregular ones', () => {
    expect(rules({ ...month, days: 0.4, scan: (t) => (t % 7 === 0 ? undefined : { matched: 1 }) })).toEqual([]);
    const hour = (t: number): number => (t / 7200) % 12;
    const odd = (t: number) => ([0, 1, 4, 6, 11].includes(hour(t)) ? { matched: 24001 } : undefined);
    expect(rules({ ...month, scan: odd })).toEqual([]);
    const habit = (t: number) => (hour(t) === 5 ? undefined : { matched: 24001 });
    expect(rules({ ...month, scan: habit })).toEqual(['integrity-scan-missed low']);
  });
});
