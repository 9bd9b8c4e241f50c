import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { keysOf } from './keys.ts';
import { loadIndicators, readIndicatorFile } from './load.ts';

const fixture = (file: string) => ({
  file,
  text: readFileSync(new URL(`./fixtures/${file}`, import.meta.url), 'utf8'),
  ours: false,
});
const load = (file: string) => {
  const { set, unusable, notices, counts } = loadIndicators([fixture(file)]);
  return {
    used: set.indicators.map((i) => keysOf(i.test)?.join(' ') ?? '-'),
    unusable: unusable.map((u) => `${u.line ?? u.id?.slice(-2)}: ${u.value}: ${u.reason}`),
    indicators: set.indicators,
    notices,
    counts,
  };
};

test('a plain list is read line by line, and every line that is not used says why', () => {
  const { used, unusable, counts, indicators } = load('hashes.txt');
  expect(used).toEqual([
    'md5:0123456789abcdef0123456789abcdef',
    'sha1:0123456789abcdef0123456789abcdef01234567',
    `sha256:${'3'.repeat(64)}`,
    `sha256:${'4'.repeat(64)}`,
    `md5:${'5'.repeat(32)}`,
    'path:/tmp/log',
    'name:memread',
  ]);
  expect(indicators.map((i) => i.description)).toEqual([
    undefined,
    'dana/login.cgi',
    'shell.cgi',
    'libdemo.so',
    'seen on two gateways, never elsewhere',
    undefined,
    undefined,
  ]);
  expect(unusable).toEqual([
    '11: d41d8cd98f00b204e9800998ecf8427e  empty.txt: this is the hash of empty content, which every empty file has',
    '12: 0123456789abcdef: neither a hash (MD5, SHA-1, SHA-256) nor an absolute path',
    '13: 192.0.2.7: a network address; this version looks for files only',
    '14: hxxp://example.com/?a=b: a network address; this version looks for files only',
    '15: gateway.example.com: a network address; this version looks for files only',
    "16: [url:value = 'http://example.com/?a=b']: url:value is not about a file",
    "17: [file:name = 'memread': not a STIX pattern: at character 23: found the end, expected AND, OR or ]",
  ]);
  expect(counts).toEqual({ files: 1, hashes: 5, names: 1, paths: 1, patterns: 0, unusable: 7 });
});

test('a table is read by its headings, with quotes, line breaks in cells and `=` in values', () => {
  const { used, unusable, indicators } = load('table.csv');
  expect(used).toEqual([
    `sha256:${'6'.repeat(64)}`,
    `md5:${'7'.repeat(32)}`,
    'name:memread',
    'path:/data/runtime/tmp/x',
    'name:a=b,c',
  ]);
  expect(indicators[0]).toMatchObject({
    family: 'EXAMPLE',
    actors: ['UNC0001', 'UNC0002'],
    techniques: ['T1505.003'],
    description: 'quoted; with a semicolon, and "quotes"',
    confidence: 90,
    listed: true,
  });
  expect(indicators[1]?.description).toBe('over\ntwo lines');
  expect(unusable).toEqual([
    '7: http://192.0.2.1/a?b=c: its type is URL; this version looks for files only',
    '8: 198.51.100.9: its type is ipv4; this version looks for files only',
    '9: Global\\example: its type is mutex; this version looks for files only',
    '10: 88888888888888888888888888888888: 32 hexadecimal digits are no sha1 hash',
    '12: ;;;;;nothing here;: no value in a column we know',
  ]);
});

test('a STIX 2.1 bundle says family, actors and techniques through its relationships', () => {
  const { used, unusable, indicators, notices } = load('bundle-2.1.json');
  expect(used).toEqual([`sha256:${'1'.repeat(64)} md5:${'2'.repeat(32)}`, 'name:memread']);
  expect(indicators[0]).toMatchObject({
    id: 'indicator--00000000-0000-4000-8000-0000000000a1',
    family: 'EXAMPLESHELL',
    actors: ['Example actor', 'UNC0001'],
    techniques: ['T1505.003'],
    confidence: 95,
    reference: 'https://example.com/report',
    validFrom: '2021-04-20T00:00:00Z',
    validUntil: '2021-12-31T00:00:00Z',
    listed: false,
  });
  expect(unusable).toEqual([
    "a2: [file:name = 'gone']: revoked by its publisher",
    'a3: rule a { condition: true }: its pattern is of type yara, not stix',
    "a4: [file:name = 'memread'] OR [ipv4-addr:value = '192.0.2.1']: a part of it is not used: ipv4-addr:value is not about a file",
    'a5: [file:name = memread]: not a STIX pattern: at character 14: found memread, expected a literal',
    "a6: [file:name = 'known-good']: it marks what is benign",
    'a7: no pattern: it has no pattern',
  ]);
  expect(notices).toEqual([
    'bundle-2.1.json: 1 observations (file, observed-data) are not indicators and are not looked for',
  ]);
});

