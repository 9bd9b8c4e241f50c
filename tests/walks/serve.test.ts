import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type ApiFailure,
  type BytesAnswer,
  byInstant,
  type CaseDetail,
  type CaseList,
  type CoverageAnswer,
  type DiffAnswer,
  type EventDetail,
  type EventsAnswer,
  type FindingDetail,
  type FindingsAnswer,
  type HistogramAnswer,
  type IntegrityAnswer,
  type LogsAnswer,
  type MomentsAnswer,
  type NoteAnswer,
  type StoryAnswer,
  type TreeAnswer,
  type VersionsAnswer,
} from '../../src/model/index.ts';
import { routesOf } from '../../src/server/routes/index.ts';
import { afterimage, findingsOf, unpack, workspace } from '../support/afterimage.ts';

/*
 * A person opens cases in the browser, and somebody who should not tries to: a real server on a free port of this
 * machine, asked as a browser and as a stranger would.
 */
const folder = workspace();
const cases = join(folder, 'cases');
const bin = resolve(import.meta.dirname, '../../dist/cli/bin.js');

interface Answer<T> {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  body: T;
}

let server: ChildProcess;
let port: number;
let token: string;
let image: string;

function ask<T>(
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer<T>> {
  return new Promise((done, fail) => {
    const sent = request({ host: '127.0.0.1', port, path, method, headers }, (response) => {
      const pieces: Buffer[] = [];
      response.on('data', (piece: Buffer) => pieces.push(piece));
      response.on('end', () => {
        const text = Buffer.concat(pieces).toString('utf8');
        const json = String(response.headers['content-type']).startsWith('application/json');
        const parsed = json ? (JSON.parse(text) as T) : (undefined as T);
        done({ status: response.statusCode!, headers: response.headers, text, body: parsed });
      });
    });
    sent.on('error', fail);
    sent.end(body);
  });
}

/** As a program asks that has the token. */
const get = async <T>(path: string): Promise<T> => {
  const answer = await ask<T>(path, { headers: { authorization: `Bearer ${token}` } });
  if (answer.status !== 200) throw new Error(`${path}: ${answer.status} ${answer.text.slice(0, 300)}`);
  fitsItsSchema(path, answer.body);
  return answer.body;
};

const routes = routesOf(undefined as never);

/** Every answer has the fields that OpenAPI names for it, and no other. */
function fitsItsSchema(asked: string, body: unknown): void {
  const parts = asked.replace(/\?.*/, '').split('/');
  const route = routes.find(({ path }) => {
    const named = path.split('/');
    return named.length === parts.length && named.every((part, i) => part.startsWith('{') || part === parts[i]);
  });
  if (!route || typeof route.answer === 'string') return;
  const { error } = route.answer.safeParse(body);
  if (error) throw new Error(`${asked}: ${error.message}`);
}

const refused = (path: string): Promise<Answer<ApiFailure>> =>
  ask(path, { headers: { authorization: `Bearer ${token}` } });

const post = <T>(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> =>
  ask<T>(path, {
    method: 'POST',
    body: typeof body === 'string' ? body : JSON.stringify(body),
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'content-length': String(Buffer.byteLength(typeof body === 'string' ? body : JSON.stringify(body))),
      ...headers,
    },
  });

const script = '<script>alert(1)</script>';

/** Collected files whose names and log lines are what an intruder would choose. */
function hostileTree(): string {
  const tree = join(folder, 'tree');
  mkdirSync(join(tree, 'logs'), { recursive: true });
  for (const name of [
    `${script.replaceAll('/', '')}.cgi`,
    'rtl\u202egpj.cgi',
    'esc\u001b[2J',
    'line\nbreak',
    "it's; DROP TABLE",
  ])
    writeFileSync(join(tree, name), 'x');
  const line = (second: number, uri: string) =>
    `198.51.100.7 - - [17/Apr/2021:03:00:${String(second).padStart(2, '0')} +0000] "GET ${uri} HTTP/1.1" 200 5 "-" "Mozilla/5.0"\n`;
  const plain = Array.from({ length: 30 }, (_, i) => line(i, `/dana-na/page${i}.cgi`));
  const hostile = [`/${script}`, `/${'A'.repeat(900_000)}`, '/\u001b[31mred\u202e', '/nul\u0000byte'].map((uri, i) =>
    line(40 + i, uri),
  );
  writeFileSync(join(tree, 'logs', 'access.log'), [...plain, ...hostile].join(''));
  return tree;
}

beforeAll(async () => {
  mkdirSync(cases);
  image = unpack('gateway/gateway.img.gz', folder);
  expect(afterimage(['examine', image, '-o', join(cases, 'gateway'), '--quiet']).status).toBe(1);
  for (const name of ['damaged', 'running', 'changed', 'linked'])
    cpSync(join(cases, 'gateway'), join(cases, name), { recursive: true });
  writeFileSync(join(cases, 'damaged', 'findings.jsonl'), '{"id":"cut off\n');
  const running = join(cases, 'running', 'case.json');
  writeFileSync(running, readFileSync(running, 'utf8').replace('"state": "complete"', '"state": "running"'));
  const verdict = join(cases, 'changed', 'verdict.json');
  writeFileSync(verdict, readFileSync(verdict, 'utf8').replace('"confidence": "high"', '"confidence": "low"'));
  rmSync(join(cases, 'linked', 'report.html'));
  symlinkSync('/etc/passwd', join(cases, 'linked', 'report.html'));
  mkdirSync(join(cases, 'no case at all'));
  expect(afterimage(['examine', hostileTree(), '-o', join(cases, 'hostile'), '--quiet', '--exit-zero']).status).toBe(0);
  server = spawn(process.execPath, [bin, 'serve', cases], { stdio: ['ignore', 'pipe', 'pipe'] });
  const url = await new Promise<string>((done, fail) => {
    server.stdout!.once('data', (text: Buffer) => done(text.toString().trim()));
    server.once('exit', () => fail(new Error('serve ended early')));
  });
  port = Number(new URL(url).port);
  token = new URL(url).searchParams.get('token')!;
});

afterAll(() => void server?.kill());

describe('who may ask', () => {
  it('nobody without a token, and the token is long and random', async () => {
    expect(token).toMatch(/^[\w-]{32,}$/);
    const wrong: Record<string, string>[] = [
      {},
      { authorization: 'Bearer wrong' },
      { cookie: `afterimage-${port}=${token}` },
    ];
    for (const headers of wrong) {
      const { status, body } = await ask<ApiFailure>('/api/cases', { headers });
      expect([status, body.error.code]).toEqual([401, 'unauthorised']);
    }
    expect((await ask('/api/openapi.json')).status).toBe(401);
    expect((await ask(`/api/cases?token=${token}`)).status).toBe(401);
  });

  it('a browser that opened the printed address, which then loses the token', async () => {
    const opened = await ask(`/case/gateway/story?at=1&token=${token}`);
    expect(opened.status).toBe(303);
    expect(opened.headers.location).toBe('/case/gateway/story?at=1');
    const cookie = String(opened.headers['set-cookie']);
    expect(cookie).toMatch(/HttpOnly; SameSite=Strict; Path=\//);
    expect(cookie).not.toContain(token);
    const own = { cookie: cookie.split(';')[0]!, 'sec-fetch-site': 'same-origin' };
    expect((await ask('/api/cases', { headers: own })).status).toBe(200);
    expect((await ask('/?token=wrong')).status).toBe(401);
    expect((await ask(`//example.com/?token=${token}`)).headers.location).toBe('/example.com/');
  });

  it('no page of another origin, and nobody under another name', async () => {
    const authorization = `Bearer ${token}`;
    const of = async (headers: Record<string, string>) =>
      (await ask('/api/cases', { headers: { authorization, ...headers } })).status;
    expect(await of({ origin: 'http://evil.example.com' })).toBe(403);
    expect(await of({ origin: `http://127.0.0.1:${port + 1}` })).toBe(403);
    expect(await of({ 'sec-fetch-site': 'cross-site' })).toBe(403);
    expect(await of({ 'sec-fetch-site': 'same-site' })).toBe(403);
    expect(await of({ host: `gateway.example.com:${port}` })).toBe(403);
    expect(await of({ host: `127.0.0.1:${port + 1}` })).toBe(403);
    expect(await of({ host: `localhost:${port}` })).toBe(200);
    expect((await ask('/', { headers: { host: 'rebound.example.com' } })).status).toBe(403);
    const preflight = await ask('/api/cases', { method: 'OPTIONS', headers: { origin: 'http://evil.example.com' } });
    expect(preflight.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('and every answer forbids what a page does not need', async () => {
    for (const path of ['/api/cases', '/', '/nothing', '/api/nothing']) {
      const { headers } = await refused(path);
      expect(headers['content-security-policy'], path).toContain("default-src 'none'");
      expect(headers['content-security-policy']).not.toContain('unsafe');
      expect(headers['x-content-type-options']).toBe('nosniff');
      expect(headers['referrer-policy']).toBe('no-referrer');
      expect(headers['cross-origin-resource-policy']).toBe('same-origin');
      expect(headers['cache-control']).toBe('no-store');
    }
  });
});

describe('the cases', () => {
  it('are listed, finished or not, with their verdicts in both languages', async () => {
    const { cases: listed, total, known } = await get<CaseList>('/api/cases');
    expect(listed.map(({ key, condition }) => `${key} ${condition}`)).toEqual([
      'changed complete',
      'damaged damaged',
      'gateway complete',
      'hostile complete',
      'linked complete',
      'running running',
    ]);
    expect([total, known]).toEqual([6, 6]);
    const gateway = listed.find((c) => c.key === 'gateway')!;
    expect(gateway.conclusion).toBe('compromised');
    expect(gateway.statement?.en).toMatch(/^Compromised/);
    expect(gateway.statement?.ja).toMatch(/侵害/);
    expect(gateway.counts?.total).toBe(findingsOf(join(cases, 'gateway')).length);
    expect(listed.find((c) => c.key === 'damaged')?.problem).toContain('line 1 is not a finding');
    expect(listed.find((c) => c.key === 'running')?.problem).toContain('interrupted');
    expect((await get<CaseList>('/api/cases?text=9.1r11.3')).total).toBe(5);
    expect((await get<CaseList>('/api/cases?conclusion=suspected')).total).toBe(0);
    for (const sort of ['name', 'conclusion', 'examined', 'since']) {
      const page = await get<CaseList>(`/api/cases?sort=${sort}&offset=1&limit=2`);
      expect([page.cases.length, page.total]).toEqual([2, 6]);
    }
    const found = (await get<CaseList>('/api/cases?sort=conclusion')).cases.map(({ key }) => key);
    expect(found.indexOf('gateway')).toBeLessThan(found.indexOf('hostile'));
  });

  it('open when they are whole; otherwise it is said why not', async () => {
    const detail = await get<CaseDetail>('/api/cases/gateway');
    expect(detail.verdict.conclusion).toBe('compromised');
    expect(detail.steps.en[0]?.what).toBeTruthy();
    expect(detail.assessment?.attribution.leading).toContain('UNC2630');
    expect(detail.notes).toEqual({ possible: true });
    expect(detail.evidenceAvailable).toEqual({ available: true });
    const being = await refused('/api/cases/running');
    expect([being.status, being.body.error.code]).toEqual([409, 'unavailable']);
    const damaged = await refused('/api/cases/damaged/findings');
    expect([damaged.status, damaged.body.error.code]).toEqual([500, 'io']);
    expect(damaged.body.error.message).toContain('damaged or cut off');
    for (const key of ['nothing', '..%2F..%2Fetc', '%2Fetc', 'gateway%2F..', 'no%20case%20at%20all', '%00'])
      expect((await refused(`/api/cases/${key}`)).status, key).toBe(404);
  });

  it('that were changed are shown with a warning, and links out of them are not followed', async () => {
    expect(await get<IntegrityAnswer>('/api/cases/gateway/integrity')).toEqual({ sound: true, problems: [] });
    const { sound, problems } = await get<IntegrityAnswer>('/api/cases/changed/integrity');
    expect([sound, problems.length]).toEqual([false, 1]);
    expect(problems[0]).toContain('verdict.json was changed');
    expect((await get<CaseDetail>('/api/cases/changed')).verdict.confidence).toBe('low');
    const linked = await refused('/api/cases/linked/report');
    expect(linked.status).toBe(500);
    expect(linked.text).not.toContain('root:');
    const report = await refused('/api/cases/gateway/report');
    expect(report.headers['content-security-policy']).toContain('sandbox');
    expect(report.text).toBe(readFileSync(join(cases, 'gateway', 'report.html'), 'utf8'));
  });
});

describe('the story and the logs', () => {
  const at = '/api/cases/gateway';

  it('counts every event once, and shows those that stand behind a count', async () => {
    const story = await get<StoryAnswer>(`${at}/story`);
    const { files, logs, scans } = story.lanes;
    expect(files.events + logs.events + scans.events).toBe(story.events);
    expect(scans.events).toBeGreaterThan(100);
    expect(story.disclosures).toContain('2021-04-20');
    const stretch = 'from=2021-04-17T00:00:00Z&until=2021-04-18T00:00:00Z';
    const histogram = await get<HistogramAnswer>(`${at}/histogram?${stretch}&buckets=24`);
    const sum = (counts: number[]) => counts.reduce((a, b) => a + b, 0);
    const lanes = Object.values(histogram.lanes);
    expect(lanes.reduce((total, { events }) => total + sum(events), 0)).toBe(histogram.total);
    const page = await get<EventsAnswer>(`${at}/events?${stretch}&limit=1000`);
    expect(page.total).toBe(histogram.total);
    expect(page.events).toHaveLength(histogram.total);
    expect(page.events.map((e) => e.at)).toEqual(page.events.map((e) => e.at!).sort(byInstant));
    const third = await get<EventsAnswer>(`${at}/events?${stretch}&offset=2&limit=1`);
    expect(third.events).toEqual([page.events[2]]);
    const later = await get<EventsAnswer>(`${at}/events?${stretch}&at=2021-04-17T12:00:00Z&limit=1`);
    expect(later.events[0]).toEqual(page.events.find((e) => e.at! >= '2021-04-17T12:00:00Z'));
    expect(page.events[later.offset]).toEqual(later.events[0]);
  });

  it('flags records that were cut out, and filters', async () => {
    const { logs } = await get<LogsAnswer>(`${at}/logs`);
    expect(logs.map((l) => l.path)).toContain('/data/var/dlogs/debuglog');
    const cut = await get<EventsAnswer>(`${at}/events?lane=logs&recovered=true&path=/data/var/dlogs/*`);
    expect(cut.total).toBe(logs.find((l) => l.path === '/data/var/dlogs/debuglog')!.recovered);
    expect(cut.events.every((e) => e.mark === 'cut' && e.path === '/data/var/dlogs/debuglog')).toBe(true);
    const coded = await get<EventsAnswer>(`${at}/events?code=SYS32087&limit=5`);
    expect(coded.events.map((e) => [e.lane, e.code, e.node])).toEqual(Array(5).fill(['scans', 'SYS32087', 'gw1']));
    const worded = await get<EventsAnswer>(`${at}/events?text=COMPCHECKRESULT&lane=logs&limit=1`);
    expect(worded.events[0]?.message).toContain('compcheckresult');
    const one = await get<EventDetail>(`${at}/events/${cut.events[0]!.row}`);
    expect(one.fields.locator).toBeDefined();
    expect((await get<EventsAnswer>(`${at}/events?text=${encodeURIComponent("'; DROP TABLE x; --")}`)).total).toBe(0);
  });
});

describe('the files', () => {
  const at = '/api/cases/gateway';
  const login = '/home/webserver/htdocs/dana-na/auth/login.cgi';
  const auth = encodeURIComponent('/home/webserver/htdocs/dana-na/auth');

  it('stand as they stood at any moment', async () => {
    const standing = async (moment?: string) => {
      const query = `path=${auth}&system=current${moment ? `&at=${moment}` : ''}`;
      const { entries } = await get<TreeAnswer>(`${at}/tree?${query}`);
      return Object.fromEntries(entries.map((e) => [e.name, `${e.standing} ${e.version?.size}`]));
    };
    expect(await standing('2020-01-01T00:00:00Z')).toMatchObject({ 'login.cgi': 'later 1600' });
    expect(await standing('2021-01-01T00:00:00Z')).toMatchObject({
      'login.cgi': 'earlier 1600',
      'timeout.thtml': 'earlier 273',
    });
    expect(await standing('2021-03-01T00:00:00Z')).toMatchObject({ 'login.cgi': 'earlier 539' });
    expect(await standing('2021-04-19T00:00:00Z')).toMatchObject({
      'login.cgi': 'live 1600',
      'timeout.thtml': 'gone 273',
    });
    const { entries } = await get<TreeAnswer>(`${at}/tree?path=${auth}&system=current`);
    const shown = entries.find((e) => e.path === login)!;
    expect([shown.reverted, shown.versions, shown.findings.length > 0]).toEqual([true, 3, true]);
    const { moments, horizons, systems } = await get<MomentsAnswer>(`${at}/moments?system=current`);
    expect(moments.map((m) => m.at)).toEqual(moments.map((m) => m.at).sort(byInstant));
    expect(moments.some((m) => m.at.startsWith('2021-04-18T02:15:30'))).toBe(true);
    expect(horizons.length).toBeGreaterThan(0);
    expect(systems).toContain('rollback');
  });

  it('have versions, differences and content, and come back in a zip', async () => {
    const { versions } = await get<VersionsAnswer>(`${at}/versions?path=${encodeURIComponent(login)}&system=current`);
    expect(versions.map((v) => [v.allocation, v.size])).toEqual([
      ['superseded', 1600],
      ['superseded', 539],
      ['allocated', 1600],
    ]);
    expect(versions[1]!.until).toBe(versions[2]!.from);
    const [, implant, now] = versions;
    const { difference } = await get<DiffAnswer>(`${at}/files/${now!.row}/diff?from=${implant!.row}`);
    expect(difference?.added).toBeGreaterThan(5);
    const bytes = await get<BytesAnswer>(`${at}/files/${implant!.row}/bytes?offset=2&length=13`);
    expect(Buffer.from(bytes.base64, 'base64').toString()).toBe('/usr/bin/perl');
    expect([bytes.size, bytes.matches]).toEqual([539, true]);
    const zip = await refused(`${at}/files/${implant!.row}/recovered.zip`);
    expect(zip.headers['content-type']).toBe('application/zip');
    expect(zip.headers['content-disposition']).toContain(implant!.sha256);
    expect(zip.text.startsWith('PK')).toBe(true);
    expect((await refused(`${at}/files/999999/bytes`)).status).toBe(404);
  });

  it('have no content when the evidence went away, which is said', async () => {
    const { versions } = await get<VersionsAnswer>(`${at}/versions?path=${encodeURIComponent(login)}&system=current`);
    renameSync(image, `${image}.moved`);
    try {
      const gone = await refused(`${at}/files/${versions[0]!.row}/bytes`);
      expect([gone.status, gone.body.error.code]).toEqual([410, 'evidence-gone']);
      expect((await get<CaseDetail>(at)).evidenceAvailable.available).toBe(false);
    } finally {
      renameSync(`${image}.moved`, image);
    }
  });
});

describe('what is hostile', () => {
  const at = '/api/cases/hostile';

  it('comes as data of bounded length, never as a page', async () => {
    const page = await refused(`${at}/events?lane=logs&limit=1000`);
    expect(page.headers['content-type']).toMatch(/^application\/json/);
    expect(page.text.length).toBeLessThan(200_000);
    const { events } = page.body as unknown as EventsAnswer;
    expect(events.some((e) => e.message.includes(script))).toBe(true);
    expect(Math.max(...events.map((e) => e.message.length))).toBeLessThanOrEqual(2048);
    const long = events.find((e) => e.cut)!;
    const one = await refused(`${at}/events/${long.row}`);
    expect(one.text.length).toBeGreaterThan(long.message.length);
    expect(one.text.length).toBeLessThan(400_000);
    const { entries } = await get<TreeAnswer>(`${at}/tree`);
    expect(entries.map((e) => e.name)).toEqual(
      expect.arrayContaining(['line\nbreak', "it's; DROP TABLE", 'rtl\u202egpj.cgi']),
    );
    const odd = entries.find((e) => e.name.startsWith("it's"))!;
    const { versions } = await get<VersionsAnswer>(`${at}/versions?path=${encodeURIComponent(odd.path)}`);
    const content = await get<BytesAnswer>(`${at}/files/${versions[0]!.row}/bytes`);
    expect(Buffer.from(content.base64, 'base64').toString()).toBe('x');
  });
});

it('opens a case as soon as it is complete', async () => {
  const path = join(cases, 'running', 'case.json');
  expect((await refused('/api/cases/running')).status).toBe(409);
  writeFileSync(path, readFileSync(path, 'utf8').replace('"state": "running"', '"state": "complete"'));
  expect((await get<CaseDetail>('/api/cases/running')).condition).toBe('complete');
});

describe('findings and notes', () => {
  const at = '/api/cases/gateway';

  it('are listed, filtered and told with commands that cut the bytes out again', async () => {
    const all = await get<FindingsAnswer>(`${at}/findings?limit=1000`);
    expect(all.findings.map((f) => f.id)).toEqual(findingsOf(join(cases, 'gateway')).map((f) => f.id));
    const removed = await get<FindingsAnswer>(`${at}/findings?state=removed&state=reverted&severity=critical`);
    expect(removed.findings.every((f) => f.severity === 'critical' && f.state !== 'live')).toBe(true);
    const detail = await get<FindingDetail>(`${at}/findings/${removed.findings[0]!.id}`);
    const command = detail.commands[0]![0]!.text!;
    expect(command).toContain('dd if=gateway.img');
    expect(spawnSync('bash', ['-c', command], { cwd: folder }).status).toBe(0);
    expect(detail.row).toBeDefined();
    const coverage = await get<CoverageAnswer>(`${at}/coverage`);
    expect(coverage.visibility?.length).toBeGreaterThan(5);
    expect((await refused(`${at}/findings/none`)).status).toBe(404);
  });

  it('can be confirmed and dismissed with a reason; the ledger still holds and no finding changes', async () => {
    const before = readFileSync(join(cases, 'gateway', 'findings.jsonl'));
    const [first, second] = (await get<FindingsAnswer>(`${at}/findings`)).findings;
    const confirmed = await post<NoteAnswer>(`${at}/findings/${first!.id}/notes`, {
      action: 'confirm',
      by: 'examiner',
    });
    expect(confirmed.body.triage.state).toBe('confirmed');
    expect((await post(`${at}/findings/${second!.id}/notes`, { action: 'dismiss' })).status).toBe(400);
    // Many at once, as two people would: every note is there, in one chain.
    const many = await Promise.all(
      Array.from({ length: 8 }, (_, i) =>
        post<NoteAnswer>(`${at}/findings/${second!.id}/notes`, { action: 'note', text: `<b>${i}</b>` }),
      ),
    );
    expect(many.map((a) => a.status)).toEqual(Array(8).fill(200));
    await post(`${at}/findings/${second!.id}/notes`, { action: 'dismiss', text: 'our own scanner\u202e' });
    const { triage } = await get<FindingDetail>(`${at}/findings/${second!.id}`);
    expect([triage.state, triage.notes.length]).toEqual(['dismissed', 9]);
    const { counts } = await get<FindingsAnswer>(`${at}/findings?triage=confirmed`);
    expect(counts.byTriage).toMatchObject({ confirmed: 1, dismissed: 1 });
    expect(readFileSync(join(cases, 'gateway', 'findings.jsonl')).equals(before)).toBe(true);
    expect(afterimage(['verify', join(cases, 'gateway')]).status).toBe(0);
    expect(existsSync(join(cases, 'gateway', '.work'))).toBe(false);
    expect(await get<IntegrityAnswer>(`${at}/integrity`)).toEqual({ sound: true, problems: [] });
  });

  it('are not written for a request that a form of another page could send', async () => {
    const { id } = (await get<FindingsAnswer>(`${at}/findings`)).findings[0]!;
    const form = await post(`${at}/findings/${id}/notes`, { action: 'confirm' }, { 'content-type': 'text/plain' });
    expect(form.status).toBe(415);
    expect((await post(`${at}/findings/${id}/notes`, '{"action"')).status).toBe(400);
    expect((await post(`${at}/findings/${id}/notes`, { action: 'note', text: 'x'.repeat(100_000) })).status).toBe(413);
  });
});

it('refuses what it does not understand, and names it', async () => {
  const at = '/api/cases/gateway';
  const wrong = async (path: string) => {
    const { status, body } = await refused(`${at}${path}`);
    return [status, ...(body.error.parameters ?? []).map((p) => p.name)];
  };
  expect(await wrong('/events?limit=0')).toEqual([400, 'limit']);
  expect(await wrong('/events?limit=1001&offset=-1')).toEqual([400, 'offset', 'limit']);
  expect(await wrong('/events?frm=2021')).toEqual([400, 'frm']);
  expect(await wrong('/events?from=yesterday')).toEqual([400, 'from']);
  expect(await wrong('/events?from=2021-02-01T00:00:00Z&until=2021-01-01T00:00:00Z')).toEqual([400, 'until']);
  expect(await wrong(`/events?text=${'x'.repeat(600)}`)).toEqual([400, 'text']);
  expect(await wrong('/histogram?buckets=9')).toEqual([400, 'from', 'until']);
  expect(await wrong('/tree?path=etc')).toEqual([400, 'path']);
  expect(await wrong('/findings?state=gone')).toEqual([400, 'state']);
  expect(await wrong('/files/-1')).toEqual([400, 'row']);
  expect(await wrong('/files/1e9/bytes')).toEqual([400, 'row']);
  expect((await refused(`${at}/events?text=${'x'.repeat(20_000)}`).catch(() => ({ status: 431 }))).status).toBe(431);
  expect(
    (
      await ask('/api/cases', {
        method: 'DELETE',
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      })
    ).status,
  ).toBe(404);
});

it('says which parameters there are, as OpenAPI', async () => {
  const document = await get<{ openapi: string; paths: Record<string, object> }>('/api/openapi.json');
  expect(document.openapi).toBe('3.1.0');
  const page = readFileSync(resolve(import.meta.dirname, '../../docs/api.md'), 'utf8');
  const documented = [...page.matchAll(/^\| `(?:GET|POST) ([^`]+)`/gm)].map((m) => m[1]!).sort();
  expect(Object.keys(document.paths).concat('/api/openapi.json').sort()).toEqual(documented);
});

it('says so when the port is in use, or there is nothing to serve', () => {
  const taken = afterimage(['serve', cases, '--port', String(port)]);
  expect(taken.status).toBe(69);
  expect(taken.stderr).toContain(`port ${port}: another program listens there`);
  const nothing = afterimage(['serve', join(folder, 'nowhere')]);
  expect(nothing.status).toBe(66);
  expect(nothing.stderr).toContain('it does not exist');
});
