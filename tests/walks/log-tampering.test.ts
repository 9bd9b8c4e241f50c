import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf, healthyMonth } from '../../fixtures/logs/month.ts';
import { cutByAddress, cutOut } from '../../fixtures/logs/planted.ts';
import { afterimage, coverageOf, findingsOf, verdictOf, workspace } from '../support/afterimage.ts';

/* Somebody collected the logs of a gateway and handed over the folder. Nothing of the malware is in it. */
const folder = workspace();
const month = healthyMonth();

function collected(name: string, files: Record<string, Buffer>): string {
  const root = join(folder, name);
  for (const [path, bytes] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}

describe('a month of logs', () => {
  it('accuses nobody when it only looks odd: rotation, reboot, upgrade, a day off, a peer, summer time', () => {
    const casePath = join(folder, 'healthy.case');
    afterimage(['examine', collected('healthy', filesOf(month)), '-o', casePath]);
    const serious = findingsOf(casePath).filter(({ severity }) => severity !== 'low' && severity !== 'informational');
    expect(serious).toEqual([]);
    expect(verdictOf(casePath).conclusion).not.toBe('suspected');
    const spans = coverageOf(casePath).flatMap((c) => c.spans);
    expect(spans.reduce((sum, span) => sum + (span.records ?? 0), 0)).toBeGreaterThan(20_000);
  });

  it('shows a hole that was cut with its framing, and sessions whose beginning was cut, in bytes of the files; a family by its traces alone', () => {
    const casePath = join(folder, 'cut.case');
    const audit = ['/tmp/svb', '/tmp/lmdbcerr']
      .map(
        (name, n) => `type=PATH msg=audit(1634600000.124:${n + 1}): item=0 name="${name}" inode=33 nametype=CREATE\n`,
      )
      .join('');
    const files = {
      ...cutOut(month),
      ...pick(cutByAddress(month), /access/),
      '/data/var/log/audit/audit.log': Buffer.from(audit),
    };
    const root = collected('cut', files);
    expect(afterimage(['examine', root, '-o', casePath]).status).toBe(1);
    const found = findingsOf(casePath).filter(({ rule }) => rule.id.startsWith('log-'));
    expect(found.map(({ rule, severity, state, title }) => `${severity} ${state} ${rule.id}: ${title}`)).toEqual([
      'medium inferred log-session-unpaired: 4 sessions in log.access.vc0.old end without having begun',
      'medium inferred log-heartbeat-missing: log.events.vc0.old is silent for 8 hours while the device was running',
    ]);
    expect(verdictOf(casePath)).toMatchObject({ conclusion: 'suspected' });
    // Nothing of the family is on any disk here; its files are named where the system wrote what was created.
    expect(findingsOf(casePath).find(({ rule }) => rule.id === 'phasejam-files-named')).toMatchObject({
      family: 'PHASEJAM',
      state: 'inferred',
      about: 'lead',
      confidence: 'medium',
      explanation: expect.stringContaining('Consistent with PHASEJAM'),
    });
    for (const finding of found)
      for (const { member, bytes } of finding.locators)
        for (const { offset, length } of bytes)
          expect(readFileSync(join(root, member!)).toString('utf8', offset, offset + length)).toMatch(
            /^..[0-9a-f]{8}\.[0-9a-f]{6}\tgw1\t[A-Z]{3}\d{5}\t/s,
          );
  });
});

const pick = (files: Record<string, Buffer>, name: RegExp): Record<string, Buffer> =>
  Object.fromEntries(Object.entries(files).filter(([path]) => name.test(path)));
