import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { archive, lines, told } from '../../../fixtures/archives/read.ts';
import { FixtureImage, fixture } from '../../../fixtures/image.ts';
import { MemorySource } from '../../bytes/index.ts';
import { type FileEntry, isUnread } from '../entry.ts';
import { archives, expand, openArchiveTree, recogniseArchive } from './index.ts';

const packed = ['lines.gz', 'lines.xz', 'lines.zst', 'plain.zip'];
const budget = () => ({ bytes: 2 ** 32, members: 1000, depth: 5 });

describe('recogniseArchive', () => {
  it('knows each format by its beginning, and nothing else', () => {
    const named = [...packed.map(archive), fixture('archives/gnu.tar.gz')].map(
      (image) => recogniseArchive(image.read(0, 1024), image)?.name,
    );
    expect(named).toEqual(['gzip', 'xz', 'zstd', 'zip', 'tar']);
    for (const other of [
      lines(1000),
      Buffer.alloc(20_480),
      Buffer.alloc(0),
      Buffer.from('PK'),
      Buffer.from('#!/bin/sh\n'),
    ])
      expect(recogniseArchive(other.subarray(0, 1024), new MemorySource(other))).toBeUndefined();
    expect(archives.map((a) => a.name)).toEqual(['tar', 'zip', 'gzip', 'xz', 'zstd']);
  });
});

describe('openArchiveTree', () => {
  const gnu = fixture('archives/gnu.tar.gz');

  it('opens a plain tar whose entries another thread can read from their origin', async () => {
    const tree = await openArchiveTree(gnu, 'gnu.tar', []);
    expect(tree).toMatchObject({
      type: 'tar',
      layers: ['tar'],
      transferable: true,
      facts: { size: gnu.size, name: 'gnu.tar' },
    });
    for (const e of tree.walk()) {
      if (isUnread(e)) continue;
      const read = e
        .open()
        .origin(0, e.size)
        .map((o) => (o.evidence === undefined ? Buffer.alloc(o.length) : gnu.read(o.offset, o.length)));
      expect(Buffer.concat(read).equals(e.open().read(0, e.size))).toBe(true);
    }
  });

  it('opens a packed tar through its wrapper', async () => {
    const image = new FixtureImage(gzipSync(gnu.bytes));
    const tree = await openArchiveTree(image, 'uac.tar.gz', []);
    expect(tree).toMatchObject({
      type: 'tar.gz',
      layers: ['gzip', 'tar'],
      transferable: false,
      facts: { size: gnu.size },
    });
    const plain = await openArchiveTree(gnu, 'gnu.tar', []);
    expect(told(tree.walk())).toEqual(told(plain.walk()));
    const log = tree.find('/home/log.txt')!;
    expect(log.open().read(0, log.size).equals(lines(1000))).toBe(true);
    expect(log.locator).toEqual({
      evidence: '0',
      layers: ['gzip', 'tar', 'home/log.txt'],
      bytes: [{ offset: 0, length: image.size }],
    });
    expect(tree.find('/home/nothing')).toBeUndefined();
    expect(told(tree.walk())).toEqual(told(plain.walk()));
  });

  it('tells of the damage to the wrapper after what came out of it', async () => {
    const image = new FixtureImage(gzipSync(gnu.bytes).subarray(0, 600));
    const list = told((await openArchiveTree(image, 'cut.tgz', [])).walk());
    expect(list[0]).toBe('directory /home 0');
    expect(list.at(-1)).toMatch(/^unread \d+: gzip: the compressed data ends in the middle/);
  });

  it('finds the last copy of a path', async () => {
    const again = Buffer.concat([gnu.bytes, fixture('archives/pax.tar.gz').bytes]);
    const tree = await openArchiveTree(new FixtureImage(again), 'twice.tar', []);
    expect(tree.find('/home/log.txt')!.times.modified).toBe('2021-04-17T08:00:00.123456789Z');
  });

  it('opens a zip, and finds in it', async () => {
    const tree = await openArchiveTree(archive('plain.zip'), 'plain.zip', []);
    expect(tree).toMatchObject({ type: 'zip', layers: ['zip'], transferable: false });
    const log = tree.find('/plain/log.txt')!;
    expect(log.open().read(0, log.size).equals(lines(1000))).toBe(true);
    expect([...tree.walk()]).toHaveLength(4);
    expect([...tree.walk()]).toHaveLength(4);
  });

  it('names a lone file as its evidence without the ending', async () => {
    const tree = await openArchiveTree(archive('lines.gz'), 'messages.1.gz', []);
    expect(told(tree.walk())).toEqual(['file /messages.1 8890']);
    expect(tree.find('/messages.1')!.open().read(0, 7).toString()).toBe('line 0\n');
  });

  it('refuses what is no archive', async () => {
    await expect(openArchiveTree(new MemorySource(lines(10)), 'lines', [])).rejects.toMatchObject({ code: 'software' });
  });
});

describe('expand', () => {
  it('goes one level deep, so that the caller can go on', async () => {
    const inner = gzipSync(fixture('archives/v7.tar.gz').bytes);
    const outer = new FixtureImage(gzipSync(inner));
    const found: string[] = [];
    const allowed = budget();
    const descend = async (entry: Pick<FileEntry, 'open' | 'locator'>, depth: number): Promise<void> => {
      for (const w of await expand(entry.open(), entry.locator.layers, { ...allowed, depth })) {
        found.push(...told([w]));
        if (!isUnread(w)) await descend(w, depth - 1);
      }
    };
    await descend({ open: () => outer, locator: { evidence: '0', layers: [], bytes: [] } }, 5);
    expect(found).toEqual([
      `file - ${inner.length}`,
      'file - 20480',
      'directory /home 0',
      'file /home/log.txt 8890',
      'symlink /home/absolute 0',
    ]);
  });

  it('says nothing of what is no archive, and what it refused when it may go no deeper', async () => {
    expect([...(await expand(new MemorySource(lines(10)), [], budget()))]).toEqual([]);
    const list = told(await expand(archive('lines.gz'), [], { ...budget(), depth: -1 }));
    expect(list).toEqual([
      'unread 2005: gzip: the number of archives within archives allowed is used up; 2005 bytes were not unfolded',
    ]);
  });
});
