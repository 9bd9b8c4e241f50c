import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FixtureImage, fixture } from '../../../../fixtures/image.ts';
import { isUnread } from '../../entry.ts';
import { ext } from './index.ts';

/** Walks and reads an image however damaged; says how many entries came out. Throwing or looping fails the test. */
function survive(bytes: Buffer): { entries: number; unread: number } {
  const source = new FixtureImage(bytes);
  if (!ext.recognises(source)) return { entries: 0, unread: 0 };
  const { tree, unread } = ext.open({ layers: [], source });
  let entries = 0;
  let problems = unread.length;
  for (const walked of tree?.walk() ?? []) {
    if (isUnread(walked)) problems++;
    else {
      entries++;
      const content = walked.open();
      content.read(0, 4096);
      content.read(Math.max(0, content.size - 4096), 4096);
      content.origin(0, Math.min(content.size, 1 << 20));
    }
    if (entries + problems > 500_000) throw new Error('more entries than this image can hold');
  }
  return { entries, unread: problems };
}

describe('a damaged ext filesystem', () => {
  it('cut at every block keeps what was before the cut and says what is missing', () => {
    const whole = fixture('ext/ext4-dirty.img.gz').bytes;
    for (let end = 1024; end < whole.length; end += 37 * 1024) {
      const { entries, unread } = survive(whole.subarray(0, end));
      if (end > 4096) expect([end, entries + unread > 0]).toEqual([end, true]);
    }
  });

  // Structures lie in the first part of these images: superblock, descriptors, bitmaps, inode tables, directories.
  for (const name of [
    'ext2-1k',
    'ext4-4k',
    'ext4-inline',
    'ext4-htree',
    'ext4-meta-bg',
    'ext4-dirty',
    'ext4-orphan-file',
    'ext4-xattrs',
  ]) {
    it(`with random bytes neither throws nor loops: ${name}`, () => {
      const whole = fixture(`ext/${name}.img.gz`).bytes;
      const place = fc.oneof(fc.integer({ min: 1024, max: 65535 }), fc.integer({ min: 0, max: whole.length - 1 }));
      fc.assert(
        fc.property(
          fc.array(fc.tuple(place, fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 64 }),
          (changes) => {
            const bytes = Buffer.from(whole);
            for (const [at, value] of changes) bytes[at] = value;
            survive(bytes);
          },
        ),
        { numRuns: 25, seed: 20210417 },
      );
    }, 60_000);
  }

  it('with a whole block of noise anywhere neither throws nor loops', () => {
    const whole = fixture('ext/ext4-1k.img.gz').bytes;
    for (let block = 1; block < 400; block += 7) {
      const bytes = Buffer.from(whole);
      for (let i = 0; i < 1024; i++) bytes[block * 1024 + i] = (i * 167 + block * 31) & 0xff;
      survive(bytes);
    }
  }, 60_000);
});
