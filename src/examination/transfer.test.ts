import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fixture } from '../../fixtures/image.ts';
import { type ByteSource, RunList } from '../bytes/index.ts';
import { ext } from '../evidence/filesystems/ext/index.ts';
import { type Device, type FileEntry, isUnread, type Walked } from '../evidence/index.ts';
import { pack, unpack } from './transfer.ts';

const images = ['ext', 'past'].flatMap((folder) =>
  readdirSync(new URL(`../../fixtures/${folder}/`, import.meta.url))
    .filter((name) => name.endsWith('.img.gz'))
    .map((name) => `${folder}/${name}`),
);

function contentHash(source: ByteSource, size: number): string {
  const hash = createHash('sha256');
  for (let at = 0; at < size; ) {
    const piece = source.read(at, Math.min(1 << 20, size - at));
    if (piece.length === 0) break;
    hash.update(piece);
    at += piece.length;
  }
  return hash.digest('hex');
}

/** What an entry is, and what its content reads as. A claim of terabytes is compared by its beginning. */
const shown = (walked: Walked): unknown => {
  if (isUnread(walked)) return walked;
  const { open, ...facts } = walked;
  return { ...facts, content: contentHash(open(), Math.min(walked.size, 64 << 20)), state: facts.content };
};

describe('entries on their way to another thread', () => {
  it('were taken from images that can be opened', () => {
    expect(images.length).toBeGreaterThan(40);
  });

  it.each(images)('%s: arrive with the same facts and the same bytes', (name) => {
    const source = fixture(name);
    const { tree } = ext.open({ layers: [], source });
    if (!tree?.transferable) return;
    const device: Device = {
      evidence: [{ path: name, name, kind: 'image', size: source.size, source, recognised: [] }],
      trees: [tree],
      unread: [],
    };
    const there = [...tree.walk()];
    const here = [...unpack(pack(there), device)];
    expect(here.length).toBe(there.length);
    for (const [i, walked] of there.entries())
      expect(shown(here[i]!), (walked as FileEntry).path).toEqual(JSON.parse(JSON.stringify(shown(walked))));
  });

  it('end where the medium ends', () => {
    const whole = fixture('ext/ext4-4k.img.gz');
    const cut: ByteSource = {
      size: whole.size,
      read: (offset, length) => whole.read(offset, Math.max(0, Math.min(length, 3_000_000 - offset))),
      origin: (offset, length) => whole.origin(offset, Math.max(0, Math.min(length, 3_000_000 - offset))),
    };
    const { tree } = ext.open({ layers: [], source: cut });
    const device: Device = {
      evidence: [{ path: 'cut', name: 'cut', kind: 'image', size: cut.size, source: cut, recognised: [] }],
      trees: [],
      unread: [],
    };
    const there = [...tree!.walk()];
    expect(there.map(shown)).not.toEqual([...ext.open({ layers: [], source: whole }).tree!.walk()].map(shown));
    for (const [i, walked] of [...unpack(pack(there), device)].entries())
      expect(shown(walked)).toEqual(JSON.parse(JSON.stringify(shown(there[i]!))));
  });

  it('keep the holes behind what the medium does not have', () => {
    const source = fixture('ext/ext4-4k.img.gz');
    const { tree } = ext.open({ layers: [], source });
    const evidence = { path: 'x', name: 'x', kind: 'image' as const, size: source.size, source, recognised: [] };
    const file = [...tree!.walk()].find((w): w is FileEntry => !isUnread(w) && w.kind === 'file')!;
    const content = new RunList(source, [
      { at: undefined, length: 2 ** 40 },
      { at: source.size, length: 4096 },
      { at: undefined, length: 2 ** 43 },
    ]);
    const claim: FileEntry = { ...file, size: content.size, open: () => content };
    const [here] = [...unpack(pack([claim]), { evidence: [evidence], trees: [], unread: [] })];
    const there = (here as FileEntry).open();
    expect(there.size).toBe(content.size);
    expect(there.origin(0, there.size)).toEqual(content.origin(0, content.size));
    expect(there.read(2 ** 40 - 8, 4096)).toEqual(Buffer.alloc(8));
    expect(there.read(2 ** 40, 4096)).toHaveLength(0);
  });
});
