import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { archive, calls, lines } from '../../../fixtures/archives/read.ts';
import { FixtureImage } from '../../../fixtures/image.ts';
import { ForwardSource } from './forward.ts';
import { gzip } from './gzip.ts';
import type { Wrapper } from './wrapper.ts';
import { xz } from './xz.ts';
import { zstd } from './zstd.ts';

const open = (wrapper: Wrapper, bytes: Buffer, limits = {}) => {
  const image = new FixtureImage(bytes);
  return new ForwardSource(image, wrapper.unfolding(image), { bytes: 2 ** 32, members: 9, depth: 9 }, limits);
};
const unfold = (wrapper: Wrapper, bytes: Buffer) => {
  const source = open(wrapper, bytes);
  return {
    bytes: source.read(0, source.size),
    damage: source.damage.map((d) => d.reason),
    spoils: source.damage.some((d) => d.spoils),
  };
};

const big = lines(20_000);
const sound: [string, Wrapper, Buffer][] = [
  ['lines.gz', gzip, lines(1000)],
  ['multi.gz', gzip, Buffer.concat([lines(10), lines(20), lines(30)])],
  ['lines.xz', xz, lines(1000)],
  ['blocks.xz', xz, big],
  ['filter.xz', xz, lines(1000)],
  ['calls.xz', xz, calls(20_000)],
  ['delta.xz', xz, calls(20_000)],
  ['lines.zst', zstd, lines(1000)],
  ['frames.zst', zstd, Buffer.concat([lines(1000), big])],
  ['long.zst', zstd, Buffer.concat([big, Buffer.alloc(3_000_000), big])],
];

describe('wrappers', () => {
  it.each(sound)('%s unfolds to what was packed', (name, wrapper, content) => {
    const { bytes } = archive(name);
    expect(wrapper.recognises(bytes.subarray(0, 1024))).toBe(true);
    const unfolded = unfold(wrapper, bytes);
    expect(unfolded.damage).toEqual([]);
    expect(unfolded.bytes.equals(content)).toBe(true);
  });

  it.each(sound)('%s read backwards through a small window gives the same', (name, wrapper, content) => {
    const source = open(wrapper, archive(name).bytes, { window: 10_000, spacing: 10_000 });
    for (let at = content.length - 1000; at > 0; at -= Math.ceil(content.length / 7))
      expect(source.read(at, 1000).equals(content.subarray(at, at + 1000))).toBe(true);
  });

  it.each(sound)('%s cut off anywhere keeps what comes before the cut, and says so', (name, wrapper, content) => {
    const { bytes } = archive(name);
    // Between two members, frames or streams nothing can tell that one is missing.
    const silent: number[] = [];
    const step = Math.max(1, Math.floor(bytes.length / 150));
    for (let n = 0; n < bytes.length; n += step) {
      const unfolded = unfold(wrapper, bytes.subarray(0, n));
      expect(unfolded.bytes.equals(content.subarray(0, unfolded.bytes.length))).toBe(true);
      if (unfolded.damage.length === 0) silent.push(n);
    }
    expect(silent.length).toBeLessThanOrEqual(2);
  });

  // A frame without a checksum cannot know.
  it.each(sound.filter(([name]) => name !== 'frames.zst'))(
    '%s with a flipped byte never gives wrong content without saying so',
    (name, wrapper, content) => {
      const { bytes } = archive(name);
      const runs = bytes.length > 10_000 ? 30 : 150;
      fc.assert(
        fc.property(fc.nat(bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, flip) => {
          const damaged = Buffer.from(bytes);
          damaged[at]! ^= flip;
          const unfolded = unfold(wrapper, damaged);
          if (!unfolded.bytes.equals(content)) expect(unfolded.spoils || unfolded.damage.length > 0).toBe(true);
        }),
        { numRuns: runs },
      );
    },
  );

  it.each([gzip, xz, zstd])('$name endures bytes that only begin like it', (wrapper) => {
    const head = { gzip: '1f8b0800', xz: 'fd377a585a000004e6d6b446', zstd: '28b52ffd' }[wrapper.name]!;
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2000 }), (rest) => {
        const unfolded = unfold(wrapper, Buffer.concat([Buffer.from(head, 'hex'), rest]));
        expect(unfolded.bytes.length).toBeLessThan(64 * 1024 * 1024);
      }),
      { numRuns: 200 },
    );
  });
});

