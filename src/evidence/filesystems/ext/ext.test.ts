import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { FixtureImage, fixture, truth } from '../../../../fixtures/image.ts';
import { nameText, valueText } from '../../../bytes/index.ts';
import { type FileEntry, isUnread, type Walked } from '../../entry.ts';
import type { EntryTree } from '../../tree.ts';
import { ext } from './index.ts';

/** What the kernel, stat, sha256sum and debugfs said of one entry. */
interface Told {
  path: string;
  pathHex?: string;
  kind: string;
  size: number;
  mode: number;
  uid: number;
  gid: number;
  inode: number;
  links: number;
  linkTarget?: string;
  sha256?: string;
  sha256First8192?: string;
  sha256Last8192?: string;
  mtime: string;
  ctime: string;
  atime: string;
  crtime?: string | null;
  xattrs?: Record<string, string>;
  device?: string;
}
interface Truth {
  entries: Told[];
  deleted?: Told[];
  orphans?: Told[];
}

const folder = new URL('../../../../fixtures/ext/', import.meta.url);
const names = readdirSync(folder)
  .filter((f) => f.endsWith('.img.gz'))
  .map((f) => f.slice(0, -'.img.gz'.length))
  .sort();

const openImage = (image: FixtureImage): { tree?: EntryTree; unread: string[] } => {
  const { tree, unread } = ext.open({ layers: [], source: image });
  return { ...(tree && { tree }), unread: unread.map((u) => u.reason) };
};

const walk = (tree: EntryTree): { entries: FileEntry[]; unread: string[] } => {
  const all: Walked[] = [...tree.walk()];
  return {
    entries: all.filter((w): w is FileEntry => !isUnread(w)),
    unread: all.filter(isUnread).map((u) => u.reason),
  };
};

const sha256 = (entry: FileEntry, offset = 0, length = entry.size): string => {
  const hash = createHash('sha256');
  const source = entry.open();
  for (let at = 0; at < length; at += 1 << 20) hash.update(source.read(offset + at, Math.min(1 << 20, length - at)));
  return hash.digest('hex');
};

/** The oracles print nine digits always; inodes of 128 bytes have none to give. */
const nine = (time: string): string => (time.includes('.') ? time : time.replace('Z', '.000000000Z'));

/** An entry in the words of the truth files, with the same fields present. */
const asTold = (entry: FileEntry, told: Told): Partial<Told> => ({
  path: entry.path!,
  kind: entry.kind,
  ...(told.kind !== 'character-device' && told.kind !== 'block-device' && { size: entry.size }),
  mode: entry.mode!,
  uid: entry.uid!,
  gid: entry.gid!,
  inode: entry.metaAddress!,
  links: entry.links!,
  mtime: nine(entry.times.modified!),
  ctime: nine(entry.times.changed!),
  atime: nine(entry.times.accessed!),
  ...('crtime' in told && { crtime: entry.times.born ?? null }),
  ...(entry.device !== undefined && { device: entry.device }),
  ...(entry.linkTarget !== undefined && { linkTarget: entry.linkTarget }),
  ...(told.sha256 && { sha256: sha256(entry) }),
  ...(told.sha256First8192 && { sha256First8192: sha256(entry, 0, 8192) }),
  ...(told.sha256Last8192 && { sha256Last8192: sha256(entry, entry.size - 8192, 8192) }),
  ...(entry.attributes && { xattrs: Object.fromEntries(Object.entries(entry.attributes).sort()) }),
});

/** The kernel hands out ACLs in its interchange form (version 2, eight bytes each); here in the words of getfacl. */
const acl = (name: string, value: Buffer): string | undefined => {
  if (!name.startsWith('system.posix_acl_')) return undefined;
  const tags: Record<number, string> = {
    1: 'user:',
    2: 'user:#',
    4: 'group:',
    8: 'group:#',
    16: 'mask:',
    32: 'other:',
  };
  const parts: string[] = [];
  for (let at = 4; at < value.length; at += 8) {
    const bits = value.readUInt16LE(at + 2);
    const rwx = `${bits & 4 ? 'r' : '-'}${bits & 2 ? 'w' : '-'}${bits & 1 ? 'x' : '-'}`;
    parts.push(`${tags[value.readUInt16LE(at)]!.replace('#', String(value.readUInt32LE(at + 4)))}:${rwx}`);
  }
  return parts.join(',');
};

const normal = (told: Told): Partial<Told> => {
  const { pathHex, size, xattrs, ...rest } = told;
  return {
    ...rest,
    ...(told.kind !== 'character-device' && told.kind !== 'block-device' && { size }),
    ...(pathHex && { path: nameText(Buffer.from(pathHex, 'hex')) }),
    ...(xattrs && {
      xattrs: Object.fromEntries(
        Object.entries(xattrs)
          .map(([k, v]) => [k, acl(k, Buffer.from(v.slice(2), 'hex')) ?? valueText(Buffer.from(v.slice(2), 'hex'))])
          .sort(),
      ),
    }),
  };
};

