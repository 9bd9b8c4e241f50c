import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../src/model/index.ts';
import { afterimage, findingsOf, verdictOf, workspace } from '../support/afterimage.ts';

const folder = workspace();
const canMount =
  process.getuid?.() === 0 &&
  spawnSync('losetup', ['--version']).error === undefined &&
  spawnSync('mke2fs', ['-V']).error === undefined;
const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
const sha256 = (bytes: Buffer | string): string => createHash('sha256').update(bytes).digest('hex');
const samples = resolve(import.meta.dirname, '../../content/samples/atrium-parameter-command');
const specimen = readFileSync(
  join(
    samples,
    readdirSync(samples)
      .filter((f) => f.startsWith('hit-'))
      .sort()[0]!,
  ),
);
const innocent = (i: number): string =>
  `#!/usr/bin/perl\nuse CGI;\nmy $page = ${i};\nprint CGI::header(), "<p>page $page</p>\\n";\n${`# line of the vendor\n`.repeat(40 + i)}`;

/** An ext4 volume on which a story happens under a real kernel, and what Afterimage says of it. */
function examined(
  name: string,
  story: (root: string, sync: () => void) => void,
): { status: number | null; findings: Finding[]; casePath: string } {
  const image = join(folder, `${name}.img`);
  const mount = join(folder, `${name}.mount`);
  mkdirSync(mount);
  run('truncate', '-s', '64M', image);
  run('mke2fs', '-q', '-F', '-t', 'ext4', image);
  run('mount', '-o', 'loop', image, mount);
  try {
    story(mount, () => run('sync', '-f', mount));
  } finally {
    run('umount', mount);
  }
  const casePath = join(folder, `${name}.case`);
  const { status } = afterimage(['examine', image, '-o', casePath]);
  return { status, findings: findingsOf(casePath), casePath };
}

describe.skipIf(!canMount)('a trojanised CGI that was put back', () => {
  it.each([
    ['cp', (vendor: string, path: string) => run('cp', vendor, path)],
    ['mv', (vendor: string, path: string) => run('mv', vendor, path)],
    ['sed -i', (_: string, path: string) => run('sed', '-i', '1,$d;1i\\\n', path)],
  ] as [string, (vendor: string, path: string) => void][])(
    'by %s is found as it was, with its bytes',
    (name, putBack) => {
      const { status, findings, casePath } = examined(`back-${name.slice(0, 2)}`, (root, sync) => {
        const path = join(root, 'home/webserver/htdocs/dana-na/auth/compcheckresult.cgi');
        mkdirSync(join(path, '..'), { recursive: true });
        writeFileSync(path, innocent(1));
        writeFileSync(join(root, 'vendor-copy'), innocent(1));
        sync();
        writeFileSync(path, specimen);
        sync();
        putBack(join(root, 'vendor-copy'), path);
        run('touch', '-d', '2020-10-28', path);
        sync();
      });
      const hits = findings.filter((f) => f.rule.id === 'atrium-parameter-command');
      expect(hits.map((f) => [f.state, f.subject.path, f.subject.sha256])).toEqual([
        ['reverted', '/home/webserver/htdocs/dana-na/auth/compcheckresult.cgi', sha256(specimen)],
      ]);
      expect(hits[0]!.difference!.removed).toBeGreaterThan(0);
      expect([status, verdictOf(casePath).conclusion]).toEqual([1, 'compromised-then-cleaned']);
    },
  );
});

describe.skipIf(!canMount)('a file that was shredded', () => {
  it('is proved to have been there, and nothing is given out as its content', () => {
    const { casePath } = examined('shredded', (root, sync) => {
      mkdirSync(join(root, 'home/bin'), { recursive: true });
      writeFileSync(join(root, 'home/bin/memread'), specimen);
      sync();
      run('shred', '-u', join(root, 'home/bin/memread'));
      sync();
    });
    const rows = afterimage(['files', casePath, '--jsonl', '--deleted', '--path', '/home/bin/*'])
      .stdout.trim()
      .split('\n')
      .map((l) => JSON.parse(l) as { path: string; content: string; sha256?: string });
    expect(rows.map((r) => r.path)).toContain('/home/bin/memread');
    expect(rows.filter((r) => r.sha256 === sha256(specimen))).toEqual([]);
    expect(findingsOf(casePath).some((f) => f.subject.path === '/home/bin/memread')).toBe(true);
  });
});

