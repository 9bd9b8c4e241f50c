/** A volume that holds no further volumes becomes a tree, and what cannot be read of it becomes an Unread. */
import { Slice } from '../bytes/index.ts';
import type { Unread } from '../model/index.ts';
import { openArchiveTree, recogniseArchive } from './archives/index.ts';
import { fileSystems } from './filesystems/index.ts';
import { rawTree } from './filesystems/raw.ts';
import type { EntryTree } from './tree.ts';
import { knownUnreadable, type Volume } from './volumes/index.ts';
import { sizeText, unreadAt } from './volumes/unread.ts';

export interface Leaf {
  tree?: EntryTree;
  unread: Unread[];
  /** For the list of what was recognised: the layers and what stands there. */
  recognised: string;
}

/**
 * Opens what a volume holds. Bytes no filesystem accounts for are still searched, as free space is.
 * @param most bytes of all evidence together: a volume may promise more, and no search goes further than that
 * @param siblings all volumes of the device
 */
export async function openLeaf(volume: Volume, most: number, siblings: readonly Volume[] = []): Promise<Leaf> {
  const { source, layers } = volume;
  const [format, ...others] = fileSystems.filter((f) => f.recognises(source));
  if (format) {
    const { tree, unread } = format.open(volume, siblings);
    if (others.length > 0) {
      const names = [format, ...others].map((f) => f.name).join(' and ');
      unread.push(
        unreadAt(volume, 0, 4096, `filesystems: ${names} all recognise this volume; it was read as ${format.name}`),
      );
    }
    if (tree) return { tree, unread, recognised: tree.layers.join(' ') };
    const raw = rawTree(cut(volume, most), `${format.name} that could not be opened, searched as raw bytes`);
    return { tree: raw, unread, recognised: chain(layers, `${format.name}, not opened`) };
  }
  if (recogniseArchive(source.read(0, 1024), source)) {
    const tree = await openArchiveTree(source, volume.name ?? layers.at(-1) ?? 'archive', layers);
    return { tree, unread: [], recognised: tree.layers.join(' ') };
  }
  return unreadable(volume, most);
}

function unreadable(volume: Volume, most: number): Leaf {
  const { source, layers } = volume;
  const { size } = source;
  const where = layers.at(-1) ?? 'image';
  const say = (reason: string, bytes: number) => [unreadAt(volume, 0, size, `${where}: ${reason}`, bytes)];
  const known = knownUnreadable(source);
  if (!known) {
    const reason = `nothing we recognise; ${sizeText(size)} searched as raw bytes only`;
    return {
      tree: rawTree(cut(volume, most), 'nothing we recognise, searched as raw bytes'),
      unread: say(reason, size),
      recognised: chain(layers, 'unknown'),
    };
  }
  const recognised = chain(layers, known.name);
  if (known.opaque)
    return { unread: say(`${known.name}, ${sizeText(size)} not read; ${known.opaque}`, size), recognised };
  // Swap has no files to miss, so a raw search is all there is to do.
  const bytes = known.name === 'swap' ? 0 : size;
  return {
    tree: rawTree(cut(volume, most), `${known.name}, searched as raw bytes`),
    unread: say(`${known.name}, not examined as such; ${sizeText(size)} searched as raw bytes only`, bytes),
    recognised,
  };
}

/** The gaps of one partition table, or the free extents of one group, as one tree for each name they have. */
export function unallocatedTrees(gaps: readonly Volume[], most: number): EntryTree[] {
  const trees = new Map<string, EntryTree[]>();
  for (const gap of gaps) {
    const tree = rawTree(cut(gap, most), 'space of no volume that we can read, searched as raw bytes');
    const name = gap.layers.join('\0');
    trees.set(name, [...(trees.get(name) ?? []), tree]);
  }
  return [...trees.values()].map((same) => ({
    ...same[0]!,
    facts: { ...same[0]!.facts, size: same.reduce((sum, tree) => sum + tree.facts.size, 0) },
    *walk() {
      for (const tree of same) yield* tree.walk();
    },
  }));
}

const cut = (volume: Volume, most: number): Volume =>
  volume.source.size <= most ? volume : { ...volume, source: new Slice(volume.source, 0, most) };

const chain = (layers: string[], last: string): string => [...layers, last].join(' ');
