import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { contentFolder, loadContent } from './content.ts';
import { checkContent } from './content-check.ts';
import { contentSummary } from './content-summary.ts';
import { detectors, entryDetectors } from './index.ts';

const temporary = mkdtempSync(join(tmpdir(), 'content-'));
afterAll(() => rmSync(temporary, { recursive: true }));

/** A pack with one rule, its samples, and one indicator; `change` may spoil it. */
function pack(name: string, files: Record<string, string> = {}): string {
  const folder = join(temporary, name);
  const all: Record<string, string> = {
    'version.json': '{"version":"1"}',
    'yara/example.yar': rule('example', 'example-marker'),
    'indicators/example.json':
      '{"type":"bundle","id":"bundle--1","objects":[{"type":"indicator","id":"indicator--1","pattern":"[file:name = \'memread\']"}]}',
    'samples/example-marker/hit-a.txt': 'EXAMPLE-MARKER',
    'samples/example-marker/hit-b.txt': 'and EXAMPLE-MARKER',
    'samples/example-marker/hit-c.hex': Buffer.from('EXAMPLE-MARKER')
      .toString('hex')
      .replace(/(.{8})/g, '$1\n'),
    'samples/example-marker/miss-a.txt': 'EXAMPLE',
    'samples/example-marker/miss-b.txt': 'MARKER',
    ...files,
  };
  for (const [path, text] of Object.entries(all)) {
    mkdirSync(join(folder, path, '..'), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

const rule = (name: string, id: string, meta: Record<string, string> = {}): string => {
  const all = {
    id,
    title: 'A title',
    explanation: 'A sentence.',
    about: 'lead',
    severity: 'low',
    confidence: 'low',
    reference: 'https://example.com/',
    ...meta,
  };
  const lines = Object.entries(all).map(([key, value]) => `    ${key} = "${value}"`);
  return `rule ${name} {\n  meta:\n${lines.join('\n')}\n  strings:\n    $a = "EXAMPLE-MARKER"\n  condition:\n    $a\n}\n`;
};

const reasons = (folder: string) =>
  checkContent([folder]).problems.map((p) => `${p.file}${p.line ? `:${p.line}` : ''} ${p.reason}`);

describe('our pack', () => {
  test('has a version, rules and indicators, and the same hash each time', () => {
    const content = loadContent();
    expect(content.version).toMatch(/^\d{4}\.\d+\.\d+$/);
    expect(content.rules.length).toBeGreaterThan(10);
    expect(content.indicators.length).toBeGreaterThan(0);
    expect(content.rules.every((r) => r.ours)).toBe(true);
    expect(loadContent().hash).toBe(content.hash);
  });

  test('is summed up by family', () => {
    const { families, rules, indicators } = contentSummary();
    expect(families.reduce((n, f) => n + f.rules.length, 0)).toBe(rules);
    expect(families.reduce((n, { indicators: i }) => n + i.hashes + i.names + i.paths + i.patterns, 0)).toBe(
      indicators,
    );
    const slightpulse = families.find((f) => f.family === 'SLIGHTPULSE');
    expect(slightpulse?.rules.length).toBeGreaterThan(0);
    expect(slightpulse?.confidence).toBeDefined();
    expect(families.slice(0, -1).every((f) => f.family !== undefined)).toBe(true);
  });

  test('is found as well when it lies elsewhere', () => {
    const copy = join(temporary, 'copy');
    cpSync(contentFolder, copy, { recursive: true });
    expect(loadContent(copy).hash).toBe(loadContent().hash);
  });
});

describe('content check', () => {
  test('finds nothing wrong with a pack in order', () => {
    expect(checkContent([pack('good')])).toEqual({ problems: [], rules: 1, indicators: 1, samples: 5 });
  });

  test('names each gap in the meta of a rule', () => {
    const spoilt = pack('meta', {
      'yara/example.yar': rule('example', 'example-marker', {
        about: 'doom',
        techniques: 'T1505.003, web shell',
        title: '',
      }),
      'yara/other.yar': rule('other', 'example-marker', { severity: 'terrible' }),
      'yara/third.yar':
        'private rule helper { condition: true }\nrule bare { condition: helper and filesize == 999999 }\n',
    });
    expect(reasons(spoilt)).toEqual([
      'yara/example.yar:1 rule example: meta has no title',
      'yara/example.yar:1 rule example: about is "doom", expected one of compromise, tampering, lead',
      'yara/example.yar:1 rule example: technique "web shell" is no ATT&CK id',
      'yara/other.yar:1 rule other: severity is "terrible", expected one of informational, low, medium, high, critical',
      'yara/other.yar:1 rule other: id example-marker is taken by a rule in yara/example.yar',
      ...['id', 'title', 'explanation', 'about', 'severity', 'confidence', 'reference'].map(
        (key) => `yara/third.yar:2 rule bare: meta has no ${key}`,
      ),
    ]);
  });

  test('says where a rule does not compile', () => {
    expect(reasons(pack('broken', { 'yara/b.yar': 'rule b {\n condition:\n  $x\n}' }))).toContain(
      'yara/b.yar:3 rule b: unknown pattern `$x`: this pattern is not declared in the `strings` section',
    );
  });

  test('tells samples that do not do what they are named for', () => {
    const spoilt = pack('samples', {
      'samples/example-marker/hit-a.txt': 'nothing',
      'samples/example-marker/miss-b.txt': 'EXAMPLE-MARKER',
      'samples/nobody/hit-a.txt': 'x',
    });
    expect(reasons(spoilt)).toEqual([
      'samples/example-marker/hit-a.txt is not matched by example-marker',
      'samples/example-marker/miss-b.txt is matched by example-marker',
      'samples/nobody no rule has this id',
      'samples/nobody 1 hit samples, expected at least 3',
      'samples/nobody/hit-a.txt is not matched by nobody',
      'samples/nobody 0 miss samples, expected at least 2',
    ]);
  });

  test('lists indicators that could not be used', () => {
    const spoilt = pack('indicators', {
      'indicators/example.json':
        '{"type":"bundle","id":"bundle--1","objects":[{"type":"indicator","id":"indicator--1","pattern":"[url:value = \'x\']"}]}',
      'indicators/torn.json': '{"type":',
    });
    const found = reasons(spoilt);
    expect(found[0]).toBe('indicators/example.json indicator--1: url:value is not about a file');
    expect(found[1]).toContain('indicators/torn.json indicators: indicators/torn.json: found JSON that breaks off');
  });

  test('takes rule files, rule folders and indicator files of others as well', () => {
    const folder = pack('others', { 'list.txt': 'not a hash\n0123456789abcdef0123456789abcdef\n' });
    expect(checkContent([join(folder, 'yara', 'example.yar')])).toMatchObject({ problems: [], rules: 1 });
    expect(checkContent([join(folder, 'yara')])).toMatchObject({ problems: [], rules: 1 });
    expect(checkContent([join(folder, 'list.txt')])).toEqual({
      problems: [
        { file: 'list.txt', line: 1, reason: 'not a hash: neither a hash (MD5, SHA-1, SHA-256) nor an absolute path' },
      ],
      rules: 0,
      indicators: 1,
      samples: 0,
    });
    expect(() => checkContent([join(folder, 'nowhere')])).toThrow('does not exist');
  });

  test('a folder that is no pack is trouble with the request', () => {
    expect(() => loadContent(temporary)).toThrow(/version\.json could not be read/);
  });
});

test('every detector has a name and a line about it, and builds', () => {
  for (const { name, description } of detectors) {
    expect(name).toMatch(/^[a-z-]+$/);
    expect(description).toMatch(/\w+ \w+/);
  }
  expect(new Set(detectors.map((d) => d.name)).size).toBe(detectors.length);
  const content = loadContent();
  expect(entryDetectors(content.indicators, content.version).map((d) => [d.name, d.contentVersion])).toEqual([
    ['indicators', content.version],
  ]);
});
