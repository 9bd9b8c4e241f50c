import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { certificatesIn, certificateTraces, isBad, namedIn, readOwners } from '../../artifacts/index.ts';
import type { OwnerTrace } from '../../model/index.ts';
import { ownershipOf } from './owner.ts';

const fixture = (name: string): Buffer =>
  readFileSync(resolve(import.meta.dirname, '..', '..', '..', 'fixtures', 'owner', name));

/** The traces of the certificates of a file, as a device has them. */
function traces(name: string, { present = true, delivered = [] as string[] } = {}): OwnerTrace[] {
  return [...certificatesIn(fixture(name))].flatMap((one) => {
    if (isBad(one)) return [];
    const told = certificateTraces(one, { where: `/etc/${name}`, present, locators: [] }, new Set(delivered));
    return 'traces' in told ? told.traces : [];
  });
}
const named = (path: string, text: string): OwnerTrace[] =>
  namedIn(path, Buffer.from(text)).flatMap((n) =>
    n.kind === 'own-address'
      ? []
      : [{ kind: n.kind, says: `${n.what} is ${n.value}.`, domain: n.value, present: true, locators: [] }],
  );
const owner = (all: OwnerTrace[], list = '', hosts: string[] = []) =>
  ownershipOf({
    traces: all,
    passedOver: [],
    marks: { host: hosts, evidence: [], address: [], serial: [] },
    caseName: 'gw',
    stated: list === '' ? [] : readOwners('o.csv', list),
  });
const network = (organisation: string): OwnerTrace => ({
  kind: 'address',
  says: `An address lies in ${organisation}.`,
  organisation,
  present: true,
  locators: [],
});

describe('the owner of a device', () => {
  it('is the organisation of its certificate, with what else names its domain', () => {
    const found = owner([...traces('north.pem'), ...named('/etc/resolv.conf', 'search north.example.com')]);
    expect([found.leading, found.confidence, found.candidates.length]).toEqual(['North Wind GmbH', 'medium', 1]);
    expect(found.statement).toBe('Consistent with North Wind GmbH (north.example.com) by: certificate, configuration.');
  });

  it('has a name in another script', () => {
    expect(owner(traces('kita.pem')).leading).toBe('北風商事株式会社');
  });

  it('does not follow from certificates that name two of one domain', () => {
    const shared = named('/etc/resolv.conf', 'search shared.example.com');
    const found = owner([...traces('both.pem'), ...traces('other.pem'), ...shared]);
    expect(found.leading).toBeUndefined();
    expect(found.candidates.map((c) => [c.name, c.weight])).toEqual([
      ['North Wind GmbH', 9],
      ['South Wind SA', 9],
    ]);
    expect(found.statement).toMatch(/^What was read does not tell these apart: North Wind GmbH .*; South Wind SA /);
  });

  it('follows where the certificate of another is of an earlier time', () => {
    const found = owner([...traces('both.pem'), ...traces('south.der', { present: false })]);
    expect(found.candidates.map((c) => [c.name, c.weight])).toEqual([
      ['North Wind GmbH', 5],
      ['South Wind SA', 2.5],
    ]);
    expect(found.leading).toBe('North Wind GmbH');
    expect(found.candidates[1]!.grounds[0]!.basis).toMatch(/counts half\.$/);
  });

  it('is less sure by a certificate that nobody else vouches for', () => {
    const found = owner(traces('own.pem'));
    expect([found.leading, found.confidence]).toEqual(['North Wind GmbH', 'low']);
    expect(found.candidates[0]!.grounds[0]!.basis).toBe('Anybody can sign a certificate of their own.');
  });

  it.each(['root.pem', 'factory.pem', 'person.pem', 'shared.pem'])('does not follow from %s', (name) => {
    expect(owner(traces(name))).toMatchObject({
      candidates: [],
      statement: 'Nothing in what was read says whose device it is.',
    });
  });

  it('does not follow from what the factory-reset system has as well', () => {
    const [one] = certificatesIn(fixture('north.pem'));
    const delivered = isBad(one!) ? [] : [one!.fingerprint];
    expect(owner(traces('north.pem', { delivered })).candidates).toEqual([]);
  });

  it('is not the holder of the network, unless it is known by more', () => {
    const alone = owner([network('EXAMPLE-NET Example Carrier Ltd')]);
    expect([alone.leading, alone.statement]).toEqual([
      undefined,
      'What was read does not say whose device it is; EXAMPLE-NET Example Carrier Ltd is only named in passing, by: network of its address.',
    ]);
    const found = owner([...traces('north.pem'), network('NORTH-AS North Wind'), network('Other Carrier')]);
    expect(found.candidates.map((c) => [c.name, c.weight])).toEqual([
      ['North Wind GmbH', 6],
      ['Other Carrier', 1],
    ]);
  });

  it('counts traces of one kind once', () => {
    const one = owner(named('/etc/motd', 'a@north.example.com'));
    const many = owner(named('/etc/motd', 'a@north.example.com b@north.example.com https://north.example.com/x'));
    expect([one.candidates[0]!.weight, many.candidates[0]!.weight]).toEqual([2, 2]);
  });

  it('does not depend on the order of the traces', () => {
    const all = [...traces('north.pem'), ...traces('south.der'), ...traces('both.pem'), network('X Carrier')];
    expect(owner(all.toReversed()).candidates.map((c) => [c.name, c.weight])).toEqual(
      owner(all).candidates.map((c) => [c.name, c.weight]),
    );
  });
});

describe('an owner that somebody states', () => {
  const list = 'organisation,country,host\nEast Mill,NL,vpn.south.example.com\nSouth Wind S.A.,FR,gw.example.com';

  it('is told beside what the device says, and a contradiction is said', () => {
    const found = owner(traces('south.der'), list, ['vpn.south.example.com']);
    expect(found.stated).toMatchObject({
      organisation: 'East Mill',
      by: ['o.csv line 2 (host vpn.south.example.com)'],
    });
    expect(found.contradictions).toHaveLength(1);
  });

  it('agrees however the name is written', () => {
    const found = owner(traces('south.der'), list, ['gw.example.com']);
    expect([found.stated?.organisation, found.contradictions]).toEqual(['South Wind S.A.', []]);
  });

  it('contradicts no device that names only a domain', () => {
    const found = owner(named('/etc/resolv.conf', 'search north.example.com'), list, ['gw.example.com']);
    expect([found.leading, found.contradictions]).toEqual(['north.example.com', []]);
  });

  it('follows from no rows that disagree', () => {
    const found = owner([], list, ['gw.example.com', 'vpn.south.example.com']);
    expect(found.stated).toBeUndefined();
    expect(found.contradictions[0]).toMatch(/no owner follows\.$/);
  });
});
