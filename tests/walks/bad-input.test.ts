import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { afterimage, coverageOf, findingsOf, json, unpack, verdictOf, workspace } from '../support/afterimage.ts';

const folder = workspace();
const at = (name: string): string => join(folder, name);
const sha256 = (path: string): string => createHash('sha256').update(readFileSync(path)).digest('hex');
const reasons = (casePath: string): string =>
  coverageOf(casePath)
    .flatMap((c) => c.unread.map((u) => u.reason))
    .join('\n');
const isRoot = process.getuid?.() === 0;

describe('a request that cannot be met is refused with a reason, and leaves nothing behind', () => {
  it.each([
    ['evidence that is not there', [at('absent.img'), '-o', at('a.case')], 66, /absent\.img/],
    ['no evidence at all', ['-o', at('b.case')], 64, /./],
    ['a flag that is not known', [at('absent.img'), '--ouput', at('c.case')], 64, /--output/],
    [
      'a witness that is not there',
      ['package.json', '-o', at('c.case'), '--witness', at('absent.log')],
      66,
      /absent\.log/,
    ],
    ['the evidence as its own witness', ['package.json', '-o', at('c.case'), '--witness', 'package.json'], 64, /twice/],
    ['a hash that is none', ['package.json', '-o', at('d.case'), '--sha256', 'abc'], 64, /SHA-256/],
    ['rules that are not there', ['package.json', '-o', at('e.case'), '-r', at('absent.yar')], 66, /absent\.yar/],
  ] as [string, string[], number, RegExp][])('%s', (_, args, status, message) => {
    const run = afterimage(['examine', ...args]);
    expect([run.status, run.stdout]).toEqual([status, '']);
    expect(run.stderr).toMatch(message);
    expect(run.stderr).not.toContain('is a bug');
    for (const name of ['a', 'b', 'c', 'd', 'e']) expect(existsSync(at(`${name}.case`))).toBe(false);
  });

  it('an output folder that holds a case, or something else', () => {
    writeFileSync(at('note.txt'), 'an innocent note\n');
    const first = afterimage(['examine', at('note.txt'), '-o', at('taken.case')]);
    expect(first.status).toBe(0);
    const before = sha256(at('taken.case/case.json'));
    const second = afterimage(['examine', at('note.txt'), '-o', at('taken.case')]);
    expect([second.status, sha256(at('taken.case/case.json'))]).toEqual([73, before]);
    expect(second.stderr).toContain('--restart');
    mkdirSync(at('full'));
    writeFileSync(at('full/thesis.doc'), 'mine');
    expect(afterimage(['examine', at('note.txt'), '-o', at('full')]).status).toBe(73);
    expect(readdirSync(at('full'))).toEqual(['thesis.doc']);
    expect(afterimage(['examine', at('note.txt'), '-o', at('taken.case'), '--restart']).status).toBe(0);
  });

  it.skipIf(!isRoot)('a full disk', () => {
    const image = unpack('gateway-clean/gateway-clean.img.gz', folder);
    mkdirSync(at('small'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', at('small')]);
    try {
      const run = afterimage(['examine', image, '-o', at('small/c.case')]);
      expect(run.status).toBeGreaterThanOrEqual(73);
      expect(run.stderr).toMatch(/no space|ENOSPC/i);
    } finally {
      execFileSync('umount', [at('small')]);
    }
  });
});

describe('evidence that cannot be read says so, and is never called unsuspicious', () => {
  it('an empty file', () => {
    writeFileSync(at('empty.img'), '');
    const run = afterimage(['examine', at('empty.img'), '-o', at('empty.case')]);
    expect([run.status, verdictOf(at('empty.case')).conclusion]).toEqual([2, 'inconclusive']);
    expect(reasons(at('empty.case'))).toMatch(/empty/);
  });

  it('a file that is nothing we know', () => {
    writeFileSync(at('noise.bin'), createHash('sha512').update('x').digest().toString('latin1').repeat(4000), 'latin1');
    const run = afterimage(['examine', at('noise.bin'), '-o', at('noise.case')]);
    expect([run.status, verdictOf(at('noise.case')).conclusion]).toEqual([2, 'inconclusive']);
    expect(reasons(at('noise.case'))).toMatch(/nothing we recognise/);
  });

  it('an image cut off in the middle', () => {
    const whole = readFileSync(unpack('gateway-clean/gateway-clean.img.gz', folder));
    writeFileSync(at('cut.img'), whole.subarray(0, Math.floor(whole.length * 0.6)));
    const before = sha256(at('cut.img'));
    const run = afterimage(['examine', at('cut.img'), '-o', at('cut.case')]);
    expect([run.status, verdictOf(at('cut.case')).conclusion]).toEqual([2, 'inconclusive']);
    expect(reasons(at('cut.case'))).toMatch(/missing|lacks|beyond|past the end/);
    expect(sha256(at('cut.img'))).toBe(before);
  });

  it.each(['ext4-superblock-lost', 'ext4-stated-badly', 'ext4-damaged-inode', 'ext4-1k', 'ext4-names', 'ext4-encrypt'])(
    'a filesystem with %s is walked to its end',
    (name) => {
      const image = unpack(`ext/${name}.img.gz`, folder);
      const before = sha256(image);
      const run = afterimage(['examine', image, '-o', at(`${name}.case`)], { timeout: 60_000 });
      expect([0, 2]).toContain(run.status);
      expect(sha256(image)).toBe(before);
      expect(run.stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e]/);
    },
  );

  it('a gzip bomb stops within its bounds, and what was not unfolded is stated', () => {
    const zeros = gzipSync(Buffer.alloc(256 * 1024 * 1024), { level: 9 });
    // Members follow each other: four gibibytes in a megabyte.
    writeFileSync(at('bomb.gz'), Buffer.concat(Array.from({ length: 16 }, () => zeros)));
    mkdirSync(at('bombs'));
    writeFileSync(at('bombs/bomb.gz'), readFileSync(at('bomb.gz')));
    const run = afterimage(['examine', at('bombs'), '-o', at('bomb.case')], { timeout: 120_000 });
    expect(run.status).toBe(2);
    expect(reasons(at('bomb.case'))).toMatch(/ratio|unfolded|times/);
  });

  it('fifos, device nodes, links that lead out, and names of other archives', () => {
    mkdirSync(at('tree/etc'), { recursive: true });
    writeFileSync(at('tree/etc/passwd'), 'root:x:0:0::/root:/bin/sh\n');
    execFileSync('mkfifo', [at('tree/pipe')]);
    symlinkSync('/etc/shadow', at('tree/out'));
    symlinkSync('loop', at('tree/loop'));
    if (isRoot) execFileSync('mknod', [at('tree/disk'), 'b', '8', '0']);
    const run = afterimage(['examine', at('tree'), '-o', at('tree.case')], { timeout: 60_000 });
    expect([0, 2]).toContain(run.status);
    const listed = afterimage(['files', at('tree.case'), '--jsonl'])
      .stdout.trim()
      .split('\n')
      .map((l) => JSON.parse(l) as { path: string; kind: string; link_target?: string; sha256?: string });
    expect(listed.find((f) => f.path === '/pipe')?.kind).toBe('fifo');
    expect(listed.find((f) => f.path === '/out')).toMatchObject({ kind: 'symlink', link_target: '/etc/shadow' });
    expect(listed.find((f) => f.path === '/out')?.sha256).toBeUndefined();
  });
});

describe('rules and indicators that cannot be used', () => {
  it('are named with file, line or identifier, kept in the case, and limit the verdict', () => {
    writeFileSync(at('note2.txt'), 'an innocent note\n');
    writeFileSync(
      at('mixed.yar'),
      'rule good { condition: false }\nrule bad { strings: $a = "x" condition: $b and $a }\n',
    );
    const indicator = { type: 'indicator', pattern_type: 'stix', spec_version: '2.1' };
    writeFileSync(
      at('mixed.json'),
      JSON.stringify({
        type: 'bundle',
        objects: [
          { ...indicator, id: 'indicator--good', pattern: "[file:name = 'absent.cgi']" },
          { ...indicator, id: 'indicator--bad', pattern: "[ipv4-addr:value = '192.0.2.1']" },
        ],
      }),
    );
    const args = [at('note2.txt'), '-o', at('unused.case'), '-r', at('mixed.yar'), '--iocs', at('mixed.json')];
    const run = afterimage(['examine', ...args]);
    expect(run.status).toBe(0);
    expect(run.stderr).toMatch(/mixed\.yar:2 bad: not used/);
    expect(run.stderr).toMatch(/mixed\.json indicator--bad: not used/);
    expect(verdictOf(at('unused.case')).limitedBy.join('\n')).toMatch(/^2 rules or indicators .* were not used/m);
    expect(readFileSync(at('unused.case/ledger.jsonl'), 'utf8')).toMatch(/content-not-used.*indicator--bad/);
    expect(afterimage(['verify', at('unused.case')]).status).toBe(0);
  });
});

describe('an interruption', () => {
  it('leaves a case that says so, and the resumed one equals one never interrupted', async () => {
    const image = unpack('gateway/gateway.img.gz', folder);
    const whole = at('whole.case');
    const stopped = at('stopped.case');
    afterimage(['examine', image, '-o', whole]);
    const bin = resolve(import.meta.dirname, '../../dist/cli/bin.js');
    const child = spawn(process.execPath, [bin, 'examine', image, '-o', stopped, '-t', '1'], { stdio: 'ignore' });
    const ended = new Promise<number | null>((done) => child.on('exit', done));
    // As soon as the first batch is stored.
    const parts = join(stopped, '.work', 'parts');
    for (
      let i = 0;
      i < 2000 && !(existsSync(parts) && readdirSync(parts).some((f) => f.endsWith('.files.ndjson')));
      i++
    )
      await new Promise((r) => setTimeout(r, 2));
    child.kill('SIGINT');
    const status = await ended;
    if (status === 75) {
      expect(json<{ state: string }>(stopped, 'case.json').state).toBe('interrupted');
      expect(existsSync(join(stopped, 'verdict.json'))).toBe(false);
      expect(afterimage(['findings', stopped]).stderr).toMatch(/--resume/);
      expect(afterimage(['examine', image, '-o', stopped]).status).toBe(73);
      expect(afterimage(['examine', image, '-o', stopped, '--resume']).status).toBe(1);
    } else expect(status).toBe(1);
    for (const file of ['findings.jsonl', 'coverage.json', 'verdict.json', 'files.parquet', 'timeline.parquet']) {
      expect([file, sha256(join(stopped, file))]).toEqual([file, sha256(join(whole, file))]);
    }
    expect(findingsOf(stopped).length).toBeGreaterThan(10);
  });

  it('says so as well when everything is read and only the tables are missing', async () => {
    const { examine } = (await import(
      String(new URL('../../dist/index.js', import.meta.url))
    )) as typeof import('../../src/index.ts');
    const output = at('late.case');
    const stop = new AbortController();
    const request = { evidence: [unpack('gateway/gateway.img.gz', folder)], output, rules: [], iocs: [], sha256: [] };
    const now = () => new Date('2026-11-29T00:00:00Z');
    const onProgress = ({ phase }: { phase: string }) => phase === 'writing' && stop.abort();
    await expect(examine({ ...request, now, mode: 'new', signal: stop.signal, onProgress })).rejects.toMatchObject({
      code: 'interrupted',
    });
    expect(json<{ state: string }>(output, 'case.json').state).toBe('interrupted');
    expect((await examine({ ...request, now, mode: 'resume' })).exitStatus).toBe(1);
  });
});
