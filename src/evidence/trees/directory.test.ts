import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  unlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { told } from '../../../fixtures/archives/read.ts';
import { type FileEntry, isUnread } from '../entry.ts';
import { openDirectory, openMember } from './index.ts';

const root = process.getuid?.() === 0;
const latin = Buffer.from([0x63, 0x61, 0x66, 0xe9]);
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'directory-tree-'));
  mkdirSync(join(folder, 'home/bin'), { recursive: true });
  writeFileSync(join(folder, 'home/VERSION'), 'version 9.1\n', { mode: 0o640 });
  linkSync(join(folder, 'home/VERSION'), join(folder, 'home/again'));
  writeFileSync(join(folder, 'home/bin/empty'), '');
  writeFileSync(join(folder, 'home.txt'), 'sorts before the contents of home/');
  writeFileSync(join(folder, 'Zebra'), 'capital');
  writeFileSync(join(folder, 'back\\x41slash'), 'literal');
  writeFileSync(Buffer.concat([Buffer.from(`${folder}/home/`), latin]), 'not utf-8');
  symlinkSync('/etc/shadow', join(folder, 'absolute'));
  symlinkSync('..', join(folder, 'home/loop'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  utimesSync(join(folder, 'home/VERSION'), 1_618_646_400, 1_618_646_400.25);
});
afterAll(() => rmSync(folder, { recursive: true }));

const entries = (): FileEntry[] => [...openDirectory(folder, 0).walk()].filter((w) => !isUnread(w)) as FileEntry[];