describe('gzip', () => {
  it('tells the stored name and time', () => {
    expect(gzip.about!(archive('lines.gz'))).toEqual({
      storedName: 'lines',
      times: { modified: '2021-04-17T08:00:00Z' },
    });
  });

  it('keeps content before a bad CRC and says that it is damaged', () => {
    const bytes = Buffer.from(archive('multi.gz').bytes);
    bytes[bytes.length - 8]! ^= 1;
    const unfolded = unfold(gzip, bytes);
    expect(unfolded.bytes.length).toBe(450);
    expect(unfolded.damage).toEqual([
      'gzip: a member of 230 bytes does not match its CRC-32 and length: its content is damaged',
    ]);
  });

  it('explains what stands behind the last member, and takes zeros as padding', () => {
    const { bytes } = archive('lines.gz');
    expect(unfold(gzip, Buffer.concat([bytes, Buffer.alloc(700)])).damage).toEqual([]);
    const followed = unfold(gzip, Buffer.concat([bytes, Buffer.from('garbage')]));
    expect(followed).toMatchObject({
      spoils: false,
      damage: ['gzip: 7 bytes behind the last member are no gzip member'],
    });
    expect(followed.bytes.equals(lines(1000))).toBe(true);
  });
});

describe('xz', () => {
  it('says which filter it cannot undo', () => {
    expect(unfold(xz, archive('arm.xz').bytes)).toMatchObject({
      bytes: Buffer.alloc(0),
      damage: ['xz: a block uses the ARM filter, only x86 and delta are supported before LZMA2'],
    });
  });

  it('reads a block far longer than its dictionary, also backwards', () => {
    const content = Buffer.concat([big, Buffer.alloc(9_000_000), big, calls(20_000)]);
    const source = open(xz, archive('long.xz').bytes, { window: 100_000, spacing: 100_000 });
    for (const at of [content.length - 30_000, 9_100_000, 5])
      expect(source.read(at, 25_000).equals(content.subarray(at, at + 25_000))).toBe(true);
    expect([source.size, source.damage]).toEqual([content.length, []]);
  });

  it('says at which byte of the file and of the block it was damaged', () => {
    const bytes = Buffer.from(archive('long.xz').bytes);
    bytes.fill(0xff, 12_000, 12_100);
    const image = new FixtureImage(bytes);
    const source = new ForwardSource(image, xz.unfolding(image), { bytes: 2 ** 32, members: 9, depth: 9 });
    const [damage] = source.damage;
    expect(damage!.offset).toBeLessThanOrEqual(12_000);
    expect(damage!.offset).toBeGreaterThan(1000);
    expect(damage!.reason).toMatch(/^xz: .+, after \d+ bytes of a block$/);
    expect(source.size).toBeGreaterThan(100_000);
    expect(source.read(0, 100_000).equals(big.subarray(0, 100_000))).toBe(true);
  });

  it('says that a block unfolds to something else than its check', () => {
    const bytes = Buffer.from(archive('lines.xz').bytes);
    const index = bytes.length - 12 - bytes.readUInt32LE(bytes.length - 8) * 4 - 4;
    bytes[index - 1]! ^= 1;
    expect(unfold(xz, bytes)).toMatchObject({
      bytes: lines(1000),
      spoils: true,
      damage: ['xz: a block of 8890 bytes does not match its check: its content is damaged'],
    });
  });

  it('keeps the blocks before a damaged one', () => {
    const bytes = Buffer.from(archive('blocks.xz').bytes);
    bytes.fill(0xff, 4000, 4020);
    const unfolded = unfold(xz, bytes);
    expect(unfolded.bytes.length).toBeGreaterThanOrEqual(2 * 40 * 1024);
    expect(unfolded.spoils).toBe(true);
  });
});

describe('zstd', () => {
  it('refuses a window larger than it wants to hold', () => {
    const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0xf8, 0x01, 0x00, 0x00]);
    expect(unfold(zstd, head).damage).toEqual([
      'zstd: a frame needs a window of 2199023255552 bytes, more than the 134217728 allowed',
    ]);
  });

  it('refuses a frame that needs a dictionary', () => {
    const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x01, 0x00, 0x07, 0x01, 0x00, 0x00]);
    expect(unfold(zstd, head).damage).toEqual(['zstd: a frame needs a dictionary we do not have']);
  });
});
