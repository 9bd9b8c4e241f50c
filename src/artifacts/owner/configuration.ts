import { isIP } from 'node:net';
import type { OwnerGroundKind } from '../../model/index.ts';
import { hostName } from './names.ts';

/** A name or an address in a text, and its bytes. */
export interface NamedIn {
  kind: Extract<OwnerGroundKind, 'configuration' | 'sign-in-url' | 'banner'> | 'own-address';
  /** For people: `the DNS search list`. */
  what: string;
  /** A host or domain name, lower case, or an address. */
  value: string;
  /** The value is a domain already, not a host in it. */
  isDomain: boolean;
  offset: number;
  length: number;
}

interface Pattern {
  /** Files it is looked for in, by their path on the device. */
  path: RegExp;
  pattern: RegExp;
  kind: NamedIn['kind'];
  what: string;
  isDomain?: boolean;
}

const BANNER = /^\/etc\/(?:motd|issue|issue\.net|banner)$|\/banner[^/]*$|\/sign-?in[^/]*notif[^/]*$/i;
const XML = /\.xml$/i;
const WEB = /\/(?:httpd|apache2?|nginx|webserver)\/.*\.conf$|\/httpd\.conf$/;

/*
 * What files say of the device's own name. Names of elements of an exported configuration differ from version to
 * version, so any element of a name that means this is taken; documented forms: `<configuration xmlns="…/ive-sa/…">`.
 */
const patterns: readonly Pattern[] = [
  { path: /^\/etc\/hostname$/, pattern: /^[ \t]*([^\s#]{1,253})/dm, kind: 'configuration', what: 'the host name' },
  {
    path: /^\/etc\/sysconfig\/network$/,
    pattern: /^[ \t]*HOSTNAME="?([^\s"#]{1,253})/dm,
    kind: 'configuration',
    what: 'the host name',
  },
  {
    path: /^\/etc\/resolv\.conf$/,
    pattern: /^[ \t]*(?:search|domain)[ \t]+([^\s#;]{1,253})/dm,
    kind: 'configuration',
    what: 'the DNS search list',
    isDomain: true,
  },
  {
    path: WEB,
    pattern: /^[ \t]*(?:ServerName|server_name)[ \t]+(?:https?:\/\/)?([^\s:;#]{1,253})/dim,
    kind: 'configuration',
    what: "the web server's name",
  },
  {
    path: XML,
    pattern: /<(?:[\w-]+:)?(?:host-?name|fqdn|server-name|node-fqdn|host-?url)>\s{0,64}([^<\s]{1,253})/di,
    kind: 'configuration',
    what: 'the host name in an exported configuration',
  },
  {
    path: XML,
    pattern: /<(?:[\w-]+:)?(?:dns-?domains?|domain-?names?|search-?domains?)>\s{0,64}([^<\s,]{1,253})/di,
    kind: 'configuration',
    what: 'the DNS domain in an exported configuration',
    isDomain: true,
  },
  {
    path: XML,
    pattern: /<(?:[\w-]+:)?(?:sign-?in-?url|url-?pattern)>\s{0,64}(?:https?:\/\/)?(?:\*\.)?([^<\s/*:]{1,253})/di,
    kind: 'sign-in-url',
    what: 'a sign-in URL in an exported configuration',
  },
  {
    path: /./,
    pattern: /https?:\/\/([\w.-]{4,253})(?::\d{1,5})?\/dana(?:-na|-admin)?\//di,
    kind: 'sign-in-url',
    what: 'a sign-in URL',
  },
  {
    path: BANNER,
    pattern: /https?:\/\/([\w.-]{4,253})/di,
    kind: 'banner',
    what: 'a URL of the banner',
  },
  {
    path: BANNER,
    pattern: /\w@([\w.-]{4,253})/di,
    kind: 'banner',
    what: 'the domain of a mail address of the banner',
    isDomain: true,
  },
  {
    path: /\/ifcfg-[\w.:-]{1,32}$/,
    pattern: /^[ \t]*IP(?:V6)?ADDR\d*="?([0-9a-fA-F.:]{3,45})/dm,
    kind: 'own-address',
    what: "an interface's address",
  },
  {
    path: XML,
    pattern: /<(?:[\w-]+:)?(?:external|internal)?-?(?:port-)?ip-?address>\s{0,64}([0-9a-fA-F.:]{3,45})\s{0,64}</di,
    kind: 'own-address',
    what: 'an address in an exported configuration',
  },
];

/** Names of one text. */
const MOST = 200;

/** True when the path is of a file that may name the device. */
export const mayNameDevice = (path: string): boolean =>
  patterns.some(({ path: of }) => of.source !== '.' && of.test(path));

/** Host names, domains and addresses that a text of that path gives the device, each once. */
export function namedIn(path: string, content: Buffer): NamedIn[] {
  const text = content.toString('latin1');
  const found = new Map<string, NamedIn>();
  for (const { path: of, pattern, kind, what, isDomain = false } of patterns) {
    if (!of.test(path)) continue;
    const every = new RegExp(pattern.source, `${pattern.flags}g`);
    for (const match of text.matchAll(every)) {
      if (found.size >= MOST) return [...found.values()];
      const [begin, end] = match.indices![1]!;
      const raw = content
        .subarray(begin, end)
        .toString('utf8')
        .replace(/[.,;:)]+$/, '');
      const value = kind === 'own-address' ? addressIn(raw) : hostName(raw.replace(/^\*?\./, ''));
      if (value === undefined) continue;
      const key = `${what} ${value}`;
      if (!found.has(key)) found.set(key, { kind, what, value, isDomain, offset: begin, length: end - begin });
    }
  }
  return [...found.values()];
}

const addressIn = (text: string): string | undefined => (isIP(text) ? text.toLowerCase() : undefined);
