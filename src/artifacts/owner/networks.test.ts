import { isIP } from 'node:net';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addressNumber, isPublic, networksOf } from './networks.ts';

describe('addresses as numbers', () => {
  it('are in the order of the addresses, and one for every spelling', () => {
    expect(addressNumber('::ffff:198.51.100.7')).toBe(addressNumber('198.51.100.7'));
    expect(addressNumber('2001:DB8:0:0::1')).toBe(addressNumber('2001:db8::1'));
    expect(addressNumber('255.255.255.255')! - addressNumber('0.0.0.0')!).toBe(0xffffffffn);
    expect(addressNumber('fe80::1%eth0')).toBeUndefined();
    expect(addressNumber('198.51.100')).toBeUndefined();
  });

  it('are what their parts say', () => {
    fc.assert(
      fc.property(fc.ipV6(), (text) => {
        fc.pre(isIP(text) === 6);
        const hex = addressNumber(text)!.toString(16).padStart(32, '0').match(/.{4}/g)!.join(':');
        expect(addressNumber(hex)).toBe(addressNumber(text));
      }),
      { numRuns: 200 },
    );
  });

  it.each([
    '10.1.2.3',
    '172.16.0.1',
    '192.168.0.1',
    '127.0.0.1',
    '100.64.0.1',
    '169.254.1.1',
    '224.0.0.1',
    '::1',
    'fd00::1',
    'fe80::1',
    'x',
  ])('%s is not public', (address) => {
    expect(isPublic(address)).toBe(false);
  });
  it.each(['198.51.100.7', '172.32.0.1', '2001:db8::1', '100.128.0.1'])('%s is', (address) => {
    expect(isPublic(address)).toBe(true);
  });
});

describe('a table of networks', () => {
  it.each<[string, object]>([
    ['198.51.100.0,198.51.100.255,64500,"North, Inc."', { number: 'AS64500', organisation: 'North, Inc.' }],
    ['"198.51.100.0","198.51.100.255","AS64500","Say ""North"""', { number: 'AS64500', organisation: 'Say "North"' }],
    ['198.51.100.0,198.51.100.255,de', { country: 'DE' }],
    ['198.51.100.0,198.51.100.255,DE,64500,North', { number: 'AS64500', organisation: 'North', country: 'DE' }],
  ])('%s is read', (line, expected) => {
    expect(networksOf(['# head', line], ['198.51.100.7']).get('198.51.100.7')).toEqual({ ...expected, line: 2 });
  });

  it('answers with the smallest range that holds the address, in both families', () => {
    const table = [
      '198.51.0.0,198.51.255.255,1,Wide',
      '198.51.100.0,198.51.100.127,2,Near',
      '2001:db8::,2001:db8:ffff::,3,Six',
      'x,y',
      '',
      '1,2,3',
    ];
    const found = networksOf(table, ['198.51.100.7', '198.51.100.128', '2001:db8::7', '203.0.113.1', 'no']);
    expect([...found].map(([a, n]) => [a, n.organisation])).toEqual([
      ['198.51.100.7', 'Near'],
      ['198.51.100.128', 'Wide'],
      ['2001:db8::7', 'Six'],
    ]);
  });
});
