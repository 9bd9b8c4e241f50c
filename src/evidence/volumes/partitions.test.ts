import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { Bench, bytesOf, said } from '../../../fixtures/volumes/unpack.ts';
import { type ByteSource, FileSource } from '../../bytes/index.ts';
import { gpt } from './gpt.ts';
import { isProtective, mbr } from './mbr.ts';
import { uncovered } from './partitions.ts';
import type { PartitionScheme, Split } from './volume.ts';

const bench = new Bench();
afterAll(() => bench.remove());
let files = 0;
const sourceOf = (bytes: Buffer): FileSource => new FileSource(bench.put(`image-${files++}`, bytes), 0);

/** `layer offset length` of every volume, as its origin says. */
const rows = (volumes: { layers: string[]; source: ByteSource }[]): string[] =>
  volumes.map(({ layers, source }) => {
    const [origin] = source.origin(0, source.size);
    return `${layers.join(' ')} ${origin?.offset} ${source.size}`;
  });
const reasons = ({ unread }: Split): string[] => unread.map((u) => `${u.bytes}: ${u.reason}`);
const cut = (scheme: PartitionScheme, bytes: Buffer): Split => scheme.split({ layers: [], source: sourceOf(bytes) });

/** Slot number, start and length in bytes of every allocated row of mmls. */
function mmls(text: string, sector: number): string[] {
  const found: string[] = [];
  for (const line of text.split('\n')) {
    const match = /^\d+: {2}(\d\S+) +(\d+) +(\d+) +(\d+)/.exec(line);
    if (match) found.push(`${Number(match[2]) * sector} ${Number(match[4]) * sector}`);
  }
  return found;
}

describe('mbr', () => {
  const image = bytesOf('mbr-logical.img');

  it('finds the fourteen partitions that sfdisk made, where mmls finds them', () => {
    const split = cut(mbr, image);
    expect(split.unread).toEqual([]);
    expect(split.volumes.map((v) => v.layers[0])).toEqual(
      [1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14].map((n) => `mbr:${n}`),
    );
    expect(rows(split.volumes).map((r) => r.replace(/^\S+ /, ''))).toEqual(mmls(said('mbr-logical.mmls.txt'), 512));
  });

  it('reads each partition from its first to its last byte, and locates them in the image', () => {
    for (const { layers, source } of cut(mbr, image).volumes) {
      const name = layers[0]!.replace(':', ' ');
      expect(source.read(0, 4096).toString().trim()).toBe(name);
      expect(
        source
          .read(source.size - 512, 512)
          .toString()
          .trim(),
      ).toBe(`${name} end`);
      const { offset } = source.origin(0, 16)[0]!;
      expect(image.subarray(offset, offset + 16)).toEqual(source.read(0, 16));
    }
  });

  it('hands out every byte outside the partitions as unallocated', () => {
    const { volumes, unallocated } = cut(mbr, image);
    const sum = (list: { source: ByteSource }[]): number => list.reduce((n, v) => n + v.source.size, 0);
    expect(sum(volumes) + sum(unallocated!)).toBe(image.length);
    expect(unallocated![0]!.layers).toEqual(['mbr:unallocated']);
  });

  it('stops a chain of extended boot records that comes back to its beginning', () => {
    const bytes = Buffer.from(image);
    // The second record (of partition 6, at sector 8254) links to the first: relative sector 0.
    bytes.writeUInt32LE(0, 8254 * 512 + 462 + 8);
    const split = cut(mbr, bytes);
    expect(split.volumes.map((v) => v.layers[0])).toEqual(['mbr:1', 'mbr:2', 'mbr:3', 'mbr:5', 'mbr:6']);
    expect(reasons(split)).toEqual([
      '0: mbr: extended boot record at 0x300000: the chain comes back to a record already read; logical partitions after number 6 are not known',
    ]);
  });

  it('counts what is lost when a link of the chain is destroyed, and keeps what came before', () => {
    const bytes = Buffer.from(image);
    bytes.fill(0, 12350 * 512, 12351 * 512);
    const split = cut(mbr, bytes);
    expect(split.volumes.map((v) => v.layers[0])).toEqual(['mbr:1', 'mbr:2', 'mbr:3', 'mbr:5', 'mbr:6', 'mbr:7']);
    expect(reasons(split)).toEqual([
      `${image.length - 12350 * 512}: mbr: extended boot record at 0x607c00: no 0x55aa signature; logical partitions after number 7 are not known`,
    ]);
  });

  it('refuses a link that leaves the extended partition', () => {
    const bytes = Buffer.from(image);
    bytes.writeUInt32LE(0x7fffffff, 6144 * 512 + 462 + 8);
    expect(reasons(cut(mbr, bytes))[0]).toContain('the chain leaves the extended partition');
  });

  it('says how much of a partition a truncated image lacks', () => {
    const split = cut(mbr, image.subarray(0, 2048 * 512 + 100_000));
    expect(rows(split.volumes)).toEqual(['mbr:1 32256 512000', 'mbr:2 1048576 512000']);
    expect(reasons(split)).toEqual([
      // The extended partition is wholly missing, so nothing that lies in the file is lost with its chain.
      '0: mbr: extended boot record at 0x300000: lies past the end of the image (0x1186a0); logical partitions after number 4 are not known',
      '412000: mbr: partition 2 is said to be 500 KiB at 0x100000, but the image ends at 0x1186a0; 412000 bytes missing',
      '512000: mbr: partition 3 is said to be 500 KiB at 0x200000, but the image ends at 0x1186a0; 500 KiB missing',
    ]);
    expect(split.volumes[1]!.source.read(0, 512_000).length).toBe(100_000);
  });

  it('names partitions that overlap and reads both', () => {
    const bytes = Buffer.from(image);
    bytes.writeUInt32LE(2100, 446 + 32 + 8);
    const split = cut(mbr, bytes);
    expect(split.volumes).toHaveLength(13);
    expect(reasons(split)).toEqual(['0: mbr: partitions 2 and 3 overlap from 0x106800 to 0x17d000; both were read']);
  });

  it('takes a boot signature without a plausible table for no table', () => {
    const sector = Buffer.alloc(4096, 0x90);
    sector.writeUInt16LE(0xaa55, 510);
    expect(mbr.recognises(sourceOf(sector))).toBe(false);
    expect(mbr.recognises(sourceOf(Buffer.alloc(511)))).toBe(false);
  });

  it('says so when a table protects a GPT that is not there', () => {
    const bytes = Buffer.alloc(8192);
    bytes.set([0, 0, 2, 0, 0xee, 0xff, 0xff, 0xff, 1, 0, 0, 0, 15, 0, 0, 0], 446);
    bytes.writeUInt16LE(0xaa55, 510);
    expect(isProtective(sourceOf(bytes))).toBe(true);
    expect(reasons(cut(mbr, bytes))).toEqual([
      '7680: mbr: partition 1 only protects a GPT, and no GPT header was found at sector 1 or at the end; 7680 bytes not read',
    ]);
  });
});

