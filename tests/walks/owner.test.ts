import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Assessment, Ownership } from '../../src/model/index.ts';
import { afterimage, json, type Run, workspace } from '../support/afterimage.ts';

const fixtures = resolve(import.meta.dirname, '..', '..', 'fixtures', 'owner');
const folder = workspace();

/** What was collected from a gateway: a folder with the files of its own that are given, text or a fixture's name. */
function collected(name: string, files: Record<string, string | { fixture: string }>): void {
  const all: typeof files = {
    'home/VERSION': 'export DSREL_MAJOR=9\nexport DSREL_MINOR=1\nexport DSREL_COMMENT="R11.3"\n',
    'home/perl/DSLog.pm': 'package DSLog;\n1;\n',
    'home/webserver/htdocs/dana-na/auth/welcome.cgi': '#!/usr/bin/perl -T\nprint "welcome";\n',
    ...files,
  };
  for (const [path, content] of Object.entries(all)) {
    const at = join(folder, name, path);
    mkdirSync(dirname(at), { recursive: true });
    if (typeof content === 'string') writeFileSync(at, content);
    else cpSync(join(fixtures, content.fixture), at);
  }
}

function examined(name: string, ...more: string[]): { run: Run; owner: Ownership } {
  const run = afterimage(['examine', name, '-o', `${name}.case`, ...more], { cwd: folder });
  return { run, owner: json<Assessment>(folder, `${name}.case`, 'assessment.json').ownership! };
}

const flat = (text: string): string => text.replace(/\s+/g, ' ');

describe('a gateway that says whose it is', () => {
  let run: Run;
  let owner: Ownership;
  beforeAll(() => {
    collected('north', {
      'home/webserver/conf/ssl.crt/secure.crt': { fixture: 'bundle.pem' },
      'etc/pki/ca-bundle.crt': { fixture: 'root.pem' },
      'etc/pki/localhost.crt': { fixture: 'factory.pem' },
      'etc/pki/person.pem': { fixture: 'person.pem' },
      'etc/resolv.conf': '# by the console\nsearch north.example.com\nnameserver 192.0.2.53\n',
      'etc/motd': 'Authorised use only. Questions: helpdesk@north.example.com\n',
    });
    writeFileSync(
      join(folder, 'networks.csv'),
      '192.0.2.0,192.0.2.255,64496,"Other, Inc."\n198.51.100.0,198.51.100.255,64500,NORTH-WIND North Wind GmbH\n',
    );
    ({ run, owner } = examined('north', '--networks', 'networks.csv'));
  });

  it('is consistent with one owner, with the grounds of each kind', () => {
    expect(owner.leading).toBe('North Wind GmbH');
    expect(owner.confidence).toBe('high');
    expect(owner.candidates.map((c) => c.name)).toEqual(['North Wind GmbH']);
    expect([...new Set(owner.candidates[0]!.grounds.map((g) => g.kind))]).toEqual([
      'certificate',
      'configuration',
      'banner',
      'address',
    ]);
    expect(owner.candidates[0]!.countries).toEqual(['DE']);
    expect(flat(run.stdout)).toContain('Owner Consistent with North Wind GmbH (north.example.com) by: certificate');
  });

  it('gives the bytes of every ground', () => {
    for (const { locators } of owner.candidates[0]!.grounds) {
      const [{ evidence, member, bytes }] = locators as [(typeof locators)[0]];
      expect(evidence).toMatch(/^[0-9a-f]{64}$/);
      const file = readFileSync(join(folder, 'north', member!));
      const { offset, length } = bytes[0]!;
      expect(file.subarray(offset, offset + length).toString()).toMatch(
        /^(?:-----BEGIN CERT[\s\S]*-----END CERTIFICATE-----|north\.example\.com)$/,
      );
    }
  });

  it('counts neither authorities, nor what came with the product, nor a person', () => {
    expect(owner.passedOver.map((p) => [p.what.slice(15), p.because.slice(0, 30)])).toEqual([
      ['Example Public Trust in /etc/pki/ca-bundle.crt', 'It is of a certificate authori'],
      ['SomeOrganization in /etc/pki/localhost.crt', 'It names hosts of the maker, o'],
      ['North Wind GmbH in /etc/pki/person.pem', 'It names no host: it is of a p'],
    ]);
  });

  it('is told in every report, and in Japanese', () => {
    const page = readFileSync(join(folder, 'north.case', 'report.html'), 'utf8');
    expect(page.includes('Whose device it is')).toBe(true);
    expect(page.includes('Consistent with North Wind GmbH (north.example.com) by: certificate')).toBe(true);
    const markdown = afterimage(['report', 'north.case', '--lang', 'ja'], { cwd: folder }).stdout;
    expect(markdown).toContain('## 機器の所有者');
    expect(markdown).toContain('と整合する(根拠：証明書、設定、バナー、アドレスのネットワーク)');
  });
});

describe('a gateway of which the list of owners says another', () => {
  it('has both told, and the contradiction', () => {
    collected('south', { 'home/webserver/conf/ssl.crt/secure.crt': { fixture: 'south.der' } });
    writeFileSync(join(folder, 'owners.csv'), 'organisation,country,host\nEast Mill,NL,vpn.south.example.com\n');
    const { run, owner } = examined('south', '--owners', 'owners.csv');
    expect(owner.stated).toEqual({
      organisation: 'East Mill',
      country: 'NL',
      by: ['owners.csv line 2 (host vpn.south.example.com)'],
    });
    expect(owner.leading).toBe('South Wind SA');
    expect(owner.contradictions).toEqual([
      'owners.csv line 2 (host vpn.south.example.com) says East Mill, the device itself is consistent with South Wind SA (south.example.com).',
    ]);
    expect(flat(run.stdout)).toContain('But: owners.csv line 2');
  });

  it('is not examined with a list that cannot be used', () => {
    writeFileSync(join(folder, 'bad.csv'), 'organisation,host\nA,x.example.com\nB,x.example.com\n');
    const run = afterimage(['examine', 'south', '-o', 'never.case', '--owners', 'bad.csv'], { cwd: folder });
    expect(run.status).toBe(65);
    expect(run.stderr).toContain('bad.csv: line 3: the host x.example.com belongs to B, line 2 says A.');
    expect(existsSync(join(folder, 'never.case'))).toBe(false);
    const missing = afterimage(['examine', 'south', '-o', 'never.case', '--networks', '@nobody/none'], { cwd: folder });
    expect([missing.status, missing.stderr]).toEqual([66, expect.stringContaining('no such package is installed')]);
  });
});
