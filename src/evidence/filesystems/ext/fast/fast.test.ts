import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FixtureImage, fixture } from '../../../../../fixtures/image.ts';
import { sha256 } from '../../../../../fixtures/past/record.ts';
import { type FileEntry, isUnread } from '../../../entry.ts';
import { ext } from '../index.ts';

/** What a mount made of the image: the kernel replayed the fast commits itself. */
const replayed = JSON.parse(
  readFileSync(new URL('../../../../../fixtures/past/fast-changed.replayed.json', import.meta.url), 'utf8'),
) as { path: string; inode: number; links: number; size: number; sha256: string }[];

const opened = (image: FixtureImage) => {
  const { tree, unread } = ext.open({ layers: [], source: image });
  const all = [...tree!.walk()];
  const entries = all.filter((w): w is FileEntry => !isUnread(w));
  return {
    tree: tree!,
    live: entries.filter((e) => e.allocation === 'allocated' && e.path !== undefined && e.path !== '/'),
    past: entries.filter((e) => e.allocation === 'deleted' || e.allocation === 'superseded'),
    free: entries.filter((e) => e.allocation === 'unallocated'),
    unread: [...unread, ...all.filter(isUnread)].map((u) => u.reason),
  };
};

const image = () => fixture('past/fast-changed.img.gz');
/** The name that needs a new block of its directory, which fast commits do not tell of. */
const NO_ROOM = `/full/${'r'.repeat(200)}`;

describe('fast commits', () => {
  it('give the filesystem that a mount would give', () => {
    const { live, unread, tree } = opened(image());
    const ours = live.map((e) => ({
      path: e.path!,
      inode: e.metaAddress!,
      // The kernel gives a new directory one link fewer than its record says it had.
      links: e.path === '/made' ? e.links! - 1 : e.links!,
      size: e.path === '/full' ? 3072 : e.size,
      sha256: e.kind === 'file' ? sha256(e) : '',
    }));
    expect(ours.sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual(replayed);
    expect(live.filter((e) => e.content !== 'intact')).toEqual([]);
    expect(unread).toEqual([
      expect.stringMatching(/^ext: fast commit: inode \d+ got the name "r+", for which its directory has no room/),
    ]);
    expect(live.find((e) => e.path === NO_ROOM)!.notes).toContain(
      'known from a fast commit only, which a mount would replay',
    );
    expect(tree.facts.notes!.join()).toContain('records of fast commits were taken into account');
  });

  it('tell of what they removed, moved, replaced and cut short', () => {
    const { past, live } = opened(image());
    expect(past.map((e) => `${e.allocation} ${e.content} ${e.path} ${e.size}`).sort()).toMatchInlineSnapshot(`
      [
        "deleted intact /dana-na/doomed 4690",
        "deleted intact /emptied 1024",
        "superseded intact /dana-na/replaced 5290",
        "superseded lost /dana-na/renamed 0",
        "superseded lost /second-name 0",
        "superseded partial /dana-na/shortened 5590",
      ]
    `);
    const doomed = past.find((e) => e.path === '/dana-na/doomed')!;
    expect(doomed.open().read(0, 30).toString()).toBe('doomed line 0\ndoomed line 1\ndo');
    expect(doomed.notes!.join()).toMatch(/transaction \d+, in its fast commits, which bear no time/);
    expect(doomed.version!.committed).toBeDefined();
    // Its inode number belongs to another file by now; the generation tells them apart.
    const heir = live.find((e) => e.metaAddress === doomed.metaAddress)!;
    expect([heir.path === doomed.path, heir.times.born === doomed.times.born]).toEqual([false, false]);
  });

  it('leave no block both free and in a live file', () => {
    const { live, free } = opened(image());
    const used = new Set(live.flatMap((e) => (e.kind === 'file' ? blocksOf(e) : [])));
    expect(free.flatMap(blocksOf).filter((b) => used.has(b))).toEqual([]);
  });

  it('say of each name and inode where in the evidence it stands', () => {
    const { bytes } = image();
    for (const entry of opened(image()).live.filter((e) => e.notes?.join().includes('fast commit'))) {
      const at = entry.recorded!.name!.bytes;
      const name = Buffer.concat(at.map(({ offset, length }) => bytes.subarray(offset, offset + length)));
      if (entry.path === '/moved' || entry.path?.startsWith('/made'))
        expect(name.toString('latin1')).toContain(entry.path.split('/').pop());
    }
  });

  it('that are damaged neither throw nor loop, and never tell a block twice', () => {
    const { tree, live } = opened(image());
    const area = live.find((e) => e.path === '/moved')!.recorded!.metadata!.bytes[0]!.offset;
    expect(tree.type).toBe('ext4');
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: -6000, max: 6000 }), fc.integer({ min: 0, max: 255 })), { maxLength: 12 }),
        (changes) => {
          const bytes = Buffer.from(image().bytes);
          for (const [n, value] of changes) bytes[area + n] = value;
          expect(opened(new FixtureImage(bytes)).live.length).toBeGreaterThan(5);
        },
      ),
      { numRuns: 20, seed: 5 },
    );
  });
});

const blocksOf = (entry: FileEntry): number[] =>
  entry.locator.bytes.flatMap(({ offset, length }) =>
    Array.from({ length: Math.ceil(length / 1024) }, (_, i) => Math.floor(offset / 1024) + i),
  );
