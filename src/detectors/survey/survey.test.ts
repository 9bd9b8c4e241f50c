import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Surveyed } from '../survey.ts';
import { packed, survey, told } from './fixtures/read.ts';
import { surveyDetectors } from './index.ts';

const here = import.meta.dirname;
const images = {
  gateway: join(here, '../../../fixtures/gateway/gateway.img.gz'),
  clean: join(here, '../../../fixtures/gateway-clean/gateway-clean.img.gz'),
  lived: join(here, 'fixtures/lived.img.gz'),
  touched: join(here, 'fixtures/touched.img.gz'),
};
const entries = {} as Record<keyof typeof images, Surveyed[]>;
beforeAll(async () => {
  for (const name of Object.keys(images) as (keyof typeof images)[]) entries[name] = await packed(images[name]);
});

describe('surveys of whole devices', () => {
  it('say nothing of a gateway that was left alone', () => {
    expect(told(survey(entries.clean))).toEqual([]);
  });

  it('say nothing of a volume that was upgraded, unpacked and copied to, rotated and administered', () => {
    expect(told(survey(entries.lived))).toEqual([]);
  });

  it('find what was done to the same volume afterwards', () => {
    expect(told(survey(entries.touched))).toEqual([
      'medium/medium set-back-time /usr/lib/natural/module-extra.so#172',
      'low/low whole-second-time /usr/lib/natural/module5.so#116',
      'low/low future-time /usr/bin/tool09#23',
      'low/low clock-order /usr/bin/tool12#26',
      'low/low inode-order /home/webserver/htdocs/dana-na/auth/meeting_test.cgi#178',
      'medium/low log-replaced /var/log/secure#85',
      'medium/low log-replaced /data/runtime/logs/log.admin.vc0#123',
      'low/low wiped-content /home/bin/dsold#85',
      'medium/medium shredded-name /home/bin/dsold#85',
    ]);
  });

  it('find what was touched, put back, replaced and removed on a gateway', () => {
    const web = '/home/webserver/htdocs/dana-na';
    expect(told(survey(entries.gateway))).toEqual([
      `medium/medium kept-modification-time ${web}/auth/compcheckresult.cgi#26`,
      `medium/medium kept-modification-time ${web}/auth/secid_canceltoken.cgi#29`,
      `medium/medium kept-modification-time ${web}/meeting/meeting_testjs.cgi#37`,
      `medium/medium kept-modification-time ${web}/licenseserver/licenseserverproto.cgi#45`,
      `medium/medium kept-modification-time ${web}/auth/login.cgi#20`,
      `low/low set-back-time ${web}/licenseserver/licenseserverproto.cgi#37`,
      `low/low changed-after-install ${web}/auth/compcheckresult.cgi#26`,
      `low/low changed-after-install ${web}/auth/secid_canceltoken.cgi#29`,
      `low/low changed-after-install ${web}/auth/login.cgi#20`,
      'low/low changed-after-install rollback:/home/perl/DSUpgrade.pm#58',
      `low/low new-program ${web}/licenseserver/licenseserverproto.cgi#37`,
      `low/medium put-back ${web}/auth/secid_canceltoken.cgi#29`,
      `low/medium put-back ${web}/auth/login.cgi#20`,
      `low/medium put-back ${web}/licenseserver/licenseserverproto.cgi#37`,
      'medium/low log-replaced /data/var/dlogs/debuglog#32',
      'medium/low log-replaced /data/runtime/logs/log.access.vc0#28',
      `low/low clean-up-wave ${web}/meeting/meeting_testjs.cgi#37`,
    ]);
  });

  it('are the same for any order of the rows', () => {
    for (const name of ['gateway', 'touched'] as const)
      expect(sorted([...entries[name]].reverse())).toEqual(sorted(entries[name]));
  });

  it('never claim more than they can: the bytes of inodes, no high severity, innocent causes named', () => {
    for (const { claim, locators } of survey([...entries.gateway, ...entries.touched])) {
      expect(['informational', 'low', 'medium']).toContain(claim.severity);
      expect(['low', 'medium']).toContain(claim.confidence);
      expect(claim.explanation).toMatch(/Innocent cause/);
      expect(claim.explanation).not.toMatch(/undefined|NaN/);
      expect(claim.rule).toMatchObject({ source: 'builtin', version: 'test' });
      for (const locator of locators) expect(locator.bytes.length).toBeGreaterThan(0);
    }
  });

  it('have a name and a line each', () => {
    const names = surveyDetectors.map((d) => d.name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, description, make } of surveyDetectors) {
      expect(make('7')).toMatchObject({ name, contentVersion: '7' });
      expect(description).toMatch(/^[a-z].*[a-z]$/);
    }
  });
});

const sorted = (rows: Surveyed[]): string[] =>
  survey(rows)
    .map(({ claim, facts, locators }) => JSON.stringify([claim, facts, locators.map((l) => JSON.stringify(l)).sort()]))
    .sort();