describe.skipIf(!canMount)('a log that was deleted', () => {
  it('gives its records back, marked as recovered, and nobody is accused by them', () => {
    const line = (what: string, i: number): string =>
      `Apr ${String(1 + (i % 28)).padStart(2)} 10:00:${String(i % 60).padStart(2, '0')} gw1 ${what}[17]: record ${i}\n`;
    const { casePath, findings } = examined('deleted-log', (root, sync) => {
      mkdirSync(join(root, 'var/log'), { recursive: true });
      for (const name of ['messages', 'secure'])
        writeFileSync(join(root, 'var/log', name), Array.from({ length: 120 }, (_, i) => line(name, i)).join(''));
      sync();
      rmSync(join(root, 'var/log/secure'));
      sync();
    });
    const events = afterimage(['timeline', casePath, '--kind', 'logged', '--jsonl'])
      .stdout.trim()
      .split('\n')
      .map((l) => JSON.parse(l) as { recovered: boolean; message: string; fields: string })
      .filter((e) => e.recovered);
    expect(events.length).toBe(120);
    expect(events.every((e) => JSON.parse(e.fields).locator.bytes[0].length > 0)).toBe(true);
    expect(findings.filter((f) => f.rule.id === 'log-edit')).toEqual([]);
  });
});

describe.skipIf(spawnSync('mke2fs', ['-V']).error !== undefined || spawnSync('debugfs', ['-V']).error !== undefined)(
  'a shell that an old kernel deleted',
  () => {
    // debugfs removes a file as kernels of the 2.6 era did: the block map stays, the name stays in directory slack.
    it.each(['ext2', 'ext3'])('%s: name, bytes and times come from inode and slack', (type) => {
      const tree = join(folder, `old-${type}`);
      const path = 'home/webserver/htdocs/dana-na/auth/compcheckresult.cgi';
      mkdirSync(join(tree, path, '..'), { recursive: true });
      writeFileSync(join(tree, 'home/webserver/htdocs/dana-na/auth/before.cgi'), innocent(1));
      writeFileSync(join(tree, path), specimen);
      const image = `${tree}.img`;
      run('mke2fs', '-q', '-F', '-t', type, '-d', tree, image, '16M');
      run('debugfs', '-w', '-R', `rm /${path}`, image);
      afterimage(['examine', image, '-o', `${image}.case`]);
      const hits = findingsOf(`${image}.case`).filter((f) => f.rule.id === 'atrium-parameter-command');
      expect(hits.map((f) => [f.state, f.subject.path, f.subject.sha256, f.subject.content])).toEqual([
        ['removed', `/${path}`, sha256(specimen), 'intact'],
      ]);
    });
  },
);

describe.skipIf(!canMount)('a clean, busy system', () => {
  it('that upgrades, rotates, edits and makes temporary files is accused of nothing', () => {
    const { status, findings } = examined('busy', (root, sync) => {
      const web = join(root, 'home/webserver/htdocs/dana-na');
      for (const d of ['auth', 'meeting', 'css']) mkdirSync(join(web, d), { recursive: true });
      mkdirSync(join(root, 'home/perl'));
      mkdirSync(join(root, 'var/log'), { recursive: true });
      mkdirSync(join(root, 'tmp'));
      mkdirSync(join(root, 'etc'));
      for (let i = 0; i < 30; i++)
        writeFileSync(join(web, ['auth', 'meeting', 'css'][i % 3]!, `page${i}.cgi`), innocent(i));
      const log = join(root, 'var/log/messages');
      const line = (i: number): string =>
        `Apr ${String(1 + (i % 28)).padStart(2)} 10:00:${String(i % 60).padStart(2, '0')} gw1 daemon[17]: heartbeat ${i}\n`;
      for (let i = 0; i < 400; i++) appendFileSync(log, line(i));
      sync();
      // An upgrade replaces every page by rename, as package managers do.
      for (let i = 0; i < 30; i++) {
        const page = join(web, ['auth', 'meeting', 'css'][i % 3]!, `page${i}.cgi`);
        writeFileSync(`${page}.new`, `${innocent(i)}# release 2\n`);
        run('mv', `${page}.new`, page);
      }
      sync();
      for (let round = 0; round < 3; round++) {
        run('mv', log, `${log}.${round}`);
        for (let i = 0; i < 200; i++) appendFileSync(log, line(1000 * round + i));
        for (let i = 0; i < 20; i++)
          writeFileSync(join(root, 'tmp', `session-${round}-${i}`), `state ${i}\n`.repeat(30));
        sync();
        for (let i = 0; i < 20; i++) rmSync(join(root, 'tmp', `session-${round}-${i}`));
        writeFileSync(join(root, 'etc/settings'), `timeout=${round}\n`.repeat(50));
        run('sed', '-i', 's/timeout/limit/', join(root, 'etc/settings'));
        sync();
      }
    });
    expect(
      findings
        .filter((f) => f.severity !== 'informational')
        .map((f) => [f.rule.id, f.severity, f.subject.path, f.explanation]),
    ).toEqual([]);
    expect(status).toBe(0);
  });
});
