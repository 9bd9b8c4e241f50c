import { describe, expect, it } from 'vitest';
import { MemorySource } from '../bytes/index.ts';
import type { Claim } from '../model/index.ts';
import { likenessOf, secretsOf } from './likeness.ts';

const claim = (more: Partial<Claim> = {}): Claim => ({
  rule: { id: 'r', source: 'yara', version: '1' },
  about: 'compromise',
  actors: [],
  techniques: [],
  severity: 'critical',
  confidence: 'high',
  title: '',
  explanation: '',
  matched: [],
  ...more,
});
const source = (text: string): MemorySource =>
  new MemorySource(Buffer.from(text), [{ evidence: 0, offset: 0, length: text.length }]);
const implant = Array.from({ length: 60 }, (_, i) => `my $v${i} = step_${(i * 7919) % 101}($q, "${i}");`).join('\n');
const vendor = (seed: number): string =>
  Array.from({ length: 2000 }, (_, i) => `print form_${(i * seed) % 977}(table_${(i * 31 * seed) % 613});`).join('\n');

describe('what a found file can be recognised by elsewhere', () => {
  it('is the code around the match, not the vendor file that it was put into', () => {
    const of = (before: string): string | undefined => {
      const text = `${before}\n${implant}\n${before}`;
      const middle = { offset: before.length + 1 + implant.length / 2, length: 20 };
      return likenessOf(claim({ matched: [middle] }), source(text), text.length)?.sketch;
    };
    expect(of(vendor(17))).toBeDefined();
    const [a, b] = [of(vendor(17))!, of(vendor(23))!];
    const places = a.match(/.{4}/g)!;
    expect(places.filter((p, i) => p === b.match(/.{4}/g)![i]).length).toBeGreaterThan(12);
  });

  it('is not told of claims that say little, nor of what cannot be read', () => {
    const text = source(implant);
    expect(likenessOf(claim({ about: 'lead' }), text, text.size)).toBeUndefined();
    expect(likenessOf(claim({ severity: 'medium' }), text, text.size)).toBeUndefined();
    expect(likenessOf(claim(), undefined, 10)).toBeUndefined();
    expect(likenessOf(claim(), source('exit;'), 5)).toBeUndefined();
  });
});

describe('secrets in a text', () => {
  const key = '8f14e45fceea167a5a36dedd4bea2543';
  it('are known by their shape or name, and stand as digests', () => {
    const [digest] = secretsOf(`if (md5($p) eq "${key}") { run(); }`);
    expect(digest).toMatch(/^[0-9a-f]{16}$/);
    expect(secretsOf(`my $key = '${key}';`)).toEqual([digest]);
    expect(secretsOf('my $password = "tr0ub4dor";')).toHaveLength(1);
    expect(secretsOf('root:$6$saltsalt$abcdefghijklmnopqrstuvwx:1')).toHaveLength(1);
  });

  it('are not seen in words, colours, zeros or longer numbers', () => {
    expect(secretsOf('my $colour = "#aabbcc"; my $name = "administrator"; the password is asked for')).toEqual([]);
    expect(secretsOf('0'.repeat(32))).toEqual([]);
    expect(secretsOf(`${key}${key}ff`)).toEqual([]);
  });
});
