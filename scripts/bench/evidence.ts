import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { generator } from './rules.ts';

/** Runs a system tool; trouble is thrown with what it said. */
export function tool(command: string, ...args: string[]): void {
  execFileSync(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Mounts an image for reading only, without replaying its journal. Needs root. */
export function mountReadOnly(image: string, folder: string, options = ''): void {
  mkdirSync(folder, { recursive: true });
  tool('mount', '-o', `loop,ro,noload${options}`, image, folder);
}

/** Unmounts; nothing happens when nothing is mounted there. */
export function unmount(folder: string): void {
  try {
    tool('umount', folder);
  } catch {
    // Not mounted any more.
  }
}

/** Does something with the volume of an image mounted. Needs root. */
export function withMount<T>(image: string, folder: string, options: string, use: () => T): T {
  mkdirSync(folder, { recursive: true });
  tool('mount', '-o', `loop,noatime${options}`, image, folder);
  try {
    return use();
  } finally {
    tool('umount', folder);
  }
}

function* filesBelow(folder: string): Generator<{ path: string; size: number }> {
  for (const name of readdirSync(folder).sort()) {
    const path = join(folder, name);
    const status = lstatSync(path);
    if (status.isDirectory()) yield* filesBelow(path);
    else if (status.isFile()) yield { path, size: status.size };
  }
}

/** What is taken of a folder: so many files, so many MiB in all, none larger than so many MiB. */
interface Share {
  files: number;
  mebibytes: number;
  largest: number;
}

/** Programs, libraries and texts of this machine. @returns their paths in the new tree */
export function programs(root: string, shares: Record<string, Share>): string[] {
  const put: string[] = [];
  for (const [from, { files, mebibytes, largest }] of Object.entries(shares)) {
    let [taken, size] = [0, 0];
    for (const file of filesBelow(from)) {
      if (taken >= files) break;
      if (file.size > largest << 20 || size + file.size > mebibytes << 20) continue;
      const folder = join(root, from, String(Math.floor(taken / 500)));
      if (taken % 500 === 0) mkdirSync(folder, { recursive: true });
      const path = join(folder, `${taken}-${file.path.split('/').pop()!.slice(-80)}`);
      copyFileSync(file.path, path);
      put.push(path);
      taken += 1;
      size += file.size;
    }
  }
  return put;
}

/** Files of random bytes, most of them small: what is packed or encrypted. */
export function blobs(root: string, count: number, next: () => number): void {
  mkdirSync(join(root, 'blobs'));
  for (let number = 0; number < count; number += 1) {
    const blob = Buffer.alloc(1024 + Math.floor(next() ** 4 * 600_000));
    for (let at = 0; at + 4 <= blob.length; at += 4) blob.writeUInt32LE(Math.floor(next() * 2 ** 32), at);
    writeFileSync(join(root, 'blobs', `blob-${number}.bin`), blob);
  }
}

/** About 25,000 files, 600 MiB: programs, libraries and texts of this machine, generated logs, random binaries. */
function fill(root: string, specimens: string): void {
  programs(root, {
    '/usr/bin': { files: 600, mebibytes: 130, largest: 2 },
    '/usr/lib': { files: 9000, mebibytes: 240, largest: 2 },
    '/usr/share': { files: 11_000, mebibytes: 130, largest: 2 },
    '/etc': { files: 1000, mebibytes: 10, largest: 2 },
  });
  const next = generator(11510);
  mkdirSync(join(root, 'logs'));
  for (let number = 0; number < 3000; number += 1) {
    const lines = Array.from(
      { length: 20 + Math.floor(next() * 400) },
      (_, line) =>
        `2021-04-18 02:${String(line % 60).padStart(2, '0')}:00 - gw1 - [198.51.100.${Math.floor(next() * 250)}] Root::user${Math.floor(next() * 90)}(Staff)[Employees] - Login succeeded ${line}\n`,
    );
    writeFileSync(join(root, 'logs', `log-${number}.txt`), lines.join(''));
  }
  blobs(root, 1500, next);
  mkdirSync(join(root, 'dana-na'));
  for (const name of readdirSync(specimens)) copyFileSync(join(specimens, name), join(root, 'dana-na', name));
}

/** An image that is made once and kept: one that was interrupted is made again. @returns its path */
export function madeOnce(image: string, bytes: number, make: (making: string) => void): string {
  if (existsSync(image)) return image;
  const making = `${image}.making`;
  rmSync(making, { force: true });
  writeFileSync(making, '');
  truncateSync(making, bytes);
  make(making);
  renameSync(making, image);
  return image;
}

/** An ext4 of 1 GiB, about 60 % full, with some files deleted. @returns its path */
export function mixedImage(folder: string, specimens: string): string {
  return madeOnce(join(folder, 'mixed-1g.img'), 2 ** 30, (making) => {
    tool('mke2fs', '-q', '-F', '-t', 'ext4', '-N', '65536', '-E', 'lazy_itable_init=0,lazy_journal_init=0', making);
    const mount = join(folder, 'mount');
    withMount(making, mount, '', () => fill(mount, specimens));
    // In a second mount, so that the deleted files were on disk first.
    withMount(making, mount, '', () => {
      for (let number = 0; number < 3000; number += 7) rmSync(join(mount, 'logs', `log-${number}.txt`));
      for (let number = 0; number < 1500; number += 9) rmSync(join(mount, 'blobs', `blob-${number}.bin`));
      rmSync(join(mount, 'dana-na/meeting_testjs.cgi'), { force: true });
    });
  });
}

/** An ext4 of 20 GiB with the files of the small one; nearly all of it is free space that was never written. @returns its path */
export function sparseImage(folder: string, mixed: string): string {
  return madeOnce(join(folder, 'sparse-20g.img'), 20 * 2 ** 30, (making) => {
    tool('mke2fs', '-q', '-F', '-t', 'ext4', making);
    const [from, to] = [join(folder, 'mount'), join(folder, 'mount-20g')];
    withMount(mixed, from, ',ro', () => withMount(making, to, '', () => tool('cp', '-a', `${from}/.`, to)));
  });
}

/** The rule files of our content pack. */
export function packRules(content: string): string[] {
  return readdirSync(content)
    .filter((name) => name.endsWith('.yar'))
    .sort()
    .map((name) => join(content, name));
}

/** Reads everything once, so that each competitor finds the same warm cache. */
export function warm(path: string): void {
  execFileSync('cat', [path], { stdio: ['ignore', 'ignore', 'ignore'], maxBuffer: 1 });
}
