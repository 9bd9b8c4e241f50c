import { describe, expect, it } from 'vitest';
import { filesOf, healthyMonth, textOf, utc } from '../../../fixtures/logs/month.ts';
import { drive, line } from './fixtures/drive.ts';
import { namesInLogs } from './names-in-logs.ts';
import { logTampering } from './tampering.ts';
import { traces } from './trace-content.ts';

const detector = namesInLogs('test');
/** A file of some lines, long enough to be recognised, and with the name that its format has. */
const file = (lines: readonly string[]): Record<string, Buffer> => {
  const path = lines[0]!.startsWith('type=')
    ? '/data/var/log/audit/audit.log'
    : /^\d{4}-/.test(lines[0]!)
      ? '/data/var/dlogs/debuglog'
      : '/var/log/messages';
  return { [path]: Buffer.from(lines.map((one) => `${one}\n`).join('')) };
};
const found = (lines: readonly string[]): string[] => drive(detector, file(lines)).map(({ claim }) => claim.rule.id);

describe('traces of families', () => {
  it('say what a finding needs, once each', () => {
    expect(new Set(traces().map(({ id }) => id)).size).toBe(traces().length);
    for (const trace of traces()) {
      expect(trace.id).toMatch(/^[a-z0-9-]+$/);
      expect(trace.family).toMatch(/^[A-Z.]+$/);
      expect(trace.reference).toMatch(/^https:/);
      expect((trace.names ?? []).length + (trace.missing ?? []).length).toBeGreaterThan(0);
      for (const name of trace.names ?? []) expect(name).toMatch(/^\/[^/]+\/./);
    }
  });

  it('are found in their lines and not in those beside them', () => {
    for (const { id, hit, miss, names } of traces()) {
      if (!names) continue;
      expect(hit.length, id).toBeGreaterThan(0);
      expect(miss.length, id).toBeGreaterThan(0);
      for (const text of hit) expect(found([text, text]), text).toEqual([id]);
      for (const text of miss) expect(found([text, text]), text).toEqual([]);
      // Every name by itself.
      for (const name of names)
        expect(
          found([`type=PATH msg=audit(1618369800.124:1): item=0 name="${name}" inode=1 nametype=CREATE`]),
          name,
        ).toEqual([id]);
    }
  });

  it('are not what a client wrote into a request or a login', () => {
    for (const text of [
      'Apr 14 03:10:00 gw1 sshd[1]: Failed password for invalid user /tmp/qactg/x from 203.0.113.9 port 22 ssh2',
      'Apr 14 03:10:00 gw1 web[1]: GET /tmp/qactg/x HTTP/1.1',
      '2021-04-14 03:10:00 web(2214) info: Unauthenticated request url /tmp/qactg/x came from 203.0.113.9',
    ])
      expect(found([text, text]), text).toEqual([]);
    const request = '203.0.113.7 - - [14/Apr/2021:03:10:00 +0000] "GET /tmp/qactg/x HTTP/1.1" 404 12\n';
    expect(drive(detector, { '/data/var/dlogs/access_log': Buffer.from(request.repeat(3)) })).toEqual([]);
  });

  it('weigh more when two names of one family were logged, and read names that audit wrote in hex', () => {
    const path = (name: string): string =>
      `type=PATH msg=audit(1736294400.124:4712): item=0 name=${name} inode=33 nametype=CREATE`;
    const hex = Buffer.from('/tmp/svb').toString('hex').toUpperCase();
    const [claim] = drive(detector, file([path(hex), path('"/tmp/lmdbcerr"')]));
    expect(line(claim!)).toBe(
      'medium/medium phasejam-files-named /data/var/log/audit/audit.log: audit.log names a file of PHASEJAM',
    );
    expect(claim!.claim).toMatchObject({ state: 'inferred', about: 'lead', family: 'PHASEJAM' });
    expect(claim!.claim.explanation).toContain('Consistent with PHASEJAM');
    expect(claim!.bytes).toHaveLength(2);
  });

  it('are kinds that operators take out, when those are what is missing', () => {
    const month = healthyMonth();
    const wiped = month.access.filter(
      (told) => told.code !== 'AUT24604' || told.at > utc('2021-10-26T12:00') || textOf(told).length % 256 === 10,
    );
    const claims = drive(logTampering('test'), filesOf({ ...month, access: wiped }));
    expect(claims.map(line)).toContain(
      'low/low phasejam-log-scrub-trace /data/runtime/logs/log.access.vc0.old: What is missing from log.access.vc0.old is what operators of PHASEJAM take out',
    );
    const other = month.access.filter(
      ({ code, node, at }) =>
        code !== 'AUT31556' || node !== 'gw1' || at < utc('2021-10-26T12:00') || at >= utc('2021-11-03T22:55'),
    );
    expect(drive(logTampering('test'), filesOf({ ...month, access: other })).map(({ claim }) => claim.family)).toEqual([
      undefined,
    ]);
  });
});
