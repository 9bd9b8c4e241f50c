import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { type ByteSource, FileSource, MemorySource, RunList } from '../bytes/index.ts';
import { compileRules, loadContent, YaraScanner } from '../detectors/index.ts';
import type { FileEntry } from '../evidence/index.ts';
import { Inspector } from './inspect.ts';
import { KnownContents } from './known-contents.ts';
import { ContentReader } from './reader.ts';
import { Counter } from './tally.ts';

const scanner = new YaraScanner(compileRules(loadContent().rules).bytes);

async function counted(entry: FileEntry): Promise<Counter> {
  const counter = new Counter();
  const reader = new ContentReader(scanner, 60_000, new KnownContents(KnownContents.memory()), () => {});
  const inspector = new Inspector(reader, [], () => [], counter, { row: () => {}, draft: () => {} });
  await inspector.inspect(entry, { tree: 0, system: 'unknown', at: '/', strip: '', basis: '' }, 4096);
  return counter;
}

const file = (content: ByteSource): FileEntry => ({
  locator: { evidence: '0', layers: ['ext4'], bytes: [] },
  path: '/f',
  kind: 'file',
  size: content.size,
  allocation: 'allocated',
  content: 'intact',
  times: {},
  open: () => content,
});

describe('an inode that claims 16 TiB', () => {
  it('counts only what is stored, so that what was not read elsewhere keeps its weight', async () => {
    const size = 2 ** 44;
    const stored = new FileSource('package-lock.json', 0);
    const content = new RunList(stored, [
      { at: 0, length: 4096 },
      { at: undefined, length: size - 8192 },
      { at: 4096, length: 4096 },
    ]);
    const counter = await counted(file(content));
    expect(counter.of(0).space).toEqual({ allocated: { present: 8192, read: 8192, entries: 1 } });
  });
});

describe('content of 16 TiB whose origins do not add up', () => {
  const size = 2 ** 44;

  it('is read where it is stored when some of it lies behind the end of a cut image', async () => {
    const stored = new FileSource('package-lock.json', 0);
    const content = new RunList(stored, [
      { at: 0, length: 4096 },
      { at: undefined, length: 2 ** 42 },
      { at: 2 ** 40, length: 4096 },
      { at: undefined, length: size - 2 ** 42 - 12_288 },
      { at: 4096, length: 4096 },
    ]);
    const { allocated } = (await counted(file(content))).of(0).space;
    expect(allocated!.read).toBeGreaterThanOrEqual(8192);
    expect(allocated!.present).toBeLessThan(2 ** 22);
  });

  it('is not read when all behind its hole is missing, as where a block of extents is lost', async () => {
    const stored = new FileSource('package-lock.json', 0);
    const content = new RunList(stored, [
      { at: undefined, length: 2 ** 40 },
      { at: 2 ** 44, length: size - 2 ** 40 },
    ]);
    const { space, unread } = (await counted(file(content))).of(0);
    expect(space.allocated).toEqual({ present: size - 2 ** 40, read: 0, entries: 1 });
    expect(unread).toMatchObject([{ bytes: size - 2 ** 40 }]);
  });

  it('is read where it is stored when it is a sparse member of a packed archive', async () => {
    const packed = new MemorySource(Buffer.alloc(8192, 'a'), [{ evidence: 0, offset: 0, length: 999 }]);
    const content = new RunList(packed, [
      { at: undefined, length: 2 ** 42 },
      { at: 0, length: 4096 },
      { at: undefined, length: size - 2 ** 42 - 8192 },
      { at: 4096, length: 4096 },
    ]);
    const { allocated } = (await counted(file(content))).of(0).space;
    expect(allocated!.read).toBeGreaterThanOrEqual(8192);
    expect(allocated!.present).toBe(allocated!.read);
    expect(allocated!.present).toBeLessThan(2 ** 22);
  });
});

describe('an inode whose extents show the same bytes again and again', () => {
  it('is read as far as there are bytes, and the rest is stated', async () => {
    const stored = new FileSource('package-lock.json', 0);
    const runs = Array.from({ length: 2 ** 17 }, (_, i) => ({ at: i % 4096, length: 16384 }));
    const content = new RunList(stored, runs);
    const counter = await counted(file(content));
    const { unread, space } = counter.of(0);
    expect(space.allocated).toEqual({ present: 2 ** 31, read: 16384 + 4095, entries: 1 });
    expect(unread).toMatchObject([
      { bytes: 2 ** 31 - 16384 - 4095, reason: expect.stringContaining('again and again') },
    ]);
  });
});

describe('archives in archives', () => {
  it('are stated where they are not unfolded any further', async () => {
    let bytes = Buffer.from('exit; # innocent');
    for (let i = 0; i < 6; i++) bytes = gzipSync(bytes);
    const origin = [{ evidence: 0, offset: 0, length: bytes.length }];
    const counter = await counted(file(new MemorySource(bytes, origin)));
    expect(counter.of(0).unread.map((u) => u.reason)).toEqual([
      'gzip: not unfolded, for it lies in 5 archives already',
    ]);
  });
});
