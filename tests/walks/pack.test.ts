import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Assessment } from '../../src/model/index.ts';
import { afterimage, json, type Run, workspace } from '../support/afterimage.ts';

const fixtures = resolve(import.meta.dirname, '..', '..', 'fixtures');
const folder = workspace();

const welf = (node: string, user: string, source: string, code: string): string =>
  `id=firewall time="2021-04-14 09:00:00" pri=6 fw=198.51.100.7 vpn=${node} ivs=Root user=${user} realm="Harbour Staff" roles="Pilots" proto=auth src=${source} dst= dstname= type=vpn op= arg="" result= sent= rcvd= agent="a" duration= msg="${code}: Login succeeded for ${user} from ${source}."\n`;

/** A folder as somebody collects it from a gateway on which a web shell lies. */
function examined(name: string, node: string, certificate: string, page: string, users: string[]): void {
  const files: Record<string, string | { fixture: string }> = {
    'home/VERSION': 'export DSREL_MAJOR=9\nexport DSREL_MINOR=1\nexport DSREL_COMMENT="R11.3"\n',
    'home/perl/DSLog.pm': 'package DSLog;\n1;\n',
    'home/webserver/conf/ssl.crt/secure.crt': { fixture: `owner/${certificate}` },
    [`home/webserver/htdocs/dana-na/${page}`]: { fixture: 'gateway/specimens/meeting_testjs.cgi' },
    'data/runtime/logs/gateway.log': users.map((u, i) => welf(node, u, `203.0.113.${i + 70}`, 'AUT24326')).join(''),
  };
  for (const [path, content] of Object.entries(files)) {
    const at = join(folder, name, path);
    mkdirSync(dirname(at), { recursive: true });
    if (typeof content === 'string') writeFileSync(at, content);
    else cpSync(join(fixtures, content.fixture), at);
  }
  expect(afterimage(['examine', name, '-o', `${name}.case`], { cwd: folder }).status).toBe(1);
}

const filesOf = (place: string): string[] =>
  readdirSync(join(folder, place), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.\w+$/.test(name))
    .sort();
const text = (...path: string[]): string => readFileSync(join(folder, ...path), 'utf8');

/** Everything that tells whose the two gateways are. */
const north = [
  'North Wind',
  'north.example.com',
  'anna',
  'orinoco',
  '198.51.100.7',
  '203.0.113.7',
  'Harbour Staff',
  'Pilots',
];
const south = ['South Wind', 'south.example.com', 'zacharias', 'quayside'];

