import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { Bench } from '../../fixtures/volumes/unpack.ts';
import { FileSource, MemorySource, RunList } from '../bytes/index.ts';
import { hashDirectoryListing, hashSource, sha256Source } from './hash.ts';

const bench = new Bench();
afterAll(() => bench.remove());
const tool = (name: string, path: string): string =>
  execFileSync(name, [path])
    .toString()
    .slice(0, name === 'md5sum' ? 32 : name === 'sha1sum' ? 40 : 64);

describe('hashSource', () => {
  it('agrees with the system tools, over more than one piece', () => {
    const path = bench.put('image', Buffer.alloc(2_500_000, 'evidence'));
    const seen: number[] = [];
    const hashes = hashSource(new FileSource(path, 0), (n) => seen.push(n));
    expect(hashes).toEqual({
      sha256: tool('sha256sum', path),
      md5: tool('md5sum', path),
      sha1: tool('sha1sum', path),
      size: 2_500_000,
      complete: true,
    });
    expect(seen).toEqual([1_048_576, 1_048_576, 402_848]);
    expect(sha256Source(new FileSource(path, 0))).toEqual({ sha256: hashes.sha256, size: 2_500_000, complete: true });
  });

  it('says when the medium ended early', () => {
    const short = new RunList(new MemorySource(Buffer.from('abc')), [{ at: 0, length: 10 }]);
    expect(hashSource(short)).toMatchObject({ size: 3, complete: false });
    expect(sha256Source(short).complete).toBe(false);
  });

  it('stops when it is told to', () => {
    const source = new MemorySource(Buffer.alloc(3 * 1024 * 1024));
    let asked = 0;
    const signal = {
      get aborted() {
        return ++asked > 2;
      },
    };
    expect(() => hashSource(source, undefined, signal)).toThrow('Hashing was interrupted at byte 2097152 of 3145728.');
  });
});

describe('hashDirectoryListing', () => {
  it('is what find, sort and sha256sum give, odd names included', () => {
    const root = join(bench.directory, 'tree');
    mkdirSync(join(root, 'b'), { recursive: true });
    const names = ['./b/z', './a', './Z', './é', './𝄞', './\uffee', './new\nline', './back\\slash'];
    for (const name of names) bench.put(join('tree', name), name);
    const rows = names.map((path) => ({ path, sha256: sha256Source(new FileSource(join(root, path), 0)).sha256 }));
    const expected = execFileSync(
      'sh',
      ['-c', 'find . -type f -print0 | LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum'],
      { cwd: root },
    );
    expect(hashDirectoryListing(rows)).toBe(expected.toString().slice(0, 64));
    expect(hashDirectoryListing(rows.reverse())).toBe(expected.toString().slice(0, 64));
  });
});
