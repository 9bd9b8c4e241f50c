import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Files, gatewayCase } from '../../../tests/support/fleet-cases.ts';
import { FleetKey, openVoter, queryFiles, shareVotes } from '../../case/index.ts';
import type { FleetVote } from '../../model/index.ts';
import { compareFleet } from './index.ts';

const folder = mkdtempSync(join(tmpdir(), 'afterimage-fleet-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const vendor: Files = {
  '/bin/busybox': 'busybox',
  '/home/bin/dsmain': 'dsmain',
  '/home/bin/check_integrity.sh': 'check',
  '/home/etc/manifest/manifest': 'hashes of all that is here',
  '/home/perl/DSAuth.pm': 'auth',
  '/home/webserver/htdocs/dana-na/auth/login.cgi': 'login',
  '/home/webserver/htdocs/dana-na/auth/logo.gif': 'logo',
  ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`/home/lib/lib${i}.so`, `library ${i}`])),
};

/** A healthy gateway: the vendor's files, and what is its own. */
const healthy = (name: string): Files => ({
  ...vendor,
  '/etc/ssh/ssh_host_rsa_key': `key of ${name}`,
  '/data/runtime/certificate.pem': `certificate of ${name}`,
  '/data/runtime/logs/log.events.vc0': `log of ${name}`,
  [`/data/runtime/sessions/${name}-1.so`]: `session of ${name}`,
  [`/data/runtime/sessions/${name}-2.cgi`]: 'a session',
});

const make = (name: string, changes: Files = {}, options: Parameters<typeof gatewayCase>[3] = {}) =>
  gatewayCase(folder, name, { ...healthy(name), ...changes }, options);

let four: string[];
let odd: string;
beforeAll(async () => {
  four = [];
  for (const name of ['a', 'b', 'c', 'd']) four.push(await make(name));
  // The implant and the manifest that was rewritten to hide it.
  odd = await make('odd', {
    '/home/webserver/htdocs/dana-na/auth/login.cgi': 'login that mails passwords',
    '/home/webserver/htdocs/dana-na/auth/extra.cgi': 'a shell',
    '/home/etc/manifest/manifest': 'hashes of what the intruder left',
  });
});

const found = (vote: FleetVote) =>
  vote.editions.flatMap((e) => e.odd.map((f) => [f.device, f.kind, f.path, f.severity]));

