/** Networks in CIDR notation as a condition on an address that stands as text; DuckDB's own type would be a download. */
import { isIPv4, isIPv6 } from 'node:net';
import { literal } from './literal.ts';
import { Unusable } from './rule.ts';

/** @throws Unusable when it is no network */
export function networkPredicate(address: string, network: string): string {
  const [base = '', bits, rest] = network.trim().split('/');
  if (rest === undefined && (bits === undefined || /^\d{1,3}$/.test(bits))) {
    if (isIPv4(base) && Number(bits ?? 32) <= 32) return inFour(address, base, Number(bits ?? 32));
    if (isIPv6(base) && !base.includes('.') && !base.includes('%') && Number(bits ?? 128) <= 128)
      return inSix(address, base, Number(bits ?? 128));
  }
  throw new Unusable(`${JSON.stringify(network.slice(0, 60))} is no network in CIDR notation`);
}

function inFour(address: string, base: string, bits: number): string {
  const value = base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0);
  const size = 2 ** (32 - bits);
  const low = Math.floor(value / size) * size;
  const part = (n: number) => `TRY_CAST(split_part(${address}, '.', ${n}) AS BIGINT)`;
  const number = `${part(1)} * 16777216 + ${part(2)} * 65536 + ${part(3)} * 256 + ${part(4)}`;
  return `(regexp_full_match(${address}, '[0-9]{1,3}([.][0-9]{1,3}){3}') AND ${number} BETWEEN ${low} AND ${low + size - 1})`;
}

/** The address is written out to its 32 digits, and its first ones are compared. */
function inSix(address: string, base: string, bits: number): string {
  const digits = digitsOf(base);
  const whole = Math.floor(bits / 4);
  const side = (n: number) =>
    `array_to_string(list_transform(list_filter(string_split(split_part(lower(${address}), '::', ${n}), ':'), lambda g: g <> ''), lambda g: lpad(g, 4, '0')), '')`;
  // Left of the gap, the zeros of the gap, right of it; without a gap the left side is all of it.
  const full = `list_transform([[${side(1)}, ${side(2)}]], lambda s: CASE WHEN contains(${address}, '::') THEN rpad(s[1], (32 - length(s[2]))::INTEGER, '0') || s[2] ELSE s[1] END)`;
  const tests = ['length(h) = 32'];
  if (whole > 0) tests.push(`starts_with(h, ${literal(digits.slice(0, whole))})`);
  if (bits % 4 > 0) {
    const size = 2 ** (4 - (bits % 4));
    const low = Math.floor(Number.parseInt(digits[whole]!, 16) / size) * size;
    const allowed = Array.from({ length: size }, (_, i) => literal((low + i).toString(16)));
    tests.push(`substr(h, ${whole + 1}, 1) IN (${allowed.join(', ')})`);
  }
  return `(regexp_full_match(${address}, '[0-9a-fA-F]{0,4}(:[0-9a-fA-F]{0,4}){2,7}') AND list_transform(${full}, lambda h: ${tests.join(' AND ')})[1])`;
}

function digitsOf(address: string): string {
  const [left = '', right] = address.toLowerCase().split('::');
  const groups = (side: string) =>
    side
      .split(':')
      .filter((g) => g !== '')
      .map((g) => g.padStart(4, '0'))
      .join('');
  if (right === undefined) return groups(left);
  return groups(left).padEnd(32 - groups(right).length, '0') + groups(right);
}