test('a STIX 2.0 bundle is said to be one, and read where it is the same', () => {
  const { used, notices, indicators } = load('bundle-2.0.json');
  expect(used).toEqual([`sha1:${'12'.repeat(20)}`]);
  expect(indicators[0]?.family).toBe('OLDSHELL');
  expect(notices).toEqual(['bundle-2.0.json: a STIX 2.0 bundle; read as 2.1 where the two are the same']);
});

test('a MISP event is read by its attributes and galaxy tags', () => {
  const { used, unusable, indicators } = load('misp.json');
  expect(used).toEqual([`sha256:${'9'.repeat(64)}`, `md5:${'ab'.repeat(16)}`, 'name:dsclslog']);
  expect(indicators[0]).toMatchObject({
    family: 'EXAMPLESHELL',
    actors: ['UNC0001'],
    techniques: ['T1505.003'],
    description: 'the shell',
  });
  expect(unusable).toEqual([
    '33: 203.0.113.5: its type is ip-dst; this version looks for hashes and names of files',
    '34: cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdcd: not meant for detection (to_ids is false)',
    '35: cdcdcdcdcdcdcdcdcdcdcdcdcdcdcdce: deleted by its publisher',
    '37: 10: not meant for detection (to_ids is false)',
  ]);
});

describe('content decides, not the name', () => {
  const used = (text: string) => loadIndicators([{ file: 'x.bin', text, ours: false }]).set.indicators.length;
  const hash = '1'.repeat(64);

  test.each([
    ['a table of one column', `sha256\n${hash}\n`, 1],
    ['a table with a byte order mark and Windows line ends', `\ufeffSHA-256,File Name\r\n${hash},a.cgi\r\n`, 1],
    ['a table with tabs', `indicator\ttype\n${hash}\tsha256\n`, 1],
    [
      'a table with hashes of one file side by side',
      `md5,sha1,sha256\n${'a'.repeat(32)},${'b'.repeat(40)},${hash}\n`,
      3,
    ],
    ['a table that only names files', 'filename,comment\nmemread,x\n', 1],
    ['a list without a line end', hash, 1],
    [
      'a list of objects',
      `[{"type":"indicator","id":"indicator--1","pattern":"[file:name = 'a']","pattern_type":"stix"}]`,
      1,
    ],
    [
      'a TAXII envelope',
      `{"more":false,"objects":[{"type":"indicator","id":"indicator--1","pattern":"[file:name = 'a']"}]}`,
      1,
    ],
    ['MISP search results', `{"response":[{"Event":{"Attribute":[{"type":"md5","value":"${'a'.repeat(32)}"}]}}]}`, 1],
    ['an empty bundle', '{"type":"bundle","id":"bundle--1"}', 0],
    ['an empty file', '', 0],
  ])('%s', (_, text, count) => {
    expect(used(text)).toBe(count);
  });

  test.each([
    ['binary data', 'a\0b', 'binary data'],
    ['broken JSON', '{"type":"bundle","objects":[', 'JSON that breaks off'],
    ['JSON of another kind', '{"a":1}', 'JSON of another kind'],
    ['prose', 'Dear colleague,\nthis is no list.\n', 'text such as "Dear colleague,"'],
  ])('%s is trouble with the request', (_, text, found) => {
    expect(() => used(text)).toThrow(`x.bin: found ${found}`);
  });

  test('a file with nothing to look for says so', () => {
    expect(loadIndicators([{ file: 'x', text: '# none\n', ours: false }]).notices).toEqual([
      'x: nothing in it can be looked for',
    ]);
  });
});

test('hostile documents neither throw anything but a request error nor pollute a prototype', () => {
  const hostile =
    '{"type":"bundle","id":"bundle--1","objects":[{"type":"indicator","id":"indicator--1","pattern":{"a":1},"__proto__":{"x":1},"labels":5,"external_references":{"a":1},"confidence":"high"},{"type":"relationship","id":"relationship--1","source_ref":["a"],"target_ref":null},5,null,[]]}';
  expect(readIndicatorFile({ file: 'x', text: hostile, ours: false }).unusable).toHaveLength(1);
  expect(({} as { x?: number }).x).toBeUndefined();
  const texts = ['hashes.txt', 'table.csv', 'bundle-2.1.json', 'misp.json'].map((f) => fixture(f).text);
  fc.assert(
    fc.property(fc.constantFrom(...texts), fc.nat(), fc.nat({ max: 40 }), fc.string(), (text, at, cut, junk) => {
      const place = at % text.length;
      const damaged = text.slice(0, place) + junk + text.slice(place + cut);
      try {
        loadIndicators([{ file: 'x', text: damaged, ours: false }]);
      } catch (error) {
        expect((error as Error).name).toBe('AfterimageError');
      }
    }),
    { numRuns: 400 },
  );
});
