import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Engine } from './duckdb.ts';
import { globMatches, globPrefix, globToRegex } from './glob.ts';

const cases: [glob: string, path: string, matches: boolean][] = [
  ['/home/*.cgi', '/home/a/b.cgi', true],
  ['/home/*.cgi', '/home/a/b.cgi.bak', false],
  ['*.cgi', '/home/a.cgi', true],
  ['a.cgi', '/home/a.cgi', true],
  ['a.cgi', '/home/xa.cgi', false],
  ['a.cgi', 'a.cgi', true],
  ['/a?c', '/abc', true],
  ['/a?c', '/a\nc', true],
  ['/a?c', '/ac', false],
  ['/[ab].+(c)|$', '/[ab].+(c)|$', true],
  ['/[ab]', '/a', false],
  ['/\u{1f600}?', '/\u{1f600}\u{1f601}', true],
  ["/'; DROP TABLE x; --", "/'; DROP TABLE x; --", true],
];

test('JavaScript and DuckDB agree on every pattern, and with the table', async () => {
  const engine = await Engine.open();
  const ask = async (glob: string, path: string) => {
    for await (const row of engine.rows('SELECT regexp_full_match($1, $2) AND $1 >= $3 AS m', [
      path,
      globToRegex(glob),
      globPrefix(glob),
    ]))
      return row.m;
    return undefined;
  };
  for (const [glob, path, matches] of cases) {
    expect(globMatches(glob, path), `${glob} ${path}`).toBe(matches);
    expect(await ask(glob, path), `${glob} ${path}`).toBe(matches);
  }
  const letters = fc.string({ unit: fc.constantFrom('a', '/', '*', '?', '.', '\\'), maxLength: 8 });
  await fc.assert(
    fc.asyncProperty(letters, letters, async (glob, path) => {
      expect(await ask(glob, path), `${glob} ${path}`).toBe(globMatches(glob, path));
    }),
    { numRuns: 200 },
  );
  engine.close();
});

test('a pattern of stars on a long name takes no time', () => {
  const started = performance.now();
  expect(globMatches(`/${'*a'.repeat(20)}b`, `/${'a'.repeat(20_000)}`)).toBe(false);
  expect(performance.now() - started).toBeLessThan(2000);
});