describe('a fleet as its own golden image', () => {
  it('names the odd one out although its manifest was rewritten, and nothing that always differs', async () => {
    const vote = await compareFleet([...four, odd]);
    expect(found(vote)).toEqual([
      ['odd', 'added', '/home/webserver/htdocs/dana-na/auth/extra.cgi', 'medium'],
      ['odd', 'changed', '/home/webserver/htdocs/dana-na/auth/login.cgi', 'medium'],
      ['odd', 'changed', '/home/etc/manifest/manifest', 'informational'],
    ]);
    const [edition] = vote.editions;
    expect(edition!.odd[1]).toMatchObject({ majority: 4, of: 5, shared: 0, confidence: 'medium' });
    expect(edition!.paths).toEqual({ agreed: 25, odd: 3, divided: 0, individual: 3, tooFewRead: 0 });
    expect(edition!.own).toEqual([{ folder: '/data/runtime/sessions', devices: 5 }]);
    expect(vote.statement).toBe('5 devices voted; on 1 of them 2 programs stand alone against the others.');
  });

  it('finds nothing in a fleet where nothing is wrong, and says what it did not judge', async () => {
    const vote = await compareFleet(four);
    expect(found(vote)).toEqual([]);
    expect(vote.statement).toContain('no program of any stands alone');
    expect(vote.limits.join('\n')).toContain('8 files stand in folders where devices have files of their own');
    expect(JSON.stringify(vote)).not.toMatch(/\bclean\b/i);
  });

  it('cannot say where fewer than three voted, or the build is another', async () => {
    const hotfix = await make('hotfix', { '/home/bin/dsmain': 'dsmain 2' }, { build: '12200' });
    const vote = await compareFleet([...four.slice(0, 2), hotfix]);
    expect(found(vote)).toEqual([]);
    expect(vote.editions.map((e) => [e.edition.build, e.cannotSay?.slice(0, 26)])).toEqual([
      ['12173', '2 of its devices voted, ex'],
      ['12200', '1 of its devices voted, ex'],
    ]);
    expect(vote.statement).toMatch(/^Nothing can be said: 3 devices/);
  });

  it('takes a device that differs in many programs for another build, and still lists them', async () => {
    const changes = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`/home/lib/lib${i}.so`, `fixed ${i}`]));
    const vote = await compareFleet([...four, await make('fixed', changes)]);
    expect(vote.editions[0]!.odd).toHaveLength(12);
    for (const f of vote.editions[0]!.odd) expect([f.severity, f.confidence]).toEqual(['low', 'low']);
    expect(vote.editions[0]!.voters.find((v) => v.device === 'fixed')!.reading).toBe('as a whole');
  });

  it('decides nothing in a tie', async () => {
    const other = { '/home/perl/DSAuth.pm': 'auth 2' };
    const vote = await compareFleet([...four.slice(0, 2), await make('e', other), await make('f', other)]);
    expect(found(vote)).toEqual([]);
    expect(vote.editions[0]!.paths.divided).toBe(1);
    expect(vote.limits.join('\n')).toContain('a tie');
  });

  it('calls the few healthy ones odd where most are altered alike, and warns of it', async () => {
    const bad = { '/home/perl/DSAuth.pm': 'auth with a door' };
    const altered = [await make('p', bad), await make('q', bad), await make('r', bad)];
    const vote = await compareFleet([...altered, four[0]!]);
    expect(found(vote)).toEqual([['a', 'changed', '/home/perl/DSAuth.pm', 'medium']]);
    expect(vote.limits[0]).toContain('where most are altered alike, the few that are not look odd');
  });

  it('tells of a missing file, and takes an unread one for no vote', async () => {
    const { '/home/bin/check_integrity.sh': _, ...without } = healthy('g');
    const gone = await gatewayCase(folder, 'g', without);
    const unread = await make('h', { '/home/bin/check_integrity.sh': null });
    const vote = await compareFleet([...four, gone, unread]);
    expect(vote.editions[0]!.odd).toMatchObject([
      { device: 'g', kind: 'missing', path: '/home/bin/check_integrity.sh', majority: 4, of: 5, severity: 'low' },
    ]);
  });

  it('counts the same device once, by its evidence or by its host key', async () => {
    const again = await make('odd-again', { '/home/perl/DSAuth.pm': 'other' }, { disk: 'odd' });
    const later = await make('a-later', { '/etc/ssh/ssh_host_rsa_key': 'key of a' });
    const vote = await compareFleet([...four, odd, again, later]);
    expect(vote.twice.map((t) => t.device).sort()).toHaveLength(2);
    expect(vote.editions[0]!.voters).toHaveLength(5);
  });

  it('tells two cases of one name apart', async () => {
    const twin = await gatewayCase(
      join(folder, 'elsewhere'),
      'a',
      {
        ...healthy('twin'),
        '/home/perl/DSAuth.pm': 'auth with a door',
      },
      { disk: 'twin' },
    );
    const vote = await compareFleet([...four, twin]);
    expect(vote.editions[0]!.odd.map((f) => f.device)).toEqual(['elsewhere/a']);
    expect(vote.editions[0]!.voters.filter((v) => v.odd > 0)).toHaveLength(1);
  });

  it('does not take a key that a whole fleet was shipped with for one device', async () => {
    const same = { '/etc/ssh/ssh_host_rsa_key': 'key of the template' };
    const paths = [];
    for (const name of ['t1', 't2', 't3', 't4']) paths.push(await make(name, same));
    expect((await compareFleet(paths)).editions[0]!.voters).toHaveLength(4);
  });

  it('lists what cannot vote: a changed case, a product that is not known', async () => {
    const unknown = await make('unknown', {}, { product: 'unknown' });
    const changed = await make('changed');
    appendFileSync(join(changed, 'files.parquet'), 'x');
    const vote = await compareFleet([...four, unknown, changed]);
    expect(vote.withoutVote.map((w) => w.device)).toEqual(['changed', 'unknown']);
    expect(vote.withoutVote[0]!.because).toContain('was changed after the examination');
    expect(vote.editions[0]!.voters).toHaveLength(4);
  });

  it('is the same whatever the order of the cases and the number of threads', async () => {
    const one = await compareFleet([...four, odd], undefined, { threads: 1 });
    const other = await compareFleet([odd, ...four.toReversed()], undefined, { threads: 2 });
    expect(other).toEqual(one);
  });
});

