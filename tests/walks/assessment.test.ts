import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Assessment } from '../../src/model/index.ts';
import { afterimage, json, type Run, unpack, workspace } from '../support/afterimage.ts';

const folder = workspace();
const casePath = join(folder, 'gateway.case');
let run: Run;
let assessment: Assessment;

beforeAll(() => {
  unpack('gateway/gateway.img.gz', folder);
  run = afterimage(['examine', 'gateway.img', '-o', casePath], { cwd: folder });
  assessment = json<Assessment>(casePath, 'assessment.json');
});

describe('what follows from a gateway that was broken into and cleaned up', () => {
  it('is consistent with UNC2630, with the evidence for and against every hypothesis', () => {
    const { leading, confidence, hypotheses, statement } = assessment.attribution;
    expect([leading, confidence]).toEqual([['UNC2630'], 'medium']);
    expect(statement).toMatch(/^Consistent with UNC2630 \(ATRIUM, .*; would change if /);
    expect(hypotheses.map((h) => h.kind)).toEqual(
      expect.arrayContaining(['actor', 'unknown-actor', 'opportunist', 'insider', 'no-intrusion']),
    );
    expect(hypotheses.find((h) => h.kind === 'no-intrusion')!.against.length).toBeGreaterThan(3);
  });

  it('does not claim what nobody attributed, nor an actor for the name of a file', () => {
    const { hypotheses, unattributed, leading } = assessment.attribution;
    expect(unattributed).toEqual(['STEADYPULSE']);
    for (const h of hypotheses.filter((h) => h.kind === 'actor'))
      expect(h.for.map((w) => w.what)).not.toContain('Family STEADYPULSE');
    // A file at a path that is known of PULSEJUMP, which UNC2717 used.
    expect(hypotheses.find((h) => h.name === 'UNC2717')!.for.map((w) => w.what)).toContain('Family PULSEJUMP');
    expect(leading).not.toContain('UNC2717');
  });

  it('stays when any one piece of evidence is left out', () => {
    const { sensitivity } = assessment.attribution;
    expect(sensitivity.length).toBeGreaterThan(6);
    expect(sensitivity.filter((s) => s.changes)).toEqual([]);
  });

  it('is told on the terminal and in every report', () => {
    const { statement } = assessment.attribution;
    expect(run.stdout.replace(/\s+/g, ' ')).toContain(statement.slice(0, statement.indexOf('; would change')));
    expect(readFileSync(join(casePath, 'report.html'), 'utf8')).toContain(statement);
    expect(afterimage(['report', casePath], { cwd: folder }).stdout).toContain('## Whose ways it is consistent with');
  });
});

describe('the vulnerabilities that were open', () => {
  it('are told with the days of the versions on the device', () => {
    const { versions, open, statement } = assessment.exposure;
    expect(versions.map((v) => [v.version, v.installed?.slice(0, 10), v.until?.slice(0, 10)])).toEqual([
      ['9.1R8', '2020-07-14', '2020-11-05'],
      ['9.1R11.3', '2020-11-05', undefined],
    ]);
    expect(open.map((o) => `${o.vulnerability} ${o.version}`)).toContain('CVE-2021-22893 9.1R11.3');
    expect(statement).toContain('9.1R11.3 was open to CVE-2021-22893 when the evidence was taken');
  });
});

describe('what was taken from it', () => {
  it('keeps apart what was captured and what was seen to leave', () => {
    const grades = Object.fromEntries(assessment.theft.items.map((i) => [i.what, i.grade]));
    expect(grades).toMatchObject({
      'Logins of users, captured on the device': 'observed',
      'Data laid ready to be taken': 'observed',
      'Data that left the device': 'possible',
    });
    expect(assessment.theft.statement).toContain('signs of theft are no proof of it');
  });

  it('lists every account that logged in during the compromise, and no other', () => {
    const [head, ...lines] = readFileSync(join(casePath, 'accounts.csv'), 'utf8').trimEnd().split('\r\n');
    expect(head).toBe('user,realm,kind,first,last,records,why');
    const logins = afterimage(
      ['logs', casePath, '--code', 'AUT24326', '--since', assessment.theft.compromised!.from!, '--jsonl'],
      { cwd: folder },
    );
    const users = new Set(
      logins.stdout
        .trimEnd()
        .split('\n')
        .map((line) => {
          const { fields } = JSON.parse(line) as { fields: { user: string; realm: string } };
          return `${fields.user},${fields.realm}`;
        }),
    );
    expect(users.size).toBeGreaterThan(2);
    expect(new Set(lines.map((l) => l.split(',').slice(0, 2).join(',')))).toEqual(users);
    expect(lines).toHaveLength(assessment.theft.accounts.count);
    expect(lines.some((l) => l.endsWith('logged in while logins were captured'))).toBe(true);
  });
});

describe('a gateway on which nothing was found', () => {
  const clean = join(folder, 'clean.case');
  beforeAll(() => {
    unpack('gateway-clean/gateway-clean.img.gz', folder);
    afterimage(['examine', 'gateway-clean.img', '-o', clean], { cwd: folder });
  });

  it('has no actor, no list of accounts, and nothing observed', () => {
    const { attribution, theft } = json<Assessment>(clean, 'assessment.json');
    expect(attribution.leading).toEqual(['no intrusion']);
    expect(attribution.statement).toContain('in what was read');
    expect(theft.items.map((i) => i.grade)).not.toContain('observed');
    expect(existsSync(join(clean, 'accounts.csv'))).toBe(false);
    expect(afterimage(['verify', clean]).status).toBe(0);
  });
});

describe('how long it lasted', () => {
  it('is from January to the clean-up of 18 April, two days before the first report', () => {
    const { first, cleanUp, dwellDays } = assessment.activity;
    expect(first!.notAfter).toMatch(/^2021-01-14T03:1/);
    expect([cleanUp!.from.slice(0, 10), cleanUp!.until.slice(0, 10)]).toEqual(['2021-04-18', '2021-04-18']);
    expect(cleanUp!.disclosures).toEqual([
      '2 days before "First public report on the Pulse Secure intrusions" (2021-04-20)',
    ]);
    expect(dwellDays).toMatchObject({ still: true });
  });

  it('says what could not have been seen', () => {
    expect(assessment.visibility.filter((v) => v.seen === 'no').map((v) => v.technique)).toEqual([
      'T1048',
      'T1048.003',
      'T1095',
      'T1542',
    ]);
  });
});
