import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DeviceMarks, Owner } from '../../model/index.ts';
import { readOwners, statedOwner } from './stated.ts';

const list = (...lines: string[]): string => lines.join('\n');
const head = 'organisation,country,region,sector,case,host,evidence,address,serial';
const device = (marks: Partial<DeviceMarks>): DeviceMarks => ({
  case: [],
  host: [],
  evidence: [],
  address: [],
  serial: [],
  ...marks,
});
const ask = (text: string, marks: Partial<DeviceMarks>) => statedOwner(readOwners('owners.csv', text), device(marks));

describe('a list of owners', () => {
  const north: Owner = { organisation: 'North, Ltd', country: 'DE', region: 'Europe', sector: 'energy' };
  const text = list(
    head,
    '"North, Ltd",DE,Europe,energy,gw-1|gw-2,,,,',
    'South,,,,,*.south.example.com|vpn.example.com,,198.51.100.0/25,0A:3f:00',
    `West,FR,,,,,${'AB'.repeat(32)},2001:db8::/48,`,
  );

  it.each<[Partial<DeviceMarks>, string | undefined]>([
    [{ case: ['gw-2'] }, 'North, Ltd'],
    [{ case: ['gw-22'] }, undefined],
    [{ host: ['a.south.example.com'] }, 'South'],
    [{ host: ['south.example.com'] }, undefined],
    [{ host: ['notsouth.example.com'] }, undefined],
    [{ host: ['VPN.example.com.'] }, 'South'],
    [{ address: ['198.51.100.127'] }, 'South'],
    [{ address: ['198.51.100.128', 'no address'] }, undefined],
    [{ address: ['2001:db8:0:ffff::1'] }, 'West'],
    [{ serial: ['0a3F00'] }, 'South'],
    [{ evidence: ['ab'.repeat(32)] }, 'West'],
  ])('recognises %j as of %s', (marks, expected) => {
    expect(ask(text, marks).owner?.organisation).toBe(expected);
  });

  it('says by which line and what', () => {
    expect(ask(text, { case: ['gw-1'] })).toEqual({
      owner: north,
      by: ['owners.csv line 2 (case gw-1)'],
      contradictions: [],
    });
  });

  it.each<[string, string]>([
    ['', 'line 1: it is empty'],
    ['organisation,hots\nA,b', 'line 1: found the column "hots".*Did you mean "host"'],
    ['organisation,country\nA,DE', 'line 1: no column says which device is meant'],
    ['host\nb', 'line 1: no column organisation'],
    ['organisation,host,host\nA,b,c', 'the column host is there twice'],
    ['organisation,host\n,b.example.com', 'line 2: it names no organisation'],
    ['organisation,host\nA,', 'line 2: it says of no device'],
    ['organisation,address\nA,192.0.2.300', 'line 2: "192.0.2.300" is neither'],
    ['organisation,address\nA,192.0.2.0/33', 'line 2: "192.0.2.0/33" is neither'],
    ['organisation,evidence\nA,abc', 'line 2: "abc" is no SHA-256'],
    ['organisation,host\nA,b.example.com,c', 'line 2: 3 cells, expected 2'],
  ])('refuses %j with the line', (wrong, message) => {
    expect(() => readOwners('owners.csv', wrong)).toThrow(new RegExp(message));
  });

  it('refuses rows that name two owners for one mark, with both lines', () => {
    expect(() => readOwners('o.csv', 'organisation,host\nA,x.example.com\n\nB,X.example.com')).toThrow(
      'o.csv: line 4: the host x.example.com belongs to B, line 2 says A',
    );
  });

  it('takes the same row twice', () => {
    expect(ask('organisation,host\nA,x.example.com\nA,x.example.com', { host: ['x.example.com'] }).owner).toEqual({
      organisation: 'A',
    });
  });

  it('says so where different marks of one device lead to different owners, and names neither', () => {
    const found = ask('organisation;host;case\nA;x.example.com;\nB;;gw', { host: ['x.example.com'], case: ['gw'] });
    expect(found.owner).toBeUndefined();
    expect(found.contradictions[0]).toMatch(/line 2 \(host x\.example\.com\) says A, .*line 3 \(case gw\) says B/);
  });

  it('reads back what it is given, whatever the text', () => {
    const cell = fc
      .string({ minLength: 1, maxLength: 40 })
      .map((s) => s.trim())
      .filter((s) => s !== '' && !s.startsWith('#'));
    fc.assert(
      fc.property(
        cell,
        cell.filter((s) => !s.includes('|')),
        (organisation, name) => {
          const quoted = (s: string): string => `"${s.replaceAll('"', '""')}"`;
          const [row] = readOwners('o.csv', `organisation,case\n${quoted(organisation)},${quoted(name)}\n`);
          expect([row!.owner.organisation, row!.marks[0]!.value]).toEqual([organisation, name]);
        },
      ),
      { numRuns: 200 },
    );
  });
});
