import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { filesOf, healthyMonth, told, vc0File } from '../../../fixtures/logs/month.ts';
import * as planted from '../../../fixtures/logs/planted.ts';
import { backing, drive, line } from './fixtures/drive.ts';
import { logTampering } from './tampering.ts';

const month = healthyMonth();
const concluded = new Map<Record<string, Buffer>, ReturnType<typeof drive>>();
const claims = (files: Record<string, Buffer>): ReturnType<typeof drive> => {
  const found = concluded.get(files) ?? drive(logTampering('test'), files);
  concluded.set(files, found);
  return found;
};
/** Every variant, made once. */
const variants = Object.fromEntries(Object.entries(planted).map(([name, plant]) => [name, plant(month)])) as Record<
  keyof typeof planted,
  Record<string, Buffer>
>;
const said = (files: Record<string, Buffer>): string[] => claims(files).map(line);
const logs = '/data/runtime/logs';

describe('signs of tampering in logs', () => {
  it('are none above low in a healthy month with rotation, reboot, upgrade, a day switched off and a peer', () => {
    const found = [1, 2, 3].flatMap((seed) => claims(filesOf(healthyMonth(seed))));
    expect(found.filter(({ claim }) => claim.severity !== 'low' && claim.severity !== 'informational')).toEqual([]);
    expect(found.length).toBeLessThan(2);
  });

  it('are found where they were planted, and nothing else is', () => {
    expect(said(variants.cutOut)).toEqual([
      `medium/low log-heartbeat-missing ${logs}/log.events.vc0.old: log.events.vc0.old is silent for 8 hours while the device was running`,
    ]);
    expect(said(variants.lostUntilBoot)).toEqual([
      `medium/medium log-heartbeat-missing ${logs}/log.events.vc0: log.events.vc0 is silent for 6 days while the device was running`,
    ]);
    expect(said(variants.cutByAddress)).toEqual([
      `medium/medium log-session-unpaired ${logs}/log.access.vc0.old: 4 sessions in log.access.vc0.old end without having begun`,
    ]);
    expect(said(variants.wipedKind)).toEqual([
      `medium/medium log-lone-survivor ${logs}/log.access.vc0.old: Of AUT24604 only records that a line editor cannot match are left in a part of log.access.vc0.old`,
      `low/low phasejam-log-scrub-trace ${logs}/log.access.vc0.old: What is missing from log.access.vc0.old is what operators of PHASEJAM take out`,
    ]);
    expect(said(variants.heldBack)).toEqual([
      `medium/medium log-kind-stops ${logs}/log.access.vc0: AUT31556 stops in log.access.vc0 for 9 days and comes back after a restart`,
    ]);
    expect(said(variants.changedInPlace)).toEqual([
      `medium/medium log-length-mismatch ${logs}/log.access.vc0.old: 3 records of log.access.vc0.old do not have the length that their framing states`,
    ]);
    expect(said(variants.setBack)).toEqual([
      `medium/medium log-clock-backwards ${logs}/log.events.vc0.old: The clock of log.events.vc0.old goes back by 1 hour`,
    ]);
    expect(said(variants.cleared)).toEqual([
      `medium/medium log-cleared ${logs}/log.admin.vc0: Log cleared by admin: Admin Access`,
    ]);
    expect(said(variants.switchedOff)).toEqual([
      `low/medium log-category-off ${logs}/log.admin.vc0: Log category switched off: Unauthenticated Requests`,
      `low/medium log-syslog-removed ${logs}/log.admin.vc0: Syslog server removed: 192.0.2.50, LOCAL0`,
    ]);
    expect(said(variants.unrecordedUpgrade)).toEqual([
      `low/low log-effect-without-cause ${logs}/log.events.vc0: SYS20412 in log.events.vc0 without the record of its cause`,
    ]);
    expect(said(variants.numbered)).toEqual([
      `low/low log-counter-hole ${logs}/log.events.vc0.old: 3 numbers missing from the records of log.events.vc0.old`,
    ]);
    expect(said(planted.numbered(month, false))).toEqual([]);
  });

  it('raise each other when two of different kinds are found in one log, and say so', () => {
    const found = claims(variants.wordsLeft);
    expect(found.map(line)).toEqual([
      `high/medium log-framing-broken ${logs}/log.events.vc0.old: The chain of records in log.events.vc0.old is broken in 10 places`,
      `high/medium log-heartbeat-missing ${logs}/log.events.vc0.old: log.events.vc0.old is silent for 6 hours while the device was running`,
    ]);
    for (const { claim } of found) expect(claim.explanation).toContain('Raised by one step');
    expect(said(variants.redated).map((text) => text.split(' ', 2).join(' '))).toEqual([
      'medium/medium log-clock-backwards',
      'high/medium log-clocks-disagree',
      'medium/medium log-whole-second',
    ]);
  });

  it('name innocent causes, and back what they say with records of the file', () => {
    for (const [name, files] of Object.entries(variants)) {
      for (const claim of claims(files)) {
        expect(claim.claim.explanation, name).toMatch(/Innocent cause|may clear logs/);
        expect(claim.bytes.length, name).toBeGreaterThan(0);
        if (claim.claim.rule.id === 'log-framing-broken') continue;
        for (const bytes of backing(claim, files))
          expect(bytes, name).toMatch(/[0-9a-f]{8}\.[0-9a-f]{6}\tgw[12]\t[A-Z]{3}\d{5}\t/);
      }
    }
  });

  it('are not found because a file is cut, damaged or rubbish', () => {
    const whole = vc0File(month.events.slice(0, 400));
    const path = `${logs}/log.events.vc0`;
    for (let size = 0; size < whole.length; size += 4096 + (size % 509))
      expect(said({ [path]: whole.subarray(0, size) }), `cut at ${size}`).toEqual([]);
    const hole = Buffer.from(whole);
    hole.fill(0, 12_000, 16_096);
    expect(said({ [path]: hole })).toEqual([]);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), fc.nat(whole.length - 1), (rubbish, at) => {
        const bytes = Buffer.concat([whole.subarray(0, at), rubbish, whole.subarray(at)]);
        for (const { bytes: ranges } of claims({ [path]: bytes }))
          for (const { offset, length } of ranges) expect(offset + length).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 60 },
    );
  });

  it('keep little, whatever a log holds: thousands of nodes, kinds, users, boots and breaks', () => {
    const codes = ['AUT31829', 'ADM20447', 'SYS10306', 'ADM20599', 'ADM20604'];
    const log = Array.from({ length: 12_000 }, (_, n) =>
      told(1_600_000_000 + ((n * 7919) % 100_000) + 0.5, n % 2 ? codes[n % 5]! : `ZZZ${10_000 + n}`, {
        node: `n${n % 3000}`,
        user: `u${n}`,
        args: ['x'.repeat(200)],
      }),
    );
    const files = { [`${logs}/log.events.vc0`]: vc0File(log) };
    const sizes: number[] = [];
    const found = drive(logTampering('test'), files, (digest) => sizes.push(digest.length));
    expect(sizes[0]).toBeLessThan(6_000_000);
    expect(found.length).toBeLessThan(2000);
  });
});
