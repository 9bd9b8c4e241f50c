import { describe, expect, test } from 'vitest';
import type { EntryFacts, Times } from '../../model/index.ts';
import type { EntryView } from '../detector.ts';
import { indicatorDetector } from './detector.ts';
import { loadIndicators } from './load.ts';

const sha256 = '1'.repeat(64);
const sha1 = '2'.repeat(40);
const md5 = '3'.repeat(32);

function entry(path: string | undefined, more: Partial<EntryFacts> = {}, hashed = true): EntryView {
  return {
    facts: {
      locator: { evidence: '0', layers: [], bytes: [] },
      ...(path !== undefined && { path }),
      kind: 'file',
      size: 100,
      allocation: 'allocated',
      content: 'intact',
      times: {} as Times,
      ...more,
    },
    ...(hashed && { hashes: { sha256, sha1, md5 } }),
  };
}

const claims = (list: string, view: EntryView, ours = false) => {
  const { set, unusable } = loadIndicators([{ file: 'list.txt', text: list, ours }]);
  expect(unusable).toEqual([]);
  return [...indicatorDetector(structuredClone(set), '2026.1').entry(view)];
};
const hits = (pattern: string, view: EntryView): boolean => claims(pattern, view).length > 0;

describe('a listed hash', () => {
  test.each([sha256, sha1, md5, sha256.toUpperCase()])('is found: %s', (hash) => {
    expect(claims(`# list\n${hash}\n`, entry('/home/a'))).toMatchObject([
      { rule: { source: 'hash' }, about: 'compromise', severity: 'high', confidence: 'high', matched: [] },
    ]);
  });

  test('of another file is not', () => {
    expect(claims('4'.repeat(64), entry('/home/a'))).toEqual([]);
    expect(claims(sha256, entry('/home/a', {}, false))).toEqual([]);
  });

  test('given three times in one list is one statement', () => {
    expect(claims(`${md5}\n${sha1}\n${sha256}`, entry('/home/a')).map((c) => c.rule.id)).toEqual([`sha256:${sha256}`]);
  });

  test('counts in deleted files and in pieces of free space', () => {
    expect(claims(sha256, entry(undefined, { kind: 'run', allocation: 'unallocated' }))).toHaveLength(1);
    expect(claims(sha256, entry('/a', { allocation: 'deleted' }))).toHaveLength(1);
  });
});

describe('a STIX indicator', () => {
  const bundle = (pattern: string, more = {}) =>
    JSON.stringify({
      type: 'bundle',
      id: 'bundle--1',
      objects: [
        {
          type: 'indicator',
          id: 'indicator--1',
          spec_version: '2.1',
          pattern_type: 'stix',
          pattern,
          description: 'A shell',
          ...more,
        },
        { type: 'malware', id: 'malware--1', spec_version: '2.1', name: 'EXAMPLE' },
        {
          type: 'relationship',
          id: 'relationship--1',
          spec_version: '2.1',
          relationship_type: 'indicates',
          source_ref: 'indicator--1',
          target_ref: 'malware--1',
        },
      ],
    });

  test('on a hash is critical, and as sure as its publisher', () => {
    const pattern = `[file:hashes.'SHA-256' = '${sha256}']`;
    const confidenceAt = (confidence?: number) => claims(bundle(pattern, { confidence }), entry('/a'))[0]?.confidence;
    expect([confidenceAt(95), confidenceAt(75), confidenceAt(60), confidenceAt(10), confidenceAt()]).toEqual([
      'high',
      'high',
      'medium',
      'low',
      'high',
    ]);
    expect(
      claims(
        bundle(pattern, { valid_from: '2021-04-20T00:00:00Z', valid_until: '2021-12-31T00:00:00Z' }),
        entry('/a'),
        true,
      ),
    ).toEqual([
      {
        rule: { id: 'indicator--1', source: 'hash', version: '2026.1' },
        about: 'compromise',
        family: 'EXAMPLE',
        actors: [],
        techniques: [],
        severity: 'critical',
        confidence: 'high',
        title: 'EXAMPLE: file with a listed hash',
        explanation: `A shell. The content has a listed hash (indicator in the content of Afterimage, SHA-256 of the file ${sha256}). Its publisher states it for 2021-04-20T00:00:00Z until 2021-12-31T00:00:00Z.`,
        matched: [],
      },
    ]);
  });

  test('on a name alone is a lead of low confidence, also in a deleted entry without content', () => {
    const gone = entry('/home/bin/memread', { allocation: 'deleted', content: 'lost', kind: 'unknown' }, false);
    expect(claims(bundle("[file:name = 'memread']", { confidence: 95 }), gone)).toMatchObject([
      { rule: { source: 'name' }, about: 'lead', severity: 'medium', confidence: 'low', byName: true },
    ]);
  });

  test('on a name in its folder is a path', () => {
    const pattern = "[file:name = 'memread' AND file:parent_directory_ref.path = '/home/bin/']";
    expect(claims(bundle(pattern, { confidence: 60 }), entry('/home/bin/memread'))).toMatchObject([
      { rule: { source: 'path' }, about: 'lead', severity: 'medium', confidence: 'medium', byName: true },
    ]);
    expect(claims(bundle(pattern), entry('/home/bin2/memread'))).toEqual([]);
    expect(claims(bundle(pattern), entry('/home/bin/memread2'))).toEqual([]);
  });

  test('on size or time alone is a weak lead', () => {
    expect(claims(bundle('[file:size = 100]'), entry('/a'))).toMatchObject([
      { rule: { source: 'stix' }, about: 'lead', severity: 'low', confidence: 'low' },
    ]);
  });
});