/** Images whose truth was taken before they were damaged, or that show less than the truth on purpose. */
const damaged = new Set(['ext4-damaged-inode', 'ext4-stated-badly', 'ext4-fast-commit', 'ext4-encrypt']);

const opened = (name: string) => {
  const { tree, unread } = openImage(fixture(`ext/${name}.img.gz`));
  const walked = walk(tree!);
  return { ...walked, unread: [...unread, ...walked.unread], told: truth<Truth>(`ext/${name}.truth.json`) };
};

describe('agrees with the kernel on every live entry of', () => {
  for (const name of names.filter((n) => !damaged.has(n))) {
    it(name, () => {
      const { tree } = openImage(fixture(`ext/${name}.img.gz`));
      const { entries } = walk(tree!);
      const live = new Map(
        entries.filter((e) => e.allocation === 'allocated' && e.path !== undefined).map((e) => [e.path!, e]),
      );
      const told = truth<Truth>(`ext/${name}.truth.json`).entries.map((t) => ({ told: t, normal: normal(t) }));
      expect([...live.keys()].sort()).toEqual(told.map((t) => t.normal.path!).sort());
      for (const t of told) expect(asTold(live.get(t.normal.path!)!, t.told)).toEqual(t.normal);
    }, 30_000);
  }
});

