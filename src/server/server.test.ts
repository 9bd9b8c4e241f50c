import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Gate } from './gate.ts';
import { type Serving, serve } from './index.ts';
import { hostsOf, isSame } from './security.ts';
import { triageOf } from './triage.ts';

let folder: string;
beforeAll(() => void (folder = mkdtempSync(join(tmpdir(), 'server-'))));
afterAll(() => rmSync(folder, { recursive: true }));

describe('the gate', () => {
  it('lets so many in, lets so many wait, and turns the others away', async () => {
    const gate = new Gate(2, 1);
    const open: (() => void)[] = [];
    const work = () => new Promise<void>((done) => open.push(done));
    const [first, second, third] = [gate.pass(work), gate.pass(work), gate.pass(work)];
    await expect(gate.pass(work)).rejects.toMatchObject({ status: 503 });
    expect(open).toHaveLength(2);
    open[0]!();
    await first;
    await Promise.resolve();
    expect(open).toHaveLength(3);
    for (const done of open) done();
    await Promise.all([second, third]);
    expect(await gate.pass(async () => 'free again')).toBe('free again');
  });

  it('gives the place of one who leaves while waiting to the next', async () => {
    const gate = new Gate(1, 2);
    let done = () => {};
    const first = gate.pass(() => new Promise<void>((end) => (done = end)));
    const leave = new AbortController();
    const left = gate.pass(async () => 'never', leave.signal);
    const next = gate.pass(async () => 'next');
    leave.abort();
    await expect(left).rejects.toMatchObject({ name: 'AbortError' });
    done();
    await first;
    expect(await next).toBe('next');
  });
});

describe('names by which a browser may call the server', () => {
  it('are loopback and the address it was told', () => {
    expect(hostsOf({ token: '', host: '192.0.2.7', port: 80 })).toEqual([
      '127.0.0.1:80',
      'localhost:80',
      '[::1]:80',
      '192.0.2.7:80',
      // A browser leaves out the port that everybody knows.
      '127.0.0.1',
      'localhost',
      '[::1]',
      '192.0.2.7',
    ]);
    expect(hostsOf({ token: '', host: 'fe80::1', port: 8017 })).toContain('[fe80::1]:8017');
  });

  it('are all addresses of this machine when it listens on all, and never a name', () => {
    const own = Object.values(networkInterfaces()).flatMap((list) => (list ?? []).map(({ address }) => address));
    const hosts = hostsOf({ token: '', host: '0.0.0.0', port: 1 });
    for (const address of own) expect(hosts.some((host) => host.includes(address.toLowerCase()))).toBe(true);
    expect(hosts).not.toContain('0.0.0.0:1');
  });
});

it('compares tokens whatever their length', () => {
  expect([isSame('abc', 'abc'), isSame('abd', 'abc'), isSame('', 'abc'), isSame('abcabc', 'abc')]).toEqual([
    true,
    false,
    false,
    false,
  ]);
});

it('lets the last word on a finding count; a note decides nothing', () => {
  const said = (...actions: ('confirm' | 'dismiss' | 'reopen' | 'note')[]) =>
    triageOf(actions.map((action, seq) => ({ seq, at: '', finding: 'a', action }))).state;
  expect(said('note')).toBe('open');
  expect(said('confirm', 'note')).toBe('confirmed');
  expect(said('confirm', 'dismiss')).toBe('dismissed');
  expect(said('dismiss', 'reopen', 'note')).toBe('open');
});

describe('pages', () => {
  const started: Serving[] = [];
  afterAll(() => Promise.all(started.map((serving) => serving.close())));
  const start = async (web: string) => {
    const serving = await serve({ path: folder, host: '127.0.0.1', port: 0, web, now: () => new Date(0) });
    started.push(serving);
    const get = (path: string) => fetch(new URL(path, serving.url));
    return { serving, get };
  };

  it('are those that were built: hashed files may be kept, the page may not, any view is the page', async () => {
    const web = join(folder, 'web');
    mkdirSync(join(web, 'assets'), { recursive: true });
    writeFileSync(join(web, 'index.html'), '<!doctype html><title>page</title>');
    writeFileSync(join(web, 'assets', 'index-ab12.js'), 'void 0');
    const { get } = await start(web);
    const script = await get('/assets/index-ab12.js');
    expect(script.headers.get('cache-control')).toContain('immutable');
    expect(script.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    for (const view of ['/', '/case/x/files?path=/etc', '/..%2f..%2fetc/passwd']) {
      const page = await get(view);
      expect(await page.text()).toContain('<title>page');
      expect(page.headers.get('cache-control')).toBe('no-store');
    }
    expect((await get('/assets/../../etc/passwd')).status).toBe(200);
    expect((await get('/assets/..%2f..%2fetc')).status).toBe(404);
    expect((await get('/assets/none.js')).status).toBe(404);
  });

  it('are said to be missing when they were not built; the API answers all the same', async () => {
    const { serving, get } = await start(join(folder, 'nowhere'));
    expect(serving.withoutWeb).toContain('npm run build');
    const page = await get('/');
    expect([page.status, await page.text()]).toEqual([503, expect.stringContaining('npm run build')]);
    const answer = await fetch(new URL('/api/cases', serving.url), {
      headers: { authorization: `Bearer ${serving.token}` },
    });
    expect(await answer.json()).toEqual({ cases: [], total: 0, known: 0, campaign: false });
  });
});

describe('a campaign', () => {
  const started: Serving[] = [];
  afterAll(() => Promise.all(started.map((serving) => serving.close())));
  const ask = async (path: string) => {
    const serving = await serve({ path, host: '127.0.0.1', port: 0, web: folder, now: () => new Date(0) });
    started.push(serving);
    return fetch(new URL('/api/campaign', serving.url), { headers: { authorization: `Bearer ${serving.token}` } });
  };

  it('is answered from beside the cases; that there is none, or a damaged one, is said', async () => {
    const [cases, picture] = [join(folder, 'cases'), join(folder, 'cases', 'picture')];
    mkdirSync(picture, { recursive: true });
    const none = await ask(cases);
    expect([none.status, await none.text()]).toEqual([404, expect.stringContaining('No campaign lies beside')]);
    writeFileSync(join(picture, 'campaign.json'), '{"waves":[{"says":"12 gateways"}]}');
    const found = await ask(cases);
    expect([found.status, await found.json()]).toEqual([200, { waves: [{ says: '12 gateways' }] }]);
    writeFileSync(join(picture, 'campaign.json'), '{"waves":[');
    const damaged = await ask(cases);
    expect([damaged.status, await damaged.text()]).toEqual([500, expect.stringContaining('campaign.json')]);
  });
});
