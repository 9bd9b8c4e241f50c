import { isIP } from 'node:net';

/** The network that an address belongs to, as a table of networks says. */
export interface Network {
  /** `AS64500`, when the table has numbers. */
  number?: string;
  organisation?: string;
  country?: string;
  /** Line of the table. */
  line: number;
}

/** Addresses as numbers that compare: both families in one order, IPv4 as `::ffff:0:0/96`. */
export function addressNumber(text: string): bigint | undefined {
  const family = isIP(text);
  if (family === 0 || text.includes('%')) return undefined;
  if (family === 4) return 0xffff00000000n + BigInt(text.split('.').reduce((sum, part) => sum * 256 + Number(part), 0));
  const mapped = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  const whole = mapped ? `${mapped[1]}${mappedTail(mapped[2]!)}` : text;
  const [head = '', tail] = whole.split('::') as [string, string?];
  const parts = (half: string): string[] => (half === '' ? [] : half.split(':'));
  const [left, right] = [parts(head), parts(tail ?? '')];
  const all = tail === undefined ? left : [...left, ...Array(8 - left.length - right.length).fill('0'), ...right];
  return all.reduce((sum, part) => (sum << 16n) + BigInt(`0x${part}`), 0n);
}

/** The dotted end of an IPv6 address as two groups. */
function mappedTail(dotted: string): string {
  const [a, b, c, d] = dotted.split('.').map(Number) as [number, number, number, number];
  return `${((a << 8) | b).toString(16)}:${((c << 8) | d).toString(16)}`;
}

/** Networks that belong to nobody in public: private, shared, link-local, loopback, multicast. */
const WITHIN: readonly [string, string][] = [
  ['0.0.0.0', '0.255.255.255'],
  ['10.0.0.0', '10.255.255.255'],
  ['100.64.0.0', '100.127.255.255'],
  ['127.0.0.0', '127.255.255.255'],
  ['169.254.0.0', '169.254.255.255'],
  ['172.16.0.0', '172.31.255.255'],
  ['192.168.0.0', '192.168.255.255'],
  ['224.0.0.0', '255.255.255.255'],
  ['::', '::1'],
  ['fc00::', 'fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
  ['fe80::', 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff'],
];
const inner = WITHIN.map(([from, to]) => [addressNumber(from)!, addressNumber(to)!] as const);

/** True for an address that the whole Internet can reach, so that a registry knows whose it is. */
export function isPublic(address: string): boolean {
  const number = addressNumber(address);
  return number !== undefined && !inner.some(([from, to]) => number >= from && number <= to);
}

/** Cells of a row, quotes taken off; rows of such tables have no line breaks in cells. */
const cellsOf = (line: string): string[] =>
  [...line.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^,]*))/g)].map((m) =>
    (m[1] ?? m[2] ?? '').replaceAll('""', '"').trim(),
  );

/**
 * The networks of a few addresses, from a table `first,last,…` of address ranges as `@ip-location-db` publishes them:
 * behind the range a number and a name (`asn`), a country code (`asn-country`, `geo-whois-asn-country`), or both. The
 * table is read line by line and only the rows that hold an address are kept, the smallest range first.
 */
export function networksOf(lines: Iterable<string>, addresses: readonly string[]): Map<string, Network> {
  const wanted = addresses.flatMap((address) => {
    const number = addressNumber(address);
    return number === undefined ? [] : [{ address, number }];
  });
  const found = new Map<string, Network & { size: bigint }>();
  let line = 0;
  for (const text of lines) {
    line++;
    const comma = text.indexOf(',');
    const second = text.indexOf(',', comma + 1);
    if (comma < 0 || text.length > 4096) continue;
    const bare = (part: string): string => part.replace(/"/g, '').trim();
    const from = addressNumber(bare(text.slice(0, comma)));
    if (from === undefined || !wanted.some((w) => w.number >= from)) continue;
    const to = addressNumber(bare(text.slice(comma + 1, second < 0 ? undefined : second)));
    if (to === undefined) continue;
    for (const { address, number } of wanted) {
      if (number < from || number > to) continue;
      const size = to - from;
      const known = found.get(address);
      if (known && known.size <= size) continue;
      found.set(address, { ...networkOf(cellsOf(text).slice(2)), line, size });
    }
  }
  return new Map([...found].map(([address, { size: _, ...network }]) => [address, network]));
}

function networkOf(cells: readonly string[]): Omit<Network, 'line'> {
  const number = cells.find((c) => /^(?:AS)?\d{1,10}$/i.test(c))?.replace(/^AS/i, '');
  const country = cells.find((c) => /^[A-Za-z]{2}$/.test(c))?.toUpperCase();
  const organisation = cells.findLast((c) => c !== '' && !/^(?:AS)?\d{1,10}$/i.test(c) && !/^[A-Za-z]{2}$/.test(c));
  return {
    ...(number !== undefined && { number: `AS${number}` }),
    ...(organisation !== undefined && { organisation }),
    ...(country !== undefined && { country }),
  };
}
