import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AbsenceCheck } from './absence.ts';
import { type Token, type TokenKind, tokensOf } from './tokens.ts';

const token = (value: string, kind: TokenKind = 'host name'): Token => ({ kind, value });
const check = (...values: string[]): AbsenceCheck => new AbsenceCheck(values.map((v) => token(v)));
const found = (values: string[], text: string): string[] =>
  check(...values)
    .find(text)
    .map((l) => l.value);
const text = (planted: string): string =>
  `Notice.\n\nA web shell was found on ${planted} in April.\nReset every account.\n`;
const hex = (s: string): string => Buffer.from(s).toString('hex');
const defanged = (s: string): string => s.replaceAll('.', '[.]').replaceAll('@', '[at]');

const host = 'vpn.north-wind.example.com';

describe('the check that no name is left', () => {
  it.each<[string, string]>([
    ['as it stands', host],
    ['in capitals', host.toUpperCase()],
    ['in full width', 'ｖｐｎ．ｎｏｒｔｈ－ｗｉｎｄ．ｅｘａｍｐｌｅ．ｃｏｍ'],
    ['inside a longer word', `https://x${host}y/`],
    ['between marks that nobody sees', 'vpn.no\u200brth-w\u00adind.exam\u2060ple.com'],
    ['under other hyphens', 'vpn.north\u2011wind.example.com'],
    ['in a page, cut by elements', 'vpn.<b>north</b>-wind.<wbr>example.com'],
    ['as references', 'vpn&#46;north&#x2d;wind&period;example.com'],
    ['in Markdown', 'vpn\\.north\\-wind\\.example\\.com'],
    ['with escapes', 'vpn\\u002enorth\\x2dwind.example.com'],
    ['percent-encoded', 'vpn%2Enorth%2dwind.example.com'],
    ['percent-encoded twice', 'vpn%252Enorth-wind.example.com'],
    ['wholly percent-encoded', [...Buffer.from(host)].map((b) => `%${b.toString(16)}`).join('')],
    ['defanged', defanged(host)],
    ['defanged in words', 'vpn dot north-wind (dot) example {.} com'],
    ['in base64', Buffer.from(host).toString('base64')],
    ['in base64, one byte later', Buffer.from(`-${host}`).toString('base64')],
    ['in base64, two bytes later', Buffer.from(`--${host}-`).toString('base64url')],
    ['in base64 of UTF-16', Buffer.from(host, 'utf16le').toString('base64')],
    ['in hexadecimal', hex(host)],
    ['in hexadecimal with colons', hex(host).replace(/../g, '$&:')],
    ['as a dump', hex(host).replace(/../g, '$& ').toUpperCase()],
    ['backwards', [...host].reverse().join('')],
    ['with other separators', 'vpn_north_wind/example/com'],
  ])('finds a host name %s', (_, planted) => {
    expect(found([host], text(planted))).toEqual([host]);
  });

  it('finds a name in another script, and its form in DNS', () => {
    const name = '北風.example.com';
    expect(found([name], text(name))).toEqual([name]);
    const tokens = tokensOf({
      organisations: ['株式会社北風商事'],
      hosts: [`vpn.${name}`],
      addresses: [],
      users: ['田中'],
      realms: [],
      cases: [],
      evidence: [],
      serials: [],
      custody: [],
    });
    const find = (t: string): string[] => new AbsenceCheck(tokens).find(t).map((l) => l.kind);
    expect(find(text(domainToASCII(`vpn.${name}`)))).toContain('host name');
    expect(find(text('北風商事'))).toContain('organisation');
    expect(find('利用者田中さん')).toEqual(['user name']);
    expect(find(encodeURIComponent('田中'))).toEqual(['user name']);
  });

  it.each(['müller', 'MÜLLER', 'mu\u0308ller', 'muller', 'm&uuml;ller'.replace('&uuml;', '&#252;')])(
    'finds müller as %s',
    (given) => {
      expect(found(['müller'], text(given))).toEqual(['müller']);
    },
  );

  it.each([
    '198.51.100.7',
    '198[.]51[.]100[.]7',
    '198.51.100[dot]7',
    '0306.063.0144.07',
    '0xc6.0x33.0x64.0x7',
    '0xc6336407',
    '3325256711',
    '198.51.25607',
    '::ffff:198.51.100.7',
    '::ffff:c633:6407',
    '0:0:0:0:0:ffff:c633:6407',
    '7.100.51.198.in-addr.arpa',
    'http://198.51.100.7:443/',
    Buffer.from('at 198.51.100.7 now').toString('base64'),
  ])('finds the address 198.51.100.7 as %s', (given) => {
    expect(found(['198.51.100.7'], text(given))).toEqual(['198.51.100.7']);
  });

  it('finds an IPv6 address in every spelling', () => {
    for (const given of ['2001:db8::7', '2001:0DB8:0:0:0:0:0:7', '2001:db8::0:7'])
      expect(found(['2001:db8::7'], text(given))).toEqual(['2001:db8::7']);
    expect(found(['2001:db8::7'], text('2001:db8::70'))).toEqual([]);
  });

  it('tells a short name from the words that hold it', () => {
    expect(found(['ina'], text('China, inane, Ina2'))).toEqual([]);
    expect(found(['ina'], text('INA'))).toEqual(['ina']);
    expect(found(['gw1'], text('gw1.example.com'))).toEqual(['gw1']);
    expect(found(['198.51.100.7'], text('198.51.100.70'))).toEqual([]);
    expect(found(['Harbour 1', '7 Hills'], text('Harbour 17 and 27 hills'))).toEqual([]);
    expect(found(['Harbour 1', '7 Hills'], text('the harbour 1a, 7 hills'))).toEqual(['Harbour 1', '7 Hills']);
  });

  it('says which names are too short to be told from a text', () => {
    const both = new AbsenceCheck([token('a'), token('it'), token('2021'), token('12345'), token('田中')]);
    expect(both.unsearched.map((t) => t.value)).toEqual(['a', 'it', '2021']);
    expect(both.find('a it 2021 12345').map((l) => l.value)).toEqual(['12345']);
  });

  it('lets pass what our own text says anyway, and says so', () => {
    const own = new AbsenceCheck([token('gateway'), token('north')], 'This notice is about a gateway.');
    expect(own.find('The gateway is north.').map((l) => l.value)).toEqual(['north']);
    expect([...own.ordinary]).toEqual(['gateway']);
  });

  it('says the line', () => {
    expect(check(host).find(`one\ntwo\nat ${host}`)).toEqual([
      { kind: 'host name', value: host, how: 'as it stands', line: 3 },
    ]);
  });

  it('searches a long text for very many names', () => {
    const many = Array.from({ length: 100_000 }, (_, i) => token(`user-${i * 7919}`, 'user name'));
    const page = 'A web shell was found and removed. '.repeat(6000);
    const big = new AbsenceCheck(many);
    expect(big.find(page)).toEqual([]);
    expect(big.find(`${page}user-${99_999 * 7919} `).map((l) => l.value)).toEqual([`user-${99_999 * 7919}`]);
  });

  const ways: ((s: string) => string)[] = [
    (s) => s,
    (s) => s.toUpperCase(),
    (s) => `<td>${s.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</td>`,
    (s) => [...s].map((c) => `&#${c.codePointAt(0)};`).join(''),
    encodeURIComponent,
    defanged,
    (s) => Buffer.from(`key=${s};`).toString('base64'),
    (s) => hex(`:${s}`),
    (s) => [...s].join('\u200b'),
    (s) => [...s].map((c) => `\\u{${c.codePointAt(0)!.toString(16)}}`).join(''),
  ];

  it('finds whatever is planted, in whatever way, wherever', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9._-]{5,24}[a-z0-9]$/);
    fc.assert(
      fc.property(name, fc.lorem({ maxCount: 30 }), fc.nat(), fc.constantFrom(...ways), (value, prose, at, way) => {
        const cut = prose.length === 0 ? 0 : at % prose.length;
        const planted = `${prose.slice(0, cut)} ${way(value)} ${prose.slice(cut)}`;
        expect(found([value], planted)).toEqual([value]);
      }),
      { numRuns: 400 },
    );
  });

  it('finds nothing in what does not hold it', () => {
    const name = fc.stringMatching(/^[a-z][a-z0-9]{6,20}$/);
    fc.assert(
      fc.property(name, fc.lorem({ maxCount: 40 }), (value, prose) => {
        fc.pre(!prose.replace(/\W/g, '').toLowerCase().includes(value));
        expect(found([value], prose)).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('survives whatever text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (s) => {
        check(host, '198.51.100.7', '2001:db8::7').find(s);
      }),
      { numRuns: 200 },
    );
  });
});
