import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ReportInput } from '../../src/reports/input.ts';

/** The gateway of fixtures/gateway as a report sees it; made by make.py in src/reports/fixtures. */
export const gateway = (): ReportInput => ({
  ...JSON.parse(readFileSync(join(import.meta.dirname, '../../src/reports/fixtures/gateway.json'), 'utf8')),
  examined: { case: '0123456789abcdef', at: '2021-05-03T09:00:00.000Z' },
});

/** Names and texts as an intruder would choose them to break, forge or hide part of a report. */
export const hostileTexts = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style><style>body{display:none}',
  '</title><meta http-equiv="refresh" content="0;url=http://192.0.2.1/">',
  '<!-- ',
  '&lt;b&gt;',
  'javascript:alert(1)',
  'login\u202eigc.lmth',
  'a\u0000b\u001b[2J\u001b]0;owned\u0007\u0085',
  'zero\u200bwidth\u2066isolate\ufeff\u00ad',
  'lone\ud800surrogate',
  'line\nbreak\r\n# heading\n\n- item',
  '`` code `` ```',
  '![x](http://192.0.2.1/x.png) [y](javascript:alert(1)) http://example.com www.example.com',
  '| a | b |\n| - | - |',
  '$(touch owned)`touch owned`; touch owned #',
  `stack${'\u0301'.repeat(50)}`,
  '\\x1b[0m is not an escape',
];

/** The gateway with the hostile text in every place that evidence, content or a third party's rule can write. */
export const hostile = (text: string): ReportInput => hostileBy(() => text);

/** The same, each of the hostile texts in its turn, and one of a mebibyte. */
export function hostileInTurn(): ReportInput {
  const texts = [...hostileTexts, `<b>${'\u0000<'.repeat(1 << 19)}`];
  let n = 0;
  return hostileBy(() => texts[n++ % texts.length]!);
}

function hostileBy(text: () => string): ReportInput {
  const fields = new Set([
    'subject',
    'scope',
    'statement',
    'title',
    'explanation',
    'reason',
    'name',
    'path',
    'family',
    'version',
    'build',
    'zone',
    'reference',
    'member',
    'recognised',
    'limitedBy',
    'basis',
    'layers',
    'actors',
    'techniques',
    'parsers',
    'notBefore',
    'modified',
    'contentVersion',
  ]);
  const given = gateway();
  for (const f of given.findings) for (const l of f.locators) l.member = '';
  const changed = (value: unknown, key: string): unknown => {
    if (Array.isArray(value))
      return fields.has(key) && typeof value[0] === 'string' ? [text(), text()] : value.map((v) => changed(v, key));
    if (value !== null && typeof value === 'object')
      return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, changed(v, k)]));
    return fields.has(key) && typeof value === 'string' ? text() : value;
  };
  return changed(given, '') as ReportInput;
}
