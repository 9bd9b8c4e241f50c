import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type CaseFolder, createCase, type EventRow, type EventStore } from '../case/index.ts';
import { compileSigma, statementsOf } from '../detectors/index.ts';

/** What each modifier means, asked of the engine itself: events that a search must find are named by their number. */
const temporary = mkdtempSync(join(tmpdir(), 'sigma-'));
let store: CaseFolder;
let events: EventStore;

const told = (values: Record<string, string>): EventRow['fields'] => ({ values, more: '' });

const values: Partial<EventRow>[] = [
  {
    uri: '/dana-na/auth/Welcome.cgi?id=1&x=2',
    method: 'GET',
    source_ip: '192.0.2.7',
    status: '200',
    user_agent: 'curl/7.61',
  },
  { uri: '/a*b?c\\d', method: 'POST', source_ip: '192.0.2.200', status: '404', bytes: '1500' },
  { uri: `/${'a'.repeat(3000)}`, method: 'GET', source_ip: '2001:db8::7', status: '200', bytes: '15' },
  { uri: '/x', method: 'GET', source_ip: '2001:db8:8000::1', user: 'x' },
  { uri: "/it's", method: 'PUT', source_ip: '::ffff:192.0.2.7', fields: told({ referrer: 'say "hello"' }) },
  { uri: '/q?v=AABlAHgAYQBtAHAAbABlAA==', method: 'GET' },
];

beforeAll(async () => {
  store = await createCase(join(temporary, 'case'), {
    mode: 'new',
    evidence: [],
    tool: { name: 'afterimage', version: '0' },
    content: { version: '0', hash: '0' },
    options: {},
    threads: 1,
    now: () => new Date(0),
  });
  const common = {
    time_kind: 'request',
    source: 'web-access',
    message: '',
    fields: told({}),
    evidence: '0',
    recovered: false,
    offset: 0,
    length: 1,
    layers: '',
    allocation: 'allocated',
  };
  store.storeEvents(
    0,
    values.map((v, i): EventRow => ({ ...common, at: Date.UTC(2021, 3, 17, 3 + i) * 1000, begins: i, ...v })),
  );
  events = (await store.events())!;
});
afterAll(async () => {
  events.close();
  await store.stop('interrupted', 'done');
  rmSync(temporary, { recursive: true });
});

async function found(detection: object): Promise<number[]> {
  const rule = { title: 'T', logsource: { category: 'webserver' }, detection: { condition: 's', ...detection } };
  const compiled = compileSigma([{ file: 'r.yml', text: JSON.stringify(rule), ours: false }]);
  expect(compiled.notRun).toEqual([]);
  for (const { sql } of statementsOf(compiled, 'event'))
    for await (const row of events.rows(sql))
      return (JSON.parse(String(row.shown)) as { begins: number }[]).map((e) => e.begins);
  return [];
}

describe('a search finds', () => {
  test.each([
    ['a value, case aside', { s: { 'cs-method': 'get' } }, [0, 2, 3, 5]],
    ['a value as it is written with cased', { s: { 'cs-method|cased': 'get' } }, []],
    ['one of several', { s: { 'cs-method': ['put', 'post'] } }, [1, 4]],
    ['a number in text', { s: { 'sc-status': 404 } }, [1]],
    ['wildcards', { s: { 'c-uri': '/dana*wel?ome*' } }, [0]],
    ['escaped wildcards as characters', { s: { 'c-uri': '/a\\*b\\?c\\\\d' } }, [1]],
    ['many wildcards over a long line in linear time', { s: { 'c-uri': '*a*a*a*a*a*a*a*a*a*b' } }, []],
    ['a catastrophic expression in linear time', { s: { 'c-uri|re': '^/(a+)+$' } }, [2]],
    ['a quote', { s: { 'c-uri': "/it's" } }, [4]],
    ['all of several', { s: { 'c-uri|contains|all': ['id=', 'x='] } }, [0]],
    ['an expression, case as written', { s: { 'c-uri|re': 'welcome' } }, []],
    ['an expression, case aside', { s: { 'c-uri|re|i': 'welcome' } }, [0]],
    ['stem and query apart', { s: { 'cs-uri-stem|endswith': '.cgi', 'cs-uri-query|startswith': 'id=' } }, [0]],
    ['an IPv4 network', { s: { 'c-ip|cidr': '192.0.2.0/25' } }, [0]],
    ['an IPv6 network', { s: { 'c-ip|cidr': '2001:db8::/33' } }, [2]],
    ['networks of both kinds', { s: { 'c-ip|cidr': ['192.0.2.128/25', '2001:db8:8000::/33'] } }, [1, 3]],
    ['a field that is there', { s: { 'sc-bytes|exists': true } }, [1, 2]],
    ['a field that is not', { s: { 'cs-user-agent|exists': false } }, [1, 2, 3, 4, 5]],
    ['null', { s: { 'sc-status': null } }, [3, 4, 5]],
    ['nothing in it', { s: { 'sc-status': '' } }, [3, 4, 5]],
    ['numbers compared', { s: { 'sc-bytes|gte': 1000 } }, [1]],
    ['what is not so, where it is missing as well', { s: { 'cs-user-agent|neq': 'curl/7.61' } }, [1, 2, 3, 4, 5]],
    [
      'the negation of what is missing',
      { s: { 'cs-user-agent|contains': 'curl' }, condition: 'not s' },
      [1, 2, 3, 4, 5],
    ],
    ['another field', { s: { 'c-uri|fieldref|endswith': 'cs-username' } }, [3]],
    ['an hour', { s: { 'timestamp|hour|gte': 7 } }, [4, 5]],
    ['base64 at any offset', { s: { 'c-uri|wide|base64offset|contains': 'example' } }, [5]],
    ['a keyword in what has no column', { s: ['say "hello"'] }, [4]],
    ['keywords that all stand there', { s: { '|all': ['curl', 'welcome'] } }, [0]],
    [
      'two of three',
      { a: { 'cs-method': 'GET' }, b: { 'sc-status': 200 }, c: { 'sc-bytes': 15 }, condition: '2 of them' },
      [0, 2],
    ],
    [
      '1 of a pattern, and not another',
      {
        a1: { 'cs-method': 'PUT' },
        a2: { 'cs-method': 'GET' },
        f: { 'sc-status': 200 },
        condition: '1 of a* and not f',
      },
      [3, 4, 5],
    ],
    [
      'not before and before or',
      { a: { 'cs-method': 'PUT' }, b: { 'cs-method': 'GET' }, c: { 'sc-status': 200 }, condition: 'a or b and not c' },
      [3, 4, 5],
    ],
    ['maps of a list', { s: [{ 'cs-method': 'PUT' }, { 'sc-status': 404 }] }, [1, 4]],
  ])('%s', async (_, detection, numbers) => {
    const before = performance.now();
    expect(await found(detection)).toEqual(numbers);
    expect(performance.now() - before).toBeLessThan(5000);
  });

  test('the same with thousands of values', async () => {
    const names = Array.from({ length: 4000 }, (_, i) => `/nowhere${i}`);
    expect(await found({ s: { 'c-uri|contains': [...names, 'welcome'] } })).toEqual([0]);
  });
});