describe('gpt', () => {
  const image = bytesOf('gpt.img');
  const layers = ['gpt:1', 'gpt:2', 'gpt:7'];

  it('finds the partitions that sgdisk made, with their UTF-16 names, where mmls finds them', () => {
    const split = cut(gpt, image);
    expect(split.unread).toEqual([]);
    expect(split.volumes.map((v) => v.layers[0])).toEqual(layers);
    expect(split.volumes.map((v) => v.name)).toEqual(['boot', 'ホーム 家', 'data 🜁']);
    expect(rows(split.volumes).map((r) => r.replace(/^\S+ /, ''))).toEqual(mmls(said('gpt.mmls.txt'), 512));
    for (const v of split.volumes)
      expect(v.source.read(0, 4096).toString().trim()).toBe(v.layers[0]!.replace(':', ' '));
  });

  it('reads a table with sectors of 4096 bytes', () => {
    const split = cut(gpt, bytesOf('gpt-4096.img'));
    expect(split.unread).toEqual([]);
    expect(split.volumes.map((v) => v.name)).toEqual(['boot', 'home']);
    expect(rows(split.volumes).map((r) => r.replace(/^\S+ /, ''))).toEqual(mmls(said('gpt-4096.mmls.txt'), 4096));
  });

  it('uses the backup when the first header is damaged, and says so', () => {
    const bytes = Buffer.from(image);
    bytes[512 + 60]! ^= 1;
    const split = cut(gpt, bytes);
    expect(split.volumes.map((v) => v.layers[0])).toEqual(layers);
    expect(reasons(split)[0]).toMatch(
      /^0: gpt: header has CRC32 0x[0-9a-f]{8}, expected 0x[0-9a-f]{8}; the backup at 0x7ffe00 was used$/,
    );
  });

  it('uses the backup when the first header is gone, and when its entries are damaged', () => {
    const gone = Buffer.from(image);
    gone.fill(0, 512, 1024);
    expect(gpt.recognises(sourceOf(gone))).toBe(true);
    expect(reasons(cut(gpt, gone))).toEqual(['0: gpt: no header at 0x200; the backup at 0x7ffe00 was used']);
    const damaged = Buffer.from(image);
    damaged[1024 + 32]! ^= 1;
    expect(cut(gpt, damaged).volumes[0]!.source.origin(0, 1)[0]!.offset).toBe(64 * 512);
    expect(reasons(cut(gpt, damaged))[0]).toContain('entries have CRC32');
  });

  it('says when the two copies tell different stories', () => {
    const other = Buffer.from(image);
    const first = other.subarray(1024, 1024 + 16384);
    first.fill(0, 128 * 6, 128 * 7);
    const header = other.subarray(512, 512 + 92);
    header.writeUInt32LE(crc(first), 88);
    header.writeUInt32LE(0, 16);
    header.writeUInt32LE(crc(header), 16);
    const split = cut(gpt, other);
    expect(split.volumes).toHaveLength(2);
    expect(reasons(split)).toEqual([
      '0: gpt: the backup at 0x7ffe00 describes other partitions than the first table; the first was used',
    ]);
  });

  it('keeps the partitions of a truncated image, with what they lack', () => {
    const split = cut(gpt, image.subarray(0, 2 * 1024 * 1024));
    expect(split.volumes.map((v) => v.layers[0])).toEqual(['gpt:1', 'gpt:2']);
    expect(reasons(split)).toEqual([
      '0: gpt: no backup header at 0x7ffe00; the image ends at 0x200000',
      '1048576: gpt: partition 7 is said to be 1 MiB at 0x300000, but the image ends at 0x200000; 1 MiB missing',
    ]);
    expect(gpt.declaredSize(sourceOf(image.subarray(0, 2 * 1024 * 1024)))).toBe(image.length);
  });

  it('does not believe an entry array of any size', () => {
    const bytes = Buffer.from(image.subarray(0, 100_000));
    bytes.writeUInt32LE(0xffffffff, 512 + 80);
    expect(cut(gpt, bytes).volumes).toEqual([]);
  });
});