describe('openDirectory', () => {
  it('walks in the order of name bytes, follows no link and opens nothing but files', () => {
    expect(told(openDirectory(folder, 0).walk())).toEqual([
      'directory / 0',
      'file /Zebra 7',
      'symlink /absolute 0',
      'file /back\\x41slash 7',
      'directory /home 0',
      'file /home/VERSION 12',
      'file /home/again 12',
      'directory /home/bin 0',
      'file /home/bin/empty 0',
      'file /home/caf\\xe9 9',
      'symlink /home/loop 0',
      'file /home.txt 34',
      'fifo /pipe 0',
    ]);
  });

  it('tells what the filesystem knows', () => {
    const version = entries().find((e) => e.path === '/home/VERSION')!;
    expect(version).toMatchObject({ mode: 0o100640, links: 2, content: 'intact', allocation: 'allocated' });
    expect(version.times.modified).toBe('2021-04-17T08:00:00.250000000Z');
    expect(version.times.accessed).toBe('2021-04-17T08:00:00.000000000Z');
    expect(version.times.changed).toMatch(/^20\d\d-.*\.\d{9}Z$/);
    expect(version.metaAddress).toBe(entries().find((e) => e.path === '/home/again')!.metaAddress);
    expect(entries().find((e) => e.path === '/absolute')!.linkTarget).toBe('/etc/shadow');
    expect(entries().find((e) => e.path === '/pipe')!.notes).toEqual([
      'Only its name and metadata were collected; it is never opened.',
    ]);
  });

  it('names the member in every locator, which another thread can open', () => {
    const tree = openDirectory(folder, 2);
    expect(tree).toMatchObject({ type: 'directory', layers: ['directory'], transferable: false });
    for (const walked of tree.walk()) {
      if (isUnread(walked) || walked.size === 0) continue;
      const [origin] = walked.open().origin(0, walked.size);
      expect(origin).toEqual({ evidence: 2, member: walked.path!.slice(1), offset: 0, length: walked.size });
      expect(walked.locator).toMatchObject({
        evidence: '2',
        member: origin!.member,
        bytes: [{ offset: 0, length: walked.size }],
      });
      const other = openMember(folder, 2, origin!.member!)!;
      expect(other.read(0, 100).equals(walked.open().read(0, 100))).toBe(true);
      expect(other.size).toBe(walked.size);
      other.close();
    }
    expect(tree.facts).toMatchObject({ size: 7 + 7 + 12 + 12 + 9 + 34, hasUnallocated: false });
  });

  it('finds by path, within itself only', () => {
    const tree = openDirectory(folder, 0);
    expect(tree.find('/home/VERSION')!.open().read(0, 20).toString()).toBe('version 9.1\n');
    expect(tree.find('/home/caf\\xe9')!.open().read(0, 20).toString()).toBe('not utf-8');
    expect(tree.find('/back\\x41slash')!.open().read(0, 20).toString()).toBe('literal');
    expect(tree.find('/home')!.kind).toBe('directory');
    for (const path of [
      '/home/loop/home/VERSION',
      '/../etc/passwd',
      '/absolute/x',
      '/nothing',
      '/home/VERSION/x',
      '/a\0b',
    ])
      expect(tree.find(path)).toBeUndefined();
    expect(openMember(folder, 0, 'pipe')).toBeUndefined();
    expect(openMember(folder, 0, 'absolute')).toBeUndefined();
  });

  it('notices a file that shrinks or goes away while it is read', () => {
    const shrinking = join(folder, 'x-shrinking');
    const vanishing = join(folder, 'y-vanishing');
    writeFileSync(shrinking, Buffer.alloc(5000));
    writeFileSync(vanishing, Buffer.alloc(3000));
    const list: string[] = [];
    for (const walked of openDirectory(folder, 0).walk()) {
      list.push(...told([walked]));
      if (isUnread(walked)) continue;
      if (walked.path === '/x-shrinking') truncateSync(shrinking, 1000);
      if (walked.path === '/y-vanishing') unlinkSync(vanishing);
      walked.open().read(0, walked.size);
    }
    expect(list.slice(-4)).toEqual([
      'file /x-shrinking 5000',
      'unread 0: directory: /x-shrinking: it had 5000 bytes when listed and 1000 when read; its content was not read completely',
      'file /y-vanishing 3000',
      'unread 0: directory: /y-vanishing: opening failed (ENOENT); its content was not read completely',
    ]);
    unlinkSync(shrinking);
  });

  it('notices a file that goes away while its directory is listed', () => {
    const gone = join(folder, 'x-gone');
    writeFileSync(gone, 'soon');
    const walk = openDirectory(folder, 0).walk();
    const list: string[] = [];
    for (const walked of walk) {
      if (list.length === 1) unlinkSync(gone);
      list.push(...told([walked]));
      if (!isUnread(walked)) walked.open().read(0, 10);
    }
    expect(list.at(-1)).toContain('/x-gone: it cannot be opened (ENOENT)');
  });

  it('keeps few files open, and none when the walk is over', () => {
    const many = mkdtempSync(join(tmpdir(), 'directory-many-'));
    for (let i = 0; i < 50; i++) writeFileSync(join(many, `file-${i}`), `${i}`);
    const open = (): number => readdirSync('/proc/self/fd').length;
    const before = open();
    const kept: FileEntry[] = [];
    for (const walked of openDirectory(many, 0).walk()) {
      if (isUnread(walked)) continue;
      kept.push(walked);
      for (const e of kept) e.open().read(0, 1);
      expect(open() - before).toBeLessThanOrEqual(9);
    }
    expect(open()).toBeLessThanOrEqual(before);
    rmSync(many, { recursive: true });
  });

  it.skipIf(root)('states what it may not read, with the code of the system', () => {
    const locked = join(folder, 'z-locked');
    mkdirSync(locked);
    writeFileSync(join(folder, 'z-secret'), 'hidden');
    chmodSync(locked, 0);
    chmodSync(join(folder, 'z-secret'), 0);
    const list = told(openDirectory(folder, 0).walk());
    expect(list.slice(-4)).toEqual([
      'directory /z-locked 0',
      'unread 0: directory: /z-locked: the directory cannot be listed (EACCES)',
      'file /z-secret 6 lost',
      'unread 6: directory: /z-secret: it cannot be opened (EACCES)',
    ]);
    chmodSync(locked, 0o700);
    rmSync(locked, { recursive: true });
    unlinkSync(join(folder, 'z-secret'));
  });

  it.skipIf(!root)('never opens a device node', () => {
    execFileSync('mknod', [join(folder, 'z-zero'), 'c', '1', '5']);
    const device = entries().find((e) => e.path === '/z-zero')!;
    expect(device).toMatchObject({ kind: 'character-device', size: 0 });
    expect(device.open().read(0, 10)).toHaveLength(0);
    unlinkSync(join(folder, 'z-zero'));
  });

  it('refuses what is no directory', () => {
    expect(() => openDirectory(join(folder, 'Zebra'), 0)).toThrow(/expected a directory/);
    expect(() => openDirectory(join(folder, 'nowhere'), 0)).toThrow(/ENOENT/);
  });
});
