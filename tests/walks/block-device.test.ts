import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { afterimage, findingsOf, verdictOf, workspace } from '../support/afterimage.ts';

const folder = workspace();
const at = (...name: string[]): string => join(folder, ...name);
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const has = (command: string, flag: string): boolean =>
  spawnSync(command, [flag], { stdio: 'ignore' }).error === undefined;
const run = (command: string, ...args: string[]): string =>
  execFileSync(command, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
/** A loop mount needs root and a kernel with loop devices. */
const canMount = process.getuid?.() === 0 && has('losetup', '--version');
const specimen = (rule: string): Buffer => {
  const samples = resolve(import.meta.dirname, '../../content/samples', rule);
  return readFileSync(
    join(
      samples,
      readdirSync(samples)
        .filter((f) => f.startsWith('hit-'))
        .sort()[0]!,
    ),
  );
};

interface Row {
  path: string;
  kind: string;
  allocation: string;
  size: number;
  mode: number;
  inode: number;
  modified: string;
  sha256?: string;
}
const filesOf = (casePath: string): Row[] =>
  afterimage(['files', casePath, '--jsonl'])
    .stdout.trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Row);

describe.skipIf(!has('mke2fs', '-V') || !has('debugfs', '-V'))('an image with thousands of files', () => {
  it('agrees with stat, sha256sum and debugfs on every live file', () => {
    mkdirSync(at('tree'));
    for (let i = 0; i < 4000; i++) {
      const directory = at('tree', `d${i % 37}`, `e${i % 11}`);
      mkdirSync(directory, { recursive: true });
      writeFileSync(
        join(directory, `file-${i}.txt`),
        createHash('sha512')
          .update(String(i))
          .digest('hex')
          .repeat(i % 97),
      );
    }
    run('mke2fs', '-q', '-t', 'ext4', '-d', at('tree'), at('thousands.img'), '64M');
    expect(afterimage(['examine', at('thousands.img'), '-o', at('thousands.case')]).status).toBe(0);
    const rows = new Map(
      filesOf(at('thousands.case'))
        .filter((r) => r.allocation === 'allocated' && r.kind === 'file')
        .map((r) => [r.path, r]),
    );
    const inodes: string[] = [];
    let compared = 0;
    for (const name of readdirSync(at('tree'), { recursive: true, encoding: 'utf8' })) {
      const path = at('tree', name);
      const stat = statSync(path, { bigint: true });
      if (!stat.isFile()) continue;
      const row = rows.get(`/${name}`)!;
      expect([name, row.size, row.mode, row.sha256]).toEqual([
        name,
        Number(stat.size),
        Number(stat.mode),
        sha256(readFileSync(path)),
      ]);
      expect(row.modified.slice(0, 19)).toBe(new Date(Number(stat.mtimeMs)).toISOString().slice(0, 19));
      inodes.push(`stat /${name}`);
      compared++;
    }
    expect([compared, rows.size]).toEqual([4000, 4000]);
    writeFileSync(at('commands'), inodes.slice(0, 500).join('\n'));
    const told = run('debugfs', '-f', at('commands'), at('thousands.img'));
    for (const [i, inode] of [...told.matchAll(/^Inode: (\d+)/gm)].map((m) => Number(m[1])).entries()) {
      expect(rows.get(inodes[i]!.slice('stat '.length))!.inode).toBe(inode);
    }
  });
});

describe.skipIf(!canMount)('a live and a deleted web shell, from a real kernel to the verdict', () => {
  // The defaults of mke2fs for each, and the variants that change the journal's tags.
  it.each([
    ['ext4', ['-t', 'ext4']],
    ['ext4 with 1 KiB blocks', ['-t', 'ext4', '-b', '1024']],
    ['ext4 without checksums and 64bit', ['-t', 'ext4', '-O', '^metadata_csum,^64bit']],
    ['ext3', ['-t', 'ext3']],
  ] as [string, string[]][])('%s', (name, options) => {
    const image = at(`${name.replaceAll(' ', '-')}.img`);
    const mount = at(`${name.replaceAll(' ', '-')}.mount`);
    mkdirSync(mount);
    run('truncate', '-s', '64M', image);
    run('mke2fs', '-q', '-F', ...options, image);
    const live = specimen('atrium-parameter-command');
    const deleted = specimen('slightpulse-dispatch');
    run('mount', '-o', 'loop', image, mount);
    try {
      const web = join(mount, 'home/webserver/htdocs/dana-na');
      mkdirSync(join(web, 'auth'), { recursive: true });
      mkdirSync(join(web, 'meeting'));
      cpSync(resolve(import.meta.dirname, '../../docs'), join(mount, 'home/docs'), { recursive: true });
      writeFileSync(join(web, 'auth/compcheckresult.cgi'), live);
      writeFileSync(join(web, 'meeting/meeting_testjs.cgi'), deleted);
      run('sync', '-f', mount);
      run('rm', join(web, 'meeting/meeting_testjs.cgi'));
      run('sync', '-f', mount);
      writeFileSync(join(web, 'auth/later.txt'), 'an innocent file, written after the deletion\n');
    } finally {
      run('umount', mount);
    }
    const before = sha256(readFileSync(image));
    const casePath = `${image}.case`;
    expect(afterimage(['examine', image, '-o', casePath]).status).toBe(1);
    expect(sha256(readFileSync(image))).toBe(before);
    const told = findingsOf(casePath).map((f) => [f.rule.id, f.state, f.subject.path, f.subject.sha256]);
    expect(told).toContainEqual([
      'atrium-parameter-command',
      'live',
      '/home/webserver/htdocs/dana-na/auth/compcheckresult.cgi',
      sha256(live),
    ]);
    expect(told).toContainEqual([
      'slightpulse-dispatch',
      'removed',
      '/home/webserver/htdocs/dana-na/meeting/meeting_testjs.cgi',
      sha256(deleted),
    ]);
    expect(verdictOf(casePath).conclusion).toBe('compromised');
  });
});