describe('paths and names compare whole', () => {
  test.each([
    ['/tmp/log', '/tmp/log', true],
    ['/tmp/log', '/tmp/logrotate', false],
    ['/tmp/log', '/tmp/log/x', false],
    ['/tmp/log', '/var/tmp/log', false],
    ['/tmp/log', '/tmp/LOG', false],
    ["[file:name = 'log']", '/tmp/log', true],
    ["[file:name = 'log']", '/log', true],
    ["[file:name = 'log']", '/tmp/catalog', false],
    ["[file:name = 'log']", '/tmp/log/x', false],
    ["[file:name = '/tmp/log']", '/tmp/log', true],
    ["[file:path = '/tmp/log']", '/tmp/log', true],
    ["[file:parent_directory_ref.path = '/']", '/log', true],
    ["[file:parent_directory_ref.path = '/tmp']", '/tmp/a/log', false],
  ])('%s on %s: %s', (indicator, path, expected) => {
    expect(hits(indicator, entry(path))).toBe(expected);
  });

  test('a file pattern never means a directory, nor the other way round', () => {
    const folder = entry('/tmp/log', { kind: 'directory' }, false);
    expect(hits("[file:name = 'log']", folder)).toBe(false);
    expect(hits('/tmp/log', folder)).toBe(false);
    expect(hits("[directory:path = '/tmp/log']", folder)).toBe(true);
    expect(hits("[directory:path = '/tmp/log']", entry('/tmp/log'))).toBe(false);
  });
});

describe('patterns mean what the standard says', () => {
  const times: Times = { modified: '2021-04-18T03:04:05.123456789Z', born: '2021-04-01T00:00:00Z' };
  const file = entry('/data/lib/libdemo.so', { size: 8123, times });

  test.each([
    ["[file:name LIKE 'lib%.so']", true],
    ["[file:name LIKE 'lib_emo.s_']", true],
    ["[file:name LIKE 'demo%']", false],
    ["[file:name LIKE '%%%o%.%']", true],
    ["[file:name NOT LIKE '%.cgi']", true],
    ["[file:name MATCHES 'demo']", true],
    ["[file:name MATCHES '^demo']", false],
    ["[file:name MATCHES '(a+)+$']", false],
    ["[file:name MATCHES '^(?:[a-z.]+)+$']", true],
    ["[file:name IN ('a', 'libdemo.so')]", true],
    ["[file:name NOT IN ('a', 'b')]", true],
    ["[file:name != 'libdemo.so']", false],
    ["[file:name NOT = 'other']", true],
    ["[file:name NOT != 'libdemo.so']", true],
    ['[file:size > 8122 AND file:size <= 8123]', true],
    ['[file:size < 8123 OR file:size > 8123]', false],
    ["[file:mtime > t'2021-04-18T03:04:05.123456788Z']", true],
    ["[file:mtime > t'2021-04-18T03:04:05.123456789Z']", false],
    ["[file:ctime = t'2021-04-01T00:00:00.000Z']", true],
    ["[file:atime > t'1970-01-01T00:00:00Z']", false],
    ["[file:atime NOT > t'1970-01-01T00:00:00Z']", false],
    ['[NOT EXISTS file:atime AND EXISTS file:mtime]', true],
    [`[file:hashes.MD5 = '${md5}' AND file:size = 8123]`, true],
    [`[file:hashes.MD5 = '${md5}' AND file:size = 1]`, false],
    [`[file:hashes.'sha-256' = '${sha256}']`, true],
    [`[file:hashes.MD5 != '${md5}']`, false],
    [`[file:hashes.'SHA-256' LIKE '1111%']`, true],
    [`[file:name = 'other'] OR [file:hashes.'SHA-1' = '${sha1}']`, true],
    [
      `[(file:name = 'x' OR file:name = 'libdemo.so') AND (file:size = 1 OR file:parent_directory_ref.path = '/data/lib')]`,
      true,
    ],
  ])('%s: %s', (pattern, expected) => {
    expect(hits(pattern, file)).toBe(expected);
  });

  test('a hash in an alternative makes it a hash match', () => {
    expect(claims(`[file:name = 'libdemo.so' OR file:hashes.MD5 = '${md5}']`, file)).toMatchObject([
      { rule: { source: 'hash' } },
    ]);
    expect(claims(`[file:name = 'libdemo.so' AND file:hashes.MD5 != '${sha1.slice(0, 32)}']`, file)).toMatchObject([
      { rule: { source: 'name' } },
    ]);
  });
});

test('100,000 hashes cost an entry a few lookups', { timeout: 30_000 }, () => {
  const list = Array.from({ length: 100_000 }, (_, i) => i.toString(16).padStart(64, '0')).join('\n');
  const detector = indicatorDetector(loadIndicators([{ file: 'x', text: list, ours: false }]).set, '1');
  const view = entry('/home/a');
  const start = performance.now();
  for (let i = 0; i < 100_000; i++) for (const claim of detector.entry(view)) expect(claim).toBeUndefined();
  expect(performance.now() - start).toBeLessThan(10_000);
});