describe('fast commits', () => {
  it('bring the files that nothing else tells of, as the kernel saw them', () => {
    const { entries, unread, told } = opened('ext4-fast-commit');
    const live = new Map(entries.filter((e) => e.allocation === 'allocated').map((e) => [e.path!, e]));
    // The times of a directory that got a name are in no fast commit: replay makes new ones.
    for (const t of told.entries.filter((t) => t.path !== '/etc'))
      expect(asTold(live.get(t.path)!, t)).toEqual(normal(t));
    const only = entries.filter((e) => e.notes?.includes('as fast commits left it, which a mount would replay'));
    expect(only.map((e) => e.path)).toEqual(['/etc/fast-1', '/etc/fast-2', '/etc/fast-3']);
    expect(unread).toEqual([]);
  });

  it('count only up to the last tail whose checksum fits', () => {
    const image = new FixtureImage(Buffer.from(fixture('ext/ext4-fast-commit.img.gz').bytes));
    const [entry] = walk(openImage(image).tree!).entries.filter((e) => e.path === '/etc/fast-2');
    image.bytes[entry!.recorded!.name!.bytes[0]!.offset]! ^= 1;
    const left = walk(openImage(image).tree!).entries.map((e) => e.path);
    expect([left.includes('/etc/fast-1'), left.includes('/etc/fast-2'), left.includes('/etc/fast-3')]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('deleted files', () => {
  for (const name of ['ext2-slack', 'ext4-slack']) {
    it(`come back with name, times and content where inode and directory slack kept them: ${name}`, () => {
      const { entries, told } = opened(name);
      for (const t of told.deleted!) {
        const entry = entries.find((e) => e.allocation === 'deleted' && e.path === t.path)!;
        expect({
          size: entry.size,
          inode: entry.metaAddress,
          content: entry.content,
          mtime: nine(entry.times.modified!),
        }).toEqual({
          size: t.size,
          inode: t.inode,
          content: 'intact',
          mtime: t.mtime,
        });
        if (t.sha256) expect(sha256(entry)).toBe(t.sha256);
        expect(entry.times.deleted).toBeDefined();
      }
    });
  }

  for (const name of ['ext3-deleted', 'ext4-deleted']) {
    it(`come back from the journal with name, times, deletion and content: ${name}`, () => {
      const { entries, told } = opened(name);
      for (const t of told.deleted!) {
        const found = entries.filter((e) => e.path === t.path);
        expect(found.map((e) => [e.allocation, e.content])).toEqual([['deleted', 'intact']]);
        const [entry] = found;
        expect(asTold(entry!, t)).toEqual({ ...normal(t), links: entry!.links });
        expect(entry!.times.deleted).toBeDefined();
        expect(entry!.version?.committed).toBeDefined();
      }
    });
  }

  it('are stated with their deletion time where no journal kept them and the inode is empty', () => {
    const { entries, told } = opened('ext2-deleted');
    for (const t of told.deleted!.filter((d) => d.kind === 'file')) {
      const entry = entries.find((e) => e.metaAddress === t.inode)!;
      expect([entry.allocation, entry.content, entry.path]).toEqual(['deleted', 'lost', undefined]);
      expect(entry.times.deleted).toBeDefined();
    }
  });

  it('that were put back by cp, mv or sed -i show their earlier content under the path that lives on', () => {
    const { entries, told } = opened('ext4-superseded');
    for (const t of (told as Truth & { superseded: Told[] }).superseded) {
      const earlier = entries.filter((e) => e.path === t.path && e.allocation === 'superseded');
      expect(earlier.map((e) => [e.content, e.size, sha256(e)])).toContainEqual(['intact', t.size, t.sha256]);
    }
  });

  it('are not invented: nothing is superseded or deleted in images where nothing was', () => {
    for (const name of ['ext4-4k', 'ext4-1k', 'ext3-1k', 'ext4-names', 'ext4-htree', 'ext4-times']) {
      const { entries } = opened(name);
      const odd = entries.filter(
        (e) => e.allocation === 'superseded' || (e.allocation === 'deleted' && e.path !== undefined),
      );
      expect([name, odd.map((e) => [e.path, e.allocation, e.metaAddress, e.notes])]).toEqual([name, []]);
    }
  });

  for (const name of ['ext3-orphan-list', 'ext4-orphan-list', 'ext4-orphan-file']) {
    it(`unlinked while open are orphans with their whole content: ${name}`, () => {
      const { entries, told } = opened(name);
      const orphans = entries.filter((e) => e.allocation === 'orphan');
      expect(orphans.map((e) => [e.metaAddress, e.size, sha256(e), e.times.deleted])).toEqual(
        told.orphans!.map((t) => [t.inode, t.size, t.sha256, undefined]),
      );
    });
  }

  it('leave no stale copies behind: a split hash tree is not a directory full of deletions', () => {
    for (const name of ['ext3-htree', 'ext4-htree']) {
      const { entries, told } = opened(name);
      const live = new Set(told.entries.map((t) => t.path));
      expect(entries.filter((e) => e.allocation === 'deleted' && live.has(e.path!)).map((e) => e.path)).toEqual([]);
    }
  });
});

describe('free space', () => {
  it('holds the bytes of deleted files, and together with the live ones covers no block twice', () => {
    for (const name of ['ext4-4k', 'ext4-1k', 'ext2-1k', 'ext4-meta-bg', 'ext4-bigalloc']) {
      const { entries, told } = opened(name);
      const blockSize = (told as unknown as { filesystem: { blockSize: number; freeBlocks: number } }).filesystem;
      const runs = entries.filter((e) => e.allocation === 'unallocated');
      const free = runs.reduce((sum, run) => sum + run.size - (run.overlap ?? 0), 0) / blockSize.blockSize;
      expect([name, free]).toEqual([name, blockSize.freeBlocks]);
    }
  });

  it('gives back a deleted file byte for byte where its blocks lie together', () => {
    const image = fixture('ext/ext4-deleted.img.gz');
    const { entries } = walk(openImage(image).tree!);
    const script = entries
      .filter((e) => e.allocation === 'unallocated')
      .map((e) => Buffer.from(e.open().read(0, e.size)));
    const wanted = truth<Truth>('ext/ext4-deleted.truth.json').deleted!.find((t) => t.size === 8123)!;
    const hit = script.some((bytes) => {
      for (let at = 0; at + 8123 <= bytes.length; at += 1024) {
        if (
          createHash('sha256')
            .update(bytes.subarray(at, at + 8123))
            .digest('hex') === wanted.sha256
        )
          return true;
      }
      return false;
    });
    expect(hit).toBe(true);
  });
});

describe('every locator', () => {
  it('leads to the same bytes of the image that the content shows', () => {
    for (const name of ['ext4-4k', 'ext2-1k', 'ext4-inline', 'ext4-dirty', 'ext4-dirty-data']) {
      const image = fixture(`ext/${name}.img.gz`);
      for (const entry of walk(openImage(image).tree!).entries) {
        if (entry.kind !== 'file' || entry.size === 0 || entry.size > 1 << 20) continue;
        const source = entry.open();
        const cut = source
          .origin(0, entry.size)
          .map((o) => (o.evidence === undefined ? Buffer.alloc(o.length) : image.read(o.offset, o.length)));
        expect(Buffer.concat(cut).equals(source.read(0, entry.size))).toBe(true);
      }
    }
  });
});

describe('what cannot be read is said', () => {
  it.each(['ext4-damaged-inode', 'ext4-stated-badly', 'ext4-superblock-lost', 'ext4-descriptors-lost'])(
    '%s',
    async (name) => {
      await expect(opened(name).unread.join('\n')).toMatchFileSnapshot(`../../../../fixtures/ext/${name}.unread.txt`);
    },
  );

  it('an encrypted directory is listed as stored, and said to be ciphertext', () => {
    const { entries } = opened('ext4-encrypt');
    const secret = entries.filter((e) => e.allocation === 'allocated' && e.path?.startsWith('/secret/'));
    expect(secret.length).toBe(4);
    for (const e of secret)
      if (e.kind === 'file')
        expect(e.notes).toContain('encrypted by the filesystem (fscrypt): content and names are ciphertext');
  });

  it('an unknown incompatible feature is a gap, not a guess', () => {
    const image = fixture('ext/ext4-4k.img.gz');
    const bytes = Buffer.from(image.bytes);
    bytes.writeUInt32LE(bytes.readUInt32LE(1024 + 0x60) | 0x40000000, 1024 + 0x60);
    const { tree, unread } = ext.open({ layers: [], source: new FixtureImage(bytes) });
    expect(tree).toBeUndefined();
    expect(unread).toMatchObject([
      {
        reason: 'ext4: incompatible feature incompat:0x40000000 is not known; nothing of this filesystem was read',
        bytes: bytes.length,
      },
    ]);
  });
});
