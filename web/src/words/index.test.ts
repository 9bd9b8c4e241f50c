import { expect, it } from 'vitest';
import { en } from './en.ts';
import { languageOf } from './index.tsx';
import { ja } from './ja.ts';

it('speaks the language of the address, else the one chosen last, else one that the browser prefers, else English', () => {
  expect(languageOf('?lang=ja', 'en', ['en'])).toBe('ja');
  expect(languageOf('?lang=xx', 'ja', ['en'])).toBe('ja');
  expect(languageOf('', null, ['fr-FR', 'ja-JP', 'en'])).toBe('ja');
  expect(languageOf('', 'fr', ['fr'])).toBe('en');
});

/** Every text of a table with its place; what takes numbers or names is told with some. */
function textsOf(value: unknown, place = ''): [string, string][] {
  if (typeof value === 'string') return [[place, value]];
  if (typeof value === 'function') return [[place, String((value as (...a: unknown[]) => unknown)(3, 4, 5))]];
  return Object.entries(value as object).flatMap(([key, inner]) => textsOf(inner, `${place}.${key}`));
}

it('says everything in Japanese too: nothing is empty, nothing was left in English', () => {
  const english = new Map(textsOf(en));
  const japanese = textsOf(ja);
  expect(japanese.map(([place]) => place).sort()).toEqual([...english.keys()].sort());
  const left = japanese.filter(([place, text]) => text === '' || text === english.get(place)).map(([place]) => place);
  // Names of things that are written alike in both languages.
  expect(left).toEqual(['.findings.hash']);
});