describe('notices about two gateways', () => {
  let run: Run;
  beforeAll(() => {
    examined('orinoco', 'vpn.north.example.com', 'north.pem', 'meeting/meeting_testjs.cgi', [
      'anna@north.example.com',
      'bo',
    ]);
    examined('quayside', 'vpn.south.example.com', 'south.pem', 'auth/quayside.cgi', ['zacharias']);
    writeFileSync(join(folder, 'owners.csv'), 'organisation,country,host\nNorth Wind GmbH,DE,vpn.north.example.com\n');
    const args = ['pack', 'orinoco.case', 'quayside.case', '--owners', 'owners.csv', '-o', 'packs'];
    run = afterimage(args, { cwd: folder });
  });

  it('are one for each owner, and a twin of each', () => {
    expect([run.status, run.stderr]).toEqual([
      0,
      expect.stringContaining('pack 02: nobody stated its owner. Consistent with South Wind SA'),
    ]);
    const pack = (kind: string, n: string): string[] =>
      ['indicators.csv', 'notice.html', 'notice.md'].map((name) => `${kind}/${n}/${name}`);
    expect(filesOf('packs')).toEqual([
      ...pack('amber', '01'),
      ...pack('amber', '02'),
      ...pack('clear', '01'),
      ...pack('clear', '02'),
      'packs.json',
    ]);
    const { packs } = json<{ packs: { organisation: string; kind: string }[] }>(folder, 'packs', 'packs.json');
    expect(packs.map((p) => [p.organisation, p.kind])).toEqual([
      ['North Wind GmbH', 'stated'],
      ['South Wind SA', 'leading'],
    ]);
  });

  it('tell an owner what was found on theirs, and nothing of the other', () => {
    for (const [n, own, other] of [
      ['01', north, south],
      ['02', south, north],
    ] as const) {
      const notice = text('packs', 'amber', n, 'notice.md');
      expect(notice.startsWith('**TLP:AMBER**\n')).toBe(true);
      expect(notice.trimEnd().endsWith('**TLP:AMBER**')).toBe(true);
      expect(notice).toContain(own[0]);
      expect(notice).toContain('SLIGHTPULSE');
      for (const heading of [
        'What was found',
        'When',
        'What to do, in this order',
        'Indicators',
        'What could not be seen',
      ])
        expect(notice).toContain(`## ${heading}\n`);
      const all = filesOf(`packs/amber/${n}`)
        .map((name) => text('packs', 'amber', n, name))
        .join('\n');
      // Both have the same web shell, realm and address range.
      for (const name of other.filter((o) => !/^[\d.]+$|Harbour|Pilots/.test(o))) expect(all).not.toContain(name);
    }
  });

  it('have twins that tell what to look for and name nobody', () => {
    for (const n of ['01', '02']) {
      const notice = text('packs', 'clear', n, 'notice.md');
      expect(notice.startsWith('**TLP:CLEAR**\n')).toBe(true);
      expect(notice).toContain('| SLIGHTPULSE | Still in place |');
      expect(text('packs', 'clear', n, 'notice.html')).toContain('<span class="tlp">TLP:CLEAR</span>');
      const all = filesOf(`packs/clear/${n}`)
        .map((name) => text('packs', 'clear', n, name))
        .join('\n')
        .toLowerCase();
      for (const name of [...north, ...south]) expect(all, name).not.toContain(name.toLowerCase());
      expect(all).toContain('8b16924dd423af469bbf6c86912a1c0677566815b42321f742e0f25d7f3f01a6');
    }
    // The path of the second holds its owner's word for it.
    expect(text('packs', 'amber', '02', 'notice.md')).toContain('/auth/quayside.cgi');
  });

  it('are made in Japanese', () => {
    const ja = afterimage(['pack', 'orinoco.case', '--owners', 'owners.csv', '-o', 'ja', '--lang', 'ja'], {
      cwd: folder,
    });
    expect([ja.status, ja.stderr]).toEqual([0, '']);
    expect(text('ja', 'amber', '01', 'notice.md')).toContain('## 実施事項(この順に)');
    expect(text('ja', 'clear', '01', 'notice.html')).toContain('被害者の名は含まない');
  });

  it('know the owner by the certificate, the records and the users of the gateway', () => {
    const { ownership } = json<Assessment>(folder, 'orinoco.case', 'assessment.json');
    const [candidate] = ownership!.candidates;
    expect([candidate!.name, [...new Set(candidate!.grounds.map((g) => g.kind))]]).toEqual([
      'North Wind GmbH',
      ['certificate', 'host-name', 'login-domain'],
    ]);
    expect(ownership!.marks.address).toContain('198.51.100.7');
    for (const { locators } of candidate!.grounds) {
      const { member, bytes } = locators[0]!;
      const { offset, length } = bytes[0]!;
      expect(
        readFileSync(join(folder, 'orinoco', member!))
          .subarray(offset, offset + length)
          .toString(),
      ).toMatch(/^-----BEGIN|vpn=vpn\.north\.example\.com/);
    }
  });
});

describe('packs that must not be made', () => {
  const refused = (args: string[], status: number, message: RegExp): void => {
    const run = afterimage(['pack', ...args, '-o', 'never'], { cwd: folder });
    expect([run.status, run.stdout]).toEqual([status, '']);
    expect(run.stderr).toMatch(message);
    expect(existsSync(join(folder, 'never'))).toBe(false);
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);
  };

  it('of a case that was changed, of one case twice, of none', () => {
    cpSync(join(folder, 'quayside.case'), join(folder, 'changed.case'), { recursive: true });
    const verdict = join(folder, 'changed.case', 'verdict.json');
    writeFileSync(verdict, readFileSync(verdict, 'utf8').replace('compromised', 'no-evidence-found'));
    refused(['changed.case'], 65, /not as it was written: .*verdict\.json was changed/);
    refused(['orinoco.case', 'orinoco.case'], 64, /are the same case/);
    refused(['absent.case'], 66, /absent\.case/);
  });

  it('to an owner on whom the list contradicts itself', () => {
    writeFileSync(
      join(folder, 'two.csv'),
      'organisation,host,case\nNorth Wind GmbH,vpn.north.example.com,\nEast Mill,,orinoco.case\n',
    );
    refused(['orinoco.case', '--owners', 'two.csv'], 64, /two\.csv line 2 .* says North Wind GmbH, two\.csv line 3/);
  });

  it('into a folder that is there', () => {
    const run = afterimage(['pack', 'orinoco.case', '-o', 'packs'], { cwd: folder });
    expect([run.status, run.stderr]).toEqual([73, expect.stringContaining('it exists already')]);
  });
});
