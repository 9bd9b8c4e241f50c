import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { filesOf, healthyMonth } from '../../fixtures/logs/month.ts';
import { afterimage, coverageOf, findingsOf, verdictOf, workspace } from '../support/afterimage.ts';

/* Logs and an ordinary web root; no file of any malware is there. */
const folder = workspace();
const log = '/data/var/dlogs/access_log';
const web = '/home/webserver/htdocs/dana-na/auth';
const month: Record<string, Buffer> = {
  ...filesOf(healthyMonth()),
  [`${web}/welcome.cgi`]: Buffer.from('page'),
  [`${web}/compcheckresult.cgi`]: Buffer.from('page'),
};

const request = (minute: number, ip: string, what: string, status = 200): string =>
  `${ip} - - [10/Nov/2021:03:${String(minute).padStart(2, '0')}:00 +0000] "${what} HTTP/1.1" ${status} 900 "-" "curl/7.64.1"\n`;

/** Visitors of the sign-in page, and a scanner that asks for whatever is known to have been there. */
const visitors = Array.from({ length: 40 }, (_, i) =>
  request(i, `198.51.100.${i + 1}`, 'GET /dana-na/auth/url_default/welcome.cgi'),
).join('');
const scanner = ['meeting_testjs.cgi', 'healthjs.cgi', 'compcheckjs.cgi']
  .map((page, i) => request(i, '203.0.113.200', `GET /dana-na/auth/${page}`, 404))
  .join('');

function collected(name: string, lines: string): string {
  const root = join(folder, name);
  for (const [path, bytes] of Object.entries({ ...month, [log]: Buffer.concat([month[log]!, Buffer.from(lines)]) })) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), bytes);
  }
  return root;
}

/** Rules over events, and questions to all of them. */
const bySql = new Set(['vanished-page', 'lone-visitor', 'bulk-answer', 'login-without-step']);
const ofEvents = (casePath: string) =>
  findingsOf(casePath).filter(({ rule }) => rule.source === 'sigma' || bySql.has(rule.id));

describe('logs alone', () => {
  it('show a web shell that is on no disk any more: inferred, suspected and not compromised', () => {
    const casePath = join(folder, 'shell.case');
    const shell = Array.from({ length: 6 }, (_, i) =>
      request(40 + i, '203.0.113.9', `POST /dana-na/auth/healthjs.cgi?token=${i}`),
    ).join('');
    const root = collected('shell', visitors + shell);
    expect(afterimage(['examine', root, '-o', casePath, '--quiet']).status).toBe(1);

    const found = ofEvents(casePath).find(({ rule }) => rule.id === 'vanished-page')!;
    expect(found).toMatchObject({
      about: 'removal',
      state: 'inferred',
      severity: 'medium',
      subject: { path: log },
      explanation: expect.stringContaining('/dana-na/auth/healthjs.cgi was answered with 200 6 times'),
    });
    expect(['low', 'medium']).toContain(found.confidence);
    expect(found.explanation).toContain('Innocent causes: ');
    expect(ofEvents(casePath).map(({ rule }) => rule.id)).toContain('lone-visitor');
    expect(verdictOf(casePath).conclusion).toBe('suspected');
    const bytes = found.locators.flatMap((locator) => locator.bytes);
    expect(bytes.length).toBe(6);
    for (const { offset, length } of bytes)
      expect(readFileSync(join(root, log)).toString('latin1', offset, offset + length)).toContain(
        'POST /dana-na/auth/healthjs.cgi',
      );
  });

  it('of an innocent month say nothing above low, whatever a scanner asks for', () => {
    const casePath = join(folder, 'innocent.case');
    afterimage(['examine', collected('innocent', visitors + scanner), '-o', casePath, '--quiet', '--exit-zero']);
    expect(ofEvents(casePath).filter(({ severity }) => severity !== 'informational' && severity !== 'low')).toEqual([]);
    expect(ofEvents(casePath).some(({ rule }) => rule.id === 'vanished-page')).toBe(false);
    expect(verdictOf(casePath).conclusion).not.toBe('suspected');
    const sigma = coverageOf(casePath)[0]!.detectors.find(({ name }) => name === 'sigma')!;
    expect(sigma.looked).toBeGreaterThan(20_000);
  });

  it('meet the usable rule of a file of yours, and the other is listed with its reason', () => {
    const rules = join(folder, 'mine.yml');
    writeFileSync(
      rules,
      `title: Curl at the sign-in page
logsource: {category: webserver}
detection:
  agent: {cs-user-agent|startswith: curl/}
  page: {cs-uri-stem|endswith: /welcome.cgi}
  condition: agent and page
level: low
---
title: A Windows rule
logsource: {category: process_creation, product: windows}
detection:
  image: {Image|endswith: '\\cmd.exe'}
  condition: image
`,
    );
    const casePath = join(folder, 'mine.case');
    const run = afterimage(['examine', collected('mine', visitors), '-o', casePath, '-r', rules, '--exit-zero']);
    const reason = 'mine.yml:9';
    expect(run.stderr).toContain(reason);
    expect(run.stderr).toContain('no events of this kind are read');
    expect(readFileSync(join(casePath, 'ledger.jsonl'), 'utf8')).toContain('no events of this kind are read');
    expect(ofEvents(casePath).find(({ title }) => title === 'Curl at the sign-in page')).toMatchObject({
      about: 'lead',
      state: 'inferred',
      severity: 'low',
      explanation: expect.stringMatching(/^Records match Curl at the sign-in page, .* 40 records /),
    });
  });
});
