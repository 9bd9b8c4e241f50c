import { describe, expect, it } from 'vitest';
import { gateway } from '../../../tests/support/report-inputs.ts';
import { readOwners } from '../../artifacts/index.ts';
import { type Knowledge, loadKnowledge } from '../../detectors/index.ts';
import type { Finding } from '../../model/index.ts';
import { packsOf } from './make-packs.ts';
import type { PackCase } from './subject.ts';
import type { VictimNames } from './tokens.ts';

const nobody: VictimNames = {
  organisations: [],
  hosts: [],
  addresses: [],
  users: [],
  realms: [],
  cases: [],
  evidence: [],
  serials: [],
  custody: [],
};

/** The gateway of the fixtures as a case of that name. */
function given(
  name: string,
  names: Partial<VictimNames> = {},
  change: (f: Finding) => Partial<Finding> = () => ({}),
): PackCase {
  const input = gateway();
  input.findings = input.findings.map((f) => ({ ...f, ...change(f) }));
  input.host = { ...input.host, name: `vpn.${name}.example.com` };
  return { name, input, names: { ...nobody, ...names } };
}

const ofFamily =
  (family: string, change: Partial<Finding>) =>
  (f: Finding): Partial<Finding> =>
    f.family === family ? change : {};
const at =
  (path: string) =>
  (f: Finding): Partial<Finding> =>
    f.family === 'SLIGHTPULSE' ? { subject: { ...f.subject, path } } : {};
const clearOf = (files: ReadonlyMap<string, string>, n = '01'): string =>
  [...files].flatMap(([path, text]) => (path.startsWith(`clear/${n}/`) ? [text] : [])).join('\n');

/** Our knowledge with one family more, as a file of somebody else's brings it. */
const withFamily = (name: string): Knowledge =>
  loadKnowledge([
    {
      file: 'theirs.json',
      text: JSON.stringify({
        type: 'bundle',
        id: 'bundle--3f1d6b0e-5c1a-4b1e-9a53-0d2f6f1c7a01',
        objects: [
          {
            type: 'malware',
            spec_version: '2.1',
            id: 'malware--3f1d6b0e-5c1a-4b1e-9a53-0d2f6f1c7a02',
            created: '2021-04-20T00:00:00Z',
            modified: '2021-04-20T00:00:00Z',
            name,
            is_family: true,
          },
        ],
      }),
      ours: false,
    },
  ]);

