import { createGzip, gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { lines } from '../../../fixtures/archives/read.ts';
import { FixtureImage } from '../../../fixtures/image.ts';
import { MemorySource } from '../../bytes/index.ts';
import type { Budget } from './format.ts';
import { ForwardSource } from './forward.ts';
import { gunzip } from './gzip.ts';
import type { Unfolding } from './unfolding.ts';

const budget = (bytes = 2 ** 40): Budget => ({ bytes, members: 100, depth: 5 });
const MiB = 1024 * 1024;

/** Zeros without end, packed without ever holding them. */
async function bomb(mebibytes: number): Promise<Buffer> {
  const packer = createGzip({ level: 9 });
  const pieces: Buffer[] = [];
  packer.on('data', (piece: Buffer) => pieces.push(piece));
  const zeros = Buffer.alloc(4 * MiB);
  for (let i = 0; i < mebibytes; i += 4)
    if (!packer.write(zeros)) await new Promise((done) => packer.once('drain', done));
  await new Promise((done) => packer.end(() => done(undefined)));
  return Buffer.concat(pieces);
}

describe('ForwardSource', () => {
  const content = lines(200_000);
  const packed = gzipSync(content);
  const limits = { window: 256 * 1024, spacing: 256 * 1024 };

  it('counts its size and charges the first pass only', () => {
    const allowed = budget();
    const source = new ForwardSource(new MemorySource(packed), gunzip(new MemorySource(packed)), allowed, limits);
    expect(source.size).toBe(content.length);
    expect(source.read(10, 100).equals(content.subarray(10, 110))).toBe(true);
    expect(source.read(content.length - 5, 100).equals(content.subarray(-5))).toBe(true);
    expect(2 ** 40 - allowed.bytes).toBe(content.length);
  });

  it('reads anywhere in any order, also far behind its window', () => {
    const source = new ForwardSource(new MemorySource(packed), gunzip(new MemorySource(packed)), budget(), limits);
    for (let i = 0; i < 60; i++) {
      const at = Math.floor((((i * 37) % 60) / 60) * content.length);
      expect(source.read(at, 3000).equals(content.subarray(at, at + 3000))).toBe(true);
    }
    expect(source.read(0, content.length).equals(content)).toBe(true);
    expect(source.read(-1, 5).length + source.read(content.length, 5).length + source.read(5, 0).length).toBe(0);
  });

  it('names the stored stretch as the origin of everything', () => {
    const image = new FixtureImage(packed);
    const source = new ForwardSource(image, gunzip(image), budget());
    expect(source.origin(1000, 10)).toEqual([{ evidence: 0, offset: 0, length: packed.length }]);
    expect(source.origin(content.length, 1)).toEqual([]);
  });

  it('gives up on a reader that makes it start again without end', () => {
    let runs = 0;
    const unfolding: Unfolding = {
      name: 'test',
      *run() {
        runs++;
        for (let i = 0; i < 100; i++) yield { bytes: Buffer.alloc(1000, i), consumed: i };
        return [];
      },
    };
    const source = new ForwardSource(new MemorySource(Buffer.alloc(100)), unfolding, budget(), {
      window: 1000,
      spacing: 1000,
      again: 2,
    });
    let short = 0;
    for (let i = 0; i < 100; i++) {
      source.read(99_999, 1);
      if (source.read(0, 10).length < 10) short++;
    }
    expect(short).toBeGreaterThan(90);
    expect(runs).toBeLessThan(10);
  });

  it('stops a bomb and says what it did not look at', async () => {
    const bytes = await bomb(320);
    const allowed = budget();
    const source = new ForwardSource(new MemorySource(bytes), gunzip(new MemorySource(bytes)), allowed);
    const { size } = source;
    expect(size).toBeGreaterThan(256 * MiB);
    expect(size).toBeLessThan(260 * MiB);
    expect(source.damage).toHaveLength(1);
    expect(source.damage[0]!.reason).toMatch(
      /^gzip: stopped after unfolding 26\d+ bytes because it unfolds to more than 250 times its size, as a decompression bomb does; at least \d+ bytes more were not looked at$/,
    );
    // 64 MiB of zeros are left: some 64 KiB packed, which would weigh nothing beside what was unfolded.
    expect(source.damage[0]!.bytes).toBeGreaterThan(32 * MiB);
    expect(source.damage[0]!.bytes).toBeLessThan(128 * MiB);
  });

  it('stops where the budget ends', () => {
    const allowed = budget(100_000);
    const image = new FixtureImage(packed);
    const source = new ForwardSource(image, gunzip(image), allowed, limits);
    expect(source.size).toBe(100_000);
    expect(allowed.bytes).toBe(0);
    expect(source.damage[0]).toMatchObject({ spoils: true });
    expect(source.damage[0]!.reason).toContain('stopped after unfolding 100000 bytes');
    expect(source.read(0, 200_000).equals(content.subarray(0, 100_000))).toBe(true);
  });

  it('turns a bug of a decoder into damage', () => {
    const unfolding: Unfolding = {
      name: 'test',
      *run() {
        yield { bytes: Buffer.from('before'), consumed: 1 };
        throw new Error('index out of range');
      },
    };
    const source = new ForwardSource(new MemorySource(Buffer.alloc(9)), unfolding, budget());
    expect(source.read(0, 100).toString()).toBe('before');
    expect(source.damage[0]!.reason).toBe('test: the decoder gave up after 6 bytes (index out of range)');
  });
});
