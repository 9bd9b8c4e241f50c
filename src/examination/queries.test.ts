import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CaseFolder, createCase, type EventRow, type EventStore } from '../case/index.ts';
import { askQueries, type WebFile } from './queries.ts';

const temporary = mkdtempSync(join(tmpdir(), 'queries-'));
let store: CaseFolder;
let events: EventStore;

const common = {
  time_kind: 'request',
  message: '',
  fields: { values: {}, more: '' },
  evidence: '0',
  recovered: false,
  offset: 0,
  length: 1,
  layers: '',
  allocation: 'allocated',
};
let number = 0;
const at = (minute: number) => (Date.UTC(2021, 3, 17, 3) + minute * 60_000) * 1000;
/** Events of one story; each story is a log of its own. */
const event = (path: string, minute: number, more: Partial<EventRow>): EventRow => ({
  ...common,
  source: 'web-access',
  path,
  at: at(minute),
  begins: number++,
  ...more,
});
const request = (path: string, minute: number, uri: string, ip: string, more: Partial<EventRow> = {}) =>
  event(path, minute, { uri, source_ip: ip, method: 'GET', status: '200', bytes: '900', ...more });
const shell = '/dana-na/auth/healthjs.cgi?x=1';
const login = '/dana-na/auth/url_default/login.cgi';
const many = (path: string, count: number) =>
  Array.from({ length: count }, (_, i) => request(path, i, login, `198.51.100.${i + 1}`));
const record = (path: string, minute: number, code: string, user: string) =>
  event(path, minute, { source: 'vc0', code, user, source_ip: '198.51.100.7' });

const stories: EventRow[] = [
  ...many('gone', 5),
  ...[0, 1, 2].map((i) => request('gone', i, shell, '203.0.113.9', { method: 'POST' })),
  ...[0, 1, 2].map((i) => request('gone-upgraded', i, shell, '203.0.113.9', { method: 'POST' })),
  record('gone-upgraded', 60, 'SYS20412', 'System'),
  request('never-there', 0, shell, '203.0.113.9', { status: '404' }),
  ...many('lone', 25),
  ...[0, 1, 2, 3, 4, 5].map((i) => request('lone', i, '/dana-na/auth/login2.cgi', '203.0.113.9', { method: 'POST' })),
  ...many('shared', 25),
  ...[0, 1, 2, 3, 4, 5].map((i) =>
    request('shared', i, '/dana-na/auth/login2.cgi', `203.0.113.${i % 2}`, { method: 'POST' }),
  ),
  ...[0, 1, 2, 3, 4, 5].map((i) =>
    request('quiet-site', i, '/dana-na/auth/login2.cgi', '203.0.113.9', { method: 'POST' }),
  ),
  ...many('bulk', 12),
  request('bulk', 30, login, '203.0.113.9', { bytes: '90000000' }),
  ...Array.from({ length: 12 }, (_, i) => request('downloads', i, login, '198.51.100.7', { bytes: '90000000' })),
  ...Array.from({ length: 6 }, (_, i) => [
    record('steps', i * 20, 'AUT24326', 'alice'),
    record('steps', i * 20 + 1, 'AUT31504', 'alice'),
  ]).flat(),
  record('steps', 90, 'AUT31504', 'bob'),
  ...Array.from({ length: 6 }, (_, i) => [
    record('whole', i * 20, 'AUT24326', 'alice'),
    record('whole', i * 20 + 1, 'AUT31504', 'Alice'),
  ]).flat(),
  ...Array.from({ length: 6 }, (_, i) => [
    record('copied', i * 20, 'AUT24326', 'alice'),
    { ...record('copied', i * 20 + 15, 'AUT31504', 'alice'), source: 'witness-copy' },
  ]).flat(),
  ...[0, 1, 2].map((i) => record('no-steps', i * 20, 'AUT31504', 'bob')),
];

const named = (kind: WebFile['kind'], list: string, ...names: string[]): WebFile[] =>
  names.map((name) => ({ name, kind, list }));
const disk = named('disk', '', 'login.cgi', 'login2.cgi');

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
  store.storeEvents(0, stories);
  events = (await store.events())!;
});
afterAll(async () => {
  events.close();
  await store.stop('interrupted', 'done');
  rmSync(temporary, { recursive: true });
});

test.each([
  ['gone', ['vanished-page medium'], 'a page nobody has any more, used by one address by POST'],
  ['gone-upgraded', ['vanished-page low'], 'the same before an upgrade is a weaker sign'],
  ['never-there', [], 'a page that was never there'],
  ['lone', ['lone-visitor low'], 'one address alone with a page'],
  ['shared', [], 'two addresses at the same page'],
  ['quiet-site', [], 'a site with a single visitor'],
  ['bulk', ['bulk-answer low'], 'an answer a hundred thousand times the usual'],
  ['downloads', [], 'a page whose answers are all large'],
  ['steps', ['login-without-step low'], 'a login without a step, where steps are logged'],
  ['whole', [], 'a step before each login, case aside'],
  ['copied', [], 'logins that a witness repeats are not asked once more'],
  ['no-steps', [], 'a log that keeps no steps'],
])('%s: %j (%s)', async (path, expected) => {
  const failed: string[] = [];
  const context = { contentVersion: '1', webFiles: disk };
  const claims = await askQueries(events, `(SELECT * FROM event WHERE path = '${path}')`, context, failed);
  expect(failed).toEqual([]);
  expect(claims.map(({ claim }) => `${claim.rule.id} ${claim.severity}`)).toEqual(expected);
  for (const { claim, count, places } of claims) {
    expect(claim.explanation).toMatch(/Innocent causes: /);
    expect(places.length).toBe(Math.min(20, count));
    expect(claim.state).toBe('inferred');
  }
});

test('without a web root in the evidence no page is said to be gone', async () => {
  const context = { contentVersion: '1', webFiles: [] };
  const claims = await askQueries(events, `(SELECT * FROM event WHERE path = 'gone')`, context, []);
  expect(claims).toEqual([]);
});

test.each([
  [
    "the device's own manifest",
    ['', 'login.cgi'],
    'medium',
    'medium',
    "It is not in the device's own manifest either.",
  ],
  ['the baseline b', ['', 'healthjs.cgi'], 'low', 'low', 'It belongs to the product by name: it is in the baseline b.'],
])('a page that is gone, and %s with %j', async (list, names, severity, confidence, said) => {
  const context = { contentVersion: '1', webFiles: [...disk, ...named('list', list, ...names)] };
  const [found] = await askQueries(events, `(SELECT * FROM event WHERE path = 'gone')`, context, []);
  expect(found!.claim).toMatchObject({ severity, confidence, explanation: expect.stringContaining(said) });
});

test('of pages without number the hundred with the fewest visitors are told, none above low', async () => {
  const some = `(SELECT * REPLACE (replace(uri, 'login', 'p' || i) AS uri) FROM event, (SELECT range AS i FROM range(500)) WHERE path = 'bulk')`;
  const claims = await askQueries(events, some, { contentVersion: '1', webFiles: disk }, []);
  const gone = claims.filter(({ claim }) => claim.rule.id === 'vanished-page');
  expect(gone.length).toBe(100);
  expect(gone.every(({ claim }) => claim.severity === 'low')).toBe(true);
  expect(gone[0]!.claim.explanation).toContain('500 pages are missing alike, of which the 100');
});