describe('packs', () => {
  it('leave out of the twin a path in which a name of the victim stands, and keep it for the owner', () => {
    const path = '/home/webserver/htdocs/dana-na/meeting/harbourmaster.cgi';
    const { files, packs } = packsOf([given('a', { organisations: ['Harbourmaster AG'] }, at(path))], {});
    expect(files.get('amber/01/notice.md')).toContain(path);
    expect(clearOf(files).toLowerCase()).not.toContain('harbourmaster');
    expect(packs[0]!.withheld).toBeGreaterThan(0);
  });

  it('leave out of the twin every path outside the folders that all gateways have', () => {
    const { files } = packsOf([given('a', {}, at('/data/runtime/customer-17/x.cgi'))], {});
    expect(files.get('amber/01/notice.md')).toContain('customer-17');
    expect(clearOf(files)).not.toContain('customer-17');
  });

  it('call a system in the twin by a name of ours, not by what the evidence calls it', () => {
    const one = given('a');
    one.input.host = { ...one.input.host, product: 'linux', title: 'Harbourmaster Linux', version: 'Harbour 7' };
    expect(clearOf(packsOf([one], {}).files)).not.toContain('Harbour');
  });

  it('name no family in the twin that nobody published', () => {
    const { files } = packsOf([given('a', {}, ofFamily('SLIGHTPULSE', { family: 'ACME-SHELL' }))], {});
    expect(files.get('amber/01/notice.md')).toContain('ACME-SHELL');
    expect(clearOf(files)).not.toContain('ACME');
    expect(clearOf(files)).toContain('1 more program of no published family');
  });

  it('are refused when a file of published names brings the name of a victim into the twin', () => {
    const knowledge = withFamily('NORTHWIND-SHELL');
    const change = ofFamily('SLIGHTPULSE', { family: 'NORTHWIND-SHELL' });
    expect(clearOf(packsOf([given('a', {}, change)], { knowledge }).files)).toContain('NORTHWIND-SHELL');
    const make = () => packsOf([given('a', { organisations: ['Northwind Ltd'] }, change)], { knowledge });
    expect(make).toThrow(
      /^Cannot write clear\/01\/notice\.html: it holds the organisation of a victim \(line \d+, as it stands\)\. Nothing was written\.$/,
    );
    // In the notice to another owner just as well.
    const others = [given('b', { organisations: ['Northwind Ltd'] }), given('a', {}, change)];
    expect(() => packsOf(others, { knowledge })).toThrow(
      /amber\/02\/notice\.html: it holds the organisation of another owner/,
    );
  });

  it.each([
    ['an address', 'SHELL-192.0.2.44', 'address'],
    ['a mail address', 'SHELL-someone@south.example.com', 'user name'],
  ])('are refused when %s stands in the twin, whosever it is', (_, family, kind) => {
    const knowledge = withFamily(family);
    const change = ofFamily('SLIGHTPULSE', { family });
    expect(() => packsOf([given('a', {}, change)], { knowledge })).toThrow(`it holds the ${kind} of a victim`);
  });

  it('are made for victims who are called like words of the notice, and say so', () => {
    const names = { users: ['gateway', 'evidence'], organisations: ['Family Office'], realms: ['Users'] };
    const { searched } = packsOf([given('a', names)], {});
    expect(searched.ordinary).toEqual(expect.arrayContaining(['gateway', 'evidence']));
  });

  it('are refused when a notice to one owner holds a name of another', () => {
    const path = '/data/from-vpn.south.example.com/x.cgi';
    const cases = [given('north', {}, at(path)), given('south', { hosts: ['vpn.south.example.com'] })];
    expect(() => packsOf(cases, {})).toThrow(
      /^Cannot write amber\/01\/notice\.html: it holds the host name of another owner/,
    );
  });

  it('are made for owners of whom one has the name of the other in its own', () => {
    const owners = readOwners('o.csv', 'organisation,case\nHarbour,a\nHarbour West,b\n');
    expect(packsOf([given('a'), given('b')], { owners }).packs).toHaveLength(2);
  });

  it('put the devices of one owner into one pack, told apart by name', () => {
    const owners = readOwners('o.csv', 'organisation,case\nNorth Wind GmbH,a|b\nSouth Wind SA,c\n');
    const { packs, files } = packsOf([given('a'), given('b'), given('c')], { owners });
    expect(packs.map((p) => [p.organisation, p.cases])).toEqual([
      ['North Wind GmbH', ['a', 'b']],
      ['South Wind SA', ['c']],
    ]);
    const notice = files.get('amber/01/notice.md')!;
    expect(notice).toContain('- Devices: vpn.a.example.com, vpn.b.example.com');
    expect(notice).toContain('| Device | State |');
    expect(notice.match(/\*\*Isolate the device/g)).toHaveLength(1);
  });

  it('tell who examined nothing of weight no twin', () => {
    const one = given('a', {}, () => ({ severity: 'low' }));
    const { packs, files } = packsOf([one], {});
    expect([packs[0]!.clear, [...files.keys()]]).toEqual([false, ['amber/01/notice.html', 'amber/01/notice.md']]);
  });

  it('are labelled as TLP 2.0 has it, first and last, on the page in colour on black', () => {
    for (const language of ['en', 'ja'] as const) {
      const { files } = packsOf([given('a')], { language });
      for (const [kind, label, colour] of [
        ['amber', 'TLP:AMBER', '#ffc000'],
        ['clear', 'TLP:CLEAR', '#ffffff'],
      ]) {
        const page = files.get(`${kind}/01/notice.html`)!;
        expect(page.match(/<span class="tlp">(.*?)<\/span>/g)).toEqual(
          Array(2).fill(`<span class="tlp">${label}</span>`),
        );
        expect(page).toContain(
          `.tlp{display:block;width:max-content;margin-left:auto;background:#000;color:${colour};font:700 12pt`,
        );
        expect(page).toContain(`@top-right{content:"${label}"`);
        expect(page).toContain(`@bottom-right{content:"${label}"`);
        expect(page).not.toMatch(/<(?:script|img|link|iframe)|https?:/);
        const lines = files.get(`${kind}/01/notice.md`)!.trimEnd().split('\n');
        expect([lines[0], lines.at(-1)]).toEqual([`**${label}**`, `**${label}**`]);
      }
    }
  });

  it('are the same when they are made again', () => {
    const make = () => packsOf([given('a', { hosts: ['vpn.a.example.com'] }), given('b')], {}).files;
    expect([...make()]).toEqual([...make()]);
  });

  it('show hostile names as text', () => {
    const evil = '"><script>alert(1)</script>| **x** `y`';
    const one = given(evil, {}, at(`/home/bin/${evil}`));
    one.input.host = { ...one.input.host, name: evil };
    const { files } = packsOf([one], {});
    expect(files.get('amber/01/notice.html')).not.toContain('<script');
    expect(clearOf(files)).not.toContain('alert');
    expect(files.get('amber/01/notice.md')).not.toMatch(/^\| [^|]*\*\*x\*\*/m);
  });
});