describe('votes under a key', () => {
  const key = new FleetKey(Buffer.from('a key of 32 bytes or somewhat more'));

  async function votesOf(paths: string[], under = key): Promise<string[]> {
    const files: string[] = [];
    for (const [i, path] of paths.entries()) {
      const voter = await openVoter(path);
      const file = join(folder, `${under.check}-${i}.jsonl`);
      writeFileSync(file, await shareVotes(voter, path, under));
      files.push(file);
    }
    return files;
  }

  it('find the same as the cases themselves', async () => {
    const open = await compareFleet([...four, odd]);
    const keyed = await compareFleet(await votesOf([...four, odd]));
    const shape = (vote: FleetVote) =>
      vote.editions.map((e) => [e.paths, e.odd.map((f) => [f.kind, f.of, f.severity]).sort()]);
    expect(shape(keyed)).toEqual(shape(open));
  });

  it('hold no path, no hash and no name', async () => {
    const [file] = await votesOf([odd]);
    const text = readFileSync(file!, 'utf8');
    expect(text).not.toMatch(/home|webserver|login|busybox|odd/);
    for await (const row of queryFiles(odd)) expect(text).not.toContain(row.sha256);
    expect(text.split('\n')).toHaveLength(Object.keys(healthy('x')).length + 1 + 2);
  });

  it('are compared with cases under the same key, whose paths are then told in clear', async () => {
    const vote = await compareFleet([...(await votesOf(four)), odd], key);
    expect(found(vote).map(([, kind, path]) => [kind, path])).toContainEqual([
      'added',
      '/home/webserver/htdocs/dana-na/auth/extra.cgi',
    ]);
  });

  it('are not compared under different keys, and not with cases without one', async () => {
    const another = new FleetKey(Buffer.from('another key of thirty-two bytes, yes'));
    const [theirs] = await votesOf([odd], another);
    const ours = await votesOf(four);
    await expect(compareFleet([...ours, theirs!])).rejects.toThrow(/different keys.*check values/);
    await expect(compareFleet([...ours, odd])).rejects.toThrow('--fleet-key');
    await expect(compareFleet([...ours, odd], another)).rejects.toThrow(another.check);
  });

  it('keep folders folders, and tell the same name in two folders apart', () => {
    const [a, b] = [key.path('/home/bin/x'), key.path('/home/lib/x')];
    expect(a).toMatch(/^(\/[0-9a-f]{16}){3}$/);
    expect(a.split('/')[1]).toBe(b.split('/')[1]);
    expect(a.split('/')[3]).not.toBe(b.split('/')[3]);
    expect(key.content('00', '/a')).not.toBe(key.content('00', '/b'));
    expect(key.content('00', '/a')).not.toBe(key.content('0', '0/a'));
  });

  it('need a key that cannot be guessed', () => {
    expect(() => new FleetKey(Buffer.from('short'))).toThrow(/5 bytes.*at least 32/);
    expect(() => new FleetKey(Buffer.alloc(64, 'ab'))).toThrow(/2 of them different/);
    expect(key.check).toMatch(/^[0-9a-f]{16}$/);
  });

  it('refuse a file that is none by its name', async () => {
    const file = join(folder, 'none.jsonl');
    for (const text of ['', 'x', '{}', '[]', 'null', '{"format":"afterimage-votes"}']) {
      writeFileSync(file, text);
      await expect(compareFleet([file])).rejects.toThrow(/none\.jsonl/);
    }
  });
});