describe('any partition table', () => {
  it('survives truncation anywhere and random damage, and never hands out bytes it does not have', () => {
    for (const [scheme, name] of [
      [mbr, 'mbr-logical.img'],
      [gpt, 'gpt.img'],
    ] as const) {
      const image = bytesOf(name);
      const head = Buffer.concat([image.subarray(0, 64 * 512), image.subarray(6144 * 512, 6145 * 512)]);
      for (let end = 0; end < head.length; end += 509) expectSound(cut(scheme, head.subarray(0, end)));
      fc.assert(
        fc.property(fc.array(fc.tuple(fc.nat(17 * 1024), fc.nat(255)), { minLength: 1, maxLength: 12 }), (hits) => {
          const bytes = Buffer.from(image.subarray(0, 128 * 1024));
          for (const [at, value] of hits) bytes[at] = value;
          const source = sourceOf(bytes);
          scheme.recognises(source);
          expectSound(scheme.split({ layers: [], source }));
        }),
        { numRuns: 60 },
      );
    }
  });

  it('leaves no byte between ranges out and none in twice', () => {
    const range = fc.record({ offset: fc.nat(200), length: fc.nat(60) });
    fc.assert(
      fc.property(fc.array(range, { maxLength: 8 }), fc.nat(200), (ranges, size) => {
        const free = uncovered(size, ranges);
        for (let at = 0; at < size; at++) {
          const covered = ranges.some((r) => at >= r.offset && at < r.offset + r.length);
          expect(free.filter((r) => at >= r.offset && at < r.offset + r.length)).toHaveLength(covered ? 0 : 1);
        }
      }),
    );
  });
});

function expectSound(split: Split): void {
  for (const u of split.unread) expect(u.bytes).toBeGreaterThanOrEqual(0);
  for (const { source } of [...split.volumes, ...(split.unallocated ?? [])])
    expect(source.read(Math.max(0, source.size - 512), 512).length).toBeLessThanOrEqual(512);
}

function crc(bytes: Buffer): number {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let i = 0; i < 8; i++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}
