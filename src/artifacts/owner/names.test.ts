import { describe, expect, it } from 'vitest';
import { namedIn } from './configuration.ts';
import { domainOf, hostName, isPlaceholder, isSomebodys, organisationKey } from './names.ts';

describe('names', () => {
  it.each([
    ['VPN.Example.COM.', 'vpn.example.com'],
    ['北風.example.com', 'xn--djrw23n.example.com'],
    ['localhost', undefined],
    ['192.0.2.1', undefined],
    ['a..example.com', undefined],
    ['-a.example.com', undefined],
    ['a b.example.com', undefined],
    [`${'a'.repeat(64)}.example.com`, undefined],
    [`${'a.'.repeat(200)}com`, undefined],
  ])('%s is the host %s', (given, expected) => {
    expect(hostName(given)).toBe(expected);
  });

  it.each([
    ['vpn.example.com', 'example.com'],
    ['example.com', 'example.com'],
    ['vpn.north.example.com', 'north.example.com'],
    ['www.example.co.jp', 'example.co.jp'],
    ['example.co.jp', 'example.co.jp'],
    ['gw.example.gov.uk', 'example.gov.uk'],
    ['co.example.com', 'example.com'],
  ])('%s belongs to %s', (host, domain) => {
    expect(domainOf(host)).toBe(domain);
  });

  it.each([
    'gw.pulsesecure.net',
    'pulsesecure.net',
    'x.local',
    'localhost.localdomain',
    'a.corp',
    '2.0.192.in-addr.arpa',
  ])('%s is nobody’s, or the maker’s', (domain) => {
    expect(isSomebodys(domain)).toBe(false);
  });
  it('a domain that only looks like the maker’s is somebody’s', () => {
    expect(isSomebodys('notpulsesecure.net')).toBe(true);
    expect(isSomebodys('local.example.com')).toBe(true);
  });

  it.each([
    ['North Wind GmbH', 'NORTH WIND, G.m.b.H.'],
    ['South Wind S.A.', 'south wind sa'],
    ['株式会社北風商事', '北風商事㈱'],
    ['Ｎｏｒｔｈ Wind Ltd.', 'north  wind limited'],
  ])('%s and %s are one organisation', (a, b) => {
    expect(organisationKey(a)).toBe(organisationKey(b));
  });
  it('forms of a company alone are still a name', () => {
    expect(organisationKey('AG')).toBe('ag');
  });

  it.each([
    'SomeOrganization',
    'Internet Widgits Pty Ltd',
    'Default Company Ltd',
    'Pulse Secure, LLC',
    'Ivanti',
    'n/a',
    '',
    '...',
  ])('%s names no owner', (name) => {
    expect(isPlaceholder(name)).toBe(true);
  });
  it.each(['Testing Works Ltd', 'Acme Foundry', 'Ivantiva', 'Company of Pilots'])('%s names one', (name) => {
    expect(isPlaceholder(name)).toBe(false);
  });
});

describe('what configuration calls the device', () => {
  const named = (path: string, text: string): string[] =>
    namedIn(path, Buffer.from(text)).map((n) => `${n.kind} ${n.value}`);

  it.each<[string, string, string[]]>([
    ['/etc/hostname', 'vpn.north.example.com\n', ['configuration vpn.north.example.com']],
    ['/etc/hostname', 'localhost\n', []],
    ['/etc/sysconfig/network', 'NETWORKING=yes\nHOSTNAME="gw.example.com"\n', ['configuration gw.example.com']],
    [
      '/etc/resolv.conf',
      '# search no.example.com\nsearch north.example.com south.example.com\n',
      ['configuration north.example.com'],
    ],
    [
      '/home/webserver/conf/httpd.conf',
      '  ServerName https://vpn.example.com:443\n',
      ['configuration vpn.example.com'],
    ],
    [
      '/data/export.xml',
      '<configuration xmlns="x"><ive:host-name>vpn.example.com</ive:host-name><dns-domains>\n north.example.com,b</dns-domains>',
      ['configuration vpn.example.com', 'configuration north.example.com'],
    ],
    [
      '/data/export.xml',
      '<sign-in-url>*.north.example.com/hr/</sign-in-url><url-pattern>*/</url-pattern>',
      ['sign-in-url north.example.com'],
    ],
    [
      '/etc/motd',
      'See https://portal.example.com/x or mail a.b@north.example.com.',
      ['banner portal.example.com', 'banner north.example.com'],
    ],
    [
      '/etc/sysconfig/network-scripts/ifcfg-eth0',
      'IPADDR=198.51.100.7\nNETMASK=255.255.255.0\n',
      ['own-address 198.51.100.7'],
    ],
    [
      '/etc/issue',
      'https://vpn.example.com/dana-na/auth/url_default/welcome.cgi',
      ['sign-in-url vpn.example.com', 'banner vpn.example.com'],
    ],
    ['/etc/hosts', '192.0.2.1 other.example.com', []],
  ])('%s: %j names %j', (path, text, expected) => {
    expect(named(path, text)).toEqual(expected);
  });

  it('gives the bytes of each name, also behind other scripts', () => {
    const text = Buffer.from('日本語 search\nsearch  北風.example.com\n');
    const [one] = namedIn('/etc/resolv.conf', text);
    expect(text.subarray(one!.offset, one!.offset + one!.length).toString()).toBe('北風.example.com');
    expect(one!.value).toBe('xn--djrw23n.example.com');
  });

  it('is bounded on hostile text', () => {
    const many = Array.from({ length: 5000 }, (_, i) => `search h${i}.example.com`).join('\n');
    expect(named('/etc/resolv.conf', many).length).toBeLessThanOrEqual(200);
    for (const evil of ['<host-name>', 'https://', ' ', 'a@', 'search '])
      expect(named('/etc/motd.xml', evil.repeat(200_000))).toEqual([]);
  });
});
