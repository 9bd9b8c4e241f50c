import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { certificatesIn, type FoundCertificate, isBad } from './certificate.ts';

const fixture = (name: string): Buffer =>
  readFileSync(resolve(import.meta.dirname, '..', '..', '..', 'fixtures', 'owner', name));
const read = (content: Buffer): FoundCertificate[] =>
  [...certificatesIn(content)].filter((c) => !isBad(c)) as FoundCertificate[];

describe('certificates in a file', () => {
  it('are read from every block of a bundle, each with its bytes', () => {
    const bundle = fixture('bundle.pem');
    const found = read(bundle);
    expect(found.map((c) => [c.organisation, c.authority, c.selfSigned])).toEqual([
      ['North Wind GmbH', false, false],
      ['Example Public Trust', true, true],
    ]);
    for (const { offset, length, fingerprint } of found) {
      const block = bundle.subarray(offset, offset + length).toString();
      expect(block).toMatch(/^-----BEGIN CERTIFICATE-----[\s\S]*-----END CERTIFICATE-----$/);
      const der = Buffer.from(block.replace(/-----.*?-----|\s/g, ''), 'base64');
      expect(createHash('sha256').update(der).digest('hex')).toBe(fingerprint);
    }
  });

  it('name hosts, the domain of a wildcard, and addresses', () => {
    const [one] = read(fixture('north.pem'));
    expect(one).toMatchObject({
      hosts: ['north.example.com', 'vpn.north.example.com'],
      domains: ['north.example.com'],
      addresses: ['198.51.100.7'],
      country: 'DE',
      commonName: 'vpn.north.example.com',
    });
    expect(one!.serial).toMatch(/^[1-9a-f][0-9a-f]+$/);
    expect(one!.validFrom).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  });

  it('are read from DER, and in other scripts', () => {
    const der = fixture('south.der');
    expect(read(der)).toMatchObject([{ offset: 0, length: der.length, organisation: 'South Wind SA' }]);
    expect(read(der)[0]!.fingerprint).toBe(read(fixture('south.pem'))[0]!.fingerprint);
    expect(read(fixture('kita.pem'))[0]!.organisation).toBe('北風商事株式会社');
  });

  it('that do not parse, or have no end, are stated with their place and stop nothing', () => {
    const bad = Buffer.from(
      `x\n-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n${fixture('north.pem')}-----BEGIN CERTIFICATE-----\nMII`,
    );
    expect([...certificatesIn(bad)].map((c) => (isBad(c) ? c.reason : c.organisation))).toEqual([
      'it does not parse as an X.509 certificate',
      'North Wind GmbH',
      'it has no end',
    ]);
  });

  it('survive being cut off anywhere', () => {
    for (const name of ['bundle.pem', 'south.der']) {
      const whole = fixture(name);
      for (let length = 0; length < whole.length; length += 7)
        for (const found of certificatesIn(whole.subarray(0, length)))
          expect(found.offset + found.length).toBeLessThanOrEqual(length);
    }
  });

  it('survive damage and noise, and never reach beyond the content', () => {
    const whole = fixture('north.pem');
    const der = fixture('south.der');
    fc.assert(
      fc.property(fc.constantFrom(whole, der), fc.nat(), fc.integer({ min: 0, max: 255 }), (content, at, value) => {
        const damaged = Buffer.from(content);
        damaged[at % damaged.length] = value;
        for (const found of certificatesIn(damaged))
          expect(found.offset + found.length).toBeLessThanOrEqual(damaged.length);
      }),
      { numRuns: 150 },
    );
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
        const noise = Buffer.concat([Buffer.from([0x30, 0x82]), bytes]);
        expect(read(noise)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });
});
